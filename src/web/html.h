/* Writing HTML: what is written is chosen by its type, so nothing unescaped gets in by accident, and a raw char *
   does not compile. Templates (docs/adding-a-page.md) use html_put for {{= …}}. */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/clock.h"
#include "base/lang.h"
#include "base/out.h"

/* HTML that is known to be safe: the output of another template. */
struct html {
    struct str s;
};

/* A part of a URL, as a value in a query: percent-encoded. */
struct url_part {
    struct str s;
};

/* A whole URL from data: only http(s), mailto and paths of this site; anything else becomes "#". */
struct url {
    struct str s;
};

/* Escapes & < > " ' so that the text may stand between tags and in quoted attributes. */
void html_str(struct out *o, struct str s);
void html_int(struct out *o, int64_t v);
void html_uint(struct out *o, uint64_t v);
void html_date(struct out *o, struct date d); /* 2023-07-01, nothing for no date */
void html_url_part(struct out *o, struct url_part p);
void html_url(struct out *o, struct url u);
/* {{t 文字}}: the text in the thread's language, escaped. */
void html_tr(struct out *o, const char *zh);
/* A format from the catalogue and its arguments, escaped as a whole; at most 2 KiB. */
void html_fmt(struct out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static inline void
html_safe(struct out *o, struct html h)
{
    out_put(o, h.s);
}

static inline void
html_date_text(struct out *o, struct date_text d)
{
    html_str(o, str_from(d.z));
}

static inline void
html_time_text(struct out *o, struct time_text t)
{
    html_str(o, str_from(t.z));
}

#define html_put(o, v)                          \
    _Generic((v), struct str                    \
             : html_str, int                    \
             : html_int, long                   \
             : html_int, long long              \
             : html_int, short                  \
             : html_int, signed char            \
             : html_int, unsigned               \
             : html_uint, unsigned long         \
             : html_uint, struct date           \
             : html_date, struct date_text      \
             : html_date_text, struct time_text \
             : html_time_text, struct url       \
             : html_url, struct url_part        \
             : html_url_part, struct html       \
             : html_safe)((o), (v))

static inline struct url_part
url_part(struct str s)
{
    return (struct url_part){s};
}

static inline struct url
url_checked(struct str s)
{
    return (struct url){s};
}

/* The one way past the escaping; only for bytes that this program wrote with html_put. */
static inline struct html
html_trusted_unescaped(struct str written_by_us)
{
    return (struct html){written_by_us};
}

#endif
