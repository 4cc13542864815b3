#include "text/claim.h"

#include "text/claim_int.h"
#include "text/residue.h"

enum {
    HEAD_BYTES = 400,    /* in which a text says what it is */
    TAIL_BYTES = 96,     /* how far an object may reach behind its number */
    CLAIMS_MAX = 100000, /* what goes beyond, no report has */
    SPOTS_MAX = 250000
};

struct finder {
    struct arena *a;
    struct claims found;
    size_t spots;
    struct claim_era era;
    enum claim_part part;
    int report_year;
    struct claim_sentence sentence;
    size_t first; /* the first claim of the sentence */
    size_t taken,
        passed; /* bytes of the sentence: that claims reach, behind the last number with a unit */
    struct residues marks; /* masked and damaged numbers */
    size_t mark;
};

static struct claim *
add(struct finder *f)
{
    struct claims *c = &f->found;
    if ((c->n & (c->n - 1)) == 0) {
        struct claim *wider = arena_array(f->a, struct claim, c->n ? 2 * c->n : 1);
        if (c->n)
            memcpy(wider, c->v, c->n * sizeof(*c->v));
        c->v = wider;
    }
    return &c->v[c->n++];
}

/* ---- bounds and unit ---- */

static void
set_bounds(struct claim *c, const struct claim_spot *p)
{
    const struct numeral *n = &p->n;
    c->hedge = p->hedge;
    if (!p->has_number)
        return;
    bool money = list_is(p->unit, "元 美元") && n->scale > 1;
    int64_t by = money ? n->scale : 1;
    int64_t times = str_eq(p->unit, S("成")) ? 10 : 1;
    int64_t low = n->low / by * times, high = n->high / by * times, step = n->step / by;
    c->has_min = c->has_max = true;
    c->value = c->min = low;
    c->max = high;
    switch (p->hedge) {
    case CLAIM_OVER:
        c->has_max = step > NUMERAL_ONE;
        c->max = low + step - NUMERAL_ONE;
        break;
    case CLAIM_NEAR:
        c->min = low / 10 * 9;
        c->max = low;
        break;
    case CLAIM_ABOUT:
        c->min = low / 10 * 9;
        c->max = low / 10 * 11;
        break;
    case CLAIM_AT_LEAST:
        c->has_max = false;
        break;
    case CLAIM_EXACT:
    case CLAIM_RANGE:
    case CLAIM_NONE:
        break;
    }
    if (!c->has_max)
        c->max = 0;
}

static struct str
unit_of(struct arena *a, const struct claim_spot *p)
{
    if (list_is(p->unit, "元 美元") && p->n.scale > 1)
        return arena_fmt(a, "%s%.*s", p->n.scale == 10000 ? "万" : "亿", STR_ARG(p->unit));
    return list_is(p->unit, "％ 成") ? S("%") : arena_str(a, p->unit);
}

/* The residue says that the number is not what was written: digits lost, a year in the middle. */
static bool
is_damaged(struct finder *f, const struct claim *c)
{
    while (f->mark < f->marks.n && f->marks.v[f->mark].end <= c->start)
        f->mark++;
    for (size_t i = f->mark; i < f->marks.n && f->marks.v[i].start < c->end; i++)
        if (f->marks.v[i].kind == RESIDUE_TRUNCATED)
            return true;
    return false;
}

/* ---- how far a claim reaches ---- */

static size_t
span_begin(const struct finder *f, const struct claim_spot *p)
{
    struct str s = f->sentence.s;
    size_t from = p->clause > f->taken ? p->clause : f->taken, n = 0;
    bool named = str_find(str_slice(s, from, p->at - from), S("”"), 0) != SIZE_MAX;
    while (from < p->at && !(named && str_starts(str_slice(s, from, 3), S("“"))) &&
        list_begin(str_slice(s, from, 12), "、 ， , “ 其中 并 还 和 及 以及 同时", &n))
        from += n;
    while (from < p->at && s.p[from] == ' ')
        from++;
    return from < p->at ? from : p->at;
}

/* An object behind the number belongs to it; not beyond the next 、 nor when another number follows. */
static size_t
span_end(const struct finder *f, const struct claim_spot *p)
{
    struct str s = f->sentence.s;
    size_t at = p->end,
           high = p->clause_end - p->end > TAIL_BYTES ? p->end + TAIL_BYTES : p->clause_end;
    const struct claim_spot *next = claim_spot_behind(&f->sentence, p->end);
    while (at < high && !str_starts(CLAIM_AT(s, at), S("、")))
        at++;
    bool whole = (at == p->clause_end || at < high) && !(next && next->at < at && !next->n.chinese);
    while (whole && at > p->end && s.p[at - 1] == ' ')
        at--;
    return whole ? at : p->end;
}

/* ---- building a claim ---- */

/* What a claim speaks of when its own clause does not say. */
static bool
is_default_period(const struct finder *f, struct str period)
{
    return str_eq(period, f->era.running.n ? f->era.running : f->era.title);
}

static bool
is_part_of_last(const struct claim *c, struct str clause, size_t number)
{
    return str_eq(c->unit, S("%")) || list_begin(clause, "其中 占", NULL) ||
        str_ends(str_slice(clause, 0, number), S("的"));
}

static void
set_kind(struct claim *c, struct str reach, size_t number, size_t behind, const struct claim *last)
{
    if (last && claim_goes_on(reach, number, c->unit)) {
        c->kind = last->kind;
        return;
    }
    c->kind = claim_kind_of(reach, number, behind, c->unit);
    if (c->kind == CLAIM_KINDS)
        c->kind = last ? last->kind : CLAIM_SERVICE;
}

static void
take(struct finder *f, const struct claim_spot *p)
{
    struct str s = f->sentence.s;
    size_t begin = span_begin(f, p), end = span_end(f, p);
    struct claim *c = add(f);
    const struct claim *last = f->found.n - 1 > f->first ? c - 1 : NULL;
    struct str reach = str_slice(s, begin, end - begin);
    *c = (struct claim){.start = claim_place(&f->sentence, begin, false),
        .end = claim_place(&f->sentence, end, true),
        .unit = unit_of(f->a, p)};
    set_bounds(c, p);
    size_t number = p->at - begin, behind = (p->rhythm.n ? p->number_end : p->end) - begin;
    set_kind(c, reach, number, behind, last);
    struct str clause = str_slice(s, p->clause, end - p->clause);
    c->period =
        p->rhythm.n ? p->rhythm : claim_period_of(f->a, &f->era, &f->sentence, p->clause, end);
    if (last && is_default_period(f, c->period) && is_part_of_last(c, clause, p->at - p->clause) &&
        !str_eq(last->period, S("累计")))
        c->period = last->period;
    c->object = claim_object_of(f->a, reach, number, behind, last ? last->object : S(""));
    c->suspect = p->has_number && is_damaged(f, c);
    f->taken = end;
}

/* ---- rhythms ---- */

static const char doings[] =
    "开展 召开 抽查 提供 组织 举办 检查 研判 例会 碰头 推送 通报 学习 督查 调度 走访 公示 公开 巡查 听取 分析 排查 报告 更新 "
    "举行 集中 研究 汇报 点评 考核 测评 谈心 交流 巡检 清扫 值班 上报 报送 会商 讲评 讲党课 党日 夜学 晨会 复盘 调研 接访 回访 "
    "研讨 授课 轮训 总结 梳理 盘点 维护 消杀 张榜 评比 慰问 看望 服务 义诊 巡逻 收缴 缴纳";

/* 每月召开…, 每周一例会: a rhythm where the clause has no number that counts. */
static bool
take_rhythm(struct finder *f, size_t at, size_t *behind)
{
    struct str s = f->sentence.s, period = S("");
    size_t n = claim_rhythm_at(s, at, &period);
    if (n == 0)
        return false;
    f->spots++;
    struct claim_spot p = {.at = at, .number_end = at + n, .end = at + n, .rhythm = period};
    p.clause = f->sentence.map->begin[at];
    p.clause_end = f->sentence.map->end[p.end];
    size_t list = str_find(str_slice(s, p.end, p.clause_end - p.end), S("、"), 0);
    if (list != SIZE_MAX)
        p.clause_end = p.end + list;
    *behind = p.end;
    struct str clause = str_slice(s, p.clause, p.clause_end - p.clause);
    struct str rest = str_slice(s, p.end, p.clause_end - p.end);
    const struct claim_spot *number = claim_spot_behind(&f->sentence, p.end);
    if (number && number->at < p.clause_end)
        return false;
    if (f->part != CLAIM_PART_WORK || claim_is_plan(clause) || !list_in(rest, doings) ||
        claim_in_name(s, at))
        return false;
    p.hedge = CLAIM_NONE;
    if (str_starts(rest, S("一")) && !list_begin(rest, "一起 一线 一次性 一定", NULL) &&
        rest.n <= 18) {
        p.has_number = true;
        p.hedge = CLAIM_EXACT;
        p.n = (struct numeral){.low = NUMERAL_ONE, .high = NUMERAL_ONE, .scale = 1};
    }
    p.end = p.clause_end;
    *behind = p.clause_end;
    take(f, &p);
    return true;
}

/* ---- going through ---- */

static void
find_in_sentence(struct finder *f)
{
    struct str s = f->sentence.s;
    size_t next = 0;
    for (size_t at = 0; at < s.n && f->found.n < CLAIMS_MAX && f->spots < SPOTS_MAX;) {
        const struct claim_spot *p = &f->sentence.spots[next];
        size_t behind = at + 1;
        if (at < f->taken) {
            at = f->taken; /* the object of the claim before */
        } else if (next < f->sentence.spots_n && p->at < at) {
            next++;
        } else if (next < f->sentence.spots_n && p->at == at) {
            if (claim_is_told(f->part, &f->sentence, p, f->passed))
                take(f, p);
            f->passed = at = p->end;
            next++;
        } else {
            (void)take_rhythm(f, at, &behind);
            at = behind;
        }
    }
    f->spots += f->sentence.spots_n;
}

static int
year_of(struct str head)
{
    for (size_t at = 0; at < head.n; at++) {
        struct numeral n;
        if (!numeral_at(head, at, &n))
            continue;
        if (n.low >= 1990 * NUMERAL_ONE && n.low <= 2100 * NUMERAL_ONE && !n.range &&
            str_starts(str_slice(head, n.end, 3), S("年")))
            return (int)(n.low / NUMERAL_ONE);
        at = n.end - 1;
    }
    return 0;
}

/* A sentence of another language claims nothing that could be read. */
static bool
has_chinese(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0xE4 && (unsigned char)s.p[i] <= 0xE9)
            return true;
    return false;
}

static void
take_sentence(struct finder *f, bool new_line)
{
    struct str s = f->sentence.s;
    f->taken = f->passed = 0;
    f->first = f->found.n;
    f->part = claim_part_of(f->part, s, f->report_year);
    if (!has_chinese(s) || claim_is_furniture(s))
        return;
    if (f->part == CLAIM_PART_WORK)
        claim_era_note(f->a, &f->era, &f->sentence, new_line);
    find_in_sentence(f);
}

struct claims
claims_find(struct arena *a, struct str text)
{
    struct str head = str_slice(text, 0, HEAD_BYTES);
    struct finder f = {.a = a,
        .era = claim_era_begin(head, text.n),
        .part = CLAIM_PART_WORK,
        .report_year = year_of(head)};
    struct claim_reader *r = claim_reader_new(a, text, &f.marks);
    claim_sentence_init(a, &f.sentence);
    while (f.found.n < CLAIMS_MAX && f.spots < SPOTS_MAX && claim_next_sentence(r, &f.sentence)) {
        size_t from = f.sentence.from;
        take_sentence(&f, from == 0 || text.p[from - 1] == '\n' || text.p[from - 1] == ' ');
    }
    return f.found;
}

void
claim_number(struct out *o, int64_t micro)
{
    if (micro < 0) {
        out_char(o, '-');
        micro = -micro;
    }
    out_int(o, micro / NUMERAL_ONE);
    int64_t part = micro % NUMERAL_ONE;
    if (part == 0)
        return;
    out_char(o, '.');
    for (int64_t unit = NUMERAL_ONE / 10; part > 0; unit /= 10) {
        out_char(o, (char)('0' + part / unit));
        part %= unit;
    }
}
