/* Studied before it was published (早于成文日期): a document named 《…》 in a record or in a dated sentence of the report,
   of which the library has one of that title with a date; and what the packs say cannot be older than a day. */
#include "base/lang.h"
#include "domain/library.h"
#include "domain/review_int.h"
#include "domain/search.h"
#include "store/sql.h"
#include "store/store.h"

enum {
    NAME_MIN = 12, /* bytes: four characters */
    NAME_MAX = 240,
    NEAR = 45, /* bytes before 《 in which it is said what was done with it */
    HEAD = 900 /* of a document, in which it says that it was revised */
};

/* Where a text that speaks of a day comes from. */
struct dated_text {
    struct str text;
    struct date day;
    const struct record *record; /* NULL: the report itself */
    size_t offset;               /* of the text in the report */
    bool study;                  /* a record of studying: what it names was studied */
};

struct seen {
    struct str name;
    int64_t doc; /* 0: none that has a date and is no revision */
    struct date dated;
    struct seen *next;
};

struct documents {
    struct reviewing *r;
    struct seen *seen;
};

static void
tell(struct documents *d, const struct dated_text *t, size_t at, size_t n, struct str why)
{
    size_t start = t->record ? 0 : t->offset + at, end = t->record ? 0 : start + n;
    struct review_finding *f =
        review_add(d->r, &d->r->review->impossible, start, end, S("before_published"), why);
    if (!t->record)
        return;
    f->records = arena_new(d->r->w->arena, int64_t);
    f->records[0] = t->record->in.id;
    f->records_n = 1;
}

static struct str
day_words(struct arena *a, struct date d)
{
    return arena_fmt(a, "%d年%d月%d日", d.year, d.month, d.day);
}

/* ---- the library's date ---- */

/* An edition of later says nothing about the first one. */
static bool
is_revision(struct str title, struct str text)
{
    static const char revised[] = "修订 修正 修改 第二次 重新";
    return review_has(title, revised) || review_has(str_slice(text, 0, HEAD), revised);
}

/* By the title as it is said, and as it is in full: 支部工作条例 for 中国共产党支部工作条例（试行）. */
static bool
find_document(struct documents *d, struct seen *s, struct err *e)
{
    struct work *w = d->r->w;
    struct stmt *st;
    static const char *const forms[] = {"%.*s（试行）", "中国共产党%.*s", "中国共产党%.*s（试行）",
        "中华人民共和国%.*s", "《%.*s》"};
    struct str full[sizeof forms / sizeof forms[0]];
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        full[i] = arena_fmt(w->arena, forms[i], STR_ARG(s->name));
    if (!stmt_open(w->db, SQL_REVIEW_DOCUMENT,
            VALS(v_int(d->r->org.root_id), v_str(s->name), v_str(full[0]), v_str(full[1]),
                v_str(full[2]), v_str(full[3]), v_str(full[4])),
            &st, e))
        return false;
    enum step step = stmt_step(st, e);
    if (step == STEP_ROW) {
        s->doc = stmt_int(st, 0);
        s->dated = stmt_date(st, 1);
    }
    stmt_close(st);
    return step != STEP_ERROR;
}

/* Only what the actor may read; the first of the title, once for all places where it is named. */
static bool
look_up(struct documents *d, struct str name, struct seen **found, struct err *e)
{
    struct library_doc doc;
    struct str text;
    for (*found = d->seen; *found; *found = (*found)->next)
        if (str_eq((*found)->name, name))
            return true;
    struct seen *s = arena_new(d->r->w->arena, struct seen);
    *s = (struct seen){.name = name, .next = d->seen};
    *found = d->seen = s;
    if (!find_document(d, s, e))
        return false;
    if (!s->doc)
        return true;
    if (!library_get(d->r->w, s->doc, &doc, e)) {
        bool closed = e->code == ERR_DENIED || e->code == ERR_NOT_FOUND;
        s->doc = 0;
        err_clear(e);
        return closed;
    }
    if (!search_text_of(d->r->w, SEARCH_LIBRARY, s->doc, &text, e))
        return false;
    if (is_revision(doc.title, text))
        s->doc = 0;
    return true;
}

/* What is discussed and passed is older than its date: 讨论《…》 is no studying of it. */
static bool
was_studied(const struct dated_text *t, size_t at)
{
    size_t from = at > NEAR ? at - NEAR : 0;
    struct str before = str_slice(t->text, from, at - from);
    for (size_t i = before.n; i >= 3; i--)
        if (review_begins(str_slice(before, i - 3, 3), "。 ； ！")) {
            before = str_slice(before, i, before.n);
            break;
        }
    if (review_has(before, "讨论 审议 起草 制定 印发 通过 修改 征求 撰写 草拟"))
        return false;
    return t->study || review_has(before, "学习 传达 研读 领学 宣讲 解读 通读 研讨 精读");
}

/* 《2024年…公报》 in 2022: its own name says that it came later. A plan for the next year is made before. */
static int
year_of_name(struct str name)
{
    int64_t year;
    return str_starts(str_slice(name, 4, 3), S("年")) &&
            str_to_i64(str_slice(name, 0, 4), 1990, 2100, &year)
        ? (int)year
        : 0;
}

static bool
check_name(
    struct documents *d, const struct dated_text *t, size_t at, struct str name, struct err *e)
{
    struct arena *a = d->r->w->arena;
    struct seen *s;
    int year = year_of_name(name);
    if (!was_studied(t, at))
        return true;
    if (!look_up(d, name, &s, e))
        return false;
    struct str day = day_words(a, t->day);
    size_t n = name.n + strlen("《》");
    if (s->doc && date_cmp(t->day, s->dated) < 0) {
        struct str dated = day_words(a, s->dated);
        tell(d, t, at, n,
            arena_fmt(a, tr("%.*s学习《%.*s》，素材库中这份文件的日期是%.*s：请核对记录。"),
                STR_ARG(day), STR_ARG(name), STR_ARG(dated)));
    } else if (year > t->day.year + 1) {
        tell(d, t, at, n,
            arena_fmt(a, tr("%.*s学习《%.*s》，从标题看是以后的文件：请核对记录。"), STR_ARG(day),
                STR_ARG(name)));
    }
    return true;
}

static bool
check_names(struct documents *d, const struct dated_text *t, struct err *e)
{
    for (size_t at = str_find(t->text, S("《"), 0); at != SIZE_MAX;
         at = str_find(t->text, S("《"), at + 3)) {
        size_t from = at + strlen("《"), end = str_find(t->text, S("》"), from);
        if (end == SIZE_MAX)
            return true;
        struct str name = str_slice(t->text, from, end - from);
        if (name.n >= NAME_MIN && name.n <= NAME_MAX && !check_name(d, t, at, name, e))
            return false;
    }
    return true;
}

/* ---- what the packs know ---- */

static void
check_events(struct documents *d, const struct dated_text *t)
{
    struct arena *a = d->r->w->arena;
    for (size_t p = 0; p < d->r->rules->n; p++)
        for (size_t i = 0; i < d->r->rules->packs[p]->events_n; i++) {
            const struct pack_event *ev = &d->r->rules->packs[p]->events[i];
            size_t at = str_find(t->text, ev->words, 0);
            if (at == SIZE_MAX || date_cmp(t->day, ev->on) >= 0)
                continue;
            struct str day = day_words(a, t->day), on = day_words(a, ev->on);
            tell(d, t, at, ev->words.n,
                arena_fmt(a, tr("%.*s写到“%.*s”，而它不早于%.*s：请核对记录。"), STR_ARG(day),
                    STR_ARG(ev->words), STR_ARG(on)));
        }
}

/* ---- records and report ---- */

static bool
check_text(struct documents *d, const struct dated_text *t, struct err *e)
{
    check_events(d, t);
    return check_names(d, t, e);
}

static bool
check_record(struct documents *d, const struct record *rec, struct err *e)
{
    const struct pack_kind *kind = rules_kind(d->r->rules, rec->in.kind);
    bool study = kind &&
        (str_eq(kind->family, S("study")) || str_eq(kind->family, S("lecture")) ||
            str_eq(kind->family, S("training")));
    struct dated_text t = {.day = rec->in.held_on, .record = rec, .study = study};
    const struct str texts[] = {rec->in.title, rec->in.agenda, rec->in.body};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        t.text = texts[i];
        if (!check_text(d, &t, e))
            return false;
    }
    for (size_t i = 0; i < rec->in.fields_n; i++) {
        t.text = rec->in.fields[i].value;
        if (!check_text(d, &t, e))
            return false;
    }
    return true;
}

/* The day a sentence begins with; none. */
static struct date
day_of_sentence(const struct reviewing *r, size_t start)
{
    struct date day = {0, 0, 0};
    bool real = false;
    size_t n = review_day_at(r->body, start, r->year, &day, &real);
    return n && real ? day : (struct date){0, 0, 0};
}

static bool
check_report(struct documents *d, struct err *e)
{
    const struct str stop = S("。");
    size_t at = 0, start, end;
    while (review_line(d->r->body, &at, &start, &end))
        while (start < end) {
            size_t to = str_find(str_slice(d->r->body, start, end - start), stop, 0);
            to = to == SIZE_MAX ? end : start + to + stop.n;
            struct dated_text t = {.text = str_slice(d->r->body, start, to - start),
                .day = day_of_sentence(d->r, start),
                .offset = start};
            if (!date_is_none(t.day) && !check_text(d, &t, e))
                return false;
            start = to;
        }
    return true;
}

bool
review_documents(struct reviewing *r, struct err *e)
{
    struct documents d = {r, NULL};
    for (size_t i = 0; i < r->records_n; i++)
        if (!check_record(&d, &r->records[i], e))
            return false;
    return check_report(&d, e);
}
