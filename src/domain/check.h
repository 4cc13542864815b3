/* What a person typed, checked before it is kept. Each sets ERR_INPUT with the field's name and a sentence. */
#ifndef DOMAIN_CHECK_H
#define DOMAIN_CHECK_H

#include "base/date.h"
#include "base/err.h"

/* UTF-8 without control characters (a line break is one), min ≤ characters ≤ max. `title` is the field's name on
   screen, by tr(). */
bool check_line(
    struct str s, const char *field, const char *title, size_t min, size_t max, struct err *e);
/* The same, but line breaks and tabs are allowed. */
bool check_text(
    struct str s, const char *field, const char *title, size_t min, size_t max, struct err *e);
/* An ASCII word of letters, digits and _ . - as packs use for codes; at most 40. */
bool check_code(struct str s, const char *field, const char *title, struct err *e);

#endif
