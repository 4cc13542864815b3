#include "web/core_pages.h"

#include "domain/account.h"
#include "web/asset.h"
#include "web/exchange.h"

/* ---- assets ---- */

const struct param asset_params[] = {
    {.name = "hash", .type = PARAM_TEXT, .max = 32},
    {.name = "name", .type = PARAM_TEXT, .max = 60},
    {0},
};

const struct asset *
asset_find(struct str name)
{
    for (const struct asset *a = assets; a->name; a++)
        if (str_eq(str_from(a->name), name))
            return a;
    return NULL;
}

static struct str
span(const unsigned char *p, const unsigned char *end)
{
    return (struct str){(const char *)p, (size_t)(end - p)};
}

struct str
asset_bytes(const char *name)
{
    const struct asset *a = asset_find(str_from(name));
    return a ? span(a->plain, a->plain_end) : S("");
}

struct asset_url
asset_url(const char *name)
{
    struct asset_url u;
    const struct asset *a = asset_find(str_from(name));
    struct out o;
    out_init(&o, sizeof(u.z) - 1);
    out_fmt(&o, "/static/%s/%s", a ? a->hash : "0", name);
    memcpy(u.z, o.p, o.n);
    u.z[o.n] = '\0';
    out_release(&o);
    return u;
}

/* Whether the list names the coding and does not refuse it ("gzip;q=0"). */
static bool
accepts(struct str list, struct str coding)
{
    struct str rest = list, one;
    while (str_split(&rest, ',', &one)) {
        one = str_trim(one);
        struct str name = str_trim(str_slice(one, 0, str_find_char(one, ';', 0)));
        if (str_eq_nocase(name, coding))
            return str_find(one, S("q=0"), 0) == SIZE_MAX ||
                str_find(one, S("q=0."), 0) != SIZE_MAX;
    }
    return false;
}

bool
page_asset(struct request *rq, struct response *rs, struct err *e)
{
    const struct asset *a = asset_find(param_text(rq, "name"));
    if (!a || !a->is_public)
        return err_set(e, ERR_NOT_FOUND, "%s", tr("没有这个文件。"));
    bool fresh = str_eq(str_from(a->hash), param_text(rq, "hash"));
    rs->cache = fresh ? S("public, max-age=31536000, immutable") : S("no-cache");
    rs->type = str_from(a->type);
    response_header(rs, S("Vary"), S("Accept-Encoding"));
    struct str coded = span(a->plain, a->plain_end);
    struct str wanted = exchange_of(rq)->head[HEAD_ACCEPT_ENCODING];
    const char *tail = "";
    if (a->brotli != a->brotli_end && accepts(wanted, S("br"))) {
        coded = span(a->brotli, a->brotli_end);
        response_header(rs, S("Content-Encoding"), S("br"));
        tail = "-br";
    } else if (a->gzip != a->gzip_end && accepts(wanted, S("gzip"))) {
        coded = span(a->gzip, a->gzip_end);
        response_header(rs, S("Content-Encoding"), S("gzip"));
        tail = "-gz";
    }
    if (!response_unchanged(rq, rs, arena_fmt(rq->arena, "%s%s", a->hash, tail)))
        rs->bytes = coded;
    return true;
}

/* ---- health and numbers ---- */

bool
page_health(struct request *rq, struct response *rs, struct err *e)
{
    (void)rq, (void)e;
    rs->type = S("text/plain; charset=utf-8");
    out_lit(&rs->body, "ok\n");
    return true;
}

bool
page_ready(struct request *rq, struct response *rs, struct err *e)
{
    struct err why = {0};
    (void)e;
    rs->type = S("text/plain; charset=utf-8");
    bool ready = house_ready(app_house(exchange_of(rq)->app), &why);
    if (!ready) {
        rs->status = 503;
        response_header(rs, S("Retry-After"), S("5"));
    }
    out_put(&rs->body, ready ? S("ready\n") : S("the database does not answer\n"));
    return true;
}

static void
metric(struct out *o, const char *name, const char *help, int64_t value)
{
    out_fmt(o, "# HELP taizhang_%s %s\n# TYPE taizhang_%s counter\ntaizhang_%s %lld\n", name, help,
        name, name, (long long)value);
}

bool
page_metrics(struct request *rq, struct response *rs, struct err *e)
{
    static const struct {
        const char *name, *help;
    } http[COUNT_N] = {
        [COUNT_REQUESTS] = {"http_requests_total", "Requests that reached the application"},
        [COUNT_ERRORS_CLIENT] = {"http_client_errors_total", "Answers with a status of 4xx"},
        [COUNT_ERRORS_SERVER] = {"http_server_errors_total", "Answers with a status of 5xx"},
        [COUNT_REFUSED] = {"http_refused_total", "Malformed requests refused"},
        [COUNT_CUT] = {"http_cut_total", "Connections cut past their deadline"},
        [COUNT_UPLOADS] = {"http_uploads_total", "Files received"},
    };

    (void)e;
    struct app *app = exchange_of(rq)->app;
    struct house_counts c = house_counts(app_house(app));
    int64_t counts[COUNT_N];
    app_counts(app, counts);
    rs->type = S("text/plain; version=0.0.4; charset=utf-8");
    for (int i = 0; i < COUNT_N; i++)
        metric(&rs->body, http[i].name, http[i].help, counts[i]);
    metric(&rs->body, "store_jobs_total", "Writes asked for", c.jobs);
    metric(&rs->body, "store_jobs_failed_total", "Writes that failed", c.jobs_failed);
    metric(&rs->body, "store_commits_total", "Durable commits", c.commits);
    metric(&rs->body, "store_statements_total", "Statements run", c.statements);
    metric(&rs->body, "store_waits_total", "Answers of the database waited for", c.waits);
    return true;
}

/* ---- language, org and year ---- */

static const char *const languages[] = {"zh-CN", "en", NULL};

const struct param language_params[] = {
    {.name = "lang",
        .type = PARAM_ENUM,
        .values = languages,
        .required = true,
        .label = N_("语言")},
    {.name = "back", .type = PARAM_TEXT, .max = 2000},
    {0},
};

const struct param look_params[] = {
    {.name = "back", .type = PARAM_TEXT, .max = 2000},
    {0},
};

bool
post_language(struct request *rq, struct response *rs, struct err *e)
{
    struct str lang = param_text(rq, "lang");
    if (rq->work->actor.account && !account_set_lang(rq->work, rq->work->actor.account, lang, e))
        return false;
    response_cookie(rs, rq, S("tz_lang"), lang, LANG_SECONDS);
    return response_redirect(rs, "%.*s", STR_ARG(param_text(rq, "back")));
}

/* Without what the switch itself chooses: "/records?year=2022&kind=x" goes back to "/records?kind=x". */
static struct str
without_look(struct arena *a, struct str back)
{
    size_t mark = str_find_char(back, '?', 0);
    if (mark == SIZE_MAX)
        return back;
    struct out o;
    out_init(&o, back.n + 1);
    out_put(&o, str_slice(back, 0, mark));
    struct str rest = str_slice(back, mark + 1, back.n), pair;
    char between = '?';
    while (str_split(&rest, '&', &pair)) {
        if (str_starts(pair, S("year=")) || str_starts(pair, S("org=")) ||
            str_starts(pair, S("page=")))
            continue;
        out_char(&o, between);
        out_put(&o, pair);
        between = '&';
    }
    struct str clean = arena_str(a, out_str(&o));
    out_release(&o);
    return clean;
}

bool
post_look(struct request *rq, struct response *rs, struct err *e)
{
    if (!session_look(rq->work, rq->viewer.session, rq->org, rq->year, e))
        return false;
    struct str back = without_look(rq->arena, param_text(rq, "back"));
    return response_redirect(rs, "%.*s", STR_ARG(back));
}
