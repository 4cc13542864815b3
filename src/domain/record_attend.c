/* The roll call of a record: who may stand on it, each once, absent only with a reason. */
#include "base/lang.h"
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

/* Who belongs to the org on the day: its people, the members of the group, those with a post in it. */
struct people {
    struct attendance *v; /* only id and name */
    size_t n;
};

static bool
people_of(struct record_case *c, struct people *people, struct err *e)
{
    struct stmt *s;
    struct date_text day = date_format(c->now.in.held_on);
    if (!stmt_open(c->w->db, SQL_RECORD_PEOPLE,
            VALS(v_int(c->org.id), v_int(c->org.parent_id), v_str(str_from(day.z))), &s, e))
        return false;
    stmt_each (s, e) {
        struct attendance one = {.person_id = stmt_int(s, 0), .name = stmt_text(s, 1, c->w->arena)};
        LIST_ADD(c->w->arena, people, one);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    if (!failed && people->n)
        qsort(people->v, people->n, sizeof people->v[0], by_person);
    return !failed;
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
