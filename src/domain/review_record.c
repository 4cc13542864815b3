/* Numbers that one record says: a line of one day (6月28日，…，到课10人), or words taken from a record. */
#include "base/lang.h"
#include "domain/review_int.h"

enum {
    RECORDS_MAX = 2000, /* of a year, looked through for words */
    PAGE = 500,
    LINE_BYTES = 600 /* a day at the head of a longer line is not of this claim */
};

/* ---- reading the year ---- */

static bool
read_page(struct reviewing *r, size_t offset, struct record_lines *list, struct err *e)
{
    struct record_filter f = {.org_id = r->org.id,
        .year = r->year,
        .oldest_first = true,
        .offset = offset,
        .limit = PAGE};
    return record_list(r->w, &f, list, e);
}

bool
review_read_records(struct reviewing *r, struct err *e)
{
    struct record_lines list = {NULL, 0, 0};
    if (r->read)
        return true;
    r->records = arena_array(r->w->arena, struct record, RECORDS_MAX);
    do {
        if (!read_page(r, r->records_n, &list, e))
            return false;
        for (size_t i = 0; i < list.n && r->records_n < RECORDS_MAX; i++)
            if (!record_get(r->w, list.v[i].id, &r->records[r->records_n++], e))
                return false;
    } while (list.n == PAGE && r->records_n < RECORDS_MAX);
    r->read = true;
    return true;
}

/* ---- a line of one day ---- */

/* The day that the sentence of a claim begins with; none. */
static struct date
day_of(const struct reviewing *r, const struct claim *c)
{
    size_t from = c->start, low = from > LINE_BYTES ? from - LINE_BYTES : 0;
    while (from > low && r->text.p[from - 1] != '\n' &&
        !(from >= 3 && str_eq(str_slice(r->text, from - 3, 3), S("。"))))
        from--;
    if (from == low && low > 0)
        return (struct date){0, 0, 0};
    struct str s = str_slice(r->text, from, c->start - from);
    int parts[3] = {r->year, 0, 0};
    static const struct str marks[] = {str_lit("年"), str_lit("月"), str_lit("日")};
    for (size_t i = 0; i < 3; i++) {
        size_t at = str_find(str_slice(s, 0, 8), marks[i], 0);
        int64_t n;
        if (at == SIZE_MAX && i == 0)
            continue;
        if (at == SIZE_MAX || !str_to_i64(str_slice(s, 0, at), 1, 2200, &n))
            return (struct date){0, 0, 0};
        parts[i] = (int)n;
        s = str_slice(s, at + marks[i].n, s.n);
    }
    struct date day = date_make(parts[0], parts[1], parts[2]);
    return date_valid(day) ? day : (struct date){0, 0, 0};
}

static bool
counts_people(struct str unit)
{
    return str_eq(unit, S("人")) || str_eq(unit, S("人次")) || str_eq(unit, S("名"));
}

/* What a record says in that unit: those present, or a quantity; at most one is asked for. */
static bool
says(const struct record *rec, const struct claim *c, int64_t *milli)
{
    bool any = false;
    if (counts_people(c->unit)) {
        *milli = rec->present_count * 1000;
        any = rec->present_count > 0;
        if (any && *milli * 1000 >= c->min && (!c->has_max || *milli * 1000 <= c->max))
            return true;
    }
    for (size_t i = 0; i < rec->in.quantities_n; i++)
        if (str_eq(rec->in.quantities[i].unit, c->unit)) {
            *milli = rec->in.quantities[i].milli;
            any = true;
            if (*milli * 1000 >= c->min && (!c->has_max || *milli * 1000 <= c->max))
                return true;
        }
    return any;
}

static bool
fits(const struct claim *c, int64_t milli)
{
    return milli * 1000 >= c->min && (!c->has_max || milli * 1000 <= c->max);
}

static void
point_at(struct reviewing *r, struct review_claim *c, int64_t record_id)
{
    c->records = arena_new(r->w->arena, int64_t);
    c->records[0] = record_id;
    c->records_n = 1;
}

/* The records of a day, held against a line that begins with it. */
static bool
judge_day(struct reviewing *r, struct review_claim *c, struct date day)
{
    struct arena *a = r->w->arena;
    bool any = false;
    for (size_t i = 0; i < r->records_n; i++) {
        const struct record *rec = &r->records[i];
        int64_t milli;
        if (date_cmp(rec->in.held_on, day) != 0 || !says(rec, &c->claim, &milli))
            continue;
        if (any && !fits(&c->claim, milli))
            continue;
        any = true;
        point_at(r, c, rec->in.id);
        c->has_value = true;
        c->milli = milli;
        c->verdict = fits(&c->claim, milli) ? REVIEW_AGREES : REVIEW_DIFFERS;
        c->why = arena_fmt(a, tr("%d月%d日的记录“%.*s”写的是%s%.*s。"), day.month, day.day,
            STR_ARG(rec->in.title), milli_format(milli).z, STR_ARG(c->claim.unit));
        if (c->verdict == REVIEW_AGREES)
            break;
    }
    return any;
}

/* ---- words of a record ---- */

static bool
stands_in(const struct record *rec, struct str words)
{
    const struct str texts[] = {rec->in.title, rec->in.agenda, rec->in.body};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (str_find(texts[i], words, 0) != SIZE_MAX)
            return true;
    for (size_t i = 0; i < rec->in.fields_n; i++)
        if (str_find(rec->in.fields[i].value, words, 0) != SIZE_MAX)
            return true;
    return false;
}

static bool
judge_words(struct reviewing *r, struct review_claim *c)
{
    struct str said = review_said(r, &c->claim);

    enum {
        WORDS_MIN = 12
    }; /* four characters: shorter ones stand everywhere */

    if (said.n < WORDS_MIN)
        return false;
    for (size_t i = 0; i < r->records_n; i++)
        if (stands_in(&r->records[i], said)) {
            point_at(r, c, r->records[i].in.id);
            c->verdict = REVIEW_AGREES;
            c->why = arena_fmt(
                r->w->arena, tr("记录“%.*s”中写有这句话。"), STR_ARG(r->records[i].in.title));
            return true;
        }
    return false;
}

bool
review_in_record(struct reviewing *r, struct review_claim *c, bool *judged, struct err *e)
{
    struct date day = day_of(r, &c->claim);
    *judged = false;
    if (!date_is_none(day) && c->claim.has_min) {
        if (!review_read_records(r, e))
            return false;
        *judged = judge_day(r, c, day);
        if (*judged)
            return true;
    }
    struct review_match m = review_find(r, &c->claim);
    if (m.n && !m.other_unit)
        return true;
    if (!review_read_records(r, e))
        return false;
    *judged = judge_words(r, c);
    return true;
}
