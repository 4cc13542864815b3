#include "web/exchange.h"

#include <stdarg.h>

void
response_header(struct response *rs, struct str name, struct str value)
{
    size_t n = 0; /* nobody splits our head */
    while (n < value.n && (unsigned char)value.p[n] >= 0x20)
        n++;
    struct header *h = arena_new(rs->arena, struct header);
    *h = (struct header){.name = arena_str(rs->arena, name),
        .value = arena_str(rs->arena, str_slice(value, 0, n)),
        .next = rs->headers};
    rs->headers = h;
}

bool
response_redirect(struct response *rs, const char *fmt, ...)
{
    char place[8192];
    va_list ap;
    va_start(ap, fmt);
    struct str to;
    bool whole = str_vfmt(place, sizeof(place), &to, fmt, ap);
    va_end(ap);
    bool ours = whole && place[0] == '/' && place[1] != '/' && place[1] != '\\';
    response_header(rs, S("Location"), ours ? to : S("/"));
    rs->status = 303;
    return true;
}

struct str
org_query(const struct request *rq, char before)
{
    return rq->org == rq->viewer.org ? S("")
                                     : arena_fmt(rq->arena, "%corg=%" PRId64, before, rq->org);
}

struct str
look_query(const struct request *rq, char before)
{
    int year = rq->viewer.year ? rq->viewer.year : rq->work->today.year;
    return rq->org == rq->viewer.org && rq->year == year
        ? S("")
        : arena_fmt(rq->arena, "%corg=%" PRId64 "&year=%d", before, rq->org, rq->year);
}

void
response_cookie(
    struct response *rs, const struct request *rq, struct str name, struct str value, int max_age_s)
{
    bool https = exchange_https(exchange_of(rq));
    struct str age = max_age_s >= 0 ? arena_fmt(rs->arena, "; Max-Age=%d", max_age_s) : S("");
    response_header(rs, S("Set-Cookie"),
        arena_fmt(rs->arena, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%.*s", STR_ARG(name),
            STR_ARG(value), https ? "; Secure" : "", STR_ARG(age)));
}

static struct str
percent_encoded(struct arena *a, struct str s)
{
    struct out o;
    out_init(&o, 3 * s.n + 1);
    html_url_part(&o, url_part(s));
    struct str text = arena_str(a, out_str(&o));
    out_release(&o);
    return text;
}

void
response_notice(struct response *rs, const char *text)
{
    enum {
        NOTICE_S = 60
    };
    struct str value = percent_encoded(rs->arena, str_from(text));
    response_header(rs, S("Set-Cookie"),
        arena_fmt(rs->arena, "tz_note=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d",
            STR_ARG(value), NOTICE_S));
}

void
response_download(struct response *rs, struct str type, struct str file_name)
{
    rs->type = type;
    struct str name = percent_encoded(rs->arena, file_name);
    response_header(rs, S("Content-Disposition"),
        arena_fmt(
            rs->arena, "attachment; filename=\"download\"; filename*=UTF-8''%.*s", STR_ARG(name)));
}

/* If-None-Match is a list of tags, weak ones among them (RFC 9110 §13.1.2). */
static bool
names_tag(struct str list, struct str tag)
{
    struct str rest = list, one;
    while (str_split(&rest, ',', &one)) {
        one = str_trim(one);
        if (str_starts(one, S("W/")))
            one = str_slice(one, 2, one.n);
        if (str_eq(one, S("*")))
            return true;
        if (one.n >= 2 && one.p[0] == '"' && str_eq(str_slice(one, 1, one.n - 2), tag))
            return true;
    }
    return false;
}

bool
response_unchanged(const struct request *rq, struct response *rs, struct str etag)
{
    rs->etag = arena_str(rs->arena, etag);
    if (rs->cache.n == 0)
        rs->cache = S("private, no-cache");
    if (!names_tag(exchange_of(rq)->head[HEAD_IF_NONE_MATCH], etag))
        return false;
    rs->status = 304;
    return true;
}

struct json_out
response_json(struct response *rs)
{
    rs->type = S("application/json");
    return json_begin(&rs->body);
}
