/* Errors as pages or problem documents (RFC 9457), and the headers of every answer. */
#include "web/exchange.h"

#include "base/log.h"
#include "web/tpl.h"

const char *
status_phrase(int status)
{
    static const struct {
        int status;
        const char *phrase;
    } known[] = {{200, "OK"}, {201, "Created"}, {204, "No Content"}, {303, "See Other"},
        {304, "Not Modified"}, {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"},
        {404, "Not Found"}, {405, "Method Not Allowed"}, {408, "Request Timeout"},
        {409, "Conflict"}, {413, "Content Too Large"}, {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"}, {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"}, {500, "Internal Server Error"},
        {501, "Not Implemented"}, {503, "Service Unavailable"}};

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (known[i].status == status)
            return known[i].phrase;
    return "Error";
}

int
error_status(const struct err *e)
{
    switch (e->code) {
    case ERR_USAGE:
        return 400;
    case ERR_INPUT:
        return 422;
    case ERR_DENIED:
        return 403;
    case ERR_NOT_FOUND:
        return 404;
    case ERR_CONFLICT:
        return 409;
    case ERR_LIMIT:
        return 429;
    case ERR_STORE:
    case ERR_IO:
        return 503;
    case ERR_NONE:
        break;
    }
    return 500;
}

static const char *
title_of(int status)
{
    switch (status) {
    case 401:
        return tr("请先登录");
    case 403:
        return tr("不能这样做");
    case 404:
        return tr("没有找到");
    case 409:
        return tr("内容已经变了");
    case 413:
    case 429:
        return tr("超出了限制");
    case 422:
        return tr("有些内容需要改正");
    case 503:
        return tr("暂时不能处理");
    default:
        return tr("请求不能处理");
    }
}

static void
write_problem(struct exchange *x, int status, struct str text)
{
    struct json_out j = json_begin(&x->rs.body);
    json_object(&j);
    json_field_str(&j, S("type"), S("about:blank"));
    json_field_str(&j, S("title"), str_from(status_phrase(status)));
    json_field_int(&j, S("status"), status);
    json_field_str(&j, S("detail"), text);
    if (x->rq.errors) {
        json_key(&j, S("errors"));
        json_array(&j);
        for (const struct field_error *f = x->rq.errors; f; f = f->next) {
            json_object(&j);
            json_field_str(&j, S("field"), f->field);
            json_field_str(&j, S("detail"), f->text);
            json_object_end(&j);
        }
        json_array_end(&j);
    }
    json_object_end(&j);
    x->rs.type = S("application/problem+json");
}

static void
write_answer(struct exchange *x, int status, struct str text)
{
    struct response *rs = &x->rs;
    out_clear(&rs->body);
    exchange_stream_close(x);
    rs->bytes = rs->file = rs->etag = rs->cache = S("");
    rs->type = S("");
    rs->status = status;
    if (status == 429 || status == 503)
        response_header(rs, S("Retry-After"), S("5"));
    if (x->rq.api) {
        write_problem(x, status, text);
        return;
    }
    struct error_view v = {.title = str_from(title_of(status)),
        .text = text,
        .errors = x->rq.errors,
        .sign_in = status == 401,
        .retry = status == 503 && x->rq.method == GET};
    page_begin(&x->rq, rs, title_of(status), NAV_NONE);
    tpl_error_page(&rs->body, &x->rq, &v);
    page_end(&x->rq, rs);
}

void
answer_status(struct exchange *x, int status, const char *text)
{
    write_answer(x, status, str_from(text));
}

void
answer_error(struct exchange *x)
{
    int status = error_status(&x->err);
    if (x->err.code == ERR_NONE)
        err_set(
            &x->err, ERR_NONE, "%s", tr("程序没有说明原因就停下了。请把刚才的操作告诉管理员。"));
    if (status >= 500)
        log_error("%d %s", status, x->err.text);
    struct str text = arena_str(x->arena, str_from(x->err.text));
    x->err = (struct err){0};
    write_answer(x, status, text);
}

static const struct {
    struct str name, value;
} always[] = {
    {str_lit("Content-Security-Policy"),
        str_lit(
            "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'")},
    {str_lit("X-Content-Type-Options"), str_lit("nosniff")},
    {str_lit("X-Frame-Options"), str_lit("DENY")},
    {str_lit("Referrer-Policy"), str_lit("same-origin")},
    {str_lit("Cross-Origin-Opener-Policy"), str_lit("same-origin")},
    {str_lit("Permissions-Policy"), str_lit("camera=(), microphone=(), geolocation=()")},
};

/* Both terminated: they cross the border to the library. */
static void
add(struct response *rs, struct str name, struct str value)
{
    struct header *h = arena_new(rs->arena, struct header);
    *h = (struct header){name, value, rs->headers};
    rs->headers = h;
}

void
answer_finish(struct exchange *x)
{
    struct response *rs = &x->rs;
    if (rs->body.overflow) {
        out_clear(&rs->body);
        answer_status(x, 500, tr("页面太大，不能显示。请缩小范围再看。"));
    }
    if (rs->status == 0)
        rs->status = 200;
    if (rs->type.n == 0)
        rs->type = S("text/html; charset=utf-8");
    if (rs->status >= 500)
        app_count(x->app, COUNT_ERRORS_SERVER);
    else if (rs->status >= 400)
        app_count(x->app, COUNT_ERRORS_CLIENT);
    if (x->mint.n)
        response_cookie(rs, &x->rq, S("tz_form"), x->mint, -1);
    for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
        add(rs, always[i].name, always[i].value);
    if (exchange_https(x))
        add(rs, S("Strict-Transport-Security"), S("max-age=31536000"));
    if (rs->status != 204 && rs->status != 304)
        add(rs, S("Content-Type"), arena_str(x->arena, rs->type));
    if (rs->etag.n)
        add(rs, S("ETag"), arena_fmt(x->arena, "\"%.*s\"", STR_ARG(rs->etag)));
    add(rs, S("Cache-Control"), rs->cache.n ? arena_str(x->arena, rs->cache) : S("no-store"));
    if (x->rq.method == GET && rs->type.n >= 9 && str_starts(rs->type, S("text/html")))
        add(rs, S("Vary"), S("HX-Request, Cookie"));
}
