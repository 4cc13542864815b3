/* Lists of records: all filters in one statement, for an org, for a subtree, or for who was present. */
#include "base/lang.h"
#include "base/out.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "domain/record_int.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    LIST_MAX = 1000,
    COMMON = 13
};

/* " a b " of the kinds that the test wants, or "". */
static struct str
kinds_where(struct arena *a, const struct rules *rules,
    bool (*wanted)(const struct pack_kind *, struct str), struct str arg)
{
    struct out o;
    out_init(&o, 1 << 20);
    for (size_t p = 0; p < rules->n; p++)
        for (size_t i = 0; i < rules->packs[p]->kinds_n; i++) {
            const struct pack_kind *kind = &rules->packs[p]->kinds[i];
            if (wanted(kind, arg))
                out_fmt(&o, "%s%.*s ", o.n ? "" : " ", STR_ARG(kind->code));
        }
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

static bool
is_private(const struct pack_kind *kind, struct str unused)
{
    (void)unused;
    return kind->is_private;
}

static bool
of_family(const struct pack_kind *kind, struct str family)
{
    return str_eq(kind->family, family);
}

static bool
common_vals(struct work *w, const struct record_filter *f, const struct rules *rules,
    struct val v[COMMON], struct err *e)
{
    struct str family = S("");
    if (!str_empty(f->family)) {
        family = kinds_where(w->arena, rules, of_family, f->family);
        if (str_empty(family))
            return err_field(e, "family", tr("没有“%.*s”这类记录。"), STR_ARG(f->family));
    }
    int order = (f->by_entry ? 2 : 0) + (f->oldest_first ? 1 : 0);
    const struct val all[COMMON] = {
        v_ref(f->year),
        v_opt(f->kind),
        v_opt(family),
        v_date(w->arena, f->from),
        v_date(w->arena, f->to),
        v_opt(f->duty),
        v_opt(f->text),
        v_str(kinds_where(w->arena, rules, is_private, S(""))),
        v_int(f->voided),
        v_int(f->late_only),
        v_int(order),
        v_int((int64_t)f->offset),
        v_int((int64_t)(f->offset + f->limit)),
    };
    memcpy(v, all, sizeof all);
    return true;
}

static void
read_line(struct work *w, const struct stmt *s, const struct rules *rules, struct record_line *line)
{
    *line = (struct record_line){.id = stmt_int(s, 0),
        .org_id = stmt_int(s, 1),
        .org_name = stmt_text(s, 2, w->arena),
        .kind = stmt_text(s, 3, w->arena),
        .title = stmt_text(s, 4, w->arena),
        .place = stmt_text(s, 5, w->arena),
        .held_on = stmt_date(s, 6),
        .year = (int)stmt_int(s, 7),
        .voided = !stmt_null(s, 8),
        .late_days = stmt_int(s, 9),
        .present_count = stmt_int(s, 10),
        .due_count = stmt_int(s, 11),
        .entered_ms = stmt_int(s, 12),
        .evidence_count = stmt_int(s, 14)};
    const struct pack_kind *kind = rules_kind(rules, line->kind);
    line->kind_title = kind ? kind->title : line->kind;
}

static bool
run_list(struct work *w, enum sql sql, struct vals vals, const struct rules *rules,
    struct record_lines *list, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, sql, vals, &s, e))
        return false;
    stmt_each (s, e) {
        struct record_line line;
        read_line(w, s, rules, &line);
        LIST_ADD(w->arena, list, line);
        list->total = stmt_int(s, 13);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* The rows of an org's whole year: what is the same in all of them is not read again. */
static bool
run_plain(struct work *w, const struct record_filter *f, const struct org *org,
    const struct rules *rules, struct record_lines *list, struct err *e)
{
    struct stmt *s;
    struct val v[] = {
        v_int(org->id), v_int(f->year), v_int((int64_t)f->offset), v_int((int64_t)f->limit)};
    if (!stmt_open(w->db, f->by_entry ? SQL_RECORD_LIST_ENTERED : SQL_RECORD_LIST_YEAR,
            (struct vals){v, 4}, &s, e))
        return false;
    list->v = arena_array(w->arena, struct record_line, f->limit);
    while (list->n < f->limit && stmt_step(s, e) == STEP_ROW) {
        struct record_line *line = &list->v[list->n++];
        line->id = stmt_int(s, 0);
        line->org_id = org->id;
        line->org_name = org->name;
        line->year = f->year;
        line->kind = stmt_text(s, 1, w->arena);
        line->title = stmt_text(s, 2, w->arena);
        line->place = stmt_text(s, 3, w->arena);
        line->held_on = stmt_date(s, 4);
        line->late_days = stmt_int(s, 5);
        line->present_count = stmt_int(s, 6);
        line->due_count = stmt_int(s, 7);
        line->entered_ms = stmt_int(s, 8);
        line->evidence_count = stmt_int(s, 9);
        list->total = stmt_int(s, 10);
        const struct pack_kind *kind = rules_kind(rules, line->kind);
        line->kind_title = kind ? kind->title : line->kind;
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* Nothing but the org and the year is asked, newest first. */
static bool
is_plain(const struct record_filter *f)
{
    return f->year && !f->subtree && !f->person_id && str_empty(f->kind) && str_empty(f->family) &&
        date_is_none(f->from) && date_is_none(f->to) && str_empty(f->duty) && str_empty(f->text) &&
        !f->voided && !f->late_only && !f->oldest_first;
}

static bool
list_of(struct work *w, const struct record_filter *f, const struct org *org,
    const struct rules *rules, struct record_lines *list, struct err *e)
{
    struct val v[COMMON + 3];
    if (is_plain(f))
        return run_plain(w, f, org, rules, list, e);
    if (!common_vals(w, f, rules, v, e))
        return false;
    if (!f->subtree && !f->person_id) {
        v[COMMON] = v_int(f->org_id);
        return run_list(w, SQL_RECORD_LIST_ORG, (struct vals){v, COMMON + 1}, rules, list, e);
    }
    struct val *more = v + COMMON;
    if (f->person_id)
        *more++ = v_int(f->person_id);
    *more++ = v_str(org->path);
    /* '!' stands before every digit: no path below lies between. */
    *more++ = v_str(f->subtree ? org_path_end(w->arena, org->path)
                               : arena_fmt(w->arena, "%.*s!", STR_ARG(org->path)));
    if (!f->person_id)
        return run_list(w, SQL_RECORD_LIST_TREE, (struct vals){v, COMMON + 2}, rules, list, e);
    return run_list(w, SQL_RECORD_LIST_PERSON, (struct vals){v, COMMON + 3}, rules, list, e);
}

bool
record_list(struct work *w, const struct record_filter *f, struct record_lines *list, struct err *e)
{
    const struct rules *rules;
    struct org org;
    *list = (struct record_lines){0};
    if (f->limit < 1 || f->limit > LIST_MAX)
        return err_field(e, "limit", tr("每页条数应在 1 到 %d 之间。"), LIST_MAX);
    if (f->offset > INT32_MAX)
        return err_field(e, "offset", "%s", tr("没有这一页。"));
    if (!right_check(w, f->org_id, RIGHT_READ, e) || !org_load(w, f->org_id, &org, e) ||
        !rules_for(w, org.root_id, f->year ? f->year : w->today.year, &rules, e) ||
        !list_of(w, f, &org, rules, list, e))
        return false;
    if (list->n || f->offset == 0)
        return true;
    /* Beyond the last page the rows say nothing of the total. */
    struct record_filter first = *f;
    struct record_lines head = {0};
    first.offset = 0;
    first.limit = 1;
    if (!list_of(w, &first, &org, rules, &head, e))
        return false;
    list->total = head.total;
    return true;
}

bool
record_calendar(struct work *w, int64_t org_id, int year, int counts[366], struct err *e)
{
    memset(counts, 0, 366 * sizeof counts[0]);
    struct date first = date_make(year, 1, 1), last = date_make(year, 12, 31);
    if (!date_valid(first))
        return err_field(e, "year", "%s", tr("年份应在 1 到 9999 之间。"));
    if (!right_check(w, org_id, RIGHT_READ, e))
        return false;
    struct stmt *s;
    if (!stmt_open(w->db, SQL_RECORD_CALENDAR,
            VALS(v_int(org_id), v_int(year), v_date(w->arena, first), v_date(w->arena, last)), &s,
            e))
        return false;
    stmt_each (s, e)
        counts[date_to_days(stmt_date(s, 0)) - date_to_days(first)] = (int)stmt_int(s, 1);
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static int
month_place(struct date day, int year)
{
    return day.year > year ? RECORD_MONTHS - 1 : day.year < year ? 0 : day.month - 1;
}

bool
record_months(struct work *w, int64_t org_id, int year, struct record_months *months, struct err *e)
{
    struct stmt *s;
    *months = (struct record_months){{0}, {0}};
    if (!right_check(w, org_id, RIGHT_READ, e) ||
        !stmt_open(w->db, SQL_RECORD_ENTRY_DAYS, VALS(v_int(org_id), v_int(year)), &s, e))
        return false;
    stmt_each (s, e) {
        months->held[month_place(stmt_date(s, 0), year)]++;
        months->entered[month_place(clock_day_of(stmt_int(s, 1)), year)]++;
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}
