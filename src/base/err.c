#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

static void
fill(struct err *e, enum err_code code, const char *field, const char *fmt, va_list ap)
{
    if (!e)
        return;
    e->code = code;
    (void)snprintf(e->field, sizeof(e->field), "%s", field);
    struct str text;
    (void)str_vfmt(e->text, sizeof(e->text), &text, fmt, ap);
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
