#include "domain/check.h"

#include "base/lang.h"
#include "base/utf8.h"

static bool
has_control(struct str s, bool lines)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool blank = c == '\n' || c == '\r' || c == '\t';
        if (c == 0x7F || (c < 0x20 && !(lines && blank)))
            return true;
    }
    return false;
}

static bool
check(struct str s, const char *field, const char *title, const size_t bounds[2], struct err *e)
{
    size_t n = utf8_count(s);
    if (bounds[0] > 0 && str_empty(str_trim(s)))
        return err_field(e, field, tr("请填写%s。"), title);
    if (n < bounds[0])
        return err_field(e, field, tr("%s太短，至少 %zu 个字。"), title, bounds[0]);
    if (n > bounds[1])
        return err_field(e, field, tr("%s太长：有 %zu 个字，最多 %zu 个字。"), title, n, bounds[1]);
    return true;
}

bool
check_line(
    struct str s, const char *field, const char *title, size_t min, size_t max, struct err *e)
{
    if (!utf8_valid(s) || has_control(s, false))
        return err_field(e, field, tr("%s里有不能显示的字符或换行，请重新输入。"), title);
    return check(s, field, title, (const size_t[]){min, max}, e);
}

bool
check_text(
    struct str s, const char *field, const char *title, size_t min, size_t max, struct err *e)
{
    if (!utf8_valid(s) || has_control(s, true))
        return err_field(e, field, tr("%s里有不能显示的字符，请重新输入。"), title);
    return check(s, field, title, (const size_t[]){min, max}, e);
}

bool
check_code(struct str s, const char *field, const char *title, struct err *e)
{
    bool ok = s.n > 0 && s.n <= 40;
    for (size_t i = 0; ok && i < s.n; i++) {
        char c = s.p[i];
        ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            c == '_' || c == '-' || c == '.';
    }
    return ok || err_field(e, field, tr("%s不对，请从列表中选择。"), title);
}
