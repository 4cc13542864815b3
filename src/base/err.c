#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

/* Drops the bytes of a character that the buffer's end cut in two. */
static void
cut_at_character(char *z, size_t n)
{
    size_t back = 0;
    while (back < n && back < 4 && ((unsigned char)z[n - 1 - back] & 0xC0) == 0x80)
        back++;
    if (back == n)
        return;
    unsigned char lead = (unsigned char)z[n - 1 - back];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (need > back + 1)
        z[n - 1 - back] = '\0';
}

static void
fill(struct err *e, enum err_code code, const char *field, const char *fmt, va_list ap)
{
    if (!e)
        return;
    e->code = code;
    (void)snprintf(e->field, sizeof(e->field), "%s", field);
    int n = vsnprintf(e->text, sizeof(e->text), fmt, ap);
    if (n >= (int)sizeof(e->text))
        cut_at_character(e->text, sizeof(e->text) - 1);
}

bool
err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(e, code, "", fmt, ap);
    va_end(ap);
    return false;
}

bool
err_field(struct err *e, const char *field, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(e, ERR_INPUT, field, fmt, ap);
    va_end(ap);
    return false;
}

void
err_clear(struct err *e)
{
    e->code = ERR_NONE;
    e->field[0] = e->text[0] = '\0';
}

int
err_exit(const struct err *e)
{
    switch (e->code) {
    case ERR_NONE:
        return 0;
    case ERR_USAGE:
        return 2;
    case ERR_INPUT:
    case ERR_NOT_FOUND:
    case ERR_CONFLICT:
    case ERR_LIMIT:
        return 3;
    case ERR_DENIED:
        return 4;
    case ERR_STORE:
    case ERR_IO:
        return 5;
    }
    return 5;
}
