/* Strings are a pointer and a length in bytes; they own nothing. UTF-8 unless a header says otherwise. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p; /* not terminated; may be NULL when n is 0 */
    size_t n;      /* bytes */
};

/* A literal as a str: S("会议"). */
#define S(lit) ((struct str){("" lit), sizeof("" lit) - 1})
/* The same for initialisers of static data, where a compound literal is not constant. */
#define str_lit(lit)                 \
    {                                \
        ("" lit), sizeof("" lit) - 1 \
    }
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, ((s).n ? (s).p : "")

/* NUL-terminated text at the border to the system; NULL gives the empty string. */
static inline struct str
str_from(const char *z)
{
    return z ? (struct str){z, strlen(z)} : (struct str){NULL, 0};
}

static inline struct str
str_make(const char *p, size_t n)
{
    return (struct str){p, n};
}

/* The last byte first: codes of one length mostly differ there. */
static inline bool
str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || (a.p[a.n - 1] == b.p[b.n - 1] && memcmp(a.p, b.p, a.n) == 0));
}

static inline bool
str_empty(struct str s)
{
    return s.n == 0;
}

/* Byte order, the shorter first where one begins the other; as strcmp. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* ASCII letters compare without case. */
bool str_eq_nocase(struct str a, struct str b);
/* Without ASCII blanks, tabs, CR, LF and the ideographic space U+3000 at both ends. */
struct str str_trim(struct str s);
/* From byte `from`, at most `n` bytes; clipped to what is there. */
struct str str_slice(struct str s, size_t from, size_t n);
/* Offset in bytes of the first `needle` at or after `from`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_char(struct str s, char c, size_t from);
/* Cuts the text before the first `sep` off the front of *rest into *part. False when *rest is used up;
   "a,,b" gives "a", "", "b"; the empty string gives nothing. */
bool str_split(struct str *rest, char sep, struct str *part);
/* Decimal with optional '-', nothing else around it, min ≤ value ≤ max. */
bool str_to_i64(struct str s, int64_t min, int64_t max, int64_t *value);
/* printf into `to`, which has `size` bytes with the NUL. False when not all of it fits: *s is then cut between two
   characters. */
bool str_vfmt(char *to, size_t size, struct str *s, const char *fmt, va_list ap)
    __attribute__((format(printf, 4, 0)));

#endif
