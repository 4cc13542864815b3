/* The records behind a report (核对记录): what cannot be true of them all. It speaks about records, which may be wrong in
   many innocent ways, never about people. */
#include "base/lang.h"
#include "domain/person.h"
#include "domain/review_int.h"

static struct review_finding *
tell(struct reviewing *r, struct str kind, struct str why)
{
    return review_add(r, &r->review->impossible, 0, 0, kind, why);
}

static void
link_records(struct reviewing *r, struct review_finding *f, const struct record *one,
    const struct record *other)
{
    f->records = arena_array(r->w->arena, int64_t, 2);
    f->records[f->records_n++] = one->in.id;
    if (other)
        f->records[f->records_n++] = other->in.id;
}

static const struct pack_kind *
kind_of(const struct reviewing *r, const struct record *rec)
{
    return rules_kind(r->rules, rec->in.kind);
}

/* Whose roll says that people were there: not who paid, nor whom a list names. */
static bool
is_gathering(const struct reviewing *r, const struct record *rec)
{
    const struct pack_kind *k = kind_of(r, rec);
    static const struct str families[] = {str_lit("meeting"), str_lit("study"), str_lit("lecture"),
        str_lit("activity"), str_lit("training"), str_lit("visit"), str_lit("service"),
        str_lit("review")};
    for (size_t i = 0; k && i < sizeof families / sizeof families[0]; i++)
        if (str_eq(k->family, families[i]))
            return true;
    return false;
}

static struct str
day_words(struct arena *a, struct date d)
{
    return arena_fmt(a, "%d年%d月%d日", d.year, d.month, d.day);
}

/* ---- joining and leaving ---- */

static const struct person *
find_person(const struct people *all, int64_t id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id == id)
            return &all->v[i];
    return NULL;
}

/* Who is to join later may sit in as an applicant, but not in a meeting of members. */
static bool
came_before(const struct reviewing *r, const struct record *rec, const struct person *p)
{
    const struct pack_kind *k = kind_of(r, rec);
    bool applied = !date_is_none(p->applied_on) && date_cmp(p->applied_on, rec->in.held_on) <= 0;
    return !date_is_none(p->joined_on) && date_cmp(rec->in.held_on, p->joined_on) < 0 &&
        (!applied || (k && str_eq(k->family, S("meeting"))));
}

static bool
came_after(const struct record *rec, const struct person *p)
{
    return !date_is_none(p->left_on) && date_cmp(rec->in.held_on, p->left_on) > 0;
}

/* `what`: a sentence of day, title, name and the other day. */
static void
tell_presence(struct reviewing *r, const struct record *rec, const struct person *p,
    struct str kind, const char *what, struct date other)
{
    struct arena *a = r->w->arena;
    struct str held = day_words(a, rec->in.held_on), day = day_words(a, other);
    struct str why =
        arena_fmt(a, what, STR_ARG(held), STR_ARG(rec->in.title), STR_ARG(p->name), STR_ARG(day));
    link_records(r, tell(r, kind, why), rec, NULL);
}

static void
check_membership(struct reviewing *r, const struct people *all, const struct record *rec)
{
    for (size_t i = 0; i < rec->in.attendance_n; i++) {
        const struct attendance *at = &rec->in.attendance[i];
        const struct person *p = find_person(all, at->person_id);
        if (!p || at->presence != PRESENCE_PRESENT)
            continue;
        if (came_before(r, rec, p))
            tell_presence(r, rec, p, S("before_joining"),
                tr("%.*s的记录“%.*s”点名有%.*s到会，登记的加入日期是%.*s：请核对记录。"),
                p->joined_on);
        else if (came_after(rec, p))
            tell_presence(r, rec, p, S("after_leaving"),
                tr("%.*s的记录“%.*s”点名有%.*s到会，登记的离开日期是%.*s：请核对记录。"),
                p->left_on);
    }
}

/* ---- two places ---- */

static int64_t
shared_people(const struct record *one, const struct record *other)
{
    int64_t n = 0;
    for (size_t i = 0; i < one->in.attendance_n; i++)
        for (size_t k = 0; k < other->in.attendance_n; k++)
            n += one->in.attendance[i].person_id == other->in.attendance[k].person_id &&
                one->in.attendance[i].presence == PRESENCE_PRESENT &&
                other->in.attendance[k].presence == PRESENCE_PRESENT;
    return n;
}

static bool
apart(struct str one, struct str other)
{
    return one.n && other.n && str_find(one, other, 0) == SIZE_MAX &&
        str_find(other, one, 0) == SIZE_MAX;
}

/* Whether both may have been held at the same time; *known: their texts say when. */
static bool
may_meet(const struct record *one, const struct record *other, bool *known)
{
    struct review_hours h = review_hours_of(one), g = review_hours_of(other);
    *known = h.from >= 0 && g.from >= 0;
    return !*known || (h.from < g.to && g.from < h.to);
}

/* 走访茶厂（雾里茶厂） */
static struct str
title_and_place(struct arena *a, const struct record *rec)
{
    return arena_fmt(a, tr("“%.*s”（%.*s）"), STR_ARG(rec->in.title), STR_ARG(rec->in.place));
}

static void
check_two_places(struct reviewing *r, const struct record *one, const struct record *other)
{
    struct arena *a = r->w->arena;
    bool known;
    if (date_cmp(one->in.held_on, other->in.held_on) != 0 || !apart(one->in.place, other->in.place))
        return;
    int64_t n = shared_people(one, other);
    if (n == 0 || !may_meet(one, other, &known))
        return;
    struct str day = day_words(a, one->in.held_on), first = title_and_place(a, one);
    struct str second = title_and_place(a, other);
    const char *what = known
        ? tr("%.*s的记录%.*s与%.*s时间重叠，有%lld人两处到会：请核对记录。")
        : tr("%.*s的记录%.*s与%.*s有%lld人两处到会，记录里没有写时间：请核对，不是同时的请在记录中写明时"
             "间。");
    struct str why =
        arena_fmt(a, what, STR_ARG(day), STR_ARG(first), STR_ARG(second), (long long)n);
    link_records(r, tell(r, S("two_places"), why), one, other);
}

/* ---- minutes older than the meeting ---- */

/* A line that is nothing but a day: 2023年3月1日, 记录时间：2023年3月1日. None otherwise. */
static struct date
day_line(struct str line, int year)
{
    static const struct str heads[] = {str_lit("记录时间："), str_lit("记录日期："),
        str_lit("整理时间："), str_lit("整理日期："), str_lit("会议时间："), str_lit("时间："),
        str_lit("日期："), str_lit("记录于")};
    struct date day = {0, 0, 0};
    bool real = false;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (str_starts(line, heads[i]))
            line = str_slice(line, heads[i].n, line.n);
    size_t n = review_day_at(line, 0, year, &day, &real);
    return n && real && n == line.n ? day : (struct date){0, 0, 0};
}

static void
check_minutes(struct reviewing *r, const struct record *rec)
{
    struct arena *a = r->w->arena;
    struct date held = rec->in.held_on, entered = clock_day_of(rec->entered_ms);
    size_t at = 0, start, end;
    if (date_cmp(entered, held) < 0) {
        struct str day = day_words(a, held), when = day_words(a, entered);
        link_records(r,
            tell(r, S("minutes_older"),
                arena_fmt(a, tr("记录“%.*s”登记于%.*s，早于举办日期%.*s：请核对日期。"),
                    STR_ARG(rec->in.title), STR_ARG(when), STR_ARG(day))),
            rec, NULL);
    }
    while (review_line(rec->in.body, &at, &start, &end)) {
        struct date day = day_line(str_slice(rec->in.body, start, end - start), held.year);
        if (date_is_none(day) || date_cmp(day, held) >= 0)
            continue;
        struct str written = day_words(a, day), when = day_words(a, held);
        link_records(r,
            tell(r, S("minutes_older"),
                arena_fmt(a, tr("记录“%.*s”的正文落款是%.*s，早于举办日期%.*s：请核对日期。"),
                    STR_ARG(rec->in.title), STR_ARG(written), STR_ARG(when))),
            rec, NULL);
        return;
    }
}

/* ---- the same roll and minutes again ---- */

enum {
    ROLL_MIN = 3, /* people */
    TEXT_MIN = 90 /* bytes of agenda, minutes and decisions: thirty characters */
};

static bool
same_roll(const struct record *one, const struct record *other)
{
    if (one->in.attendance_n != other->in.attendance_n || one->in.attendance_n < ROLL_MIN)
        return false;
    for (size_t i = 0; i < one->in.attendance_n; i++)
        if (one->in.attendance[i].person_id != other->in.attendance[i].person_id ||
            one->in.attendance[i].presence != other->in.attendance[i].presence ||
            !str_eq(one->in.attendance[i].reason, other->in.attendance[i].reason))
            return false;
    return true;
}

static struct str
minutes_of(struct arena *a, const struct record *rec)
{
    struct str parts[] = {
        rec->in.agenda, rec->in.body, rec->in.decisions_n ? rec->in.decisions[0].text : S("")};
    return arena_join(a, parts, 3, S("\n"));
}

/* The same members come again and again; that they also said the same, word for word, is to be looked at. */
static void
check_same_roll(struct reviewing *r, const struct record *one, const struct record *other)
{
    struct arena *a = r->w->arena;
    if (date_cmp(one->in.held_on, other->in.held_on) == 0 ||
        !str_eq(one->in.kind, other->in.kind) || !str_eq(one->in.body, other->in.body) ||
        !str_eq(one->in.agenda, other->in.agenda) || !same_roll(one, other))
        return;
    struct str minutes = minutes_of(a, one);
    if (minutes.n < TEXT_MIN || !str_eq(minutes, minutes_of(a, other)))
        return;
    struct str day = day_words(a, one->in.held_on), again = day_words(a, other->in.held_on);
    link_records(r,
        tell(r, S("same_roll"),
            arena_fmt(a,
                tr("%.*s与%.*s的两条记录，到会名单和记录内容完全相同：请核对是否重复登记。"),
                STR_ARG(day), STR_ARG(again))),
        one, other);
}

bool
review_facts(struct reviewing *r, struct err *e)
{
    struct people all;
    struct person_filter everybody = {.org_id = r->org.id, .with_left = true};
    if (!review_read_records(r, e) || !person_list(r->w, &everybody, &all, e))
        return false;
    for (size_t i = 0; i < r->records_n; i++) {
        const struct record *rec = &r->records[i];
        check_minutes(r, rec);
        if (!is_gathering(r, rec))
            continue;
        check_membership(r, &all, rec);
        for (size_t k = i + 1; k < r->records_n; k++)
            if (is_gathering(r, &r->records[k])) {
                check_two_places(r, rec, &r->records[k]);
                check_same_roll(r, rec, &r->records[k]);
            }
    }
    return review_documents(r, e) && review_evidence(r, e);
}
