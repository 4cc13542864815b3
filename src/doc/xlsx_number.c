#include "doc/xlsx_number.h"

#include "base/date.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

enum {
    DAY_SECONDS = 86400,
    DIGITS_SHOWN = 15,
    SERIAL_MAX = 2958465 /* 9999-12-31 */,
    NUMBER_MAX = 40
};

enum xlsx_format
xlsx_format_builtin(int64_t id)
{
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
        id == 57 || id == 58)
        return XLSX_DATE;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 ||
        id == 56)
        return XLSX_TIME;
    return id == 22 ? XLSX_DATE_TIME : XLSX_PLAIN;
}

static int
lower(char c)
{
    return tolower((unsigned char)c);
}

/* Past a quoted text, an escaped or padding character, or something in brackets. */
static size_t
skip_literal(struct str code, size_t i)
{
    char c = code.p[i], until = '\0';
    if (c == '\\' || c == '_' || c == '*')
        return i + 1;
    if (c == '"')
        until = '"';
    else if (c == '[')
        until = ']';
    else
        return i;
    size_t end = str_find_char(code, until, i + 1);
    return end == SIZE_MAX ? code.n : end;
}

/* `[h]`, `[mm]`: counts on beyond a day, so the number is a length of time and stays a number. */
static bool
is_length(struct str code, size_t i)
{
    if (i + 2 >= code.n || code.p[i] != '[')
        return false;
    int c = lower(code.p[i + 1]), next = lower(code.p[i + 2]);
    return (c == 'h' || c == 'm' || c == 's') && (next == c || next == ']');
}

/* An m alone is a month, beside hours or seconds it is minutes unless there are days too. */
enum xlsx_format
xlsx_format_code(struct str code)
{
    bool day = false, month = false, clock = false;
    if (str_eq_nocase(code, S("General")))
        return XLSX_PLAIN;
    for (size_t i = 0; i < code.n && code.p[i] != ';'; i++) {
        int c = lower(code.p[i]);
        if (is_length(code, i) || (!clock && (c == '0' || c == '#' || c == '?')))
            return XLSX_PLAIN;
        day |= c == 'y' || c == 'd';
        month |= c == 'm';
        clock |= c == 'h' || c == 's';
        i = skip_literal(code, i);
    }
    if (clock)
        return day ? XLSX_DATE_TIME : XLSX_TIME;
    return day || month ? XLSX_DATE : XLSX_PLAIN;
}

static struct str
date_text(struct arena *a, double serial, enum xlsx_format format, bool since_1904)
{
    int64_t days = (int64_t)serial;
    int64_t seconds = (int64_t)((serial - (double)days) * DAY_SECONDS + 0.5);
    days += seconds / DAY_SECONDS;
    seconds %= DAY_SECONDS;
    struct str clock = seconds % 60
        ? arena_fmt(a, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
              (int)(seconds % 60))
        : arena_fmt(a, "%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
    if (format == XLSX_TIME)
        return clock;
    /* Day 60 is a 29 February 1900 that never was, so days before it count from one day later. */
    struct date base =
        since_1904 ? date_make(1904, 1, 1) : date_make(1899, 12, days < 60 ? 31 : 30);
    struct date_text day = date_format(date_add_days(base, (int)days));
    if (format == XLSX_DATE || seconds == 0)
        return arena_fmt(a, "%s", day.z);
    return arena_fmt(a, "%s %.*s", day.z, STR_ARG(clock));
}

/* Excel stores 17 digits and shows 15: 0.1 is kept as 0.10000000000000001, an 18-digit code as 3.2E+17. */
static struct str
plain_text(struct arena *a, double value)
{
    struct str digits = arena_fmt(a, "%.*e", DIGITS_SHOWN - 1, value);
    const char *e = strchr(digits.p, 'e');
    int64_t exponent = 0;
    if (!e || !str_to_i64(str_from(e[1] == '+' ? e + 2 : e + 1), -400, 400, &exponent))
        return (struct str){0};
    if (exponent < 0 || exponent > 20)
        return arena_fmt(a, "%.*g", DIGITS_SHOWN, value);
    if (exponent < DIGITS_SHOWN)
        return arena_fmt(a, "%.*g", DIGITS_SHOWN, value);
    bool minus = digits.p[0] == '-';
    char *p = arena_array(a, char, 32);
    size_t used = 0;
    if (minus)
        p[used++] = '-';
    for (const char *d = digits.p + minus; d < e; d++)
        if (*d != '.')
            p[used++] = *d;
    for (int64_t zeros = exponent - (DIGITS_SHOWN - 1); zeros > 0; zeros--)
        p[used++] = '0';
    return str_make(p, used);
}

static bool
is_stored_number(struct str s)
{
    if (s.n == 0 || s.n > NUMBER_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!isdigit((unsigned char)s.p[i]) && !strchr("+-.eE", s.p[i]))
            return false;
    return true;
}

/* Short and without an exponent, or digits only: shown as it is stored. */
static bool
is_shown_as_stored(struct str s)
{
    size_t digits = 0;
    bool point = false, exponent = false;
    for (size_t i = 0; i < s.n; i++) {
        digits += isdigit((unsigned char)s.p[i]) != 0;
        point |= s.p[i] == '.';
        exponent |= s.p[i] == 'e' || s.p[i] == 'E';
    }
    return !exponent && (!point || digits <= DIGITS_SHOWN);
}

struct str
xlsx_number(struct arena *a, struct str stored, enum xlsx_format format, bool since_1904)
{
    if (!is_stored_number(stored))
        return stored;
    char z[NUMBER_MAX + 1] = {0}, *end = NULL;
    memcpy(z, stored.p, stored.n);
    double value = strtod(z, &end);
    if (*end != '\0' || !isfinite(value))
        return stored;
    if (format != XLSX_PLAIN && value >= 0 && value < SERIAL_MAX + (since_1904 ? -1461 : 1))
        return date_text(a, value, format, since_1904);
    return is_shown_as_stored(stored) ? stored : plain_text(a, value);
}
