/* The roll call of a record: who may stand on it, each once, absent only with a reason. */
#include "base/lang.h"
#include "domain/ground.h"
#include "domain/list.h"
#include "domain/record_int.h"
#include "store/store.h"

#include <stdlib.h>

enum {
    ATTENDANCE_MAX = 5000
};

static int
by_person(const void *a, const void *b)
{
    int64_t x = ((const struct attendance *)a)->person_id,
            y = ((const struct attendance *)b)->person_id;
    return (x > y) - (x < y);
}

/* Who belongs to the org, from a day on and up to a day (none: always), perhaps several times: its people, the members
   of the group, those with a post in it. */
struct belonging {
    int64_t person_id;
    struct str name;
    struct date from_on, to_on;
};

struct belongings {
    struct belonging *v;
    size_t n;
};

static bool
belongings_read(
    struct record_case *c, struct arena *a, const struct belongings **list, struct err *e)
{
    struct stmt *s;
    struct belongings *all = arena_new(a, struct belongings);
    *list = all;
    if (!stmt_open(
            c->w->db, SQL_RECORD_PEOPLE, VALS(v_int(c->org.id), v_int(c->org.parent_id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct belonging one = {
            stmt_int(s, 0), stmt_text(s, 1, a), stmt_date(s, 2), stmt_date(s, 3)};
        LIST_ADD(a, all, one);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
belongings_get(struct record_case *c, const struct belongings **list, struct err *e)
{
    *list = ground_find(c->w, GROUND_PEOPLE, c->org.id, 0);
    if (*list)
        return true;
    struct arena *kept = ground_arena(c->w);
    if (!belongings_read(c, kept ? kept : c->w->arena, list, e))
        return false;
    if (kept)
        ground_keep(c->w, GROUND_PEOPLE, c->org.id, 0, *list);
    return true;
}

/* Those of the day, by id. */
struct people {
    struct attendance *v; /* only id and name */
    size_t n;
};

static bool
people_of(struct record_case *c, struct people *people, struct err *e)
{
    struct date day = c->now.in.held_on;
    const struct belongings *all;
    if (!belongings_get(c, &all, e))
        return false;
    people->v = arena_array(c->w->arena, struct attendance, all->n + 1);
    for (size_t i = 0; i < all->n; i++) {
        const struct belonging *b = &all->v[i];
        if ((!date_is_none(b->from_on) && date_cmp(day, b->from_on) < 0) ||
            (!date_is_none(b->to_on) && date_cmp(day, b->to_on) > 0))
            continue;
        people->v[people->n++] =
            (struct attendance){.person_id = b->person_id, .name = arena_str(c->w->arena, b->name)};
    }
    if (people->n)
        qsort(people->v, people->n, sizeof people->v[0], by_person);
    return true;
}

static const struct attendance *
find_person(const struct attendance *v, size_t n, const struct attendance *at)
{
    return n ? bsearch(at, v, n, sizeof v[0], by_person) : NULL;
}

/* An observer may come from elsewhere in the same tree. */
static bool
known_observer(struct record_case *c, struct attendance *at, bool *known, struct err *e)
{
    struct stmt *s;
    *known = false;
    if (at->presence != PRESENCE_OBSERVER)
        return true;
    if (!stmt_open(c->w->db, SQL_RECORD_PERSON, VALS(v_int(at->person_id)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW && stmt_int(s, 0) == c->org.root_id) {
        *known = true;
        at->name = stmt_text(s, 1, c->w->arena);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* What the row of a person is called where something is wrong with it. */
static const char *
field_of(const struct record_case *c, const struct attendance *at)
{
    return arena_fmt(c->w->arena, "att.%lld", (long long)at->person_id).p;
}

/* Fills in the name. */
static bool
check_person(
    struct record_case *c, const struct people *people, struct attendance *at, struct err *e)
{
    if (at->presence == PRESENCE_ABSENT && str_empty(at->reason))
        return err_field(e, field_of(c, at), "%s", tr("缺席须写明原因，例如“出差”“病假”。"));
    const struct attendance *there = find_person(people->v, people->n, at);
    if (!there && c->old)
        there = find_person(c->old->in.attendance, c->old->in.attendance_n, at);
    if (there) {
        at->name = there->name;
        return true;
    }
    bool known;
    if (!known_observer(c, at, &known, e))
        return false;
    if (known)
        return true;
    return err_field(e, field_of(c, at),
        tr("编号 %lld 的人员在 %s 不属于本组织，请从考勤中去掉，或先更正其组织关系。"),
        (long long)at->person_id, date_format(c->now.in.held_on).z);
}

bool
record_attendance_check(struct record_case *c, const struct record_input *in, struct err *e)
{
    struct record_input *now = &c->now.in;
    struct people people = {0};
    now->attendance = NULL;
    now->attendance_n = in->attendance_n;
    if (in->attendance_n == 0)
        return true;
    if (in->attendance_n > ATTENDANCE_MAX)
        return err_field(e, "attendance", tr("一次考勤最多 %d 人。"), ATTENDANCE_MAX);
    now->attendance = arena_array(c->w->arena, struct attendance, in->attendance_n);
    memcpy(now->attendance, in->attendance, in->attendance_n * sizeof in->attendance[0]);
    qsort(now->attendance, now->attendance_n, sizeof now->attendance[0], by_person);
    if (!people_of(c, &people, e))
        return false;
    for (size_t i = 0; i < now->attendance_n; i++) {
        struct attendance *at = &now->attendance[i];
        if ((at->reason.n && !record_line_check(&at->reason, field_of(c, at), tr("原因"), 0, e)) ||
            !check_person(c, &people, at, e))
            return false;
        if (i && at->person_id == at[-1].person_id)
            return err_field(e, field_of(c, at), tr("编号 %lld 的人员在考勤中出现了两次。"),
                (long long)at->person_id);
    }
    return true;
}

void
record_head_count(struct record *r)
{
    r->due_count = r->present_count = 0;
    for (size_t i = 0; i < r->in.attendance_n; i++) {
        enum presence p = r->in.attendance[i].presence;
        r->due_count += p != PRESENCE_OBSERVER;
        r->present_count += p == PRESENCE_PRESENT;
    }
}
