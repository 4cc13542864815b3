/* What the people see and say of 应办. */
#include "domain/duty.h"

#include "base/json.h"
#include "base/lang.h"
#include "domain/check.h"
#include "domain/duty_int.h"
#include "domain/duty_rule.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "domain/right.h"
#include "store/store.h"

#include <stdlib.h>

enum {
    WHY_MAX = 300, /* characters of a reason */
    SNAPSHOT_MAX = 1 << 16
};

/* ---- reading ---- */

static struct str
na_words(struct arena *a, const struct pack_duty *d, struct str stored)
{
    struct str fact, rest = stored;
    int64_t value = 0;
    if (!str_split(&rest, ' ', &fact) || !str_to_i64(rest, 0, INT64_MAX, &value))
        return d->when_text;
    return duty_na_text(a, d, fact, value);
}

static struct duty_row
row_of(const struct duty_scope *s, const struct pack_duty *d, const struct occurrence *o)
{
    struct duty_row row = {.org_id = s->org_id,
        .year = s->year,
        .period = o->period,
        .duty = d,
        .opens_on = o->opens_on,
        .due_on = o->due_on,
        .need = o->need,
        .have = o->have,
        .have_in_time = o->have_in_time,
        .applies = o->applies,
        .stated_why = o->stated_why};
    if (!o->applies)
        row.na_why = na_words(s->w->arena, d, o->na_why);
    row.state = duty_state_of(&row, s->w->today);
    return row;
}

static struct duty_row
row_off(const struct duty_scope *s, const struct pack_duty *d, struct str why)
{
    return (struct duty_row){
        .org_id = s->org_id, .year = s->year, .duty = d, .na_why = why, .state = DUTY_NA};
}

/* Where the occurrences of the duty begin, or would: they come in order of duty. */
static size_t
first_of(const struct occurrences *all, struct str duty)
{
    size_t from = 0, to = all->n;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (str_cmp(all->v[mid].duty, duty) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* The rows of one duty; where there are none, one that says why it is off. */
static void
add_duty(const struct duty_scope *s, const struct pack_duty *d, const struct occurrences *all,
    const struct duty_settings *settings, struct duty_rows *rows)
{
    struct arena *a = s->w->arena;
    size_t before = rows->n;
    for (size_t i = first_of(all, d->code); i < all->n && str_eq(all->v[i].duty, d->code); i++)
        LIST_ADD(a, rows, row_of(s, d, &all->v[i]));
    if (rows->n > before || !settings || !duty_is_for(d, s->kind))
        return;
    const struct duty_setting *set = duty_setting_of(settings, d);
    if (set ? !set->on : !d->on)
        LIST_ADD(a, rows, row_off(s, d, set ? set->why : d->off_why));
}

/* Without asking for a right. */
static bool
year_rows(
    struct work *w, int64_t org_id, int year, bool with_off, struct duty_rows *rows, struct err *e)
{
    struct duty_scope s;
    struct occurrences all;
    struct duty_settings settings;
    *rows = (struct duty_rows){NULL, 0};
    if (!duty_scope_get(w, org_id, year, &s, e) || !occurrences_get(&s, &all, e) ||
        (with_off && !duty_settings_get(&s, &settings, e)))
        return false;
    for (size_t p = 0; p < s.rules->n; p++)
        for (size_t i = 0; i < s.rules->packs[p]->duties_n; i++) {
            const struct pack_duty *d = &s.rules->packs[p]->duties[i];
            if (rules_duty(s.rules, d->code, NULL) == d)
                add_duty(&s, d, &all, with_off ? &settings : NULL, rows);
        }
    return true;
}

bool
duty_year(
    struct work *w, int64_t org_id, int year, bool with_off, struct duty_rows *rows, struct err *e)
{
    return right_check(w, org_id, RIGHT_SEE, e) && year_rows(w, org_id, year, with_off, rows, e);
}

bool
duty_codes(struct work *w, int64_t org_id, int year, struct str **codes, size_t *n, struct err *e)
{
    struct {
        struct str *v;
        size_t n;
    } list = {NULL, 0};
    struct stmt *st;
    if (!right_check(w, org_id, RIGHT_SEE, e) ||
        !stmt_open(w->db, SQL_DUTY_CODES, VALS(v_int(org_id), v_int(year)), &st, e))
        return false;
    stmt_each (st, e)
        LIST_ADD(w->arena, &list, stmt_text(st, 0, w->arena));
    bool failed = stmt_failed(st);
    stmt_close(st);
    *codes = list.v;
    *n = list.n;
    return !failed;
}

struct open_row {
    struct duty_row row;
    size_t place; /* in the packs' order */
};

static int
by_due(const void *a, const void *b)
{
    const struct open_row *x = a, *y = b;
    int due = date_cmp(x->row.due_on, y->row.due_on);
    return due ? due : (x->place > y->place) - (x->place < y->place);
}

void
duty_open_among(
    struct work *w, const struct duty_rows *all, struct date until, struct duty_rows *rows)
{
    struct open_row *open = arena_array(w->arena, struct open_row, all->n);
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct duty_row *row = &all->v[i];
        if ((row->state == DUTY_DUE || row->state == DUTY_MISSING) &&
            date_cmp(row->due_on, until) <= 0)
            open[n++] = (struct open_row){*row, i};
    }
    if (n)
        qsort(open, n, sizeof open[0], by_due);
    *rows = (struct duty_rows){arena_array(w->arena, struct duty_row, n), n};
    for (size_t i = 0; i < n; i++)
        rows->v[i] = open[i].row;
}

bool
duty_open(struct work *w, int64_t org_id, int year, struct date until, struct duty_rows *rows,
    struct err *e)
{
    struct duty_rows all;
    if (!duty_year(w, org_id, year, false, &all, e))
        return false;
    duty_open_among(w, &all, until, rows);
    return true;
}

static bool
row_find(struct work *w, const struct duty_key *key, struct duty_row *row, struct err *e)
{
    struct duty_rows all;
    *row = (struct duty_row){.org_id = key->org_id};
    if (!year_rows(w, key->org_id, key->year, false, &all, e))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].period == key->period && str_eq(all.v[i].duty->code, key->duty)) {
            *row = all.v[i];
            return true;
        }
    (void)err_set(e, ERR_NOT_FOUND,
        tr("%d 年度没有“%.*s”第 %d 期这一应办事项。请从当年的应办清单中选择。"), key->year,
        STR_ARG(key->duty), key->period);
    return false;
}

bool
duty_one(struct work *w, const struct duty_key *key, struct duty_row *row, struct err *e)
{
    return right_check(w, key->org_id, RIGHT_SEE, e) && row_find(w, key, row, e);
}

static bool
records_get(struct work *w, const struct duty_row *row, struct duty_detail *detail, struct err *e)
{
    struct {
        struct duty_record *v;
        size_t n;
    } list = {NULL, 0};
    struct stmt *st;
    if (!stmt_open(w->db, SQL_DUTY_RECORDS,
            VALS(v_int(row->org_id), v_int(row->year), v_str(row->duty->code), v_int(row->period)),
            &st, e))
        return false;
    stmt_each (st, e) {
        struct duty_record one = {
            stmt_int(st, 0), stmt_date(st, 1), stmt_text(st, 2, w->arena), stmt_int(st, 3) != 0};
        LIST_ADD(w->arena, &list, one);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    detail->records = list.v;
    detail->records_n = list.n;
    return !failed;
}

bool
duty_detail(struct work *w, const struct duty_row *row, struct duty_detail *detail, struct err *e)
{
    *detail = (struct duty_detail){NULL, 0, NULL, 0};
    if (!right_check(w, row->org_id, RIGHT_READ, e) || !records_get(w, row, detail, e))
        return false;
    if (row->duty->per == PER_ORG || row->period == 0)
        return true;
    struct duty_scope s;
    struct duty_people people;
    if (!duty_scope_get(w, row->org_id, row->year, &s, e) ||
        !duty_people_get(&s, row->duty, row->period, &people, e))
        return false;
    struct duty_tally t = duty_tally(w->arena, row->duty, &people);
    detail->lacking = t.lacking;
    detail->lacking_n = t.lacking_n;
    return true;
}

bool
duty_years(struct work *w, int64_t org_id, int **years, size_t *n, struct err *e)
{
    struct {
        int *v;
        size_t n;
    } list = {NULL, 0};
    struct stmt *st;
    if (!right_check(w, org_id, RIGHT_SEE, e) ||
        !stmt_open(w->db, SQL_DUTY_YEARS, VALS(v_int(org_id)), &st, e))
        return false;
    stmt_each (st, e)
        LIST_ADD(w->arena, &list, (int)stmt_int(st, 0));
    bool failed = stmt_failed(st);
    stmt_close(st);
    *years = list.v;
    *n = list.n;
    return !failed;
}

/* ---- saying why it was not held ---- */

static bool
journal_put(struct work *w, struct journal_entry *entry, struct out *snapshot, struct err *e)
{
    entry->object = S("duty");
    entry->object_id = entry->org_id;
    entry->snapshot = out_str(snapshot);
    bool ok = journal_append(w, entry, NULL, e);
    out_release(snapshot);
    return ok;
}

static bool
reason_journal(
    struct work *w, const struct duty_row *row, int64_t root_id, struct str why, struct err *e)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("duty"), row->duty->code);
    json_field_int(&j, S("org"), row->org_id);
    json_field_int(&j, S("period"), row->period);
    json_field_str(&j, S("why"), why);
    json_field_int(&j, S("year"), row->year);
    json_object_end(&j);
    struct journal_entry entry = {.root_id = root_id,
        .org_id = row->org_id,
        .what = str_empty(why) ? S("duty.reason.withdraw") : S("duty.reason"),
        .why = why};
    return journal_put(w, &entry, &o, e);
}

static bool
reason_write(
    struct work *w, const struct duty_row *row, int64_t root_id, struct str why, struct err *e)
{
    struct val org = v_int(row->org_id), year = v_int(row->year), duty = v_str(row->duty->code),
               period = v_int(row->period);
    bool ok = str_empty(why)
        ? db_run(w->db, SQL_DUTY_REASON_DROP, VALS(org, year, duty, period), NULL, e)
        : db_run(w->db, SQL_DUTY_REASON_PUT,
              VALS(org, year, duty, period, v_int(root_id), v_str(why), v_int(w->now_ms),
                  v_ref(w->actor.account)),
              NULL, e);
    return ok &&
        db_run(w->db, SQL_DUTY_REASON_SHOW, VALS(org, year, duty, period, v_str(why)), NULL, e);
}

bool
duty_state_reason(struct work *w, const struct duty_key *key, struct str why, struct err *e)
{
    struct duty_row row;
    struct org org;
    why = str_trim(why);
    if (!right_check(w, key->org_id, RIGHT_WRITE, e) ||
        !check_text(why, "why", tr("未开展说明"), 0, WHY_MAX, e) ||
        !org_load(w, key->org_id, &org, e) || !row_find(w, key, &row, e))
        return false;
    if (!row.applies && !str_empty(why))
        return err_field(
            e, "why", tr("“%.*s”当期不适用于本组织，不需要说明。"), STR_ARG(row.duty->title));
    if (str_eq(why, row.stated_why))
        return true;
    return reason_write(w, &row, org.root_id, why, e) &&
        reason_journal(w, &row, org.root_id, why, e);
}

/* ---- on and off ---- */

struct org_year {
    int64_t org_id;
    int year;
};

static bool
recompute_below(struct work *w, const struct org *org, struct err *e)
{
    struct {
        struct org_year *v;
        size_t n;
    } list = {NULL, 0};
    struct stmt *st;
    if (!stmt_open(w->db, SQL_DUTY_YEARS_BELOW,
            VALS(v_str(org->path), v_str(org_path_end(w->arena, org->path)), v_int(w->today.year)),
            &st, e))
        return false;
    stmt_each (st, e) {
        struct org_year one = {stmt_int(st, 0), (int)stmt_int(st, 1)};
        LIST_ADD(w->arena, &list, one);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    for (size_t i = 0; !failed && i < list.n; i++)
        failed = !duty_recompute(w, list.v[i].org_id, list.v[i].year, e);
    return !failed;
}

static bool
switch_journal(struct work *w, const struct org *org, const struct duty_setting *set, struct err *e)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("duty"), set->duty);
    json_field_bool(&j, S("on"), set->on);
    json_field_int(&j, S("org"), org->id);
    json_field_str(&j, S("why"), set->why);
    json_object_end(&j);
    struct journal_entry entry = {.root_id = org->root_id,
        .org_id = org->id,
        .what = set->on ? S("duty.on") : S("duty.off"),
        .why = set->why};
    return journal_put(w, &entry, &o, e);
}

bool
duty_switch(struct work *w, int64_t org_id, struct str duty, bool on, struct str why, struct err *e)
{
    struct org org;
    const struct rules *rules;
    struct duty_setting set = {duty, str_trim(why), on};
    if (!right_check(w, org_id, RIGHT_MANAGE, e) || !org_load(w, org_id, &org, e) ||
        !rules_for(w, org.root_id, w->today.year, &rules, e))
        return false;
    if (!rules_duty(rules, duty, NULL))
        return err_field(
            e, "duty", tr("制度包里没有“%.*s”这项规定动作，请重新选择。"), STR_ARG(duty));
    return check_text(set.why, "why", tr("原因"), 1, WHY_MAX, e) &&
        db_run(w->db, SQL_DUTY_SWITCH_PUT,
            VALS(v_int(org.root_id), v_int(org.id), v_str(duty), v_int(on), v_str(set.why)), NULL,
            e) &&
        switch_journal(w, &org, &set, e) && recompute_below(w, &org, e);
}
