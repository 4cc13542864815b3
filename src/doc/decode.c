#include "doc/decode.h"

#include "base/lang.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>

enum {
    LOOK = 64 * 1024,
    BROKEN_ONE_IN = 50,
    CONTROLS_BORNE = 3
};

static bool
take_mark(struct str *bytes, struct str mark)
{
    if (!str_starts(*bytes, mark))
        return false;
    *bytes = str_slice(*bytes, mark.n, bytes->n);
    return true;
}

/* Text in UTF-16 without a mark: its blanks, digits and line ends have a zero on the same side each. */
static bool
looks_utf16(struct str s, bool little)
{
    size_t n = s.n < LOOK ? s.n / 2 : LOOK / 2, ascii = 0, odd = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char high = (unsigned char)s.p[2 * i + little],
                      low = (unsigned char)s.p[2 * i + !little];
        ascii +=
            high == 0 && (low >= 0x20 || low == '\n' || low == '\r' || low == '\t') && low < 0x7F;
        odd +=
            (high == 0 && low < 0x20 && low != '\n' && low != '\r' && low != '\t') || high >= 0xE0;
    }
    return n > 0 && ascii > 0 && ascii * 20 >= n && odd * 50 <= n;
}

/* Binary data has control characters that no text uses. */
static bool
has_binary(struct str s)
{
    size_t bad = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == 0)
            return true;
        bad +=
            c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A && c != 0x1B;
    }
    return bad > CONTROLS_BORNE && bad * BROKEN_ONE_IN > s.n;
}

static size_t
utf8_broken(struct str s)
{
    size_t broken = 0;
    while (s.n) {
        struct str before = s;
        uint32_t c;
        if (!utf8_next(&s, &c))
            break;
        broken += c == UTF8_REPLACEMENT && before.n - s.n == 1;
    }
    return broken;
}

/* Length of the character of GB 18030 at the front; 0 when it is none. */
static size_t
gb_length(struct str s)
{
    unsigned char c = (unsigned char)s.p[0];
    if (c < 0x80)
        return 1;
    if (c == 0x80 || c == 0xFF || s.n < 2)
        return 0;
    unsigned char d = (unsigned char)s.p[1];
    if (d >= 0x40 && d != 0x7F && d != 0xFF)
        return 2;
    if (s.n < 4 || d < 0x30 || d > 0x39)
        return 0;
    unsigned char f = (unsigned char)s.p[2], g = (unsigned char)s.p[3];
    return f >= 0x81 && f <= 0xFE && g >= 0x30 && g <= 0x39 ? 4 : 0;
}

static size_t
gb_broken(struct str s)
{
    size_t broken = 0;
    while (s.n) {
        size_t n = gb_length(s);
        broken += n == 0;
        s = str_slice(s, n ? n : 1, s.n);
    }
    return broken;
}

bool
decode_detect(struct str *bytes, enum decode_charset *charset)
{
    if (take_mark(bytes, S("\xEF\xBB\xBF"))) {
        *charset = DECODE_UTF8;
        return !has_binary(*bytes);
    }
    if (take_mark(bytes, S("\xFF\xFE")) || looks_utf16(*bytes, true)) {
        *charset = DECODE_UTF16LE;
        return true;
    }
    if (take_mark(bytes, S("\xFE\xFF")) || looks_utf16(*bytes, false)) {
        *charset = DECODE_UTF16BE;
        return true;
    }
    if (has_binary(*bytes))
        return false;
    size_t as_utf8 = utf8_broken(*bytes), as_gb = as_utf8 ? gb_broken(*bytes) : 0;
    *charset = as_utf8 <= as_gb ? DECODE_UTF8 : DECODE_GB18030;
    size_t broken = as_utf8 <= as_gb ? as_utf8 : as_gb;
    return broken * BROKEN_ONE_IN <= bytes->n;
}

static void
put_converted(iconv_t change, struct str s, size_t unit, struct out *o)
{
    char buffer[4096];
    char *in = (char *)(uintptr_t)s.p; /* iconv reads only, though it asks for char ** */
    size_t left = s.n;
    while (left && !o->overflow) {
        char *to = buffer;
        size_t room = sizeof(buffer);
        size_t result = iconv(change, &in, &left, &to, &room);
        out_put(o, str_make(buffer, sizeof(buffer) - room));
        if (result != (size_t)-1 || errno == E2BIG)
            continue;
        utf8_put(o, UTF8_REPLACEMENT);
        size_t skip = left < unit ? left : unit;
        in += skip;
        left -= skip;
    }
}

static void
put_utf8(struct str s, struct out *o)
{
    if (utf8_valid(s)) {
        out_put(o, s);
        return;
    }
    uint32_t c;
    while (utf8_next(&s, &c))
        utf8_put(o, c);
}

/* CR LF and CR alone become LF, in place. */
static void
unify_lines(struct out *o, size_t from)
{
    size_t n = from;
    for (size_t i = from; i < o->n; i++) {
        char c = o->p[i];
        if (c == '\r') {
            if (i + 1 < o->n && o->p[i + 1] == '\n')
                continue;
            c = '\n';
        }
        o->p[n++] = c;
    }
    o->n = n;
}

bool
decode_text(struct str bytes, struct out *o, struct err *e)
{
    static const char *const NAMES[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"};
    enum decode_charset charset;
    if (!decode_detect(&bytes, &charset))
        return err_set(e, ERR_INPUT,
            tr("这不是能识别的文件：既不是办公文档，也不是 UTF-8、UTF-16 或 GB18030 编码的文本。"));
    size_t from = o->n;
    if (charset == DECODE_UTF8) {
        put_utf8(bytes, o);
    } else {
        iconv_t change = iconv_open("UTF-8", NAMES[charset]);
        if (change == (iconv_t)-1)
            return err_set(e, ERR_IO,
                tr("系统缺少 %s 编码的转换表，无法读取这个文件。请联系管理员安装 libc 的 gconv 模块。"),
                NAMES[charset]);
        put_converted(change, bytes, charset == DECODE_GB18030 ? 1 : 2, o);
        (void)iconv_close(change);
    }
    if (o->overflow)
        return err_set(e, ERR_LIMIT,
            tr("文件的文字超过 %zu MiB，超出允许的大小，已停止读取。请拆分后再试。"), o->max >> 20);
    unify_lines(o, from);
    return true;
}

bool
decode_looks_html(struct str s)
{
    static const struct str STARTS[] = {str_lit("<!doctype html"), str_lit("<html"),
        str_lit("<head"), str_lit("<body"), str_lit("<meta"), str_lit("<title"), str_lit("<table"),
        str_lit("<div")};
    s = str_trim(str_slice(s, 0, LOOK));
    while (str_starts(s, S("<!--")) || str_starts(s, S("<?xml"))) {
        struct str close = str_starts(s, S("<!--")) ? S("-->") : S("?>");
        size_t end = str_find(s, close, 4);
        if (end == SIZE_MAX)
            return false;
        s = str_trim(str_slice(s, end + close.n, s.n));
    }
    for (size_t i = 0; i < sizeof(STARTS) / sizeof(STARTS[0]); i++)
        if (str_eq_nocase(str_slice(s, 0, STARTS[i].n), STARTS[i]))
            return true;
    return false;
}
