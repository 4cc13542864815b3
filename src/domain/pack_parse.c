#include "base/hash.h"
#include "base/lang.h"
#include "base/out.h"
#include "domain/pack_raw.h"

enum {
    STEPS_MAX = 16,
    LINE_MAX_BYTES = 2000
};

/* ---- memory for libcyaml, from the arena ---- */

struct block {
    size_t size;
    alignas(max_align_t) char bytes[];
};

/* libcyaml makes sequences one item longer at a time: room for twice as many keeps that cheap. */
static void *
arena_mem(void *arena, void *old, size_t size)
{
    if (size == 0)
        return NULL;
    struct block *b =
        old ? (struct block *)(void *)((char *)old - offsetof(struct block, bytes)) : NULL;
    if (b && b->size >= size)
        return old;
    size_t room = b ? 2 * size : size;
    struct block *wider =
        arena_alloc(arena, 1, offsetof(struct block, bytes) + room, alignof(struct block));
    wider->size = room;
    if (b)
        memcpy(wider->bytes, b->bytes, b->size);
    return wider->bytes;
}

/* ---- what libcyaml complains of: a first line, then a way from the inside out ---- */

struct step {
    struct str key; /* a member, or */
    size_t index;   /* an item, from 1 */
};

struct complaint {
    struct arena *arena;
    struct str what;
    struct step steps[STEPS_MAX];
    size_t n;
};

static struct str
between(struct str line, const char *before, char end)
{
    struct str rest = str_slice(line, strlen(before), line.n);
    return str_slice(rest, 0, str_find_char(rest, end, 0));
}

static void
complaint_add(struct complaint *c, struct str line)
{
    struct step step = {.key = {NULL, 0}};
    int64_t index = 0;
    if (str_starts(line, S("  in mapping field '"))) {
        step.key = between(line, "  in mapping field '", '\'');
    } else if (str_starts(line, S("  in sequence entry '"))) {
        if (!str_to_i64(between(line, "  in sequence entry '", '\''), 1, INT32_MAX, &index))
            return; /* before the first entry */
        step.index = (size_t)index;
    } else {
        if (c->what.n == 0)
            c->what = line;
        return;
    }
    if (c->n < STEPS_MAX)
        c->steps[c->n++] = step;
}

static void __attribute__((format(printf, 3, 0)))
complaint_log(cyaml_log_t level, void *arg, const char *fmt, va_list ap)
{
    struct complaint *c = arg;
    struct out o;
    if (level < CYAML_LOG_ERROR)
        return;
    out_init(&o, LINE_MAX_BYTES);
    out_vfmt(&o, fmt, ap);
    complaint_add(c, arena_str(c->arena, out_str(&o)));
    out_release(&o);
}

/* ---- the complaint as a sentence ---- */

/* The schema of a member or an item; NULL where it has none. */
static const cyaml_schema_value_t *
schema_below(const cyaml_schema_value_t *schema, const struct step *step)
{
    if (step->index > 0)
        return schema->type == CYAML_SEQUENCE ? schema->sequence.entry : NULL;
    if (schema->type != CYAML_MAPPING)
        return NULL;
    const cyaml_schema_field_t *f = schema->mapping.fields;
    while (f->key && !str_eq(str_from(f->key), step->key))
        f++;
    return f->key ? &f->value : NULL;
}

/* The node and the schema at the end of the complaint's way, leaving out its `skip` innermost steps. */
static const struct yaml_node *
follow(const struct pack_case *c, const struct complaint *w, size_t skip,
    const cyaml_schema_value_t **schema)
{
    const struct yaml_node *at = c->root;
    *schema = pack_schema();
    for (size_t i = w->n; i > skip; i--) {
        const struct step *step = &w->steps[i - 1];
        const cyaml_schema_value_t *below = schema_below(*schema, step);
        if (!below)
            break;
        at = step->index > 0 ? yaml_item(at, step->index) : yaml_key(at, step->key);
        *schema = below;
    }
    return at;
}

/* "a、b、c": the names that a mapping knows, or the words of a choice. */
static struct str
names_of(struct arena *a, const cyaml_schema_value_t *schema)
{
    struct str v[64];
    size_t n = 0;
    if (schema->type == CYAML_ENUM)
        for (uint32_t i = 0; i < schema->enumeration.count && n < 64; i++)
            v[n++] = str_from(schema->enumeration.strings[i].str);
    else
        for (const cyaml_schema_field_t *f = schema->mapping.fields; f->key && n < 64; f++)
            v[n++] = str_from(f->key);
    return arena_join(a, v, n, S("、"));
}

static bool
fault_value(struct pack_case *c, const struct complaint *w)
{
    const cyaml_schema_value_t *schema;
    const struct yaml_node *at = follow(c, w, 0, &schema);
    if (schema->type == CYAML_ENUM)
        return PACK_FAULT(c, at, tr("应为 %.*s 之一。"), STR_ARG(names_of(c->arena, schema)));
    if (schema->type == CYAML_SEQUENCE)
        return PACK_FAULT(c, at, tr("应为一个列表：每项一行以 - 开头，或写成 [甲, 乙]。"));
    if (schema->type == CYAML_MAPPING)
        return PACK_FAULT(c, at, tr("应为若干“名称: 值”。"));
    return PACK_FAULT(c, at, tr("应为一段文字，不能是列表，也不能为空。"));
}

static struct str
after_colon(struct str what)
{
    size_t at = str_find(what, S(": "), str_starts(what, S("Load: ")) ? 6 : 0);
    return at == SIZE_MAX ? what : str_trim(str_slice(what, at + 2, what.n));
}

static bool
fault_missing(struct pack_case *c, const struct complaint *w)
{
    const cyaml_schema_value_t *schema;
    size_t skip = w->n > 0 && w->steps[0].index == 0 ? 1 : 0; /* the member read last */
    const struct yaml_node *at = follow(c, w, skip, &schema);
    return PACK_FAULT(c, at, tr("缺少 %.*s，应写出。"), STR_ARG(after_colon(w->what)));
}

static bool
fault_key(struct pack_case *c, const struct complaint *w)
{
    const cyaml_schema_value_t *schema;
    struct str key = after_colon(w->what);
    const struct yaml_node *at = follow(c, w, 0, &schema);
    return PACK_FAULT(c, yaml_key(at, key), tr("没有 %.*s 这一项，应为 %.*s 之一。"), STR_ARG(key),
        STR_ARG(names_of(c->arena, schema)));
}

static bool
fault_few(struct pack_case *c, const struct complaint *w)
{
    const cyaml_schema_value_t *schema;
    return PACK_FAULT(c, follow(c, w, 0, &schema), tr("应至少写一项。"));
}

static bool
explain(struct pack_case *c, const struct complaint *w, cyaml_err_t code)
{
    if (code == CYAML_ERR_MAPPING_FIELD_MISSING)
        return fault_missing(c, w);
    if (code == CYAML_ERR_INVALID_KEY)
        return fault_key(c, w);
    if (code == CYAML_ERR_SEQUENCE_ENTRIES_MIN)
        return fault_few(c, w);
    if (code == CYAML_ERR_INVALID_VALUE || code == CYAML_ERR_STRING_LENGTH_MIN)
        return fault_value(c, w);
    return PACK_FAULT(c, c->root, tr("不能读取（%s）。"), cyaml_strerror(code));
}

static bool
load(struct pack_case *c, struct str yaml, const struct raw_pack **raw)
{
    struct complaint w = {.arena = c->arena};
    const cyaml_config_t config = {.log_fn = complaint_log,
        .log_ctx = &w,
        .mem_fn = arena_mem,
        .mem_ctx = c->arena,
        .log_level = CYAML_LOG_ERROR,
        .flags = CYAML_CFG_NO_ALIAS};
    cyaml_data_t *data = NULL;
    cyaml_err_t code =
        cyaml_load_data((const uint8_t *)yaml.p, yaml.n, &config, pack_schema(), &data, NULL);
    *raw = data;
    return code == CYAML_OK || explain(c, &w, code);
}

bool
pack_parse(
    struct arena *a, struct str yaml, const char *file, const struct pack **pack, struct err *e)
{
    struct pack_case c = {.arena = a, .file = file, .e = e};
    const struct raw_pack *raw;
    if (yaml.n > PACK_BYTES_MAX)
        return err_set(e, ERR_INPUT, tr("%s 太大，制度包应不超过 1 MB。"), file);
    if (!yaml_outline(a, yaml, file, &c.root, e) || !load(&c, yaml, &raw))
        return false;
    struct pack *p = arena_new(a, struct pack);
    struct hex_text digest = sha256_hex(sha256_of(yaml));
    p->digest = arena_str(a, str_from(digest.z));
    if (!pack_build(&c, raw, p) || !pack_check(&c, p))
        return false;
    *pack = p;
    return true;
}
