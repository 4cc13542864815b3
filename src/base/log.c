#include "base/log.h"

#include "base/clock.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

/* One line stays one line: nobody writes a second one through a text from outside. */
static void
flatten(char *z)
{
    for (; *z; z++)
        if ((unsigned char)*z < ' ' || *z == 0x7F)
            *z = ' ';
}

void
log_line(enum log_level level, const char *fmt, ...)
{
    static const char names[3][6] = {"error", "warn", "info"};
    char text[2048], line[2200];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    flatten(text);
    struct clock clock = clock_system();
    int64_t now = clock_now_ms(&clock);
    int n = snprintf(line, sizeof(line), "%s:%02d %s %s\n", clock_format(now).z,
        (int)(now / 1000 % 60), names[level], text);
    /* Where the log itself cannot be written there is nobody left to tell. */
    if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
        return;
}
