#include "domain/duty_rule.h"

#include "base/lang.h"
#include "domain/figure.h"

#include <stdlib.h>

enum {
    MONTHS = 12
};

/* ---- periods ---- */

static int
period_months(enum pack_period p)
{
    switch (p) {
    case PERIOD_MONTH:
        return 1;
    case PERIOD_QUARTER:
        return 3;
    case PERIOD_HALF:
        return 6;
    case PERIOD_YEAR:
        break;
    }
    return MONTHS;
}

int
period_count(enum pack_period p)
{
    return MONTHS / period_months(p);
}

int
period_of(enum pack_period p, int month)
{
    return (month - 1) / period_months(p) + 1;
}

struct date
period_opens(enum pack_period p, int year, int period)
{
    return date_make(year, (period - 1) * period_months(p) + 1, 1);
}

struct date
period_ends(enum pack_period p, int year, int period)
{
    return date_month_end(year, period * period_months(p));
}

struct str
period_title(struct arena *a, enum pack_period p, int period)
{
    static const char *const quarter[] = {
        N_("第一季度"), N_("第二季度"), N_("第三季度"), N_("第四季度")};
    static const char *const half[] = {N_("上半年"), N_("下半年")};
    if (period < 1 || period > period_count(p))
        return (struct str){NULL, 0};
    switch (p) {
    case PERIOD_MONTH:
        return arena_fmt(a, tr("%d月"), period);
    case PERIOD_QUARTER:
        return str_from(tr(quarter[period - 1]));
    case PERIOD_HALF:
        return str_from(tr(half[period - 1]));
    case PERIOD_YEAR:
        break;
    }
    return str_from(tr("全年"));
}

static bool
date_within(struct date d, struct date from, struct date to)
{
    return (date_is_none(from) || date_cmp(from, d) <= 0) &&
        (date_is_none(to) || date_cmp(d, to) <= 0);
}

bool
duty_valid_in(const struct pack_duty *d, int year, int period)
{
    /* A rule that begins or ends within a period binds for it all the same if it is in force at its end. */
    return date_within(period_ends(d->period, year, period), d->valid_from, d->valid_to);
}

struct date
duty_due_on(const struct pack_duty *d, int year, int period)
{
    return date_add_days(period_ends(d->period, year, period), d->due_days_after);
}

struct date
duty_judged_on(const struct pack_duty *d, int year, int period, struct date today)
{
    struct date end = period_ends(d->period, year, period);
    return date_cmp(today, end) < 0 ? today : end;
}

/* ---- states ---- */

struct str
duty_state_code(enum duty_state s)
{
    static const char *const code[DUTY_STATE_COUNT] = {
        "not_due", "due", "done", "late", "missing", "not_held", "not_applicable"};
    return str_from(code[s]);
}

struct str
duty_state_title(enum duty_state s)
{
    static const char *const title[DUTY_STATE_COUNT] = {N_("未到期"), N_("待办"), N_("已完成"),
        N_("逾期或补录"), N_("缺"), N_("未开展"), N_("不适用")};
    return str_from(tr(title[s]));
}

enum duty_state
duty_state_of(const struct duty_row *row, struct date today)
{
    int64_t enough = row->need > 0 ? row->need : 1;
    if (!row->applies)
        return DUTY_NA;
    if (row->have_in_time >= enough)
        return DUTY_DONE;
    if (row->have >= enough)
        return DUTY_LATE;
    if (!str_empty(row->stated_why))
        return DUTY_NOT_HELD;
    if (row->need == 0 || date_cmp(today, row->opens_on) < 0)
        return DUTY_NOT_DUE;
    return date_cmp(today, row->due_on) <= 0 ? DUTY_DUE : DUTY_MISSING;
}

/* ---- conditions ---- */

static bool
has_flag(struct str flags, struct str name)
{
    struct str word;
    while (str_split(&flags, ' ', &word))
        if (!str_empty(word) && str_eq(word, name))
            return true;
    return false;
}

struct fact_name {
    struct str code;
    const char *existing; /* how the value is said, with %lld */
    size_t at;
};

static const struct fact_name fact_names[] = {
    {str_lit("full_members"), N_("现有%lld人"), offsetof(struct org_facts, full_members)},
    {str_lit("probationary"), N_("现有%lld人"), offsetof(struct org_facts, probationary)},
    {str_lit("applicants"), N_("现有%lld人"), offsetof(struct org_facts, applicants)},
    {str_lit("floating"), N_("现有%lld人"), offsetof(struct org_facts, floating)},
    {str_lit("members"), N_("现有%lld人"), offsetof(struct org_facts, members)},
    {str_lit("committee"), N_("现有委员%lld人"), offsetof(struct org_facts, committee)},
    {str_lit("groups"), N_("现有%lld个"), offsetof(struct org_facts, groups)},
};

static const struct fact_name *
fact_find(struct str code)
{
    for (size_t i = 0; i < sizeof fact_names / sizeof fact_names[0]; i++)
        if (str_eq(fact_names[i].code, code))
            return &fact_names[i];
    return NULL;
}

int64_t
org_fact(const struct org_facts *f, struct str fact)
{
    if (str_starts(fact, S("flag.")))
        return has_flag(f->flags, str_slice(fact, 5, fact.n));
    const struct fact_name *name = fact_find(fact);
    int64_t value = 0;
    if (name)
        memcpy(&value, (const char *)f + name->at, sizeof value);
    return value;
}

static bool
holds(const struct pack_condition *c, int64_t value)
{
    switch (c->op) {
    case COND_GE:
        return value >= c->value;
    case COND_LE:
        return value <= c->value;
    case COND_EQ:
        return value == c->value;
    case COND_GT:
        return value > c->value;
    case COND_LT:
        return value < c->value;
    }
    return false;
}

bool
duty_applies(
    const struct pack_duty *d, const struct org_facts *f, const struct pack_condition **fails)
{
    if (fails)
        *fails = NULL;
    for (size_t i = 0; i < d->when_n; i++)
        if (!holds(&d->when[i], org_fact(f, d->when[i].fact))) {
            if (fails)
                *fails = &d->when[i];
            return false;
        }
    return true;
}

struct str
duty_na_text(struct arena *a, const struct pack_duty *d, struct str fact, int64_t value)
{
    const struct fact_name *name = fact_find(fact);
    if (!name)
        return d->when_text;
    struct str existing = arena_fmt(a, tr(name->existing), (long long)value);
    if (str_empty(d->when_text))
        return existing;
    return arena_join(a, (struct str[]){d->when_text, existing}, 2, str_from(tr("；")));
}

/* ---- counting people ---- */

static int
by_id(const void *a, const void *b)
{
    const struct duty_person *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

struct duty_person *
duty_person_find(const struct duty_people *people, int64_t id)
{
    struct duty_person key = {.id = id};
    return people->n ? bsearch(&key, people->v, people->n, sizeof key, by_id) : NULL;
}

/* The rows of one record, of those who are among the people. */
struct talk {
    struct duty_person **present;
    size_t n, members;
    bool committee, late;
};

/* Takes the next record's rows off the front from *at; `present` has room for all rows. */
static bool
talk_next(const struct duty_people *people, size_t *at, struct talk *t)
{
    if (*at == people->rows_n)
        return false;
    int64_t record = people->rows[*at].record_id;
    t->n = t->members = 0;
    t->committee = false;
    t->late = people->rows[*at].late;
    for (; *at < people->rows_n && people->rows[*at].record_id == record; (*at)++) {
        struct duty_person *p = duty_person_find(people, people->rows[*at].person_id);
        if (!p)
            continue;
        t->present[t->n++] = p;
        t->members += p->member;
        t->committee |= p->committee;
    }
    return true;
}

static void
count_talks(struct arena *a, enum pack_per per, const struct duty_people *people)
{
    struct talk t = {.present = arena_array(a, struct duty_person *, people->rows_n)};
    for (size_t at = 0; talk_next(people, &at, &t);) {
        if (per == PER_COMMITTEE_TALK ? !t.committee : t.members < 2)
            continue;
        for (size_t i = 0; i < t.n; i++) {
            t.present[i]->times++;
            t.present[i]->times_in_time += !t.late;
        }
    }
}

static bool
is_subject(enum pack_per per, const struct duty_person *p)
{
    return p->member && !(per == PER_COMMITTEE_TALK && p->committee);
}

static struct str
lacking_text(struct arena *a, const struct pack_duty *d, const struct duty_person *p)
{
    if (d->per != PER_MEMBER || d->hours == 0)
        return p->name;
    struct milli_text left = milli_format(d->hours * 1000 - p->hours_milli);
    return arena_fmt(a, tr("%.*s（还差%s学时）"), STR_ARG(p->name), left.z);
}

static struct duty_tally
tally_people(struct arena *a, const struct pack_duty *d, const struct duty_people *people)
{
    struct duty_tally t = {.lacking = arena_array(a, struct str, people->n)};
    bool hours = d->per == PER_MEMBER && d->hours > 0;
    bool demanded = hours || d->count > 0;
    int64_t enough = hours ? d->hours * 1000 : demanded ? d->count : 1;
    for (size_t i = 0; i < people->n; i++) {
        const struct duty_person *p = &people->v[i];
        if (!is_subject(d->per, p))
            continue;
        bool has = (hours ? p->hours_milli : p->times) >= enough;
        t.need += demanded;
        t.have += has;
        t.have_in_time += (hours ? p->hours_in_time_milli : p->times_in_time) >= enough;
        if (demanded && !has)
            t.lacking[t.lacking_n++] = lacking_text(a, d, p);
    }
    return t;
}

struct pair_count {
    int64_t times, times_in_time;
};

static size_t
seat_of(struct duty_person *const *seats, size_t n, const struct duty_person *p)
{
    for (size_t i = 0; i < n; i++)
        if (seats[i] == p)
            return i;
    return n;
}

static void
count_pairs(struct arena *a, const struct duty_people *people, struct duty_person *const *seats,
    size_t n, struct pair_count *pairs)
{
    struct talk t = {.present = arena_array(a, struct duty_person *, people->rows_n)};
    for (size_t at = 0; talk_next(people, &at, &t);)
        for (size_t i = 0; i < t.n; i++)
            for (size_t k = 0; k < t.n; k++) {
                size_t x = seat_of(seats, n, t.present[i]), y = seat_of(seats, n, t.present[k]);
                if (x >= y || y == n)
                    continue;
                pairs[x * n + y].times++;
                pairs[x * n + y].times_in_time += !t.late;
            }
}

static struct duty_tally
tally_pairs(struct arena *a, const struct pack_duty *d, const struct duty_people *people)
{
    struct duty_person **seats = arena_array(a, struct duty_person *, people->n);
    size_t n = 0;
    for (size_t i = 0; i < people->n; i++)
        if (people->v[i].committee)
            seats[n++] = &people->v[i];
    struct pair_count *pairs = arena_array(a, struct pair_count, n * n);
    count_pairs(a, people, seats, n, pairs);
    struct duty_tally t = {.lacking = arena_array(a, struct str, n * n)};
    int64_t enough = d->count > 0 ? d->count : 1;
    for (size_t x = 0; x < n; x++)
        for (size_t y = x + 1; y < n; y++) {
            const struct pair_count *p = &pairs[x * n + y];
            t.need += d->count > 0;
            t.have += p->times >= enough;
            t.have_in_time += p->times_in_time >= enough;
            if (d->count > 0 && p->times < enough)
                t.lacking[t.lacking_n++] =
                    arena_fmt(a, "%.*s—%.*s", STR_ARG(seats[x]->name), STR_ARG(seats[y]->name));
        }
    return t;
}

struct duty_tally
duty_tally(struct arena *a, const struct pack_duty *d, struct duty_people *people)
{
    if (d->per == PER_COMMITTEE_PAIR)
        return tally_pairs(a, d, people);
    if (d->per == PER_COMMITTEE_TALK || d->per == PER_MEMBER_TALK)
        count_talks(a, d->per, people);
    return tally_people(a, d, people);
}
