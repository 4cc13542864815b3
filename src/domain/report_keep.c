/* The steps of a report: each asks for the right, moves the state, keeps a version, tells the history and puts the text
   that counts into the search box, in the job's one commit. */
#include "domain/report_keep.h"

#include "base/lang.h"
#include "domain/check.h"
#include "domain/journal.h"
#include "domain/org.h"
#include "domain/report_keep_int.h"
#include "domain/report_text.h"
#include "domain/right.h"
#include "domain/search.h"
#include "store/store.h"

enum {
    WHY_MAX = 500,
    QUOTE_MAX = 200,
    REMARK_MAX = 2000,
    NAME_MAX_CHARS = 200,
    VOTES_MAX = 1000000
};

struct str
report_plain(struct arena *a, const struct report_draft *draft)
{
    struct out o;
    out_init(&o, (size_t)REPORT_TEXT_MAX * 2);
    for (size_t i = 0; i < draft->blocks_n; i++) {
        for (size_t k = 0; k < draft->blocks[i].runs_n; k++)
            out_put(&o, draft->blocks[i].runs[k].text);
        out_char(&o, '\n');
    }
    struct str text = arena_str(a, out_str(&o));
    out_release(&o);
    return text;
}

/* ---- before ---- */

struct taking {
    struct work *w;
    struct org org;
    struct report_kept kept; /* as it will be */
    struct report_content content;
    struct report_version version;
};

static bool
step_begin(struct taking *t, const struct report_at *at, enum right right, struct err *e)
{
    if (!right_check(t->w, at->org_id, right, e) || !org_get(t->w, at->org_id, &t->org, e) ||
        !report_load(t->w, at->org_id, at->year, &t->kept, e))
        return false;
    if (at->version != REPORT_ANY_VERSION && at->version != t->kept.version)
        return err_set(e, ERR_CONFLICT, "%s",
            tr("这份报告在您打开之后有了新的进展，请重新打开页面，看过之后再办理。"));
    return true;
}

static bool
why_check(struct taking *t, struct str why, bool demanded, struct err *e)
{
    t->version.why = str_trim(why);
    return check_line(t->version.why, "why", tr("原因"), demanded, WHY_MAX, e);
}

static bool
in_state(const struct taking *t, enum report_state state, struct err *e)
{
    if (t->kept.state == state)
        return true;
    return err_set(e, ERR_CONFLICT, tr("%d年度的报告现在是“%.*s”，不能这样办理；要先是“%.*s”。"),
        t->kept.year, STR_ARG(report_state_title(t->kept.state)),
        STR_ARG(report_state_title(state)));
}

/* ---- after ---- */

static bool
search_follow(struct taking *t, struct str text, struct err *e)
{
    struct arena *a = t->w->arena;
    if (t->kept.text_version == 0)
        return search_drop(t->w, SEARCH_REPORT, t->kept.id, e);
    struct str title = arena_fmt(a, "%.*s%d年度述职报告", STR_ARG(t->org.name), t->kept.year);
    struct search_item item = {.source = SEARCH_REPORT,
        .lock = SEARCH_LOCK_READ,
        .ref_id = t->kept.id,
        .root_id = t->kept.root_id,
        .org_id = t->kept.org_id,
        .kind = S("report"),
        .kind_title = S("述职报告"),
        .title = title,
        .title_apart = str_find(text, title, 0) == SIZE_MAX,
        .text = text,
        .year = t->kept.year,
        .dated = t->w->today};
    return search_put(t->w, &item, e);
}

static bool
version_add(struct taking *t, struct err *e)
{
    static const char *const whats[REPORT_STEP_COUNT] = {[REPORT_STEP_SUBMIT] = "report.submit",
        [REPORT_STEP_WITHDRAW] = "report.withdraw",
        [REPORT_STEP_RETURN] = "report.return",
        [REPORT_STEP_ACCEPT] = "report.accept",
        [REPORT_STEP_GRADE] = "report.grade"};
    const struct work *w = t->w;
    const struct report_version *v = &t->version;
    struct hex_text digest;
    struct journal_entry entry = {.root_id = t->kept.root_id,
        .org_id = t->kept.org_id,
        .what = str_from(whats[v->step]),
        .object = S("report"),
        .object_id = t->kept.id,
        .version = t->kept.version,
        .why = v->why,
        .snapshot = report_snapshot(w->arena, &t->kept, &t->content, v)};
    return journal_append(t->w, &entry, &digest, e) &&
        db_run(w->db, SQL_REPORT_VERSION_ADD,
            VALS(v_int(t->kept.id), v_int(t->kept.version), v_int(t->kept.root_id),
                v_int(w->now_ms), v_ref(w->actor.account), v_str(w->actor.name), v_int(v->step),
                v_str(v->why), v_str(v->file_digest), v_str(v->file_name), v_int(v->file_size),
                v_str(entry.snapshot), v_str(str_from(digest.z))),
            NULL, e);
}

/* The state is set, the version's text_version too where the step brings a text. */
static bool
step_end(struct taking *t, enum report_step step, struct err *e)
{
    struct work *w = t->w;
    struct report_kept *k = &t->kept;
    const struct report_mark *m = &k->mark;
    t->version.step = step;
    k->changed_ms = w->now_ms;
    return db_run(w->db, SQL_REPORT_MARK,
               VALS(v_int(k->id), v_int(k->state), v_int(k->version), v_int(k->text_version),
                   v_int(k->before_state), v_int(k->before_text), v_int(k->changed_ms),
                   v_str(report_grade_code(m->grade)), v_int(m->votes[REPORT_GRADE_GOOD]),
                   v_int(m->votes[REPORT_GRADE_FAIR]), v_int(m->votes[REPORT_GRADE_AVERAGE]),
                   v_int(m->votes[REPORT_GRADE_POOR])),
               NULL, e) &&
        version_add(t, e);
}

/* ---- sending ---- */

static bool
sending_check(struct taking *t, const struct report_sending *s, struct err *e)
{
    if (t->kept.state == REPORT_SUBMITTED)
        return err_set(
            e, ERR_CONFLICT, tr("%d年度的报告已经报送；要换一份，请先撤回。"), t->kept.year);
    if (t->kept.accepted && str_empty(str_trim(s->why)))
        return err_field(e, "why", tr("%d年度的报告已被接收；更正要写明原因。"), t->kept.year);
    if (str_empty(str_trim(s->text)))
        return err_field(
            e, "file", "%s", tr("这份文件里没有文字（可能是扫描件），请报送 Word 或文本文件。"));
    if (s->text.n > REPORT_TEXT_MAX)
        return err_set(e, ERR_LIMIT, "%s", tr("报告太长，请确认选对了文件。"));
    return check_text(s->text, "file", tr("正文"), 1, REPORT_TEXT_MAX, e) &&
        check_line(s->name, "file", tr("文件名"), 1, NAME_MAX_CHARS, e) &&
        why_check(t, s->why, false, e);
}

static bool
freeze(struct taking *t, const struct report_sending *s, struct err *e)
{
    struct arena *a = t->w->arena;
    struct report_content *c = &t->content;
    struct report_draft d;
    if (!report_current(t->w, t->kept.org_id, t->kept.year, &d, e))
        return false;
    struct str plain = report_plain(a, &d);
    if (s->drafted && !str_eq(plain, s->text))
        return err_set(e, ERR_CONFLICT, "%s",
            tr("打开之后正文或台账又有改动，要报送的已经不同，请再看一遍再报送。"));
    struct hex_text hex = sha256_hex(sha256_of(plain));
    c->draft_digest = arena_str(a, str_from(hex.z));
    c->drafted = s->drafted;
    c->text = s->text;
    c->figures_n = d.figures.n;
    c->figures = arena_array(a, struct report_figure, d.figures.n + 1);
    for (size_t i = 0; i < d.figures.n; i++) {
        const struct figure *f = &d.figures.v[i];
        c->figures[i] = (struct report_figure){.code = f->def->code,
            .title = f->def->title,
            .unit = f->def->unit,
            .has_value = f->has_value,
            .milli = f->milli,
            .records = f->records};
    }
    return true;
}

static bool
create(struct taking *t, struct err *e)
{
    struct report_kept *k = &t->kept;
    if (k->id)
        return true;
    k->root_id = t->org.root_id;
    return db_new_id(t->w->db, &k->id, e) &&
        db_run(t->w->db, SQL_REPORT_ADD,
            VALS(v_int(k->id), v_int(k->root_id), v_int(k->org_id), v_int(k->year),
                v_int(t->w->now_ms)),
            NULL, e);
}

static struct report_key
text_key(const struct taking *t)
{
    return (struct report_key){t->kept.org_id, t->kept.year, S("")};
}

/* What was written is kept as it is sent; a file of the org's own says nothing about it. */
static bool
text_freeze(struct taking *t, struct err *e)
{
    const struct report_key key = text_key(t);
    return !t->content.drafted || report_text_freeze(t->w, &key, e);
}

static bool
text_thaw(struct taking *t, enum report_step step, struct err *e)
{
    const struct report_key key = text_key(t);
    return report_text_thaw(t->w, &key, report_step_code(step), e);
}

bool
report_submit(struct work *w, const struct report_sending *s, struct err *e)
{
    struct taking t = {.w = w};
    if (!step_begin(&t, &s->at, RIGHT_WRITE, e) || !sending_check(&t, s, e) || !freeze(&t, s, e) ||
        !text_freeze(&t, e) || !create(&t, e))
        return false;
    struct report_kept *k = &t.kept;
    struct hex_text hex = sha256_hex(s->digest);
    t.version.file_digest = arena_str(w->arena, str_from(hex.z));
    t.version.file_name = s->name;
    t.version.file_size = s->size;
    k->before_state = k->state;
    k->before_text = k->text_version;
    k->state = REPORT_SUBMITTED;
    k->text_version = ++k->version;
    return step_end(&t, REPORT_STEP_SUBMIT, e) && search_follow(&t, s->text, e);
}

bool
report_withdraw(struct work *w, const struct report_at *at, struct str why, struct err *e)
{
    struct taking t = {.w = w};
    struct report_content before = {0};
    if (!step_begin(&t, at, RIGHT_WRITE, e) || !in_state(&t, REPORT_SUBMITTED, e) ||
        !why_check(&t, why, false, e))
        return false;
    struct report_kept *k = &t.kept;
    k->state = k->before_state;
    k->text_version = k->before_text;
    k->version++;
    const struct report_at then = {k->org_id, k->year, k->text_version};
    return step_end(&t, REPORT_STEP_WITHDRAW, e) &&
        (then.version == 0 || report_content(w, &then, &before, e)) &&
        search_follow(&t, before.text, e) && text_thaw(&t, REPORT_STEP_WITHDRAW, e);
}

/* ---- deciding ---- */

static bool
remarks_check(struct taking *t, const struct report_returning *r, struct err *e)
{
    struct report_content sent;
    const struct report_at at = {t->kept.org_id, t->kept.year, t->kept.text_version};
    if (r->remarks_n > REPORT_REMARKS_MAX)
        return err_set(e, ERR_LIMIT, tr("一次最多写 %d 条意见。"), REPORT_REMARKS_MAX);
    if (r->remarks_n && !report_content(t->w, &at, &sent, e))
        return false;
    struct report_remark *list = arena_array(t->w->arena, struct report_remark, r->remarks_n + 1);
    for (size_t i = 0; i < r->remarks_n; i++) {
        list[i] =
            (struct report_remark){str_trim(r->remarks[i].quote), str_trim(r->remarks[i].text)};
        const char *quote = arena_fmt(t->w->arena, "quote.%zu", i).p;
        const char *remark = arena_fmt(t->w->arena, "remark.%zu", i).p;
        if (!check_line(list[i].quote, quote, tr("引文"), 0, QUOTE_MAX, e) ||
            !check_text(list[i].text, remark, tr("意见"), 1, REMARK_MAX, e))
            return false;
        if (list[i].quote.n && str_find(sent.text, list[i].quote, 0) == SIZE_MAX)
            return err_field(e, quote, tr("报告里没有这句话：“%.*s”。请照原文摘引，或者留空。"),
                STR_ARG(list[i].quote));
    }
    t->content.remarks = list;
    t->content.remarks_n = r->remarks_n;
    return true;
}

bool
report_return(struct work *w, const struct report_returning *r, struct err *e)
{
    struct taking t = {.w = w};
    if (!step_begin(&t, &r->at, RIGHT_ACCEPT, e) || !in_state(&t, REPORT_SUBMITTED, e) ||
        !why_check(&t, r->why, true, e) || !remarks_check(&t, r, e))
        return false;
    t.kept.state = REPORT_RETURNED;
    t.kept.version++;
    return step_end(&t, REPORT_STEP_RETURN, e) && text_thaw(&t, REPORT_STEP_RETURN, e);
}

bool
report_accept(struct work *w, const struct report_at *at, struct str why, struct err *e)
{
    struct taking t = {.w = w};
    if (!step_begin(&t, at, RIGHT_ACCEPT, e) || !in_state(&t, REPORT_SUBMITTED, e) ||
        !why_check(&t, why, false, e))
        return false;
    t.kept.state = REPORT_ACCEPTED;
    t.kept.version++;
    return step_end(&t, REPORT_STEP_ACCEPT, e);
}

bool
report_marked(const struct report_mark *mark)
{
    bool any = mark->grade != REPORT_GRADE_NONE;
    for (int g = REPORT_GRADE_GOOD; g < REPORT_GRADE_COUNT; g++)
        any |= mark->votes[g] != 0;
    return any;
}

static bool
mark_check(struct taking *t, const struct report_mark *mark, struct str why, struct err *e)
{
    for (int g = REPORT_GRADE_GOOD; g < REPORT_GRADE_COUNT; g++)
        if (mark->votes[g] < 0 || mark->votes[g] > VOTES_MAX)
            return err_field(e, "votes", "%s", tr("票数应是 0 到 1000000 之间的整数。"));
    if (!report_marked(mark) && !report_marked(&t->kept.mark))
        return err_field(e, "grade", "%s", tr("请填写等次或票数。"));
    if (report_marked(&t->kept.mark) && str_empty(str_trim(why)))
        return err_field(e, "why", "%s", tr("评议结果已经登记过，改动要写明原因。"));
    return why_check(t, why, false, e);
}

bool
report_grade(struct work *w, const struct report_at *at, const struct report_mark *mark,
    struct str why, struct err *e)
{
    struct taking t = {.w = w};
    if (!step_begin(&t, at, RIGHT_ACCEPT, e) || !in_state(&t, REPORT_ACCEPTED, e) ||
        !mark_check(&t, mark, why, e))
        return false;
    t.kept.mark = *mark;
    t.kept.version++;
    return step_end(&t, REPORT_STEP_GRADE, e);
}
