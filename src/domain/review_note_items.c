/* What a check found as one list, in the order of place. */
#include "base/hash.h"
#include "base/lang.h"
#include "domain/list.h"
#include "domain/review_note.h"
#include "domain/review_note_int.h"
#include "domain/right.h"
#include "store/store.h"
#include "text/residue.h"

#include <stdlib.h>

/* ---- names ---- */

struct named {
    struct str code;
    const char *title;
    const char *advice; /* NULL: the group's */
};

static const struct named GROUPS[REVIEW_GROUPS] = {
    [REVIEW_CLAIMS] = {str_lit("claims"), N_("数字"),
        N_("台账漏了的补记一笔，文中写错的改成台账的数；两边都没错，写明原因。")},
    [REVIEW_COPIED] = {str_lit("copied"), N_("雷同"),
        N_("请换成自己的话和自己的事；确实该这样写的，写明原因。")},
    [REVIEW_LEFTOVERS] = {str_lit("leftovers"), N_("残留"),
        N_("请删去，或者改成本单位、本年度的。")},
    [REVIEW_IMPOSSIBLE] = {str_lit("impossible"), N_("不可能"),
        N_("请对照台账核实，写错的改正；确有其事的，写明原因。")},
    [REVIEW_FORM] = {str_lit("form"), N_("格式"), N_("请按要求补上或改正。")},
    [REVIEW_UNREAD] = {str_lit("unread"), N_("未判断"), N_("这部分没有核对，请人工看一遍。")},
};

static const struct named CLAIMS[] = {
    {str_lit("no_record"), NULL, N_("做过的请补记一笔；没有做过的，从文中去掉。")},
    {str_lit("cannot_judge"), NULL, N_("台账里没有可以对照的数，请自己核对。")},
    {str_lit("agrees"), NULL, N_("不用改。")},
};

static const struct named KINDS[] = {
    {str_lit("other_year"), N_("别的年份"), N_("像是往年材料留下的，请改成本年度。")},
    {str_lit("place"), N_("地名或层级"), N_("像是别处材料留下的，请改成本单位的。")},
    {str_lit("other_unit"), N_("别的单位"), N_("像是别处材料留下的，请改成本单位的。")},
    {str_lit("left_post"), N_("离任的人"), N_("请核对任职，改成现在任职的人。")},
    {str_lit("part_above_total"), N_("分项大于总数"), N_("两个数总有一个写错，请核对后改正。")},
    {str_lit("unit"), N_("单位"), N_("请核对单位，亩与亩次不是一回事。")},
    {str_lit("band"), N_("数量异常"), N_("数量超出常理，请核对有没有多写、少写一位。")},
    {str_lit("no_such_day"), N_("没有这一天"), N_("请改成日历上有的日子。")},
    {str_lit("before_published"), N_("学在发文之前"),
        N_("请打开记录，核对学习的日子和所学的文件。")},
    {str_lit("two_places"), N_("同时在两处"), N_("请打开这几条记录，核对时间和到会名单。")},
    {str_lit("before_joining"), N_("到来之前"), N_("请打开记录，核对到会名单和转入日期。")},
    {str_lit("after_leaving"), N_("离开之后"), N_("请打开记录，核对到会名单和转出日期。")},
    {str_lit("minutes_older"), N_("纪要早于会议"), N_("请打开记录，核对会议和纪要的日期。")},
    {str_lit("same_roll"), N_("名单相同"), N_("请打开这几条记录，核对到会名单。")},
    {str_lit("same_file"), N_("佐证相同"), N_("请打开这几条记录，换成各自的佐证。")},
    {str_lit("same_photo"), N_("照片相同"), N_("请打开这几条记录，换成各自的照片。")},
    {str_lit("missing_part"), N_("缺少部分"), N_("请补写这一部分。")},
    {str_lit("too_long"), N_("太长"), NULL},
    {str_lit("problems_share"), N_("问题写得少"), NULL},
    {str_lit("numbering"), N_("序号"), N_("请改正标题的序号。")},
    {str_lit("pending"), N_("待补"), N_("请补记这件事，或者改写这一句。")},
    {str_lit("empty"), N_("没有文字"), NULL},
    {str_lit("no_text"), N_("没有文字"), NULL},
    {str_lit("foreign"), N_("别的文字"), NULL},
    {str_lit("damaged"), N_("损坏的数"), N_("请对照原件改正这个数，再核对一遍。")},
};

static const struct named *
find_named(const struct named *list, size_t n, struct str code)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].code, code))
            return &list[i];
    return NULL;
}

struct str
review_group_code(enum review_group g)
{
    return GROUPS[g].code;
}

struct str
review_group_title(enum review_group g)
{
    return str_from(tr(GROUPS[g].title));
}

bool
review_group_parse(struct str code, enum review_group *g)
{
    const struct named *n = find_named(GROUPS, REVIEW_GROUPS, code);
    if (n)
        *g = (enum review_group)(n - GROUPS);
    return n != NULL;
}

struct str
review_kind_title(enum review_group g, struct str kind)
{
    if (g == REVIEW_CLAIMS)
        for (int v = REVIEW_AGREES; v <= REVIEW_CANNOT_JUDGE; v++)
            if (str_eq(kind, review_verdict_code((enum review_verdict)v)))
                return review_verdict_title((enum review_verdict)v);
    const struct named *n = find_named(KINDS, sizeof(KINDS) / sizeof(*KINDS), kind);
    if (n)
        return str_from(tr(n->title));
    for (int k = RESIDUE_MARKER; g == REVIEW_LEFTOVERS && k <= RESIDUE_TRUNCATED; k++)
        if (str_eq(kind, residue_code((enum residue_kind)k)))
            return residue_title((enum residue_kind)k);
    return review_group_title(g);
}

struct str
review_kind_advice(enum review_group g, struct str kind)
{
    const struct named *n = g == REVIEW_CLAIMS
        ? find_named(CLAIMS, sizeof(CLAIMS) / sizeof(*CLAIMS), kind)
        : find_named(KINDS, sizeof(KINDS) / sizeof(*KINDS), kind);
    return str_from(tr(n && n->advice ? n->advice : GROUPS[g].advice));
}

/* ---- the key ---- */

/* The same words are the same finding, however they were broken into lines. */
static struct str
without_blanks(struct arena *a, struct str words)
{
    char *to = arena_array(a, char, words.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < words.n;) {
        if (str_starts(str_slice(words, i, words.n), S("　")))
            i += strlen("　");
        else if ((unsigned char)words.p[i] <= ' ')
            i++;
        else
            to[n++] = words.p[i++];
    }
    return str_make(to, n);
}

/* A reason without its numbers, which move while the finding is the same. */
static void
hash_reason(struct sha256_stream *h, struct str why)
{
    size_t from = 0;
    for (size_t i = 0; i <= why.n; i++)
        if (i == why.n || (why.p[i] >= '0' && why.p[i] <= '9')) {
            sha256_add(h, str_slice(why, from, i - from));
            from = i + 1;
        }
}

/* By kind and words; where it has no place, by its records; else by what is said. A claim is the same claim whatever
   the verdict. */
static struct str
key_of(struct arena *a, const struct review_item *item)
{
    struct sha256_stream h;
    sha256_begin(&h);
    sha256_add(&h, item->group == REVIEW_CLAIMS ? review_group_code(item->group) : item->kind);
    sha256_add(&h, S("\n"));
    sha256_add(&h, without_blanks(a, item->quote));
    sha256_add(&h, S("\n"));
    for (size_t i = 0; item->quote.n == 0 && i < item->records_n; i++)
        sha256_add(&h, arena_fmt(a, "%lld\n", (long long)item->records[i]));
    if (item->quote.n == 0 && item->records_n == 0)
        hash_reason(&h, item->why);
    struct hex_text hex = sha256_hex(sha256_end(&h));
    return arena_str(a, str_from(hex.z));
}

/* ---- the list ---- */

struct listing {
    struct work *w;
    int64_t org_id;
    struct str text;
    struct review_items *items;
};

static void
put(struct listing *l, struct review_item item)
{
    item.quote = str_slice(l->text, item.start, item.end - item.start);
    item.key = key_of(l->w->arena, &item);
    LIST_ADD(l->w->arena, l->items, item);
}

static void
put_claims(struct listing *l, const struct review *r)
{
    for (size_t i = 0; i < r->claims_n; i++) {
        const struct review_claim *c = &r->claims[i];
        struct str code = review_verdict_code(c->verdict);
        put(l,
            (struct review_item){.group = REVIEW_CLAIMS,
                .kind = code,
                .start = c->claim.start,
                .end = c->claim.end,
                .why = c->why,
                .figure = c->figure,
                .records = c->records,
                .records_n = c->records_n,
                .fault = c->verdict == REVIEW_DIFFERS || c->verdict == REVIEW_NO_RECORD,
                .fact = arena_fmt(l->w->arena, "%.*s %lld", STR_ARG(code),
                    (long long)(c->has_value ? c->milli : 0))});
    }
}

static void
put_findings(struct listing *l, enum review_group g, const struct review_findings *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct review_finding *f = &list->v[i];
        put(l,
            (struct review_item){.group = g,
                .kind = f->kind,
                .start = f->start,
                .end = f->end,
                .why = f->why,
                .records = f->records,
                .records_n = f->records_n,
                .fault = g != REVIEW_UNREAD,
                .fact = f->kind});
    }
}

/* Whose report a passage stands in. */
static bool
origin_of(struct listing *l, struct review_item *item, struct err *e)
{
    struct stmt *s;
    if (item->copied->source != SEARCH_REPORT)
        return true;
    if (!stmt_open(l->w->db, SQL_REVIEW_REPORT_ORIGIN, VALS(v_int(item->copied->ref_id)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW) {
        item->own = stmt_int(s, 0) == l->org_id;
        item->source_year = (int)stmt_int(s, 1);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static struct str
copied_why(struct arena *a, const struct review_item *item)
{
    const struct copied_passage *p = item->copied;
    struct str where = item->own ? arena_fmt(a, tr("本组织%d年的报告"), item->source_year)
                                 : arena_fmt(a, tr("“%.*s”"), STR_ARG(p->title));
    int points = (int)(p->end - p->start);
    if (p->similarity >= 1000)
        return arena_fmt(a, tr("%d字与%.*s逐字相同。"), points, STR_ARG(where));
    return arena_fmt(
        a, tr("%d字与%.*s相近，%d%%相同。"), points, STR_ARG(where), p->similarity / 10);
}

/* Characters of passages, which come by start, into bytes. */
static size_t
byte_at(struct str text, size_t *point, size_t *byte, size_t wanted)
{
    while (*byte < text.n && *point < wanted) {
        do
            ++*byte;
        while (*byte < text.n && ((unsigned char)text.p[*byte] & 0xC0) == 0x80);
        ++*point;
    }
    return *byte;
}

static bool
put_copied(struct listing *l, const struct copied *list, struct err *e)
{
    size_t point = 0, byte = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct copied_passage *p = &list->v[i];
        if (point > p->start)
            point = byte = 0;
        struct review_item item = {.group = REVIEW_COPIED,
            .kind = S("copied"),
            .copied = p,
            .fault = true,
            .fact = S("copied")};
        item.start = byte_at(l->text, &point, &byte, p->start);
        size_t end_point = point, end_byte = byte;
        item.end = byte_at(l->text, &end_point, &end_byte, p->end);
        if (!origin_of(l, &item, e))
            return false;
        item.why = copied_why(l->w->arena, &item);
        put(l, item);
    }
    return true;
}

static int
by_place(const void *x, const void *y)
{
    const struct review_item *a = x, *b = y;
    bool placed_a = a->end > 0, placed_b = b->end > 0;
    if (placed_a != placed_b)
        return placed_a ? 1 : -1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    int kind = str_cmp(a->kind, b->kind);
    return kind ? kind : str_cmp(a->why, b->why);
}

/* The paragraph of each: a line with words in it. */
static void
count_paragraphs(struct str text, struct review_items *items)
{
    size_t at = 0, paragraph = 0;
    for (size_t i = 0; i < items->n; i++) {
        struct review_item *item = &items->v[i];
        while (item->end > 0 && at <= item->start && at < text.n) {
            size_t end = str_find_char(text, '\n', at);
            end = end == SIZE_MAX ? text.n : end;
            paragraph += !str_empty(str_trim(str_slice(text, at, end - at)));
            at = end + 1;
        }
        item->paragraph = item->end > 0 ? paragraph : 0;
    }
}

/* Those that ask for something first, so that their numbers run without gaps where only they are shown. */
static void
give_numbers(struct review_items *items)
{
    size_t number = 0;
    for (int turn = 0; turn < 3; turn++)
        for (size_t i = 0; i < items->n; i++) {
            struct review_item *item = &items->v[i];
            bool agrees = str_eq(item->kind, review_verdict_code(REVIEW_AGREES));
            if (turn == (item->fault ? 0 : agrees ? 2 : 1))
                item->number = ++number;
        }
}

static void
join_notes(struct review_items *items, const struct review_notes *notes)
{
    for (size_t i = 0; i < items->n; i++)
        for (size_t k = 0; k < notes->n; k++) {
            struct review_item *item = &items->v[i];
            if (!str_eq(item->key, notes->v[k].finding))
                continue;
            item->note_version = notes->v[k].version;
            item->note = notes->v[k].note.n ? &notes->v[k] : NULL;
            item->changed = item->note && !str_eq(item->fact, item->note->fact);
        }
}

bool
review_items(struct work *w, const struct review_text *of, const struct review *review,
    struct review_items *items, struct err *e)
{
    struct listing l = {w, of->org_id, of->text, items};
    struct review_notes notes;
    *items = (struct review_items){0};
    if (!right_check(w, of->org_id, RIGHT_READ, e))
        return false;
    put_claims(&l, review);
    put_findings(&l, REVIEW_LEFTOVERS, &review->leftovers);
    put_findings(&l, REVIEW_IMPOSSIBLE, &review->impossible);
    put_findings(&l, REVIEW_FORM, &review->form);
    put_findings(&l, REVIEW_UNREAD, &review->unread);
    if (!put_copied(&l, &review->copied, e) || !review_notes_of(w, of->org_id, of->year, &notes, e))
        return false;
    if (items->n)
        qsort(items->v, items->n, sizeof(*items->v), by_place);
    count_paragraphs(of->text, items);
    give_numbers(items);
    join_notes(items, &notes);
    return true;
}

/* ---- in memory of its own ---- */

static const struct copied_passage *
keep_passage(struct arena *a, const struct copied_passage *p)
{
    if (!p)
        return NULL;
    struct copied_passage *kept = arena_new(a, struct copied_passage);
    *kept = *p;
    kept->title = arena_str(a, p->title);
    return kept;
}

static const struct review_note *
keep_note(struct arena *a, const struct review_note *n)
{
    if (!n)
        return NULL;
    struct review_note *kept = arena_new(a, struct review_note);
    *kept = *n;
    kept->actor = arena_str(a, n->actor);
    kept->note = arena_str(a, n->note);
    kept->quote = arena_str(a, n->quote);
    kept->why = arena_str(a, n->why);
    kept->fact = arena_str(a, n->fact);
    kept->finding = arena_str(a, n->finding);
    return kept;
}

static void
keep_items(struct arena *a, const struct review_items *from, struct review_items *to)
{
    to->v = arena_array(a, struct review_item, from->n);
    to->n = from->n;
    for (size_t i = 0; i < from->n; i++) {
        struct review_item *item = &to->v[i];
        *item = from->v[i];
        item->kind = arena_str(a, item->kind);
        item->quote = arena_str(a, item->quote);
        item->why = arena_str(a, item->why);
        item->figure = arena_str(a, item->figure);
        item->key = arena_str(a, item->key);
        item->fact = arena_str(a, item->fact);
        int64_t *records = arena_array(a, int64_t, item->records_n);
        if (item->records_n)
            memcpy(records, from->v[i].records, item->records_n * sizeof(*records));
        item->records = records;
        item->copied = keep_passage(a, item->copied);
        item->note = keep_note(a, item->note);
    }
}

bool
review_check(struct work *w, int64_t org_id, int year, struct str text, struct review_items *items,
    struct err *e)
{
    struct work own = *w;
    const struct review_text of = {org_id, year, text};
    struct review review;
    struct review_items found;
    *items = (struct review_items){0};
    own.arena = arena_open();
    own.grants = NULL; /* what is remembered of rights lies in its own memory too */
    bool ok = review_report(&own, org_id, year, text, &review, e) &&
        review_items(&own, &of, &review, &found, e);
    if (ok)
        keep_items(w->arena, &found, items);
    arena_close(own.arena);
    return ok;
}
