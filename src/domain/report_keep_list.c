/* Reports of many orgs: who has sent one, and what waits. */
#include "base/bug.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "domain/report_keep_int.h"
#include "domain/right_int.h"
#include "store/store.h"

/* What an org has to be so that it counts, as values of the statements. */
struct scope {
    struct val from, to, year, not_this, name;
};

/* Any name that has the part in it; what LIKE takes for a sign stands for itself. */
static struct str
name_pattern(struct arena *a, struct str part)
{
    struct out o;
    out_init(&o, part.n * 2 + 2);
    out_char(&o, '%');
    for (size_t i = 0; i < part.n; i++) {
        if (part.p[i] == '%' || part.p[i] == '_' || part.p[i] == '!')
            out_char(&o, '!');
        out_char(&o, part.p[i]);
    }
    out_char(&o, '%');
    struct str pattern = arena_str(a, out_str(&o));
    out_release(&o);
    return pattern;
}

static bool
scope_of(struct work *w, const struct report_filter *f, struct scope *scope, struct err *e)
{
    struct org_place org;
    if (!right_check(w, f->org_id, RIGHT_READ, e) || !org_place(w, f->org_id, &org, e))
        return false;
    *scope =
        (struct scope){v_str(org.path), v_str(org_path_end(w->arena, org.path)), v_int(f->year),
            v_int(f->below ? f->org_id : 0), v_str(name_pattern(w->arena, str_trim(f->name)))};
    return true;
}

static bool
asked_for(const struct report_filter *f, enum report_state state)
{
    return f->states == 0 || (f->states >> state & 1U) != 0;
}

static bool
count_states(struct work *w, const struct report_filter *f, const struct scope *c,
    struct report_lines *list, struct err *e)
{
    struct stmt *s;
    bool ok = true;
    if (!stmt_open(
            w->db, SQL_REPORT_COUNTS, VALS(c->from, c->to, c->year, c->not_this, c->name), &s, e))
        return false;
    while (ok && stmt_step(s, e) == STEP_ROW) {
        enum report_state state = REPORT_OPEN;
        ok = report_state_read(stmt_int(s, 0), &state, e);
        if (ok)
            list->counts[state] = stmt_int(s, 1);
        list->total += stmt_int(s, 1);
        list->found += asked_for(f, state) ? stmt_int(s, 1) : 0;
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
line_read(struct arena *a, const struct stmt *s, struct report_line *line, struct err *e)
{
    *line = (struct report_line){.org_id = stmt_int(s, 0),
        .org_name = stmt_text(s, 1, a),
        .org_kind = stmt_text(s, 2, a),
        .version = stmt_int(s, 4),
        .changed_ms = stmt_int(s, 5)};
    return report_state_read(stmt_int(s, 3), &line->state, e) &&
        report_grade_read(stmt_str(s, 6), &line->grade, e);
}

/* The state, or one that no report has. */
static struct val
state_or_none(const struct report_filter *f, enum report_state state)
{
    return v_int(asked_for(f, state) ? (int64_t)state : -1);
}

bool
report_list(struct work *w, const struct report_filter *f, struct report_lines *list, struct err *e)
{
    struct scope c;
    struct stmt *s;
    bool ok = true;
    *list = (struct report_lines){0};
    BUG_ON(f->limit < 1 || f->limit > 1000, "a list has 1 … 1000 lines");
    if (!scope_of(w, f, &c, e) || !count_states(w, f, &c, list, e) ||
        !stmt_open(w->db, SQL_REPORT_LIST,
            VALS(c.from, c.to, c.year, c.not_this, c.name, state_or_none(f, REPORT_OPEN),
                state_or_none(f, REPORT_SUBMITTED), state_or_none(f, REPORT_RETURNED),
                state_or_none(f, REPORT_ACCEPTED), v_int(f->order), v_int((int64_t)f->limit),
                v_int((int64_t)f->offset)),
            &s, e))
        return false;
    while (ok && stmt_step(s, e) == STEP_ROW) {
        struct report_line line;
        ok = line_read(w->arena, s, &line, e);
        LIST_ADD(w->arena, list, line);
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

/* ---- what is to be done ---- */

static bool
returned_news(
    struct work *w, const struct report_kept *kept, struct report_news *news, struct err *e)
{
    struct report_content c;
    struct report_versions list;
    const struct report_at at = {kept->org_id, kept->year, kept->version};
    if (!report_versions(w, kept->org_id, kept->year, &list, e) || !report_content(w, &at, &c, e))
        return false;
    news->returned_ms = kept->changed_ms;
    news->remarks = (int64_t)c.remarks_n;
    news->why = list.n ? list.v[0].why : S("");
    return true;
}

static bool
waiting_news(struct work *w, int64_t org_id, struct report_news *news, struct err *e)
{
    struct org_place org;
    bool found;
    if (!right_has(w, org_id, RIGHT_ACCEPT))
        return true;
    return org_place(w, org_id, &org, e) &&
        db_get_int(w->db, SQL_REPORT_WAITING,
            VALS(v_str(org.path), v_str(org_path_end(w->arena, org.path)), v_int(news->year),
                v_int(org_id)),
            &news->waiting, &found, e);
}

bool
report_news(struct work *w, int64_t org_id, int year, struct report_news *news, struct err *e)
{
    struct report_kept kept;
    *news = (struct report_news){.year = year};
    return report_kept(w, org_id, year, &kept, e) &&
        (kept.state != REPORT_RETURNED || returned_news(w, &kept, news, e)) &&
        waiting_news(w, org_id, news, e);
}
