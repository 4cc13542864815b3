/* 名册: who belongs to an org, in the order in which a list of names is read out, and how many on a day. */
#include "base/lang.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "domain/person_int.h"
#include "domain/right.h"
#include "store/store.h"

#include <stdlib.h>

/* A person and his place in the list. */
struct seat {
    struct person p;
    int section;       /* 0 committee, 1 members, 2 others */
    size_t rank;       /* of his first post, within the committee */
    struct date since; /* no date: last */
};

struct seats {
    struct seat *v;
    size_t n;
};

static bool
is_member(struct str membership)
{
    return str_eq(membership, S("full")) || str_eq(membership, S("probationary"));
}

static bool
begun(struct date d, struct date day)
{
    return date_is_none(d) || date_cmp(d, day) <= 0;
}

/* Belonged on that day; who was admitted later belonged as an applicant once he had applied. */
static bool
there_on(const struct person *p, struct date day)
{
    if (!date_is_none(p->left_on) && date_cmp(p->left_on, day) <= 0)
        return false;
    return begun(p->joined_on, day) || (!date_is_none(p->applied_on) && begun(p->applied_on, day));
}

static bool
wanted(const struct person_filter *f, const struct person *p, struct date today)
{
    if (date_is_none(f->on)
            ? !f->with_left && !date_is_none(p->left_on) && date_cmp(p->left_on, today) <= 0
            : !there_on(p, f->on))
        return false;
    if (f->membership.n && !str_eq(f->membership, p->membership))
        return false;
    return f->text.n == 0 || str_find(p->name, f->text, 0) != SIZE_MAX;
}

static int
by_date_none_last(struct date a, struct date b)
{
    if (date_is_none(a) != date_is_none(b))
        return date_is_none(a) ? 1 : -1;
    return date_cmp(a, b);
}

static int
by_seat(const void *x, const void *y)
{
    const struct seat *a = x, *b = y;
    if (a->section != b->section)
        return a->section - b->section;
    if (a->section == 0 && a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    int c = by_date_none_last(a->since, b->since);
    return c ? c : (a->p.id > b->p.id) - (a->p.id < b->p.id);
}

/* The posts of one person as shown, "书记、组织委员", and where they seat him. */
static void
seat_take(struct seat *seat, struct arena *a, const struct rules *rules, const struct holders *all)
{
    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].person_id != seat->p.id)
            continue;
        struct str code = all->v[i].post, title = rules_post_title(rules, code);
        size_t rank = post_rank(rules, code);
        seat->p.post = seat->p.post.n
            ? arena_fmt(a, "%.*s、%.*s", STR_ARG(seat->p.post), STR_ARG(title))
            : title;
        seat->p.committee |= post_in_committee(rules, code);
        if (rank < seat->rank)
            seat->rank = rank;
    }
    seat->section = seat->p.committee ? 0 : is_member(seat->p.membership) ? 1 : 2;
    seat->since = seat->p.joined_on;
}

static bool
seats_fill(struct work *w, const struct person_filter *f, struct seats *seats, struct err *e)
{
    struct people all;
    struct org org;
    struct holders holders;
    const struct rules *rules;
    if (!org_load(w, f->org_id, &org, e) || !person_of_org(w, f->org_id, &all, e) ||
        !post_holders(w, f->org_id, date_is_none(f->on) ? w->today : f->on, &holders, e) ||
        !rules_for(w, org.root_id, w->today.year, &rules, e))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        if (!wanted(f, &all.v[i], w->today))
            continue;
        struct seat seat = {.p = all.v[i], .rank = SIZE_MAX};
        seat_take(&seat, w->arena, rules, &holders);
        LIST_ADD(w->arena, seats, seat);
    }
    if (seats->n)
        qsort(seats->v, seats->n, sizeof(*seats->v), by_seat);
    return true;
}

bool
person_list(struct work *w, const struct person_filter *f, struct people *list, struct err *e)
{
    struct seats seats = {NULL, 0};
    *list = (struct people){NULL, 0, 0};
    if (!right_check(w, f->org_id, RIGHT_READ, e) || !seats_fill(w, f, &seats, e))
        return false;
    size_t limit = f->limit ? f->limit : seats.n;
    for (size_t i = f->offset; i < seats.n && i - f->offset < limit; i++)
        LIST_ADD(w->arena, list, seats.v[i].p);
    list->total = (int64_t)seats.n;
    return true;
}

bool
person_names(struct work *w, int64_t org_id, struct people *list, struct err *e)
{
    struct stmt *s;
    *list = (struct people){NULL, 0, 0};
    if (!right_check(w, org_id, RIGHT_READ, e) ||
        !stmt_open(w->db, SQL_PERSON_NAMES, VALS(v_int(org_id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct person one = {.id = stmt_int(s, 0), .name = stmt_text(s, 1, w->arena)};
        LIST_ADD(w->arena, list, one);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    list->total = (int64_t)list->n;
    return ok;
}

bool
person_get(struct work *w, int64_t id, struct person *p, struct err *e)
{
    struct holders holders;
    struct org org;
    const struct rules *rules;
    if (!person_load(w, id, p, e) || !right_check(w, p->org_id, RIGHT_READ, e) ||
        !org_load(w, p->org_id, &org, e) || !post_holders(w, p->org_id, w->today, &holders, e) ||
        !rules_for(w, org.root_id, w->today.year, &rules, e))
        return false;
    struct seat seat = {.p = *p, .rank = SIZE_MAX};
    seat_take(&seat, w->arena, rules, &holders);
    *p = seat.p;
    return true;
}

/* How many people hold a post that sits in the committee; who holds two counts once. */
static int64_t
committee_size(const struct rules *rules, const struct holders *holders)
{
    int64_t n = 0;
    for (size_t i = 0; i < holders->n; i++) {
        bool counts = post_in_committee(rules, holders->v[i].post);
        for (size_t k = 0; counts && k < i; k++)
            counts = holders->v[k].person_id != holders->v[i].person_id ||
                !post_in_committee(rules, holders->v[k].post);
        n += counts;
    }
    return n;
}

bool
person_count(
    struct work *w, int64_t org_id, struct date on, struct head_count *count, struct err *e)
{
    struct stmt *s;
    struct holders holders;
    const struct rules *rules;
    int64_t root = 0;
    struct val day = v_date(w->arena, on);
    *count = (struct head_count){.full = 0};
    if (!stmt_open(w->db, SQL_PERSON_COUNT, VALS(v_int(org_id), day), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        *count = (struct head_count){.full = stmt_int(s, 0),
            .probationary = stmt_int(s, 1),
            .applicants = stmt_int(s, 2),
            .floating = stmt_int(s, 3),
            .members = stmt_int(s, 0) + stmt_int(s, 1),
            .groups = stmt_int(s, 4)};
        root = stmt_int(s, 5);
    }
    stmt_close(s);
    if (step == STEP_ERROR || !post_holders(w, org_id, on, &holders, e) ||
        !rules_for(w, root, on.year, &rules, e))
        return false;
    count->committee = committee_size(rules, &holders);
    return true;
}
