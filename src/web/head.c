#include "web/head.h"

enum {
    FIELDS_MAX = 100
};

static bool
is_token(struct str s)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && (c == '\0' || !strchr(marks, c)))
            return false;
    }
    return s.n > 0;
}

static bool
has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7F)
            return true;
    return false;
}

static bool
is_host(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '/' || s.p[i] == '@' || s.p[i] == ',')
            return false;
    return s.n > 0 && s.n <= 300;
}

/* The library ends each field with two NULs in place of CR LF. Blanks may stand before them. */
static const char *
after_line(struct head_check *h, const char *end)
{
    while (*end == ' ' || *end == '\t')
        end++;
    if (end[0] != '\0' || end[1] != '\0')
        h->bad = true;
    return end + 2;
}

void
head_begin(struct head_check *h, struct str uri, const char *version, const char *uri_end)
{
    *h = (struct head_check){.length = -1};
    h->old = strcmp(version, "HTTP/1.0") == 0;
    h->bad = (!h->old && strcmp(version, "HTTP/1.1") != 0) || has_control(uri) ||
        str_find_char(uri, ' ', 0) != SIZE_MAX;
    if (uri_end) {
        h->bad |= version != uri_end + 1;
        h->next = after_line(h, version + strlen(version));
    }
}

static void
count_field(struct head_check *h, struct str name, struct str value)
{
    if (str_eq_nocase(name, S("Host"))) {
        h->hosts++;
        h->bad |= !is_host(value);
    } else if (str_eq_nocase(name, S("Content-Length"))) {
        h->lengths++;
        h->bad |= value.n == 0 || value.p[0] == '-' || !str_to_i64(value, 0, INT64_MAX, &h->length);
    } else if (str_eq_nocase(name, S("Transfer-Encoding"))) {
        h->codings++;
        h->chunked = str_eq_nocase(value, S("chunked"));
        h->bad |= !h->chunked;
    } else if (str_eq_nocase(name, S("Expect"))) {
        h->bad |= !str_eq_nocase(value, S("100-continue"));
    }
}

void
head_field(struct head_check *h, struct str name, struct str value)
{
    if (h->next) {
        h->bad |= name.p != h->next;
        if (!h->bad)
            h->next = after_line(h, value.p + value.n);
    }
    if (++h->fields > FIELDS_MAX || !is_token(name) || has_control(value))
        h->bad = true;
    count_field(h, name, value);
}

bool
head_good(const struct head_check *h)
{
    if (h->bad || h->hosts > 1 || (h->hosts == 0 && !h->old))
        return false;
    if (h->lengths > 1 || h->codings > 1 || (h->lengths && h->codings))
        return false;
    return !(h->old && h->codings);
}
