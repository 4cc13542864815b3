/* Lines, days and words in a text. */
#include "domain/review_int.h"

struct review_finding *
review_add(struct reviewing *r, struct review_findings *list, size_t start, size_t end,
    struct str kind, struct str why)
{
    struct review_finding one = {.start = start, .end = end, .kind = kind, .why = why};
    LIST_ADD(r->w->arena, list, one);
    return &list->v[list->n - 1];
}

/* Bytes of a blank at a byte: space, tab, CR, ideographic space, no-break space; 0 for none. */
static size_t
blank_at(struct str s, size_t at)
{
    static const struct str wide[] = {str_lit("\xE3\x80\x80"), str_lit("\xC2\xA0")};
    if (s.p[at] == ' ' || s.p[at] == '\t' || s.p[at] == '\r')
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (str_starts(str_slice(s, at, 3), wide[i]))
            return wide[i].n;
    return 0;
}

bool
review_line(struct str text, size_t *at, size_t *start, size_t *end)
{
    if (*at >= text.n)
        return false;
    size_t stop = str_find_char(text, '\n', *at), n;
    stop = stop == SIZE_MAX ? text.n : stop;
    *start = *at;
    *end = stop;
    *at = stop + 1;
    while (*start < *end && (n = blank_at(text, *start)) > 0)
        *start += n;
    while (*end > *start && (text.p[*end - 1] == ' ' || text.p[*end - 1] == '\r'))
        --*end;
    return true;
}

/* ---- words ---- */

static bool
next_word(const char **words, struct str *word)
{
    size_t n = strcspn(*words, " ");
    *word = str_make(*words, n);
    *words += n + ((*words)[n] == ' ');
    return n > 0;
}

bool
review_has(struct str s, const char *words)
{
    struct str word;
    while (next_word(&words, &word))
        if (str_find(s, word, 0) != SIZE_MAX)
            return true;
    return false;
}

bool
review_begins(struct str s, const char *words)
{
    struct str word;
    while (next_word(&words, &word))
        if (str_starts(s, word))
            return true;
    return false;
}

bool
review_ends(struct str s, const char *words)
{
    struct str word;
    while (next_word(&words, &word))
        if (str_ends(s, word))
            return true;
    return false;
}

/* ---- days ---- */

/* Up to `most` digits at *at, ASCII or full-width; -1 without. */
static int
digits(struct str s, size_t *at, int most)
{
    int n = 0, value = 0;
    while (*at < s.n && n < most) {
        unsigned char c = (unsigned char)s.p[*at];
        if (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            *at += 1;
        } else if (*at + 2 < s.n && c == 0xEF && (unsigned char)s.p[*at + 1] == 0xBC &&
            (unsigned char)s.p[*at + 2] >= 0x90 && (unsigned char)s.p[*at + 2] <= 0x99) {
            value = value * 10 + ((unsigned char)s.p[*at + 2] - 0x90);
            *at += 3;
        } else {
            break;
        }
        n++;
    }
    return n ? value : -1;
}

static bool
take(struct str s, size_t *at, struct str mark)
{
    if (!str_starts(str_slice(s, *at, mark.n), mark))
        return false;
    *at += mark.n;
    return true;
}

/* The part behind the year: 5月1日 or, after a dash, 05-01. */
static bool
month_and_day(struct str s, size_t *at, int *month, int *day)
{
    static const struct str dashes[] = {str_lit("-"), str_lit("."), str_lit("/")};
    *month = digits(s, at, 2);
    if (*month < 0)
        return false;
    bool words = take(s, at, S("月")), dash = false;
    for (size_t i = 0; !words && !dash && i < sizeof dashes / sizeof dashes[0]; i++)
        dash = take(s, at, dashes[i]);
    if (!words && !dash)
        return false;
    *day = digits(s, at, 2);
    if (*day < 0)
        return false;
    return !words || take(s, at, S("日")) || take(s, at, S("号"));
}

size_t
review_day_at(struct str text, size_t at, int year, struct date *day, bool *real)
{
    size_t from = at, behind = at;
    int y = digits(text, &behind, 4), month = 0, d = 0;
    bool named = y >= 1000 &&
        (take(text, &behind, S("年")) || take(text, &behind, S("-")) ||
            take(text, &behind, S(".")) || take(text, &behind, S("/")));
    if (!named) {
        behind = from;
        y = year;
    }
    size_t words = behind;
    if (!month_and_day(text, &behind, &month, &d))
        return 0;
    if (!named && str_find(str_slice(text, words, behind - words), S("月"), 0) == SIZE_MAX)
        return 0; /* 3-5 is no day */
    *day = date_make(y, month, d);
    *real = date_valid(*day);
    return behind - at;
}
