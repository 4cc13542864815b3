/* Cookies and escaped text from a stranger: what is found lies inside of what came. */
#include "base/bug.h"
#include "fuzz.h"
#include "web/html.h"
#include "web/param.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str s = str_make((const char *)data, size);
    struct str value = cookie_find(s, S("tz_session"));
    BUG_ON(value.n && (value.p < s.p || value.p + value.n > s.p + s.n), "a value from elsewhere");
    BUG_ON(str_find_char(value, ';', 0) != SIZE_MAX, "a value with a semicolon");
    struct str plain = percent_decode(a, s, true);
    BUG_ON(plain.n > s.n, "decoding made it longer");
    struct out o;
    out_init(&o, 64 << 20);
    html_str(&o, s);
    BUG_ON(o.n < s.n || str_find_char(out_str(&o), '<', 0) != SIZE_MAX, "an escape was forgotten");
    BUG_ON(str_find_char(out_str(&o), '"', 0) != SIZE_MAX, "an escape was forgotten");
    out_clear(&o);
    html_url_part(&o, url_part(s));
    BUG_ON(
        !str_eq(percent_decode(a, out_str(&o), true), s), "a part of a URL reads back otherwise");
    out_release(&o);
    arena_close(a);
    return 0;
}
