/* What is read can be written, and reads back the same. */
#include "base/bug.h"
#include "base/json.h"
#include "base/utf8.h"
#include "fuzz.h"

static void
write_value(struct json_out *j, const struct json *v)
{
    switch (v->kind) {
    case JSON_NULL:
        json_null(j);
        break;
    case JSON_BOOL:
        json_bool(j, v->boolean);
        break;
    case JSON_NUMBER:
        json_number(j, v->text);
        break;
    case JSON_STRING:
        BUG_ON(!utf8_valid(v->text), "a string that is no UTF-8");
        json_str(j, v->text);
        break;
    case JSON_ARRAY:
    case JSON_OBJECT:
        (v->kind == JSON_ARRAY ? json_array : json_object)(j);
        for (const struct json *m = v->child; m; m = m->next) {
            if (v->kind == JSON_OBJECT)
                json_key(j, m->key);
            write_value(j, m);
        }
        (v->kind == JSON_ARRAY ? json_array_end : json_object_end)(j);
        break;
    }
}

static struct str
written(struct arena *a, const struct json *v)
{
    struct out o;
    out_init(&o, 64 << 20);
    struct json_out j = json_begin(&o);
    write_value(&j, v);
    struct str text = arena_str(a, out_str(&o));
    out_release(&o);
    return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    const struct json *v, *again;
    struct err e = {0};
    if (json_read(a, str_make((const char *)data, size), &v, &e)) {
        struct str text = written(a, v);
        BUG_ON(!json_read(a, text, &again, &e), "what was written does not read");
        BUG_ON(!str_eq(text, written(a, again)), "what was read back is not the same");
    } else {
        BUG_ON(
            e.code != ERR_INPUT || !utf8_valid(str_from(e.text)), "a failure without a sentence");
    }
    arena_close(a);
    return 0;
}
