#include "doc/docx_profile.h"

#include "base/lang.h"
#include "base/utf8.h"

/* clang-format off */
#define FACE(font, size, put_bold, aligned, first, how, lines)                                            \
    {.east = {font}, .latin = {font}, .half_points = (size), .bold = (put_bold), .align = (aligned), \
     .indent = (first), .rule = (how), .line = (lines)}

/* clang-format on */

enum {
    TWIPS_A_MM = 57, /* 56.7 */
    PAGE_MIN = 80 * TWIPS_A_MM,
    PAGE_MAX = 31680, /* Word's own bound */
    AREA_MIN = 40 * TWIPS_A_MM,
    MARGIN_MAX = 120 * TWIPS_A_MM,
    HALF_POINTS_MIN = 10,
    HALF_POINTS_MAX = 200,
    INDENT_MAX = 1000,
    LINE_MIN = 100,
    LINE_MAX = 2400,
    NARROW_MAX = 100
};

/* 22 lines in 225 mm are 28.99 pt each; 28 characters in 156 mm are 15.79 pt each, 16 pt being the character's own
   width, so they stand 0.2 pt closer. */
struct docx_profile
docx_gbt9704(void)
{
    const struct docx_face text =
        FACE("仿宋_GB2312", 32, false, DOCX_ALIGN_BOTH, 200, DOCX_RULE_EXACT, 579);
    struct docx_profile p = {
        .width = 11906,
        .height = 16838,
        .top = 2098,
        .right = 1474,
        .bottom = 1984,
        .left = 1587,
        .footer = 1304, /* the number's line ends here, and begins 7 mm below the type area */
        .narrow = -5,
        .title = FACE("方正小标宋简体", 44, false, DOCX_ALIGN_CENTRE, 0, DOCX_RULE_EXACT, 700),
        .body = text,
        .head = {FACE("黑体", 32, false, DOCX_ALIGN_BOTH, 200, DOCX_RULE_EXACT, 579),
            FACE("楷体_GB2312", 32, false, DOCX_ALIGN_BOTH, 200, DOCX_RULE_EXACT, 579), text, text},
        .number = {DOCX_NUMBER_HAN, DOCX_NUMBER_HAN_ROUND, DOCX_NUMBER_DIGITS,
            DOCX_NUMBER_DIGITS_ROUND},
        .folio = DOCX_FOLIO_DASH,
        .place = DOCX_PLACE_OUTER,
        .folio_font = {"宋体"},
        .folio_half_points = 28,
    };
    return p;
}

/* ---- fonts ---- */

static bool
may_name(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ' ||
        c == '-' || c == '_' || c == '.' || c == '(' || c == ')' || c == 0x3007 ||
        (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
        (c >= 0x3041 && c <= 0x30FF) || (c >= 0xFF08 && c <= 0xFF09) ||
        (c >= 0x20000 && c <= 0x3FFFF);
}

bool
docx_font_set(struct docx_font *font, struct str name)
{
    uint32_t c;
    name = str_trim(name);
    if (str_empty(name) || name.n >= sizeof(font->z))
        return false;
    for (struct str rest = name; utf8_next(&rest, &c);)
        if (!may_name(c))
            return false;
    *font = (struct docx_font){0};
    memcpy(font->z, name.p, name.n);
    return true;
}

/* ---- every number by its name, for checking, writing and reading alike ---- */

struct item {
    const char *name;
    int *value;
    int min, max;
};

enum {
    PAGE_ITEMS = 12,
    FACE_ITEMS = 6,
    ITEMS_MAX = PAGE_ITEMS + FACE_ITEMS * (2 + DOCX_LEVELS) + DOCX_LEVELS
};

/* The enums and the bool of a profile as numbers. */
struct flat {
    struct docx_profile *p;
    int folio, place, learnt, number[DOCX_LEVELS];
    int bold[2 + DOCX_LEVELS], align[2 + DOCX_LEVELS], rule[2 + DOCX_LEVELS];
    struct item item[ITEMS_MAX];
    size_t n;
};

static const char *const FACES[] = {"title", "body", "head1", "head2", "head3", "head4"};

static struct docx_face *
face_at(struct docx_profile *p, size_t i)
{
    return i == 0 ? &p->title : i == 1 ? &p->body : &p->head[i - 2];
}

static void
add(struct flat *f, const char *name, int *value, int min, int max)
{
    struct item *item = &f->item[f->n++];
    item->name = name;
    item->value = value;
    item->min = min;
    item->max = max;
}

static void
flatten_page(struct flat *f)
{
    struct docx_profile *p = f->p;
    f->folio = (int)p->folio;
    f->place = (int)p->place;
    f->learnt = (int)p->learnt;
    add(f, "width", &p->width, PAGE_MIN, PAGE_MAX);
    add(f, "height", &p->height, PAGE_MIN, PAGE_MAX);
    add(f, "top", &p->top, 0, MARGIN_MAX);
    add(f, "right", &p->right, 0, MARGIN_MAX);
    add(f, "bottom", &p->bottom, 0, MARGIN_MAX);
    add(f, "left", &p->left, 0, MARGIN_MAX);
    add(f, "footer", &p->footer, 0, MARGIN_MAX);
    add(f, "narrow", &p->narrow, -NARROW_MAX, NARROW_MAX);
    add(f, "folio", &f->folio, 0, DOCX_FOLIO_COUNT - 1);
    add(f, "place", &f->place, 0, DOCX_PLACE_COUNT - 1);
    add(f, "folio_size", &p->folio_half_points, HALF_POINTS_MIN, HALF_POINTS_MAX);
    add(f, "learnt", &f->learnt, 0, DOCX_LEARNT_ALL);
}

static void
flatten_face(struct flat *f, size_t i)
{
    static const char *const names[][FACE_ITEMS] = {
        {"title_size", "title_bold", "title_align", "title_indent", "title_rule", "title_line"},
        {"body_size", "body_bold", "body_align", "body_indent", "body_rule", "body_line"},
        {"head1_size", "head1_bold", "head1_align", "head1_indent", "head1_rule", "head1_line"},
        {"head2_size", "head2_bold", "head2_align", "head2_indent", "head2_rule", "head2_line"},
        {"head3_size", "head3_bold", "head3_align", "head3_indent", "head3_rule", "head3_line"},
        {"head4_size", "head4_bold", "head4_align", "head4_indent", "head4_rule", "head4_line"}};
    struct docx_face *face = face_at(f->p, i);
    const char *const *name = names[i];
    f->bold[i] = face->bold;
    f->align[i] = (int)face->align;
    f->rule[i] = (int)face->rule;
    add(f, name[0], &face->half_points, HALF_POINTS_MIN, HALF_POINTS_MAX);
    add(f, name[1], &f->bold[i], 0, 1);
    add(f, name[2], &f->align[i], 0, DOCX_ALIGN_COUNT - 1);
    add(f, name[3], &face->indent, 0, INDENT_MAX);
    add(f, name[4], &f->rule[i], 0, DOCX_RULE_COUNT - 1);
    add(f, name[5], &face->line, LINE_MIN, LINE_MAX);
}

static void
flatten(struct flat *f, struct docx_profile *p)
{
    static const char *const numbers[] = {
        "head1_number", "head2_number", "head3_number", "head4_number"};
    *f = (struct flat){.p = p};
    flatten_page(f);
    for (size_t i = 0; i < sizeof(FACES) / sizeof(FACES[0]); i++)
        flatten_face(f, i);
    for (size_t i = 0; i < DOCX_LEVELS; i++) {
        f->number[i] = (int)p->number[i];
        add(f, numbers[i], &f->number[i], 0, DOCX_NUMBER_COUNT - 1);
    }
}

/* What flatten copied out, back. Every value lies in its bounds. */
static void
unflatten(struct flat *f)
{
    f->p->folio = (enum docx_folio)f->folio;
    f->p->place = (enum docx_place)f->place;
    f->p->learnt = (unsigned)f->learnt;
    for (size_t i = 0; i < DOCX_LEVELS; i++)
        f->p->number[i] = (enum docx_number)f->number[i];
    for (size_t i = 0; i < sizeof(FACES) / sizeof(FACES[0]); i++) {
        struct docx_face *face = face_at(f->p, i);
        face->bold = f->bold[i] != 0;
        face->align = (enum docx_align)f->align[i];
        face->rule = (enum docx_rule)f->rule[i];
    }
}

static bool
fonts_check(struct docx_profile *p, struct err *e)
{
    struct docx_font kept;
    for (size_t i = 0; i < sizeof(FACES) / sizeof(FACES[0]); i++) {
        const struct docx_face *face = face_at(p, i);
        if (!docx_font_set(&kept, str_from(face->east.z)) ||
            !docx_font_set(&kept, str_from(face->latin.z)))
            return err_field(
                e, FACES[i], "%s", tr("字体名称不对：只能有汉字、字母、数字、空格和连字符。"));
    }
    return docx_font_set(&kept, str_from(p->folio_font.z)) ||
        err_field(e, "folio", "%s", tr("字体名称不对：只能有汉字、字母、数字、空格和连字符。"));
}

bool
docx_profile_check(const struct docx_profile *profile, struct err *e)
{
    struct docx_profile p = *profile;
    struct flat f;
    flatten(&f, &p);
    for (size_t i = 0; i < f.n; i++)
        if (*f.item[i].value < f.item[i].min || *f.item[i].value > f.item[i].max)
            return err_field(e, f.item[i].name, "%s", tr("这个数值超出了版面可用的范围。"));
    if (p.width - p.left - p.right < AREA_MIN)
        return err_field(e, "left", "%s", tr("左右页边距太大，版心不足 4 厘米。"));
    if (p.height - p.top - p.bottom < AREA_MIN)
        return err_field(e, "top", "%s", tr("上下页边距太大，版心不足 4 厘米。"));
    return fonts_check(&p, e);
}

static bool
font_same(const struct docx_font *a, const struct docx_font *b)
{
    return str_eq(str_from(a->z), str_from(b->z));
}

bool
docx_profile_same(const struct docx_profile *one, const struct docx_profile *other)
{
    struct docx_profile p = *one, q = *other;
    struct flat f, g;
    flatten(&f, &p);
    flatten(&g, &q);
    for (size_t i = 0; i < f.n; i++)
        if (*f.item[i].value != *g.item[i].value)
            return false;
    for (size_t i = 0; i < sizeof(FACES) / sizeof(FACES[0]); i++)
        if (!font_same(&face_at(&p, i)->east, &face_at(&q, i)->east) ||
            !font_same(&face_at(&p, i)->latin, &face_at(&q, i)->latin))
            return false;
    return font_same(&p.folio_font, &q.folio_font);
}

/* ---- as text ---- */

static struct str
font_key(struct arena *a, const char *face, const char *which)
{
    return arena_fmt(a, "%s_%s", face, which);
}

void
docx_profile_write(struct json_out *j, const struct docx_profile *profile)
{
    struct docx_profile p = *profile;
    struct flat f;
    struct arena *a = arena_open();
    flatten(&f, &p);
    json_object(j);
    for (size_t i = 0; i < f.n; i++)
        json_field_int(j, str_from(f.item[i].name), *f.item[i].value);
    for (size_t i = 0; i < sizeof(FACES) / sizeof(FACES[0]); i++) {
        json_field_str(j, font_key(a, FACES[i], "east"), str_from(face_at(&p, i)->east.z));
        json_field_str(j, font_key(a, FACES[i], "latin"), str_from(face_at(&p, i)->latin.z));
    }
    json_field_str(j, S("folio_font"), str_from(p.folio_font.z));
    json_object_end(j);
    arena_close(a);
}

static bool
broken(struct err *e)
{
    return err_set(e, ERR_INPUT, "%s", tr("版式的数据不完整。"));
}

static bool
read_fonts(const struct json *json, struct docx_profile *p)
{
    struct arena *a = arena_open();
    bool ok = docx_font_set(&p->folio_font, json_get_str(json, S("folio_font")));
    for (size_t i = 0; ok && i < sizeof(FACES) / sizeof(FACES[0]); i++) {
        struct docx_face *face = face_at(p, i);
        ok = docx_font_set(&face->east, json_get_str(json, font_key(a, FACES[i], "east"))) &&
            docx_font_set(&face->latin, json_get_str(json, font_key(a, FACES[i], "latin")));
    }
    arena_close(a);
    return ok;
}

bool
docx_profile_read(const struct json *json, struct docx_profile *p, struct err *e)
{
    struct flat f;
    *p = (struct docx_profile){0};
    flatten(&f, p);
    for (size_t i = 0; i < f.n; i++) {
        int64_t value;
        if (!json_get_int(json, str_from(f.item[i].name), f.item[i].min, f.item[i].max, &value))
            return broken(e);
        *f.item[i].value = (int)value;
    }
    unflatten(&f);
    return (read_fonts(json, p) || broken(e)) && docx_profile_check(p, e);
}

bool
docx_profile_put(struct docx_profile *p, struct str name, int64_t value)
{
    struct flat f;
    flatten(&f, p);
    for (size_t i = 0; i < f.n; i++)
        if (str_eq(name, str_from(f.item[i].name))) {
            if (value < f.item[i].min || value > f.item[i].max)
                return false;
            *f.item[i].value = (int)value;
            unflatten(&f);
            return true;
        }
    return false;
}

bool
docx_profile_get(const struct docx_profile *profile, struct str name, int *value)
{
    struct docx_profile p = *profile;
    struct flat f;
    flatten(&f, &p);
    for (size_t i = 0; i < f.n; i++)
        if (str_eq(name, str_from(f.item[i].name))) {
            *value = *f.item[i].value;
            return true;
        }
    return false;
}

bool
docx_profile_put_font(struct docx_profile *p, struct str name, struct str font)
{
    if (str_eq(name, S("folio_font")))
        return docx_font_set(&p->folio_font, font);
    for (size_t i = 0; i < sizeof(FACES) / sizeof(FACES[0]); i++) {
        struct str face = str_from(FACES[i]), which = str_slice(name, face.n, name.n);
        if (!str_starts(name, face))
            continue;
        if (str_eq(which, S("_east")))
            return docx_font_set(&face_at(p, i)->east, font);
        if (str_eq(which, S("_latin")))
            return docx_font_set(&face_at(p, i)->latin, font);
    }
    return false;
}

/* ---- words ---- */

struct str
docx_size_name(int half_points)
{
    static const struct {
        int half_points;
        struct str name;
    } known[] = {{84, str_lit("初号")}, {72, str_lit("小初")}, {52, str_lit("一号")},
        {48, str_lit("小一")}, {44, str_lit("二号")}, {36, str_lit("小二")}, {32, str_lit("三号")},
        {30, str_lit("小三")}, {28, str_lit("四号")}, {24, str_lit("小四")}, {21, str_lit("五号")},
        {18, str_lit("小五")}, {15, str_lit("六号")}};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (known[i].half_points == half_points)
            return known[i].name;
    return S("");
}

/* 1 → 一, 12 → 十二, 20 → 二十; for 1 … 99. */
static struct str
numeral(struct arena *a, int n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    const char *tens = n >= 20 ? digits[n / 10 % 10] : "";
    return arena_fmt(a, "%s%s%s", tens, n >= 10 ? "十" : "", digits[n % 10]);
}

struct str
docx_number_text(struct arena *a, enum docx_number form, int n)
{
    struct str han = numeral(a, n);
    switch (form) {
    case DOCX_NUMBER_HAN:
        return arena_fmt(a, "%.*s、", STR_ARG(han));
    case DOCX_NUMBER_HAN_ROUND:
        return arena_fmt(a, "（%.*s）", STR_ARG(han));
    case DOCX_NUMBER_DIGITS:
        return arena_fmt(a, "%d.", n);
    case DOCX_NUMBER_DIGITS_ROUND:
        return arena_fmt(a, "（%d）", n);
    case DOCX_NUMBER_NONE:
    case DOCX_NUMBER_COUNT:
        break;
    }
    return S("");
}

static bool
take_han(struct str *s)
{
    size_t n = 0;
    for (;;) {
        struct str rest = *s;
        uint32_t c;
        if (n == 3 || !utf8_next(&rest, &c) ||
            str_find(S("一二三四五六七八九十"), str_slice(*s, 0, s->n - rest.n), 0) == SIZE_MAX)
            return n > 0;
        *s = rest;
        n++;
    }
}

static bool
take_digits(struct str *s)
{
    size_t n = 0;
    while (n < 2 && n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    *s = str_slice(*s, n, s->n);
    return n > 0;
}

static bool
take_any(struct str *s, const struct str *marks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(*s, marks[i])) {
            *s = str_slice(*s, marks[i].n, s->n);
            return true;
        }
    return false;
}

/* What follows "2." is no heading's text: 2.5万元; a year is one: 1.2023年工作. */
static bool
is_decimal(struct str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    return n > 0 && !(n == 4 && str_starts(str_slice(s, n, s.n), S("年")));
}

enum docx_number
docx_number_of(struct str line, size_t *bytes)
{
    static const struct str open[] = {str_lit("（"), str_lit("(")},
                            close[] = {str_lit("）"), str_lit(")")}, stop[] = {str_lit("、")},
                            dot[] = {str_lit("."), str_lit("．"), str_lit("、")};
    enum docx_number form = DOCX_NUMBER_NONE;
    struct str s = line;
    if (take_any(&s, open, 2)) {
        form = take_han(&s)   ? DOCX_NUMBER_HAN_ROUND
            : take_digits(&s) ? DOCX_NUMBER_DIGITS_ROUND
                              : DOCX_NUMBER_NONE;
        if (!take_any(&s, close, 2))
            form = DOCX_NUMBER_NONE;
    } else if (take_han(&s)) {
        form = take_any(&s, stop, 1) ? DOCX_NUMBER_HAN : DOCX_NUMBER_NONE;
    } else if (take_digits(&s)) {
        form = take_any(&s, dot, 3) && !is_decimal(s) ? DOCX_NUMBER_DIGITS : DOCX_NUMBER_NONE;
    }
    *bytes = form == DOCX_NUMBER_NONE ? 0 : line.n - s.n;
    return form;
}
