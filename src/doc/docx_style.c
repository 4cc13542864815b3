#include "doc/docx_style.h"

#include "base/lang.h"

#include <stdlib.h>

enum {
    STYLES_MAX = 20000,
    BASED_MAX = 16,
    UNKNOWN = -1,
    LEVELS = 9
};

struct style {
    struct str id, based_on, name;
    int outline; /* 1 … 9, 0 body, or UNKNOWN */
    struct style *next;
};

struct style_reader {
    struct arena *arena;
    struct style *first, *current;
    size_t count;
    unsigned skip; /* inside a tracked change's old properties */
};

/* "heading 3", "标题 3", "标题3" */
static int
level_by_name(struct str name)
{
    struct str digit = {0};
    if (name.n > 7 && str_eq_nocase(str_slice(name, 0, 7), S("heading")))
        digit = str_slice(name, 7, name.n);
    else if (str_starts(name, S("标题")))
        digit = str_slice(name, S("标题").n, name.n);
    int64_t level;
    return str_to_i64(str_trim(digit), 1, LEVELS, &level) ? (int)level : UNKNOWN;
}

static bool
style_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct style_reader *r = ctx;
    if (tag->ns != XML_NS_W)
        return true;
    if (str_eq(tag->name, S("style"))) {
        r->current = NULL;
        struct str type = xml_attr(tag, XML_NS_W, S("type"));
        if (type.p && !str_eq(type, S("paragraph")))
            return true;
        if (++r->count > STYLES_MAX)
            return err_set(e, ERR_LIMIT, tr("文件的样式超过 %d 个，已拒绝读取。"), STYLES_MAX);
        struct style *s = arena_new(r->arena, struct style);
        s->id = arena_str(r->arena, xml_attr(tag, XML_NS_W, S("styleId")));
        s->outline = UNKNOWN;
        s->next = r->first;
        r->first = r->current = s;
        return true;
    }
    if (str_eq(tag->name, S("pPrChange")))
        r->skip++;
    if (!r->current || r->skip)
        return true;
    struct str value = xml_attr(tag, XML_NS_W, S("val"));
    int64_t outline;
    if (str_eq(tag->name, S("name")))
        r->current->name = arena_str(r->arena, value);
    else if (str_eq(tag->name, S("basedOn")))
        r->current->based_on = arena_str(r->arena, value);
    else if (str_eq(tag->name, S("outlineLvl")) && str_to_i64(value, 0, LEVELS, &outline))
        r->current->outline = outline == LEVELS ? 0 : (int)outline + 1;
    return true;
}

static bool
style_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    (void)e;
    struct style_reader *r = ctx;
    if (xml_is(tag, XML_NS_W, S("pPrChange")) && r->skip)
        r->skip--;
    return true;
}

static int
by_id(const void *x, const void *y)
{
    const struct style *const *a = x, *const *b = y;
    return str_cmp((*a)->id, (*b)->id);
}

static struct style *
style_find(struct style **sorted, size_t n, struct str id)
{
    struct style key = {.id = id}, *at = &key;
    struct style **found = n ? bsearch(&at, sorted, n, sizeof(struct style *), by_id) : NULL;
    return found ? *found : NULL;
}

static int
style_level(struct style **sorted, size_t n, const struct style *s)
{
    for (int step = 0; s && step < BASED_MAX; step++) {
        int level = s->outline != UNKNOWN ? s->outline : level_by_name(s->name);
        if (level != UNKNOWN)
            return level;
        s = str_empty(s->based_on) ? NULL : style_find(sorted, n, s->based_on);
    }
    return 0;
}

bool
docx_headings_read(
    struct arena *a, struct package *p, struct str part, struct docx_headings *h, struct err *e)
{
    struct style_reader r = {.arena = a};
    struct xml_handler handler = {.ctx = &r, .start = style_start, .end = style_end};
    if (!package_xml(p, part, &handler, e))
        return false;
    struct style **sorted = arena_array(a, struct style *, r.count + 1);
    size_t n = 0;
    for (struct style *s = r.first; s; s = s->next)
        sorted[n++] = s;
    qsort(sorted, n, sizeof(struct style *), by_id);
    h->list = arena_array(a, struct docx_heading, n + 1);
    for (size_t i = 0; i < n; i++) {
        int level = style_level(sorted, n, sorted[i]);
        if (level > 0)
            h->list[h->n++] = (struct docx_heading){sorted[i]->id, level};
    }
    return true;
}

static int
by_style(const void *x, const void *y)
{
    const struct docx_heading *a = x, *b = y;
    return str_cmp(a->style, b->style);
}

int
docx_heading_level(const struct docx_headings *h, struct str style)
{
    struct docx_heading key = {.style = style};
    const struct docx_heading *found =
        h->n ? bsearch(&key, h->list, h->n, sizeof(key), by_style) : NULL;
    return found ? found->level : 0;
}
