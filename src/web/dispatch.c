/* Obeys the row of the route table: who may enter, the form's secret, parameters, the handler, the writer's job. */
#include "web/exchange.h"

#include "base/bug.h"
#include "base/hash.h"
#include "base/log.h"

enum {
    DOOR_BYTES = 16 * 1024
};

/* ---- who asks ---- */

static struct str
bearer(const struct exchange *x)
{
    struct str a = x->head[HEAD_AUTHORIZATION];
    return a.n > 7 && str_eq_nocase(str_slice(a, 0, 7), S("Bearer "))
        ? str_trim(str_slice(a, 7, a.n))
        : S("");
}

/* The secret of forms for those without a session hangs on a cookie of its own. */
static void
anonymous_secret(struct exchange *x)
{
    struct str cookie = cookie_find(x->head[HEAD_COOKIE], S("tz_form"));
    if (cookie.n != TOKEN_TEXT) {
        struct token_text fresh = token_random();
        x->mint = arena_str(x->arena, str_from(fresh.z));
        cookie = x->mint;
    }
    struct hex_text hex = sha256_hex(sha256_of(arena_fmt(x->arena, "form:%.*s", STR_ARG(cookie))));
    x->rq.viewer.csrf = arena_str(x->arena, str_from(hex.z));
}

static bool
find_viewer(struct exchange *x, struct work *w)
{
    struct request *rq = &x->rq;
    struct str token = bearer(x);
    struct str cookie = cookie_find(x->head[HEAD_COOKIE], S("tz_session"));
    const struct hooks *h = app_hooks(x->app);
    if (token.n) {
        if (h->token && !h->token(w, token, &rq->viewer, &x->err))
            return false;
    } else if (cookie.n && h->session && !h->session(w, cookie, &rq->viewer, &x->err)) {
        return false;
    }
    if (!rq->viewer.signed_in)
        anonymous_secret(x);
    x->actor = w->actor;
    rq->org = rq->viewer.org;
    rq->year = rq->viewer.year ? rq->viewer.year : w->today.year;
    return true;
}

/* The server's own token for /metrics needs no store. */
static bool
is_metrics_token(struct exchange *x)
{
    struct str token = bearer(x), ours = app_settings(x->app)->metrics_token;
    return ours.n && secret_eq(token, ours);
}

/* Signed in, and no role anywhere any more: there is nothing to read. Signing out stays open. */
static bool
is_without_role(const struct request *rq)
{
    return rq->viewer.signed_in && rq->viewer.org == 0 && rq->method == GET;
}

static bool
denied(struct exchange *x)
{
    const struct viewer *v = &x->rq.viewer;
    bool reads = x->rq.method == GET;
    switch (x->rq.route->access) {
    case ACCESS_PUBLIC:
        return false;
    case ACCESS_SIGNED_IN:
        if (v->by_token && !(v->scopes & (reads ? SCOPE_BIT_READ : SCOPE_BIT_WRITE)))
            return true;
        return !v->signed_in || is_without_role(&x->rq);
    case ACCESS_METRICS:
        return !is_metrics_token(x) && !(v->by_token && (v->scopes & SCOPE_BIT_METRICS));
    case ACCESS_NOBODY:
        break;
    }
    return true;
}

/* Whoever reads a page without being signed in is led to the door and then back. */
static void
show_door(struct exchange *x)
{
    struct request *rq = &x->rq;
    if (is_without_role(rq)) {
        err_set(&x->err, ERR_DENIED, "%s",
            tr("您的账号现在没有任何组织的权限，可能是已经到期。请找管理员开通；以前登记的内容都还在。"));
        answer_error(x);
    } else if (rq->viewer.signed_in) {
        err_set(&x->err, ERR_DENIED, "%s", tr("您没有进入这里的权限。需要时请找本组织的管理员。"));
        answer_error(x);
    } else if (rq->api || rq->method != GET || rq->route->access != ACCESS_SIGNED_IN ||
        rq->partial) {
        response_header(&x->rs, S("WWW-Authenticate"), S("Bearer"));
        answer_status(x, 401, tr("需要先登录。如果刚才登录过，可能是时间太久，请重新登录再试。"));
    } else {
        struct out o;
        out_init(&o, DOOR_BYTES);
        html_url_part(&o, url_part(rq->target));
        response_redirect(&x->rs, "/sign-in?back=%.*s", STR_ARG(out_str(&o)));
        out_release(&o);
    }
}

/* ---- forged requests ---- */

static bool
same_origin(const struct exchange *x)
{
    struct str site = x->head[HEAD_FETCH_SITE], origin = x->head[HEAD_ORIGIN];
    if (str_eq(site, S("cross-site")))
        return false;
    if (origin.n == 0)
        return true;
    size_t scheme = str_find(origin, S("://"), 0);
    return scheme != SIZE_MAX &&
        str_eq_nocase(str_slice(origin, scheme + 3, origin.n), x->head[HEAD_HOST]);
}

static bool
is_forged(const struct exchange *x)
{
    const struct request *rq = &x->rq;
    if (rq->route->any_origin || rq->viewer.by_token)
        return false;
    struct str sent = x->head[HEAD_CSRF].n ? x->head[HEAD_CSRF] : rq->params->csrf;
    return !same_origin(x) || rq->viewer.csrf.n == 0 || !secret_eq(sent, rq->viewer.csrf);
}

bool
exchange_forged(struct exchange *x)
{
    if (!is_forged(x))
        return false;
    answer_status(x, 403, tr("这张表单已经失效，没有保存。请返回上一页，刷新后再提交。"));
    return true;
}

/* ---- reading ---- */

/* Begins a snapshot with whoever asks; gives the reader, or NULL with x->err. A connection that was lost while it lay
   in the pool is replaced by a new one. */
static struct reader *
open_work(struct exchange *x, struct work *w)
{
    for (int fresh = 0; fresh < 2; fresh++) {
        x->err = (struct err){0};
        struct reader *r = app_reader_take(x->app, fresh, &x->err);
        if (r && work_begin(r, x->arena, &x->actor, w, &x->err)) {
            x->rq.work = w;
            return r;
        }
        reader_close(r);
    }
    return NULL;
}

static void
close_work(struct exchange *x, struct work *w, struct reader *r)
{
    if (!r)
        return;
    work_end(w);
    x->rq.work = NULL;
    app_reader_give(x->app, r);
}

bool
exchange_admit(struct exchange *x)
{
    struct work w;
    struct reader *r = open_work(x, &w);
    bool ok = r && find_viewer(x, &w);
    if (!ok)
        answer_error(x);
    else if (denied(x))
        show_door(x), ok = false;
    close_work(x, &w, r);
    if (!ok)
        x->stage = STAGE_DONE;
    return ok;
}

/* Fields that are common to all rows. */
static void
take_look(struct request *rq)
{
    rq->org = param_id(rq, "org") ? param_id(rq, "org") : rq->org;
    rq->year = (int)param_int(rq, "year", rq->year);
    rq->page = (int)param_int(rq, "page", 1);
}

static void
run_get(struct exchange *x)
{
    struct request *rq = &x->rq;
    param_set_check(rq->params, rq);
    take_look(rq);
    if (rq->params->broken || rq->params->too_many) {
        answer_status(x, 400, tr("网址里的参数不对，请从菜单重新进入。"));
        return;
    }
    if (rq->errors) {
        err_set(&x->sentence, ERR_INPUT, "%.*s", STR_ARG(rq->errors->text));
        rq->failed = &x->sentence;
        x->rs.status = 422;
        if (rq->api) {
            x->err = x->sentence;
            answer_error(x);
            return;
        }
    }
    if (!rq->route->handler(rq, &x->rs, &x->err))
        answer_error(x);
}

/* The whole of a GET: on an HTTP thread, or on a worker. */
static void
serve_get(struct exchange *x)
{
    lang_use(x->rq.lang);
    if (x->rq.route->no_store) {
        if (denied(x))
            show_door(x);
        else
            run_get(x);
        return;
    }
    struct work w;
    struct reader *r = open_work(x, &w);
    if (!r || !find_viewer(x, &w))
        answer_error(x);
    else if (denied(x))
        show_door(x);
    else
        run_get(x);
    close_work(x, &w, r);
}

/* ---- writing ---- */

/* Whoever works stays signed in; a handler that set the cookie itself (sign-out) has the last word. */
static bool
renew(struct exchange *x, struct work *w, struct err *e)
{
    const struct hooks *h = app_hooks(x->app);
    const struct viewer *v = &x->rq.viewer;
    struct str cookie = cookie_find(x->head[HEAD_COOKIE], S("tz_session"));
    int seconds = 0;
    if (!h->renew || v->by_token || str_empty(v->session))
        return true;
    for (const struct header *set = x->rs.headers; set; set = set->next)
        if (str_eq(set->name, S("Set-Cookie")) && str_starts(set->value, S("tz_session=")))
            return true;
    if (!h->renew(w, v, &seconds, e))
        return false;
    response_cookie(&x->rs, &x->rq, S("tz_session"), arena_str(x->arena, cookie), seconds);
    return true;
}

static bool
job(struct work *w, void *arg, struct err *e)
{
    struct exchange *x = arg;
    struct request *rq = &x->rq;
    lang_use(rq->lang);
    rq->work = w;
    x->rs.status = 0;
    x->rs.headers = NULL;
    out_clear(&x->rs.body);
    bool ok = rq->route->handler(rq, &x->rs, e);
    ok = ok && (x->rs.status >= 400 || renew(x, w, e));
    rq->work = NULL;
    x->rolled_back = ok && x->rs.status >= 400 && !x->rs.again;
    if (x->rolled_back)
        return err_set(e, ERR_INPUT, "%s", tr("没有保存。"));
    return ok;
}

static void
job_done(void *arg, bool ok, const struct err *e)
{
    struct exchange *x = arg;
    x->ok = ok;
    if (!ok && e)
        x->err = *e;
    x->wake(x);
}

static void
work_prepare(struct exchange *x)
{
    struct request *rq = &x->rq;
    lang_use(rq->lang);
    x->ok = true;
    if (rq->route->prepare) {
        struct work w;
        struct reader *r = open_work(x, &w);
        x->ok = r && rq->route->prepare(rq, &x->rs, &x->err);
        close_work(x, &w, r);
    }
    if (rq->route->passing)
        upload_abort(x);
    else
        x->ok = x->ok && upload_finish(x, &x->err); /* a file that prepare refused is not kept */
    if (x->ok && rq->route->outside)
        x->ok = rq->route->handler(rq, &x->rs, &x->err);
    x->wake(x);
}

static void
work_get(struct exchange *x)
{
    serve_get(x);
    x->ok = true;
    x->wake(x);
}

/* The form again, with what was typed and what was wrong; otherwise the error by itself. */
static void
show_again(struct exchange *x)
{
    struct request *rq = &x->rq;
    enum err_code code = x->err.code;
    bool can = rq->route->again && code != ERR_NONE && code != ERR_USAGE && code != ERR_DENIED;
    if (code == ERR_INPUT && x->err.field[0] && field_error(rq, x->err.field).n == 0)
        field_note(rq, x->err.field, x->err.text);
    if (!can) {
        answer_error(x);
        return;
    }
    if (error_status(&x->err) >= 500)
        log_error("%d %s", error_status(&x->err), x->err.text);
    x->sentence = x->err;
    x->err = (struct err){0};
    rq->failed = &x->sentence;
    out_clear(&x->rs.body);
    x->rs.headers = NULL;
    x->rs.again = false;
    x->rs.status = error_status(&x->sentence);
    struct work w;
    struct reader *r = open_work(x, &w);
    if (!r || !rq->route->again(rq, &x->rs, &x->err))
        answer_error(x);
    close_work(x, &w, r);
}

/* The pairs of a form into the parameters; JSON is read later, when it is known not to be forged. */
static bool
take_pairs(struct exchange *x)
{
    if (x->is_multipart && !multipart_whole(&x->multipart)) {
        answer_status(x, 400, tr("表单没有传完，没有保存。请检查网络后重新提交。"));
        return false;
    }
    if (!x->is_multipart && !x->rq.route->json)
        form_decode(x->rq.params, arena_str(x->arena, out_str(&x->body)));
    return true;
}

/* Reads the body into parameters; false with the answer when it will not do. */
static bool
take_body(struct exchange *x)
{
    struct request *rq = &x->rq;
    if (!take_pairs(x) || exchange_forged(x))
        return false;
    if (rq->params->broken || rq->params->too_many) {
        answer_status(x, 400, tr("表单里有不能识别的内容，没有保存。请检查后重新提交。"));
        return false;
    }
    if (rq->route->json && !json_read(x->arena, out_str(&x->body), &rq->json, &x->err)) {
        answer_error(x);
        return false;
    }
    param_set_check(rq->params, rq);
    take_look(rq);
    if (!rq->errors)
        return true;
    err_set(&x->err, ERR_INPUT, "%s", tr("有些内容需要改正。"));
    show_again(x);
    return false;
}

/* Parks the exchange until a worker wakes it, or at once when too many wait. */
static void
start_worker(struct exchange *x, void (*fn)(struct exchange *x))
{
    x->stage = STAGE_PREPARE;
    x->park(x);
    if (app_work(x->app, x, fn))
        return;
    x->ok = false;
    err_set(&x->err, ERR_STORE, "%s", tr("服务器正忙，这次没有处理。请过一会儿再试。"));
    x->wake(x);
}

static void
start_writer(struct exchange *x)
{
    x->stage = STAGE_WRITE;
    x->park(x);
    struct posting p = {
        .arena = x->arena, .actor = &x->actor, .fn = job, .done = job_done, .arg = x};
    if (!house_post(app_house(x->app), &p, &x->err)) {
        x->ok = false;
        x->wake(x);
    }
}

static bool
finish(struct exchange *x)
{
    x->stage = STAGE_DONE;
    answer_finish(x);
    return true;
}

static bool
run_body(struct exchange *x)
{
    const struct route *route = x->rq.route;
    if (x->rq.method == GET && !route->slow) {
        serve_get(x);
        return finish(x);
    }
    if (x->rq.method != GET && !take_body(x))
        return finish(x);
    if (x->rq.method == GET)
        start_worker(x, work_get);
    else if (route->prepare || x->files || route->outside)
        start_worker(x, work_prepare);
    else
        start_writer(x);
    return false;
}

static bool
run_prepared(struct exchange *x)
{
    if (!x->ok) {
        if (x->rq.method == GET)
            answer_error(x);
        else
            show_again(x);
        return finish(x);
    }
    if (x->rq.method == GET || x->rq.route->outside)
        return finish(x);
    start_writer(x);
    return false;
}

static bool
run_written(struct exchange *x)
{
    if (x->ok && x->rs.again) {
        err_set(&x->err, ERR_INPUT, "%s", tr("有些内容需要改正。"));
        show_again(x);
    } else if (!x->ok && !x->rolled_back) {
        show_again(x);
    } else {
        x->err = (struct err){0};
    }
    return finish(x);
}

bool
exchange_run(struct exchange *x)
{
    lang_use(x->rq.lang);
    switch (x->stage) {
    case STAGE_BODY:
        return run_body(x);
    case STAGE_PREPARE:
        return run_prepared(x);
    case STAGE_WRITE:
        return run_written(x);
    case STAGE_DONE:
        break;
    }
    return true;
}
