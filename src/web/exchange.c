#include "web/exchange.h"

#include "base/bug.h"
#include "base/utf8.h"
#include "web/router.h"

enum {
    BODY_BYTES = 64 * 1024,
    PAGE_BYTES = 32 * 1024 * 1024,
    TARGET_BYTES = 4096,
    QUERY_BYTES =
        96 * 1024 /* on a row with long_query: what fits a connection's memory beside the head */
};

const struct str head_names[HEAD_N] = {
    [HEAD_HOST] = str_lit("Host"),
    [HEAD_COOKIE] = str_lit("Cookie"),
    [HEAD_AUTHORIZATION] = str_lit("Authorization"),
    [HEAD_ORIGIN] = str_lit("Origin"),
    [HEAD_FETCH_SITE] = str_lit("Sec-Fetch-Site"),
    [HEAD_CONTENT_TYPE] = str_lit("Content-Type"),
    [HEAD_IF_NONE_MATCH] = str_lit("If-None-Match"),
    [HEAD_ACCEPT_LANGUAGE] = str_lit("Accept-Language"),
    [HEAD_ACCEPT_ENCODING] = str_lit("Accept-Encoding"),
    [HEAD_FORWARDED_FOR] = str_lit("X-Forwarded-For"),
    [HEAD_FORWARDED_PROTO] = str_lit("X-Forwarded-Proto"),
    [HEAD_CSRF] = str_lit("X-CSRF-Token"),
    [HEAD_HX_REQUEST] = str_lit("HX-Request"),
    [HEAD_HX_BOOSTED] = str_lit("HX-Boosted"),
};

struct exchange *
exchange_open(struct app *app)
{
    struct exchange *x = app_exchange_take(app);
    if (!x) {
        struct arena *home = arena_open();
        x = arena_new(home, struct exchange);
        x->home = home;
        x->arena = arena_open();
        out_init(&x->body, BODY_BYTES);
        out_init(&x->rs.body, PAGE_BYTES);
    }
    x->app = app;
    x->rq.arena = x->arena;
    x->rs.arena = x->arena;
    x->body_length = -1;
    return x;
}

void
exchange_stream_close(struct exchange *x)
{
    const struct body_stream *s = x->rs.stream;
    x->rs.stream = NULL;
    if (s && s->close)
        s->close(s->arg);
}

/* Back into the pool with the memory it has, and nothing of this request. */
void
exchange_close(struct exchange *x)
{
    upload_abort(x);
    exchange_stream_close(x);
    if (x->is_multipart)
        multipart_release(&x->multipart);
    struct exchange clean = {
        .home = x->home, .arena = x->arena, .body = x->body, .rs.body = x->rs.body};
    struct app *app = x->app;
    *x = clean;
    out_clear(&x->body);
    out_clear(&x->rs.body);
    arena_reset(x->arena);
    app_exchange_give(app, x);
}

static bool
refuse(struct exchange *x, int status, const char *text)
{
    answer_status(x, status, text);
    x->stage = STAGE_DONE;
    return false;
}

void
exchange_refuse(struct exchange *x, int status, const char *text)
{
    app_count(x->app, COUNT_REFUSED);
    refuse(x, status, text);
    answer_finish(x);
}

/* ---- the target ---- */

static bool
clean_path(struct str path)
{
    if (path.n == 0 || path.p[0] != '/' || !utf8_valid(path))
        return false;
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] < 0x20 || path.p[i] == 0x7F || path.p[i] == '\\')
            return false;
    return true;
}

/* "http://host/path" (absolute form, RFC 9112 §3.2.2) is the same as "/path". */
static struct str
origin_form(struct str target)
{
    size_t scheme = str_find(target, S("://"), 0);
    if (target.n && target.p[0] != '/' && scheme != SIZE_MAX && scheme <= 5) {
        size_t slash = str_find_char(target, '/', scheme + 3);
        return slash == SIZE_MAX ? S("/") : str_slice(target, slash, target.n);
    }
    return target;
}

static bool
not_here(struct exchange *x, const struct match *m)
{
    static const char *const names[] = {
        [GET] = "GET, HEAD", [POST] = "POST", [PUT] = "PUT", [DELETE] = "DELETE"};
    if (m->allowed == 0)
        return refuse(x, 404, tr("没有这个页面。请检查网址，或从菜单进入。"));
    struct out o;
    out_init(&o, 64);
    for (unsigned i = GET; i <= DELETE; i++)
        if (m->allowed & (1U << i))
            out_fmt(&o, "%s%s", o.n ? ", " : "", names[i]);
    response_header(&x->rs, S("Allow"), arena_str(x->arena, out_str(&o)));
    out_release(&o);
    return refuse(x, 405, tr("这个网址不接受这种操作。"));
}

/* Path parameters go through the same checks as all others; a wrong one is a page that does not exist. */
static bool
take_path(struct exchange *x, const struct match *m)
{
    struct request *rq = &x->rq;
    rq->params = param_set_open(x->arena, m->route);
    for (size_t i = 0; i < m->params_n; i++)
        param_set_add(rq->params, m->params[i].name, m->params[i].value);
    struct param_set only_path = *rq->params;
    only_path.params = NULL; /* what else is required comes later */
    param_set_check(&only_path, rq);
    bool ok = !rq->errors && !rq->params->broken && rq->params->n == m->params_n;
    rq->errors = NULL;
    return ok ? true : refuse(x, 404, tr("没有这个页面。请检查网址，或从菜单进入。"));
}

static bool
take_target(struct exchange *x, struct str method, struct str target)
{
    struct request *rq = &x->rq;
    x->bare = str_eq(method, S("HEAD"));
    rq->method = method_parse(method);
    rq->target = origin_form(target);
    size_t hash = str_find_char(rq->target, '?', 0);
    rq->path = percent_decode(x->arena, str_slice(rq->target, 0, hash), false);
    rq->api = str_starts(rq->path, S("/api/"));
    if (hash > TARGET_BYTES && target.n > TARGET_BYTES)
        return refuse(x, 400, tr("网址的写法不对。"));
    if (!clean_path(rq->path))
        return refuse(x, 400, tr("网址的写法不对。"));
    if (rq->method == METHOD_NONE)
        return refuse(x, 501, tr("不支持这种操作。"));
    struct match m = route_find(app_settings(x->app)->routes, rq->method, rq->path);
    if (!m.route)
        return not_here(x, &m);
    rq->route = m.route;
    if (target.n > (m.route->long_query ? QUERY_BYTES : TARGET_BYTES))
        return refuse(x, 400, tr("网址太长，没有处理。"));
    if (!take_path(x, &m))
        return false;
    if (hash != SIZE_MAX)
        form_decode(rq->params, str_slice(rq->target, hash + 1, rq->target.n));
    rq->params->csrf = S(""); /* never from a URL */
    return true;
}

/* ---- who asks, from where, in which language ---- */

static struct str
last_address(struct str list)
{
    size_t comma = list.n;
    while (comma > 0 && list.p[comma - 1] != ',')
        comma--;
    return str_trim(str_slice(list, comma, list.n));
}

static void
take_circumstances(struct exchange *x)
{
    struct request *rq = &x->rq;
    struct str chosen = cookie_find(x->head[HEAD_COOKIE], S("tz_lang"));
    rq->lang_chosen = chosen.n > 0;
    rq->lang = lang_from(chosen.n ? chosen : x->head[HEAD_ACCEPT_LANGUAGE]);
    lang_use(rq->lang);
    rq->partial =
        str_eq(x->head[HEAD_HX_REQUEST], S("true")) && !str_eq(x->head[HEAD_HX_BOOSTED], S("true"));
    struct str forwarded = last_address(x->head[HEAD_FORWARDED_FOR]);
    if (x->loopback && forwarded.n && forwarded.n <= 45)
        rq->address = forwarded;
}

bool
exchange_https(const struct exchange *x)
{
    return app_settings(x->app)->https ||
        (x->loopback && str_eq(x->head[HEAD_FORWARDED_PROTO], S("https")));
}

/* ---- the body ---- */

static bool
too_large(struct exchange *x)
{
    return refuse(x, 413, tr("提交的内容太大，没有收下。请缩小文件或分几次提交。"));
}

/* Room for the other fields of a form with files. */
static int64_t
body_limit(const struct route *route)
{
    int64_t form = route->body_max ? route->body_max : BODY_BYTES;
    return route->upload_max ? route->upload_max * 8 + form : form;
}

static bool
take_length(struct exchange *x)
{
    const struct route *route = x->rq.route;
    x->body.max = route->body_max ? route->body_max : BODY_BYTES;
    if (x->body_length > body_limit(route))
        return too_large(x);
    struct str type = x->head[HEAD_CONTENT_TYPE];
    if (str_eq_nocase(str_slice(type, 0, 10), S("multipart/")))
        return upload_begin(x) ? true : refuse(x, 415, tr("表单的格式不对，请返回重新提交。"));
    return true;
}

bool
exchange_begin(struct exchange *x, struct str method, struct str target)
{
    app_count(x->app, COUNT_REQUESTS);
    take_circumstances(x);
    bool ok = take_target(x, method, target) &&
        (x->rq.method == GET || (exchange_admit(x) && take_length(x)));
    if (!ok)
        answer_finish(x);
    return ok;
}

static bool
feed_multipart(struct exchange *x, struct str bytes)
{
    struct err e = {0};
    if (multipart_feed(&x->multipart, bytes, &e))
        return true;
    x->err = e;
    upload_abort(x);
    x->stage = STAGE_DONE;
    if (e.code == ERR_LIMIT)
        return too_large(x);
    answer_error(x);
    return false;
}

bool
exchange_body(struct exchange *x, struct str bytes)
{
    if (x->stage == STAGE_DONE)
        return false;
    x->body_seen += (int64_t)bytes.n;
    bool ok = true;
    if (x->rq.method == GET || x->body_seen > body_limit(x->rq.route)) {
        ok = too_large(x);
    } else if (x->is_multipart) {
        lang_use(x->rq.lang);
        ok = feed_multipart(x, bytes);
    } else {
        out_put(&x->body, bytes);
        ok = !x->body.overflow || too_large(x);
    }
    if (!ok)
        answer_finish(x);
    return ok;
}
