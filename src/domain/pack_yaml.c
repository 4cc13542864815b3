#include "domain/pack_yaml.h"

#include "base/lang.h"
#include "base/out.h"

#include <yaml.h>

enum {
    DEPTH_MAX = 8,
    NODES_MAX = 20000,
    FAULT_MAX = 4096
};

struct outline {
    struct arena *arena;
    const char *file;
    struct str yaml;
    yaml_parser_t parser;
    struct yaml_node *root, *at; /* at: the collection that is being filled */
    struct yaml_node *member;    /* of `at`, a mapping: its key was read, its value comes next */
    bool mapping[DEPTH_MAX + 1]; /* by depth: whether the collection is a mapping */
    size_t depth, nodes, documents;
};

/* ---- saying where ---- */

static void
put_path(struct out *o, const struct yaml_node *n)
{
    if (!n || !n->parent)
        return;
    put_path(o, n->parent);
    if (n->index > 0)
        out_fmt(o, "[%zu]", n->index);
    else
        out_fmt(o, "%s%.*s", n->parent->parent ? "." : "", STR_ARG(n->key));
}

bool
yaml_fault(const char *file, const struct yaml_node *at, struct err *e, const char *fmt, ...)
{
    struct out o;
    out_init(&o, FAULT_MAX);
    out_fmt(&o, "%s:%d: ", file, at->line);
    put_path(&o, at);
    if (at->parent)
        out_lit(&o, ": ");
    va_list ap;
    va_start(ap, fmt);
    out_vfmt(&o, fmt, ap);
    va_end(ap);
    (void)err_set(e, ERR_INPUT, "%.*s", STR_ARG(out_str(&o)));
    out_release(&o);
    return false;
}

static const struct yaml_node *
find(const struct yaml_node *n, struct str key)
{
    for (const struct yaml_node *c = n->child; c; c = c->next)
        if (c->index == 0 && str_eq(c->key, key))
            return c;
    return NULL;
}

const struct yaml_node *
yaml_key(const struct yaml_node *n, struct str key)
{
    const struct yaml_node *found = find(n, key);
    return found ? found : n;
}

const struct yaml_node *
yaml_item(const struct yaml_node *n, size_t index)
{
    for (const struct yaml_node *c = n->child; c; c = c->next)
        if (c->index == index)
            return c;
    return n;
}

/* ---- reading the events ---- */

static bool
stop_at(struct outline *o, size_t line, struct err *e, const char *what)
{
    struct yaml_node here = {.line = (int)line + 1};
    return yaml_fault(o->file, &here, e, "%s", what);
}

/* A new node below `at`. */
static struct yaml_node *
add(struct outline *o, size_t line)
{
    struct yaml_node *n = arena_new(o->arena, struct yaml_node);
    n->line = (int)line + 1;
    n->parent = o->at;
    if (!o->at)
        return n;
    if (!o->mapping[o->depth])
        n->index = o->at->last ? o->at->last->index + 1 : 1;
    if (o->at->last)
        o->at->last->next = n;
    else
        o->at->child = n;
    o->at->last = n;
    return n;
}

/* The node for a value: the member whose key was read, or a new item. */
static struct yaml_node *
value_node(struct outline *o, size_t line)
{
    if (o->member) {
        struct yaml_node *n = o->member;
        o->member = NULL;
        return n;
    }
    struct yaml_node *n = add(o, line);
    if (!o->root)
        o->root = n;
    return n;
}

static bool
key_read(struct outline *o, const yaml_event_t *event, struct err *e)
{
    size_t line = event->start_mark.line;
    struct str key = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (find(o->at, key)) {
        struct yaml_node here = {.key = key, .line = (int)line + 1, .parent = o->at};
        return yaml_fault(o->file, &here, e, tr("写了两次，应只写一次。"));
    }
    o->member = add(o, line);
    o->member->key = arena_str(o->arena, key);
    return true;
}

static bool
collection_read(struct outline *o, const yaml_event_t *event, struct err *e)
{
    if (o->depth == DEPTH_MAX)
        return stop_at(o, event->start_mark.line, e, tr("层次太深，应不超过8层。"));
    o->at = value_node(o, event->start_mark.line);
    o->mapping[++o->depth] = event->type == YAML_MAPPING_START_EVENT;
    return true;
}

static bool
is_key(const struct outline *o)
{
    return o->at && o->mapping[o->depth] && !o->member;
}

static bool
node_read(struct outline *o, const yaml_event_t *event, struct err *e)
{
    if (++o->nodes > NODES_MAX)
        return stop_at(o, event->start_mark.line, e, tr("内容太多，应不超过2万项。"));
    if (event->type == YAML_SCALAR_EVENT) {
        if (is_key(o))
            return key_read(o, event, e);
        (void)value_node(o, event->start_mark.line);
        return true;
    }
    if (is_key(o))
        return stop_at(o, event->start_mark.line, e, tr("名称应为一个词。"));
    return collection_read(o, event, e);
}

static const yaml_char_t *
anchor_of(const yaml_event_t *event)
{
    if (event->type == YAML_SCALAR_EVENT)
        return event->data.scalar.anchor;
    return event->type == YAML_MAPPING_START_EVENT ? event->data.mapping_start.anchor
                                                   : event->data.sequence_start.anchor;
}

static bool
event_read(struct outline *o, const yaml_event_t *event, struct err *e)
{
    size_t line = event->start_mark.line;
    if (event->type == YAML_ALIAS_EVENT)
        return stop_at(o, line, e, tr("不能用 * 引用别处的内容，应写出内容本身。"));
    if (event->type == YAML_DOCUMENT_START_EVENT && ++o->documents > 1)
        return stop_at(o, line, e, tr("一个文件只能有一份制度包，应去掉多余的 ---。"));
    if (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT) {
        o->at = o->at->parent;
        o->depth--;
        return true;
    }
    if (event->type != YAML_SCALAR_EVENT && event->type != YAML_MAPPING_START_EVENT &&
        event->type != YAML_SEQUENCE_START_EVENT)
        return true;
    if (anchor_of(event))
        return stop_at(o, line, e, tr("不能用 & 做标记，应写出内容本身。"));
    return node_read(o, event, e);
}

/* The reader knows only the offset of a broken byte. */
static int
line_at(struct str yaml, size_t offset)
{
    int line = 1;
    for (size_t i = 0; i < offset && i < yaml.n; i++)
        line += yaml.p[i] == '\n';
    return line;
}

static bool
broken(struct outline *o, struct err *e)
{
    const yaml_parser_t *p = &o->parser;
    struct yaml_node here = {.line = (int)p->problem_mark.line + 1};
    if (p->error == YAML_READER_ERROR) {
        here.line = line_at(o->yaml, p->problem_offset);
        return yaml_fault(o->file, &here, e, tr("应为 UTF-8 文字，不能有其他编码或控制字符。"));
    }
    return yaml_fault(o->file, &here, e,
        tr("不是正确的 YAML，请检查这一行及上一行的缩进、冒号和引号（%s）。"),
        p->problem ? p->problem : "");
}

static bool
events_read(struct outline *o, struct err *e)
{
    bool more = true;
    while (more) {
        yaml_event_t event;
        if (!yaml_parser_parse(&o->parser, &event))
            return broken(o, e);
        more = event.type != YAML_STREAM_END_EVENT;
        bool ok = event_read(o, &event, e);
        yaml_event_delete(&event);
        if (!ok)
            return false;
    }
    if (!o->root || o->mapping[1] == false)
        return stop_at(o, 0, e, tr("应为一份制度包：name、title、duties 等若干“名称: 值”。"));
    return true;
}

bool
yaml_outline(struct arena *a, struct str yaml, const char *file, const struct yaml_node **root,
    struct err *e)
{
    struct outline o = {.arena = a, .file = file, .yaml = yaml};
    if (!yaml_parser_initialize(&o.parser))
        return err_set(e, ERR_IO, tr("内存不足，没有读 %s。"), file);
    yaml_parser_set_input_string(&o.parser, (const unsigned char *)(yaml.n ? yaml.p : ""), yaml.n);
    bool ok = events_read(&o, e);
    yaml_parser_delete(&o.parser);
    *root = o.root;
    return ok;
}
