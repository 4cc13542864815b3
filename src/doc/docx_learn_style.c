#include "doc/docx_learn_int.h"

#include "base/lang.h"

enum {
    STYLES_MAX = 20000,
    LISTS_MAX = 200000,
    BASED_MAX = 16
};

struct look
look_none(void)
{
    return (struct look){.half_points = LOOK_UNKNOWN,
        .bold = LOOK_UNKNOWN,
        .narrow = LOOK_UNKNOWN,
        .align = LOOK_UNKNOWN,
        .indent_chars = LOOK_UNKNOWN,
        .indent_twips = LOOK_UNKNOWN,
        .rule = LOOK_UNKNOWN,
        .line = LOOK_UNKNOWN,
        .outline = LOOK_UNKNOWN};
}

static int
known(int over, int under)
{
    return over == LOOK_UNKNOWN ? under : over;
}

struct look
look_join(struct look over, struct look under)
{
    struct look l = over;
    l.east = str_empty(over.east) ? under.east : over.east;
    l.latin = str_empty(over.latin) ? under.latin : over.latin;
    l.half_points = known(over.half_points, under.half_points);
    l.bold = known(over.bold, under.bold);
    l.narrow = known(over.narrow, under.narrow);
    l.align = known(over.align, under.align);
    l.outline = known(over.outline, under.outline);
    l.rule = known(over.rule, under.rule);
    l.line = known(over.line, under.line);
    if (over.indent_chars == LOOK_UNKNOWN && over.indent_twips == LOOK_UNKNOWN) {
        l.indent_chars = under.indent_chars;
        l.indent_twips = under.indent_twips;
    }
    if (over.list == 0) {
        l.list = under.list;
        l.list_level = under.list_level;
    }
    return l;
}

bool
learn_is_past(const struct xml_tag *tag)
{
    static const struct str past[] = {str_lit("pPrChange"), str_lit("rPrChange"),
        str_lit("sectPrChange"), str_lit("del"), str_lit("moveFrom")};
    if (xml_is(tag, XML_NS_MC, S("Fallback")))
        return true;
    if (tag->ns != XML_NS_W)
        return false;
    for (size_t i = 0; i < sizeof(past) / sizeof(past[0]); i++)
        if (str_eq(tag->name, past[i]))
            return true;
    return false;
}

/* ---- properties ---- */

static struct str
theme_font(const struct learn_styles *s, struct str name, bool east)
{
    const struct theme_fonts *f = str_starts(name, S("major")) ? &s->major : &s->minor;
    if (!east)
        return f->latin;
    return str_empty(f->east) ? f->han : f->east;
}

static void
take_fonts(struct learn_styles *s, struct look *look, const struct xml_tag *tag)
{
    struct str east = xml_attr(tag, XML_NS_W, S("eastAsia")),
               latin = xml_attr(tag, XML_NS_W, S("ascii")),
               east_theme = xml_attr(tag, XML_NS_W, S("eastAsiaTheme")),
               latin_theme = xml_attr(tag, XML_NS_W, S("asciiTheme"));
    if (east_theme.n)
        east = theme_font(s, east_theme, true);
    if (latin_theme.n)
        latin = theme_font(s, latin_theme, false);
    if (east.n)
        look->east = arena_str(s->arena, east);
    if (latin.n)
        look->latin = arena_str(s->arena, latin);
}

static void
take_align(struct look *look, struct str value)
{
    if (str_eq(value, S("center")))
        look->align = DOCX_ALIGN_CENTRE;
    else if (str_eq(value, S("right")) || str_eq(value, S("end")))
        look->align = DOCX_ALIGN_RIGHT;
    else if (str_eq(value, S("both")) || str_eq(value, S("distribute")))
        look->align = DOCX_ALIGN_BOTH;
    else
        look->align = DOCX_ALIGN_LEFT;
}

static void
take_int(const struct xml_tag *tag, struct str name, int *to)
{
    int64_t v;
    if (xml_attr_int(tag, XML_NS_W, name, &v) && v > -100000 && v < 100000)
        *to = (int)v;
}

/* Of lines in pPr, between characters in rPr. */
static void
take_spacing(struct look *look, const struct xml_tag *tag)
{
    struct str rule = xml_attr(tag, XML_NS_W, S("lineRule"));
    take_int(tag, S("val"), &look->narrow);
    take_int(tag, S("line"), &look->line);
    if (rule.n || xml_attr(tag, XML_NS_W, S("line")).n)
        look->rule = str_eq(rule, S("exact")) ? DOCX_RULE_EXACT
            : str_eq(rule, S("atLeast"))      ? DOCX_RULE_LEAST
                                              : DOCX_RULE_TIMES;
}

static void
take_indent(struct look *look, const struct xml_tag *tag)
{
    take_int(tag, S("firstLineChars"), &look->indent_chars);
    take_int(tag, S("firstLine"), &look->indent_twips);
    if (xml_attr(tag, XML_NS_W, S("hanging")).n || xml_attr(tag, XML_NS_W, S("hangingChars")).n)
        look->indent_chars = look->indent_twips = 0;
}

static void
take_list(struct look *look, const struct xml_tag *tag)
{
    int64_t v;
    if (str_eq(tag->name, S("numId")) && xml_attr_int(tag, XML_NS_W, S("val"), &v))
        look->list = v > 0 ? v : -1; /* 0 takes a style's numbering away */
    if (str_eq(tag->name, S("ilvl")) && xml_attr_int(tag, XML_NS_W, S("val"), &v))
        look->list_level = v;
}

void
look_take(struct learn_styles *s, struct look *look, const struct xml_tag *tag)
{
    struct str value = xml_attr(tag, XML_NS_W, S("val"));
    if (tag->ns != XML_NS_W)
        return;
    if (str_eq(tag->name, S("rFonts")))
        take_fonts(s, look, tag);
    else if (str_eq(tag->name, S("sz")))
        take_int(tag, S("val"), &look->half_points);
    else if (str_eq(tag->name, S("b")))
        look->bold = xml_on(value);
    else if (str_eq(tag->name, S("jc")))
        take_align(look, value);
    else if (str_eq(tag->name, S("spacing")))
        take_spacing(look, tag);
    else if (str_eq(tag->name, S("ind")))
        take_indent(look, tag);
    else if (str_eq(tag->name, S("outlineLvl")))
        take_int(tag, S("val"), &look->outline);
    else
        take_list(look, tag);
}

/* ---- the styles' part ---- */

struct style_reader {
    struct learn_styles *s;
    struct look *look;           /* of the open style or the defaults; NULL: of none */
    struct learn_style *current; /* NULL: none */
    unsigned past;
};

static bool
begin_style(struct style_reader *r, const struct xml_tag *tag, struct err *e)
{
    struct learn_styles *s = r->s;
    struct str type = xml_attr(tag, XML_NS_W, S("type"));
    bool character = str_eq(type, S("character"));
    r->current = NULL;
    r->look = NULL;
    if (!character && type.n && !str_eq(type, S("paragraph")))
        return true;
    if (++s->count > STYLES_MAX)
        return err_set(e, ERR_LIMIT, tr("文件的样式超过 %d 个，已拒绝读取。"), STYLES_MAX);
    struct learn_style *style = arena_new(s->arena, struct learn_style);
    struct str usual = xml_attr(tag, XML_NS_W, S("default"));
    *style = (struct learn_style){.id = arena_str(s->arena, xml_attr(tag, XML_NS_W, S("styleId"))),
        .look = look_none(),
        .character = character,
        .usual = !character && usual.n && xml_on(usual),
        .next = s->first};
    s->first = r->current = style;
    r->look = &style->look;
    return true;
}

static bool
style_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct style_reader *r = ctx;
    if (learn_is_past(tag))
        r->past++;
    if (r->past || tag->ns != XML_NS_W)
        return true;
    if (str_eq(tag->name, S("style")))
        return begin_style(r, tag, e);
    if (str_eq(tag->name, S("docDefaults")))
        r->look = &r->s->defaults;
    else if (r->current && str_eq(tag->name, S("name")))
        r->current->name = arena_str(r->s->arena, xml_attr(tag, XML_NS_W, S("val")));
    else if (r->current && str_eq(tag->name, S("basedOn")))
        r->current->based_on = arena_str(r->s->arena, xml_attr(tag, XML_NS_W, S("val")));
    else if (r->look)
        look_take(r->s, r->look, tag);
    return true;
}

static bool
style_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct style_reader *r = ctx;
    (void)e;
    if (learn_is_past(tag))
        r->past--;
    else if (xml_is(tag, XML_NS_W, S("style")) || xml_is(tag, XML_NS_W, S("docDefaults"))) {
        r->look = NULL;
        r->current = NULL;
    }
    return true;
}

/* "heading 3", "标题 3" without a level of their own. */
static void
name_level(struct learn_style *s)
{
    int64_t level;
    struct str digit = {0};
    if (s->name.n > 7 && str_eq_nocase(str_slice(s->name, 0, 7), S("heading")))
        digit = str_slice(s->name, 7, s->name.n);
    else if (str_starts(s->name, S("标题")))
        digit = str_slice(s->name, S("标题").n, s->name.n);
    if (s->look.outline == LOOK_UNKNOWN && str_to_i64(str_trim(digit), 1, 9, &level))
        s->look.outline = (int)level - 1;
}

/* ---- theme and lists ---- */

struct theme_reader {
    struct learn_styles *s;
    struct theme_fonts *fonts;
};

static bool
theme_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct theme_reader *r = ctx;
    (void)e;
    if (tag->ns != XML_NS_A)
        return true;
    struct str face = xml_attr(tag, XML_NS_NONE, S("typeface"));
    if (str_eq(tag->name, S("majorFont")))
        r->fonts = &r->s->major;
    else if (str_eq(tag->name, S("minorFont")))
        r->fonts = &r->s->minor;
    else if (r->fonts && face.n && str_eq(tag->name, S("latin")))
        r->fonts->latin = arena_str(r->s->arena, face);
    else if (r->fonts && face.n && str_eq(tag->name, S("ea")))
        r->fonts->east = arena_str(r->s->arena, face);
    else if (r->fonts && str_eq(xml_attr(tag, XML_NS_NONE, S("script")), S("Hans")))
        r->fonts->han = arena_str(r->s->arena, face);
    return true;
}

struct list_reader {
    struct learn_styles *s;
    int64_t abstract, num;
    struct learn_list *level;
};

static void
list_level(struct list_reader *r, const struct xml_tag *tag)
{
    struct learn_list *l = arena_new(r->s->arena, struct learn_list);
    l->id = r->abstract;
    (void)xml_attr_int(tag, XML_NS_W, S("ilvl"), &l->level);
    l->next = r->s->lists;
    r->s->lists = r->level = l;
}

static void
list_num(struct list_reader *r, const struct xml_tag *tag)
{
    struct learn_num *n = arena_new(r->s->arena, struct learn_num);
    n->id = r->num;
    (void)xml_attr_int(tag, XML_NS_W, S("val"), &n->list);
    n->next = r->s->nums;
    r->s->nums = n;
}

static bool
list_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct list_reader *r = ctx;
    struct str value = xml_attr(tag, XML_NS_W, S("val"));
    if (tag->ns != XML_NS_W)
        return true;
    if (++r->s->count > LISTS_MAX)
        return err_set(e, ERR_LIMIT, tr("文件的样式超过 %d 个，已拒绝读取。"), STYLES_MAX);
    if (str_eq(tag->name, S("abstractNum")))
        (void)xml_attr_int(tag, XML_NS_W, S("abstractNumId"), &r->abstract);
    else if (str_eq(tag->name, S("num")))
        (void)xml_attr_int(tag, XML_NS_W, S("numId"), &r->num);
    else if (str_eq(tag->name, S("abstractNumId")))
        list_num(r, tag);
    else if (str_eq(tag->name, S("lvl")))
        list_level(r, tag);
    else if (r->level && str_eq(tag->name, S("numFmt")))
        r->level->han = str_starts(value, S("chinese")) || str_starts(value, S("japanese")) ||
            str_starts(value, S("ideograph"));
    else if (r->level && str_eq(tag->name, S("lvlText")))
        r->level->text = arena_str(r->s->arena, value);
    return true;
}

static bool
list_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct list_reader *r = ctx;
    (void)e;
    if (xml_is(tag, XML_NS_W, S("lvl")))
        r->level = NULL;
    return true;
}

enum docx_number
learn_list_form(const struct learn_styles *s, int64_t num, int64_t level)
{
    const struct learn_num *n = s->nums;
    while (n && n->id != num)
        n = n->next;
    const struct learn_list *l = n ? s->lists : NULL;
    while (l && (l->id != n->list || l->level != level))
        l = l->next;
    if (!l)
        return DOCX_NUMBER_NONE;
    if (str_starts(l->text, S("（")) || str_starts(l->text, S("(")))
        return l->han ? DOCX_NUMBER_HAN_ROUND : DOCX_NUMBER_DIGITS_ROUND;
    if (!str_starts(l->text, S("%")))
        return DOCX_NUMBER_NONE;
    return l->han ? DOCX_NUMBER_HAN : DOCX_NUMBER_DIGITS;
}

/* ---- all of them ---- */

static bool
read_part(struct package *p, const struct package_rel *rels, struct str type,
    const struct xml_handler *handler, struct err *e)
{
    const struct package_rel *rel = package_rel_of(p, rels, type);
    return !rel || package_xml(p, rel->part, handler, e);
}

bool
learn_styles_read(
    struct learn_styles *s, struct package *p, const struct package_rel *rels, struct err *e)
{
    struct theme_reader theme = {.s = s};
    struct style_reader styles = {.s = s};
    struct list_reader lists = {.s = s};
    s->defaults = look_none();
    if (!read_part(
            p, rels, S("/theme"), &(struct xml_handler){.ctx = &theme, .start = theme_start}, e) ||
        !read_part(p, rels, S("/styles"),
            &(struct xml_handler){.ctx = &styles, .start = style_start, .end = style_end}, e) ||
        !read_part(p, rels, S("/numbering"),
            &(struct xml_handler){.ctx = &lists, .start = list_start, .end = list_end}, e))
        return false;
    for (struct learn_style *style = s->first; style; style = style->next)
        name_level(style);
    return true;
}

const struct learn_style *
learn_style_find(const struct learn_styles *s, struct str id)
{
    for (const struct learn_style *style = s->first; style; style = style->next)
        if (str_empty(id) ? style->usual : str_eq(style->id, id))
            return style;
    return NULL;
}

struct look
learn_style_look(const struct learn_styles *s, struct str id)
{
    struct look look = look_none();
    const struct learn_style *style = learn_style_find(s, id);
    bool character = style && style->character;
    for (int step = 0; style && step < BASED_MAX; step++) {
        look = look_join(look, style->look);
        style = str_empty(style->based_on) ? NULL : learn_style_find(s, style->based_on);
    }
    return character ? look : look_join(look, s->defaults);
}
