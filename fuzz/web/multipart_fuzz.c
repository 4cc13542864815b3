/* A multipart body gives the same parts whole and in pieces; the first byte chooses the size of the pieces. */
#include "base/bug.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "web/multipart.h"

static bool
begin(void *arg, const struct multipart_part *part, struct err *e)
{
    (void)e;
    BUG_ON(!utf8_valid(part->name) || !utf8_valid(part->file_name), "a name that is no UTF-8");
    BUG_ON(str_find_char(part->file_name, '/', 0) != SIZE_MAX, "a file's name with a folder");
    out_fmt(arg, "{%d %.*s|%.*s|", part->is_file, STR_ARG(part->name), STR_ARG(part->file_name));
    return true;
}

static bool
data_came(void *arg, struct str bytes, struct err *e)
{
    (void)e;
    out_put(arg, bytes);
    return true;
}

static bool
end(void *arg, struct err *e)
{
    (void)e;
    out_lit((struct out *)arg, "}");
    return true;
}

static bool
read_whole(struct str body, size_t step, struct out *o)
{
    struct multipart m;
    struct err e = {0};
    bool ok = multipart_init(&m, S("multipart/form-data; boundary=B"),
        (struct multipart_sink){begin, data_came, end, o});
    BUG_ON(!ok, "a good boundary");
    for (size_t at = 0; ok && at < body.n; at += step)
        ok = multipart_feed(&m, str_slice(body, at, step), &e);
    BUG_ON(!ok && e.text[0] == '\0', "a failure without a sentence");
    ok = ok && multipart_whole(&m);
    multipart_release(&m);
    return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct out whole, pieces;
    struct str body = size ? str_make((const char *)data + 1, size - 1) : S("");
    out_init(&whole, 64 << 20);
    out_init(&pieces, 64 << 20);
    bool a = read_whole(body, 64 * 1024, &whole),
         b = read_whole(body, size ? data[0] % 64 + 1U : 1, &pieces);
    BUG_ON(a && (!b || !str_eq(out_str(&whole), out_str(&pieces))), "pieces read otherwise");
    out_release(&whole);
    out_release(&pieces);
    return 0;
}
