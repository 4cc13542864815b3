/* The store of the written report: what stands in the form, and its versions. */
#include "domain/report_text.h"

#include "base/lang.h"
#include "base/utf8.h"
#include "domain/check.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/report_keep_int.h"
#include "domain/report_text_int.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    WHY_MAX = 500
};

/* ---- reading ---- */

bool
report_row_load(struct work *w, const struct report_key *key, struct report_row *row, struct err *e)
{
    struct stmt *s;
    *row = (struct report_row){.id = 0};
    if (!stmt_open(w->db, SQL_REPORT_TEXT_FIND,
            VALS(v_int(key->org_id), v_int(key->year), v_str(key->audience)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        *row = (struct report_row){.id = stmt_int(s, 0),
            .root_id = stmt_int(s, 1),
            .edition = stmt_int(s, 2),
            .version = stmt_int(s, 3),
            .version_edition = stmt_int(s, 4),
            .frozen = stmt_int(s, 5),
            .changed_ms = stmt_int(s, 6),
            .changed_by = stmt_text(s, 7, w->arena),
            .body = stmt_text(s, 8, w->arena)};
    stmt_close(s);
    return step != STEP_ERROR;
}

static bool
is_secretarys(const struct report_key *key)
{
    return str_eq(key->audience, S("secretary"));
}

/* Everything that reading and writing need: the outline and what was sent. */
struct desk {
    struct drafting d;
    struct report_draft draft;
    struct report_key key; /* the audience as it is stored */
    struct report_row row;
    struct report_kept kept; /* of the secretary's */
};

static bool
desk_open(struct desk *x, struct work *w, const struct report_key *key, struct err *e)
{
    *x = (struct desk){.d = {.draft = &x->draft}};
    if (!report_begin(&x->d, w, key, e))
        return false;
    x->key = (struct report_key){key->org_id, key->year, x->draft.audience};
    return report_row_load(w, &x->key, &x->row, e) &&
        (!is_secretarys(&x->key) || report_load(w, key->org_id, key->year, &x->kept, e));
}

static bool
write_open(struct desk *x, struct work *w, const struct report_key *key, struct err *e)
{
    return right_check(w, key->org_id, RIGHT_WRITE, e) && desk_open(x, w, key, e);
}

static bool
desk_sections(struct desk *x, struct report_sections *s, struct err *e)
{
    return x->row.id ? report_body_read(x->d.w->arena, x->row.body, s, e)
                     : report_sections_begin(&x->d, s, e);
}

static void
show_sections(const struct desk *x, const struct report_sections *s, struct report_text *text)
{
    struct arena *a = x->d.w->arena;
    text->sections = arena_array(a, struct report_section, s->n);
    text->sections_n = s->n;
    for (size_t i = 0; i < s->n; i++)
        text->sections[i] =
            (struct report_section){s->v[i].level, report_text_show(a, x->d.rules, s->v[i].title),
                report_text_show(a, x->d.rules, s->v[i].text)};
}

static void
show(const struct desk *x, const struct report_sections *s, struct report_text *text)
{
    const struct report_row *row = &x->row;
    *text = (struct report_text){.id = row->id,
        .edition = row->edition,
        .version = row->version,
        .kept = row->version && row->version_edition == row->edition,
        .changed_ms = row->changed_ms,
        .changed_by = row->changed_by,
        .locked = x->kept.state == REPORT_SUBMITTED,
        .sent = x->kept.state == REPORT_ACCEPTED};
    show_sections(x, s, text);
}

bool
report_text_get(
    struct work *w, const struct report_key *key, struct report_text *text, struct err *e)
{
    struct desk x;
    struct report_sections s = {NULL, 0};
    if (!write_open(&x, w, key, e) || !desk_sections(&x, &s, e))
        return false;
    show(&x, &s, text);
    return true;
}

/* ---- what stands in the form ---- */

/* "text_3": which field of the form is at fault. */
static bool
section_check(const struct report_section *s, size_t i, struct arena *a, struct err *e)
{
    const char *title = arena_cstr(a, arena_fmt(a, "title_%zu", i));
    const char *text = arena_cstr(a, arena_fmt(a, "text_%zu", i));
    return check_line(s->title, title, tr("标题"), 0, REPORT_HEAD_CHARS, e) &&
        check_text(s->text, text, tr("正文"), 0, REPORT_SECTION_CHARS, e);
}

/* Without \r, and without blanks at the ends of lines. */
static struct str
tidy(struct arena *a, struct str text)
{
    struct {
        struct str *v;
        size_t n;
    } lines = {NULL, 0};

    struct str rest = text, line;
    while (str_split(&rest, '\n', &line))
        LIST_ADD(a, &lines, str_trim(line));
    return str_trim(arena_join(a, lines.v, lines.n, S("\n")));
}

static bool
take_sections(
    const struct desk *x, const struct report_writing *in, struct report_sections *s, struct err *e)
{
    struct arena *a = x->d.w->arena;
    *s = (struct report_sections){NULL, 0};
    if (in->sections_n > REPORT_SECTIONS_MAX)
        return err_set(e, ERR_LIMIT, tr("一份报告最多 %d 个部分。"), REPORT_SECTIONS_MAX);
    for (size_t i = 0; i < in->sections_n; i++) {
        const struct report_section *from = &in->sections[i];
        if (!section_check(from, i, a, e))
            return false;
        struct report_section one = {from->level < 0 || from->level > REPORT_LEVEL_HEADING
                ? REPORT_LEVEL_HEADING
                : from->level,
            str_trim(report_text_store(a, x->d.rules, from->title)),
            report_text_store(a, x->d.rules, tidy(a, from->text))};
        if (one.title.n || one.text.n)
            LIST_ADD(a, s, one);
    }
    if (s->n == 0)
        return err_set(e, ERR_INPUT, "%s", tr("报告还是空的，请先写一部分。"));
    return true;
}

static bool
may_change(const struct desk *x, int64_t edition, struct err *e)
{
    if (x->kept.state == REPORT_SUBMITTED)
        return err_set(
            e, ERR_CONFLICT, tr("%d年度的报告已经报送；要修改，请先撤回。"), x->key.year);
    if (edition != x->row.edition)
        return err_set(e, ERR_CONFLICT,
            tr("这份报告在您打开之后由%.*s改动过。两份都在下面，请对照后再保存。"),
            STR_ARG(x->row.changed_by));
    return true;
}

/* ---- versions ---- */

struct step_of {
    struct str step, why;
    const struct report_draft *sent; /* what was printed and is frozen; NULL: nothing is */
};

static bool
put_version(struct desk *x, const struct step_of *how, struct err *e)
{
    struct work *w = x->d.w;
    struct report_row *row = &x->row;
    struct report_draft now;
    struct report_sections s = {NULL, 0};
    struct hex_text digest;
    if (!report_body_read(w->arena, row->body, &s, e) ||
        (!how->sent && !report_written(w, &x->key, &now, e)))
        return false;
    const struct report_draft *printed = how->sent ? how->sent : &now;
    const struct report_version_text v = {&x->key, how->step, &s, how->sent};
    struct journal_entry entry = {.root_id = row->root_id,
        .org_id = x->key.org_id,
        .what = arena_fmt(w->arena, "report_text.%.*s", STR_ARG(how->step)),
        .object = S("report_text"),
        .object_id = row->id,
        .version = ++row->version,
        .why = how->why,
        .snapshot = report_version_json(w->arena, &v)};
    row->version_edition = row->edition;
    row->frozen = how->sent ? row->version : 0;
    return journal_append(w, &entry, &digest, e) &&
        db_run(w->db, SQL_REPORT_TEXT_VERSION_ADD,
            VALS(v_int(row->id), v_int(row->version), v_int(row->root_id), v_int(w->now_ms),
                v_ref(w->actor.account), v_str(w->actor.name), v_str(how->step), v_str(how->why),
                v_int(report_chars(printed)), v_str(entry.snapshot), v_str(str_from(digest.z))),
            NULL, e) &&
        db_run(w->db, SQL_REPORT_TEXT_MARK,
            VALS(v_int(row->id), v_int(row->version), v_int(row->version_edition),
                v_int(row->frozen)),
            NULL, e);
}

static bool
is_kept(const struct desk *x)
{
    return x->row.version && x->row.version_edition == x->row.edition && !x->row.frozen;
}

/* ---- what is kept and saved ---- */

/* What another person wrote and did not save, or what was overwritten knowingly, becomes a version before it goes. */
static bool
keep_theirs(struct desk *x, bool over, struct err *e)
{
    struct arena *a = x->d.w->arena;
    const struct report_row *row = &x->row;
    bool theirs = over || !str_eq(row->changed_by, x->d.w->actor.name);
    if (row->id == 0 || is_kept(x) || !theirs)
        return true;
    const struct step_of how = {
        S("save"), arena_fmt(a, tr("%.*s写的，改动前自动留存"), STR_ARG(row->changed_by)), NULL};
    return put_version(x, &how, e);
}

static bool
put_body(struct desk *x, const struct report_sections *s, bool over, struct err *e)
{
    struct work *w = x->d.w;
    struct report_row *row = &x->row;
    struct str body = report_body_json(w->arena, s);
    if (row->id && str_eq(body, row->body))
        return true;
    if (!keep_theirs(x, over, e))
        return false;
    if (row->id == 0) {
        row->root_id = x->d.org.root_id;
        if (!db_new_id(w->db, &row->id, e) ||
            !db_run(w->db, SQL_REPORT_TEXT_ADD,
                VALS(v_int(row->id), v_int(row->root_id), v_int(x->key.org_id), v_int(x->key.year),
                    v_str(x->key.audience), v_int(w->now_ms), v_str(w->actor.name), v_str(body)),
                NULL, e))
            return false;
    }
    row->body = body;
    row->edition++;
    row->frozen = 0;
    row->changed_ms = w->now_ms;
    row->changed_by = w->actor.name;
    return db_run(w->db, SQL_REPORT_TEXT_BODY,
        VALS(v_int(row->id), v_int(row->edition), v_int(w->now_ms), v_str(w->actor.name),
            v_str(body)),
        NULL, e);
}

bool
report_text_keep(struct work *w, const struct report_writing *in, int64_t *edition, struct err *e)
{
    struct desk x;
    struct report_sections s = {NULL, 0};
    if (!write_open(&x, w, &in->key, e) || !may_change(&x, in->edition, e) ||
        !take_sections(&x, in, &s, e) || !put_body(&x, &s, in->over, e))
        return false;
    *edition = x.row.edition;
    return true;
}

bool
report_text_save(struct work *w, const struct report_writing *in, struct str why, int64_t *edition,
    struct err *e)
{
    struct desk x;
    struct report_sections s = {NULL, 0};
    const struct step_of how = {S("save"), str_trim(why), NULL};
    if (!write_open(&x, w, &in->key, e) || !may_change(&x, in->edition, e) ||
        !check_line(how.why, "why", tr("说明"), 0, WHY_MAX, e) || !take_sections(&x, in, &s, e) ||
        !put_body(&x, &s, in->over, e) || (!is_kept(&x) && !put_version(&x, &how, e)))
        return false;
    *edition = x.row.edition;
    return true;
}

bool
report_text_freeze(struct work *w, const struct report_key *key, struct err *e)
{
    struct desk x;
    struct report_sections s = {NULL, 0};
    struct report_draft
        sent; /* read before anything is put down: what was checked is what is frozen */
    const struct step_of how = {S("submit"), S(""), &sent};
    return write_open(&x, w, key, e) && report_written(w, &x.key, &sent, e) &&
        desk_sections(&x, &s, e) && put_body(&x, &s, false, e) && put_version(&x, &how, e);
}

bool
report_text_thaw(struct work *w, const struct report_key *key, struct str step, struct err *e)
{
    struct desk x;
    const struct step_of how = {step, S(""), NULL};
    if (!desk_open(&x, w, key, e))
        return false;
    return x.row.frozen == 0 || put_version(&x, &how, e);
}

bool
report_text_versions(
    struct work *w, const struct report_key *key, struct report_text_versions *list, struct err *e)
{
    struct desk x;
    struct stmt *s;
    struct arena *a = w->arena;
    *list = (struct report_text_versions){NULL, 0};
    if (!write_open(&x, w, key, e) ||
        !stmt_open(w->db, SQL_REPORT_TEXT_VERSION_LIST, VALS(v_int(x.row.id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct report_text_version v = {.version = stmt_int(s, 0),
            .at_ms = stmt_int(s, 1),
            .actor = stmt_text(s, 2, a),
            .step = stmt_text(s, 3, a),
            .why = stmt_text(s, 4, a),
            .chars = stmt_int(s, 5),
            .digest = stmt_text(s, 6, a)};
        LIST_ADD(a, list, v);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
version_sections(struct desk *x, int64_t version, struct report_sections *s, struct err *e)
{
    struct stmt *st;
    struct str snapshot = S("");
    if (!stmt_open(x->d.w->db, SQL_REPORT_TEXT_VERSION_ONE, VALS(v_int(x->row.id), v_int(version)),
            &st, e))
        return false;
    enum step step = stmt_step(st, e);
    if (step == STEP_ROW)
        snapshot = stmt_text(st, 0, x->d.w->arena);
    stmt_close(st);
    if (step == STEP_DONE)
        return err_set(e, ERR_NOT_FOUND, "%s", tr("没有这一版。"));
    return step == STEP_ROW && report_version_sections(x->d.w->arena, snapshot, s, e);
}

bool
report_text_at(struct work *w, const struct report_key *key, int64_t version,
    struct report_text *text, struct err *e)
{
    struct desk x;
    struct report_sections s = {NULL, 0};
    if (!write_open(&x, w, key, e) || !version_sections(&x, version, &s, e))
        return false;
    show(&x, &s, text);
    return true;
}

bool
report_text_restore(
    struct work *w, const struct report_key *key, int64_t version, int64_t edition, struct err *e)
{
    struct desk x;
    struct report_sections s = {NULL, 0};
    struct arena *a = w->arena;
    const struct step_of before = {S("save"), S(""), NULL};
    const struct step_of after = {
        S("restore"), arena_fmt(a, tr("改回第%lld版"), (long long)version), NULL};
    return write_open(&x, w, key, e) && may_change(&x, edition, e) &&
        version_sections(&x, version, &s, e) && (is_kept(&x) || put_version(&x, &before, e)) &&
        put_body(&x, &s, false, e) && (is_kept(&x) || put_version(&x, &after, e));
}

struct str
report_text_step_title(struct str step)
{
    static const struct {
        struct str code;
        const char *title;
    } steps[] = {{str_lit("save"), N_("保存")}, {str_lit("submit"), N_("报送")},
        {str_lit("withdraw"), N_("撤回")}, {str_lit("return"), N_("退回")},
        {str_lit("restore"), N_("改回旧版")}};

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (str_eq(steps[i].code, step))
            return str_from(tr(steps[i].title));
    return step;
}
