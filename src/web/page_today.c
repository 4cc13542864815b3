#include "web/page_today.h"

#include "domain/person.h"
#include "domain/right.h"
#include "web/tpl.h"

#include <stdlib.h>

enum {
    LATEST = 8,
    LAST_YEAR_UNTIL_MONTH = 6
};

bool
page_home(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    return response_redirect(rs, rq->viewer.signed_in ? "/today" : "/sign-in");
}

static int
by_due(const void *a, const void *b)
{
    const struct duty_row *x = a, *y = b;
    bool x_missing = x->state == DUTY_MISSING, y_missing = y->state == DUTY_MISSING;
    return x_missing != y_missing ? (int)y_missing - (int)x_missing
                                  : date_cmp(x->due_on, y->due_on);
}

/* In spring what the year before still owes stands here too: an organisation life meeting (组织生活会) may be held
   until the end of March. */
static bool
add_last_year(struct request *rq, struct date until, struct duty_rows *rows, struct err *e)
{
    struct duty_rows old;
    if (rq->year != rq->work->today.year || rq->work->today.month > LAST_YEAR_UNTIL_MONTH)
        return true;
    if (!duty_open(rq->work, rq->org, rq->year - 1, until, &old, e))
        return false;
    struct duty_row *both = arena_array(rq->arena, struct duty_row, rows->n + old.n);
    size_t n = rows->n;
    if (n)
        memcpy(both, rows->v, n * sizeof(*both));
    for (size_t i = 0; i < old.n; i++)
        if (old.v[i].due_on.year == rq->year)
            both[n++] = old.v[i];
    if (n)
        qsort(both, n, sizeof(*both), by_due);
    *rows = (struct duty_rows){both, n};
    return true;
}

/* The missing stand first, then the others by due day, so each group is one run of the rows. */
static void
group_rows(const struct duty_rows *rows, struct date today, struct today_view *v)
{
    struct date sunday = date_add_days(today, 7 - date_weekday(today));
    struct duty_group *groups[] = {&v->missing, &v->week, &v->month};
    for (size_t i = 0; i < rows->n; i++) {
        const struct duty_row *row = &rows->v[i];
        int g = row->state == DUTY_MISSING ? 0 : date_cmp(row->due_on, sunday) <= 0 ? 1 : 2;
        if (groups[g]->n == 0)
            groups[g]->v = row;
        groups[g]->n++;
    }
}

static struct missing_duty *
missing_of(struct today_view *v, const struct pack_duty *duty)
{
    for (size_t i = 0; i < v->missing_duties_n; i++)
        if (v->missing_duties[i].rows[0]->duty == duty)
            return &v->missing_duties[i];
    return &v->missing_duties[v->missing_duties_n++];
}

/* One line a duty, so that a year begun late does not bury the page. */
static void
fold_missing(struct request *rq, struct today_view *v)
{
    v->missing_duties = arena_array(rq->arena, struct missing_duty, v->missing.n);
    for (size_t i = 0; i < v->missing.n; i++) {
        struct missing_duty *m = missing_of(v, v->missing.v[i].duty);
        if (!m->rows)
            m->rows = arena_array(rq->arena, const struct duty_row *, 12);
        m->rows[m->n++] = &v->missing.v[i];
    }
}

/* How much of what was owed until today is done; a stated reason is not done and not owed any more. */
static void
count_done(const struct duty_rows *rows, struct today_view *v)
{
    v->year_open = rows->n > 0;
    for (size_t i = 0; i < rows->n; i++) {
        enum duty_state s = rows->v[i].state;
        bool done = s == DUTY_DONE || s == DUTY_LATE;
        v->done += done && rows->v[i].need > 0;
        v->all += (done && rows->v[i].need > 0) || s == DUTY_MISSING;
    }
}

static bool
find_latest_year(struct request *rq, struct today_view *v, struct err *e)
{
    int *years;
    size_t n;
    if (v->year_open)
        return true;
    if (!duty_years(rq->work, rq->org, &years, &n, e))
        return false;
    v->latest_year = n ? years[0] : 0;
    return true;
}

static bool
find_people(struct request *rq, struct today_view *v, struct err *e)
{
    struct head_count count;
    v->has_people = v->past_year || !str_eq(v->org.kind, S("branch"));
    if (v->has_people)
        return true;
    if (!person_count(rq->work, rq->org, rq->work->today, &count, e))
        return false;
    v->has_people = count.members > 0;
    return true;
}

static bool
latest_records(struct request *rq, struct today_view *v, struct err *e)
{
    struct record_filter f = {
        .org_id = rq->org, .year = rq->year, .by_entry = true, .limit = LATEST};
    if (!right_has(rq->work, rq->org, RIGHT_READ))
        return true;
    return record_list(rq->work, &f, &v->latest, e);
}

/* The report of a year is written and decided on in the next one's first months. */
static bool
find_reports(struct request *rq, struct today_view *v, struct err *e)
{
    if (!right_has(rq->work, rq->org, RIGHT_READ))
        return true;
    for (int year = rq->year; year >= rq->year - 1; year--) {
        struct report_news news;
        if (!report_news(rq->work, rq->org, year, &news, e))
            return false;
        if (news.returned_ms || news.waiting)
            v->reports[v->reports_n++] = news;
    }
    return true;
}

bool
page_today(struct request *rq, struct response *rs, struct err *e)
{
    struct work *w = rq->work;
    struct today_view v = {.today = w->today, .past_year = rq->year < w->today.year};
    struct duty_rows all, rows;
    struct date until = date_month_end(w->today.year, w->today.month);
    if (v.past_year)
        until = date_make(rq->year + 1, 12, 31);
    if (!org_get(w, rq->org, &v.org, e) || !duty_year(w, rq->org, rq->year, false, &all, e))
        return false;
    count_done(&all, &v);
    duty_open_among(w, &all, until, &rows);
    if (!add_last_year(rq, until, &rows, e) || !find_latest_year(rq, &v, e) ||
        !find_people(rq, &v, e) || !find_reports(rq, &v, e) || !latest_records(rq, &v, e))
        return false;
    group_rows(&rows, w->today, &v);
    fold_missing(rq, &v);
    v.may_write = right_has(w, rq->org, RIGHT_WRITE);
    v.may_manage = right_has(w, rq->org, RIGHT_MANAGE);
    page_begin(rq, rs, tr("今天"), NAV_TODAY);
    tpl_today(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}
