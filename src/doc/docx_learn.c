#include "doc/docx_learn.h"

#include "base/lang.h"
#include "base/utf8.h"
#include "doc/docx_learn_int.h"

enum {
    PARAS_MAX = 5000,
    RUNS_MAX = 12,
    HEAD_POINTS = 60,    /* of a paragraph's text, enough for its number and for telling it apart */
    HEADING_POINTS = 60, /* a numbered paragraph up to that long is a heading */
    BODY_POINTS = 25,    /* from that long on a paragraph is body */
    TITLE_PARAS = 8,     /* the title is looked for in so many */
    TEXT_POINTS = 60,    /* with less text nothing is learnt */
    VALUES_MAX = 24,
    PAGE_DEFAULT = 1440
};

/* ---- what most have ---- */

struct tally {
    struct {
        int64_t value;
        struct str name;
        size_t weight;
    } v[VALUES_MAX];

    size_t n;
};

static void
tally_add(struct tally *t, int64_t value, struct str name, size_t weight)
{
    size_t i = 0;
    while (i < t->n && (t->v[i].value != value || !str_eq(t->v[i].name, name)))
        i++;
    if (i == VALUES_MAX)
        return; /* nobody's majority comes that late */
    if (i == t->n) {
        t->v[t->n].value = value;
        t->v[t->n].name = name;
        t->v[t->n++].weight = 0;
    }
    t->v[i].weight += weight;
}

/* Index of the heaviest, the first of equals; SIZE_MAX: nothing was added. */
static size_t
tally_top(const struct tally *t)
{
    size_t top = SIZE_MAX;
    for (size_t i = 0; i < t->n; i++)
        if (top == SIZE_MAX || t->v[i].weight > t->v[top].weight)
            top = i;
    return top;
}

struct votes {
    struct tally east, latin, size, bold, narrow, align, indent, line;
    size_t n;
};

/* ---- the text ---- */

struct run {
    struct look look;
    size_t points;
};

struct para {
    struct look look; /* with the style's */
    struct run runs[RUNS_MAX];
    size_t runs_n, points;
    struct str head;
    enum docx_number number;
    bool title_style, blanks; /* blanks: the first line is indented by two blanks */
    struct para *next;
};

struct section {
    int width, height, top, right, bottom, left, footer, gutter, pitch;
    struct str footer_usual, footer_even; /* ids of relationships */
    size_t points;
};

struct learner {
    struct arena *arena;
    struct learn_styles styles;
    struct docx_profile *profile;
    struct para *first, **last;
    size_t paras, points;
    /* being read */
    struct para *para;
    struct look para_direct, run_style, run_direct;
    struct str para_style;
    struct out text;
    unsigned past, tables;
    bool in_para_props, in_run, in_text, in_section;
    size_t run_points;
    struct section section, best;
    size_t section_from; /* points before this section */
    int top_level;       /* the outline level of the highest headings */
    bool outer;          /* odd and even pages differ */
};

static void
begin_para(struct learner *l)
{
    l->para = arena_new(l->arena, struct para);
    l->para_direct = look_none();
    l->para_style = S("");
    out_clear(&l->text);
}

static size_t
leading_blanks(struct str text)
{
    size_t n = 0;
    uint32_t c;
    for (struct str rest = text; utf8_next(&rest, &c) && (c == 0x3000 || c == ' ' || c == 0xA0);)
        n += c == 0x3000 ? 2 : 1;
    return n;
}

static void
end_para(struct learner *l)
{
    struct para *p = l->para;
    l->para = NULL;
    struct str text = out_str(&l->text);
    size_t bytes;
    if (!p || p->points == 0 || l->paras == PARAS_MAX)
        return;
    const struct learn_style *style = learn_style_find(&l->styles, l->para_style);
    p->look = look_join(l->para_direct, learn_style_look(&l->styles, l->para_style));
    p->title_style = style &&
        (str_eq_nocase(style->name, S("title")) || str_eq(style->name, S("标题")) ||
            str_eq(style->name, S("公文标题")));
    p->blanks = leading_blanks(text) >= 4;
    p->head = arena_str(l->arena, utf8_head(str_trim(text), HEAD_POINTS));
    p->number = docx_number_of(p->head, &bytes);
    if (p->number == DOCX_NUMBER_NONE && p->look.list > 0)
        p->number = learn_list_form(&l->styles, p->look.list, p->look.list_level);
    l->paras++;
    l->points += p->points;
    *l->last = p;
    l->last = &p->next;
}

static bool
same_text(const struct look *a, const struct look *b)
{
    return str_eq(a->east, b->east) && str_eq(a->latin, b->latin) &&
        a->half_points == b->half_points && a->bold == b->bold && a->narrow == b->narrow;
}

static void
end_run(struct learner *l)
{
    struct para *p = l->para;
    l->in_run = false;
    if (!p || l->run_points == 0)
        return;
    struct look para = learn_style_look(&l->styles, l->para_style),
                look = look_join(l->run_direct, look_join(l->run_style, para));
    p->points += l->run_points;
    if (p->runs_n && same_text(&p->runs[p->runs_n - 1].look, &look)) {
        p->runs[p->runs_n - 1].points += l->run_points;
        return;
    }
    size_t at = p->runs_n < RUNS_MAX ? p->runs_n++ : RUNS_MAX - 1;
    if (p->runs[at].points == 0)
        p->runs[at].look = look;
    p->runs[at].points += l->run_points;
}

/* ---- sections ---- */

static void
take_number(const struct xml_tag *tag, struct str name, int *to)
{
    int64_t v;
    if (xml_attr_int(tag, XML_NS_W, name, &v) && v >= -31680 && v <= 31680)
        *to = (int)v;
}

static void
take_footer(struct learner *l, const struct xml_tag *tag)
{
    struct str id = arena_str(l->arena, xml_attr(tag, XML_NS_R, S("id"))),
               type = xml_attr(tag, XML_NS_W, S("type"));
    if (str_eq(type, S("even")))
        l->section.footer_even = id;
    else if (!str_eq(type, S("first")))
        l->section.footer_usual = id;
}

static void
take_section(struct learner *l, const struct xml_tag *tag)
{
    struct section *s = &l->section;
    if (str_eq(tag->name, S("pgSz"))) {
        take_number(tag, S("w"), &s->width);
        take_number(tag, S("h"), &s->height);
    } else if (str_eq(tag->name, S("pgMar"))) {
        take_number(tag, S("top"), &s->top);
        take_number(tag, S("right"), &s->right);
        take_number(tag, S("bottom"), &s->bottom);
        take_number(tag, S("left"), &s->left);
        take_number(tag, S("footer"), &s->footer);
        take_number(tag, S("gutter"), &s->gutter);
    } else if (str_eq(tag->name, S("docGrid"))) {
        if (xml_attr(tag, XML_NS_W, S("type")).n)
            take_number(tag, S("linePitch"), &s->pitch);
    } else if (str_eq(tag->name, S("footerReference"))) {
        take_footer(l, tag);
    }
}

/* A section takes over the footers of the one before. */
static void
begin_section(struct learner *l)
{
    struct section *s = &l->section;
    struct str usual = s->footer_usual, even = s->footer_even;
    *s = (struct section){.top = PAGE_DEFAULT,
        .right = PAGE_DEFAULT,
        .bottom = PAGE_DEFAULT,
        .left = PAGE_DEFAULT,
        .footer = 720,
        .footer_usual = usual,
        .footer_even = even};
    l->in_section = true;
}

/* The one with the most text counts. */
static void
end_section(struct learner *l)
{
    size_t now = l->points + (l->para ? l->para->points : 0);
    l->in_section = false;
    l->section.points = now - l->section_from;
    l->section_from = now;
    if (l->section.width > 0 && (l->best.width == 0 || l->section.points > l->best.points))
        l->best = l->section;
}

/* ---- the main part ---- */

static bool
is_aside(const struct xml_tag *tag)
{
    return tag->ns == XML_NS_W &&
        (str_eq(tag->name, S("tbl")) || str_eq(tag->name, S("txbxContent")));
}

static void
start_word(struct learner *l, const struct xml_tag *tag)
{
    if (str_eq(tag->name, S("sectPr")))
        begin_section(l);
    else if (l->in_section)
        take_section(l, tag);
    else if (l->tables)
        return;
    else if (str_eq(tag->name, S("p")))
        begin_para(l);
    else if (str_eq(tag->name, S("pPr")))
        l->in_para_props = true;
    else if (str_eq(tag->name, S("pStyle")))
        l->para_style = arena_str(l->arena, xml_attr(tag, XML_NS_W, S("val")));
    else if (str_eq(tag->name, S("r"))) {
        l->in_run = true;
        l->run_points = 0;
        l->run_direct = l->run_style = look_none();
    } else if (str_eq(tag->name, S("rStyle")) && l->in_run)
        l->run_style = learn_style_look(&l->styles, xml_attr(tag, XML_NS_W, S("val")));
    else if (str_eq(tag->name, S("t")))
        l->in_text = l->in_run;
    else if (l->in_run)
        look_take(&l->styles, &l->run_direct, tag);
    else if (l->in_para_props)
        look_take(&l->styles, &l->para_direct, tag);
}

static bool
main_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct learner *l = ctx;
    (void)e;
    if (learn_is_past(tag))
        l->past++;
    if (is_aside(tag))
        l->tables++;
    /* The paragraph mark's own look (an rPr in a pPr) says nothing of the text. */
    if (l->in_para_props && xml_is(tag, XML_NS_W, S("rPr")))
        l->past++;
    if (!l->past && tag->ns == XML_NS_W)
        start_word(l, tag);
    return true;
}

static void
end_word(struct learner *l, const struct xml_tag *tag)
{
    if (str_eq(tag->name, S("sectPr")))
        end_section(l);
    else if (l->tables || l->in_section)
        return;
    else if (str_eq(tag->name, S("p")))
        end_para(l);
    else if (str_eq(tag->name, S("pPr")))
        l->in_para_props = false;
    else if (str_eq(tag->name, S("r")))
        end_run(l);
    l->in_text = false;
}

static bool
main_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct learner *l = ctx;
    (void)e;
    if (learn_is_past(tag) || (l->in_para_props && xml_is(tag, XML_NS_W, S("rPr"))))
        l->past--;
    else if (!l->past && tag->ns == XML_NS_W)
        end_word(l, tag);
    if (is_aside(tag))
        l->tables--;
    return true;
}

static bool
main_text(void *ctx, struct str text, struct err *e)
{
    struct learner *l = ctx;
    (void)e;
    if (l->past || l->tables || !l->in_text || !l->para)
        return true;
    if (!str_empty(str_trim(text)))
        l->run_points += utf8_count(text);
    if (l->text.n < (size_t)HEAD_POINTS * 8)
        out_put(&l->text, str_slice(text, 0, (size_t)HEAD_POINTS * 8));
    return true;
}

/* ---- judging ---- */

/* 240ths of a line are as high as a grid has it. */
static int64_t
line_vote(const struct section *s, const struct look *look)
{
    int rule = look->rule == LOOK_UNKNOWN ? DOCX_RULE_TIMES : look->rule;
    int line = look->line == LOOK_UNKNOWN ? 240 : look->line;
    int size = look->half_points == LOOK_UNKNOWN ? 21 : look->half_points;
    if (rule == DOCX_RULE_TIMES && s->pitch > 0) {
        int rows = (size * 13 * line / 240 + s->pitch - 1) / s->pitch;
        line = (rows > 0 ? rows : 1) * s->pitch;
        rule = DOCX_RULE_EXACT;
    }
    return (int64_t)rule << 32 | (uint32_t)line;
}

static int
indent_of(const struct para *p)
{
    int size = p->runs[0].look.half_points == LOOK_UNKNOWN ? 21 : p->runs[0].look.half_points;
    if (p->blanks)
        return 200;
    if (p->look.indent_chars > 0)
        return p->look.indent_chars;
    if (p->look.indent_twips < 0 || size <= 0)
        return 0;
    return (p->look.indent_twips * 10 / size + 5) / 10 * 10 *
        1; /* twips are size × 10 a character */
}

static void
vote_run(struct votes *v, const struct run *r, size_t weight)
{
    tally_add(&v->east, 0, r->look.east, weight);
    tally_add(&v->latin, 0, r->look.latin, weight);
    tally_add(&v->size, r->look.half_points, S(""), weight);
    tally_add(&v->bold, r->look.bold == 1, S(""), weight);
    tally_add(&v->narrow, r->look.narrow == LOOK_UNKNOWN ? 0 : r->look.narrow, S(""), weight);
}

static void
vote_para(struct learner *l, struct votes *v, const struct para *p, size_t weight)
{
    struct look look = p->look;
    look.half_points = p->runs[0].look.half_points;
    int align = look.align == LOOK_UNKNOWN ? DOCX_ALIGN_LEFT : look.align;
    tally_add(&v->align, align, S(""), weight);
    tally_add(&v->indent, indent_of(p), S(""), weight);
    tally_add(&v->line, line_vote(&l->best, &look), S(""), weight);
    v->n++;
}

static void
put(struct docx_profile *p, struct arena *a, const char *face, const char *what, int64_t value)
{
    (void)docx_profile_put(p, arena_fmt(a, "%s_%s", face, what), value);
}

static void
put_font(struct docx_profile *p, struct arena *a, const char *face, const char *which,
    const struct tally *t, const char *otherwise)
{
    size_t top = tally_top(t);
    struct str name =
        top == SIZE_MAX || str_empty(t->v[top].name) ? str_from(otherwise) : t->v[top].name;
    (void)docx_profile_put_font(p, arena_fmt(a, "%s_%s", face, which), name);
}

/* What Word takes where nothing is told: 宋体, Times New Roman, 10 pt. */
static void
put_face(struct learner *l, const char *face, const struct votes *v)
{
    struct docx_profile *p = l->profile;
    struct arena *a = l->arena;
    put_font(p, a, face, "east", &v->east, "宋体");
    put_font(p, a, face, "latin", &v->latin, "Times New Roman");
    int64_t size = v->size.v[tally_top(&v->size)].value;
    put(p, a, face, "size", size == LOOK_UNKNOWN ? 20 : size);
    put(p, a, face, "bold", v->bold.v[tally_top(&v->bold)].value);
    put(p, a, face, "align", v->align.v[tally_top(&v->align)].value);
    put(p, a, face, "indent", v->indent.v[tally_top(&v->indent)].value);
    int64_t line = v->line.v[tally_top(&v->line)].value;
    put(p, a, face, "rule", line >> 32);
    put(p, a, face, "line", line & UINT32_MAX);
}

/* ---- title, headings, body ---- */

/* Where its text stands among the levels: by its style; else by how it is numbered. */
static int
level_by_style(const struct learner *l, const struct para *p)
{
    if (p->look.outline < l->top_level || p->look.outline >= l->top_level + DOCX_LEVELS)
        return -1;
    return p->look.outline - l->top_level;
}

static bool
is_heading(const struct learner *l, const struct para *p)
{
    return level_by_style(l, p) >= 0 || p->number != DOCX_NUMBER_NONE;
}

static bool
is_outlined(const struct para *p)
{
    return !p->title_style && p->look.outline >= 0 && p->look.outline < 9;
}

/* Many write the title in the style of the first heading: alone on its level, without a number, at the head. The highest
   level of the others is then the first. */
static void
find_top(struct learner *l)
{
    struct para *head = l->first;
    size_t alike = 0;
    for (const struct para *p = head; p; p = p->next)
        alike += is_outlined(p) && p->look.outline <= head->look.outline;
    if (is_outlined(head) && head->number == DOCX_NUMBER_NONE && alike == 1)
        head->title_style = true;
    l->top_level = 9;
    for (const struct para *p = head; p; p = p->next)
        if (is_outlined(p) && p->look.outline < l->top_level)
            l->top_level = p->look.outline;
}

struct levels {
    int of_number[DOCX_NUMBER_COUNT]; /* -1: none yet */
    bool taken[DOCX_LEVELS];
};

static void
place_levels(const struct learner *l, struct levels *levels)
{
    bool used[DOCX_NUMBER_COUNT] = {false};
    *levels = (struct levels){0};
    for (size_t i = 0; i < DOCX_NUMBER_COUNT; i++)
        levels->of_number[i] = -1;
    for (const struct para *p = l->first; p; p = p->next) {
        int level = level_by_style(l, p);
        if (level < 0 || p->title_style)
            continue;
        levels->taken[level] = true;
        if (p->number != DOCX_NUMBER_NONE && levels->of_number[p->number] < 0)
            levels->of_number[p->number] = level;
    }
    for (const struct para *p = l->first; p; p = p->next)
        used[p->number] = true;
    /* The rest in the order that everybody keeps: 一、 above （一） above 1. above （1）. */
    int next = 0;
    for (int n = DOCX_NUMBER_NONE + 1; n < DOCX_NUMBER_COUNT; n++) {
        if (!used[n] || levels->of_number[n] >= 0)
            continue;
        while (next < DOCX_LEVELS && levels->taken[next])
            next++;
        if (next < DOCX_LEVELS) {
            levels->of_number[n] = next;
            levels->taken[next] = true;
        }
    }
}

static void
learn_headings(struct learner *l)
{
    static const char *const faces[] = {"head1", "head2", "head3", "head4"};
    struct levels levels;
    struct votes *votes = arena_array(l->arena, struct votes, DOCX_LEVELS);
    struct tally *numbers = arena_array(l->arena, struct tally, DOCX_LEVELS);
    place_levels(l, &levels);
    for (const struct para *p = l->first; p; p = p->next) {
        int level = level_by_style(l, p);
        if (p->title_style || !is_heading(l, p))
            continue;
        if (level < 0)
            level = levels.of_number[p->number];
        if (level < 0)
            continue;
        vote_run(&votes[level], &p->runs[0], 1);
        vote_para(l, &votes[level], p, 1);
        tally_add(&numbers[level], p->number, S(""), 1);
    }
    for (int i = 0; i < DOCX_LEVELS; i++) {
        if (votes[i].n == 0)
            continue;
        put_face(l, faces[i], &votes[i]);
        put(l->profile, l->arena, faces[i], "number", numbers[i].v[tally_top(&numbers[i])].value);
        l->profile->learnt |= (unsigned)DOCX_LEARNT_HEAD << i;
    }
}

/* A level that the file has no heading of goes with its text, in the font of official documents for the first two. */
static void
follow_body(struct docx_profile *p)
{
    for (int i = 0; i < DOCX_LEVELS; i++) {
        struct docx_font font = p->head[i].east;
        p->head[i] = p->body;
        if (i < 2)
            p->head[i].east = font;
    }
}

static bool
learn_body(struct learner *l)
{
    struct votes *v = arena_new(l->arena, struct votes);
    for (const struct para *p = l->first; p; p = p->next) {
        if (p->points < BODY_POINTS || p->title_style || level_by_style(l, p) >= 0 ||
            (p->number != DOCX_NUMBER_NONE && p->points <= HEADING_POINTS))
            continue;
        for (size_t i = 0; i < p->runs_n; i++)
            vote_run(v, &p->runs[i], p->runs[i].points);
        vote_para(l, v, p, p->points);
    }
    if (v->n == 0)
        return false;
    put_face(l, "body", v);
    (void)docx_profile_put(l->profile, S("narrow"), v->narrow.v[tally_top(&v->narrow)].value);
    l->profile->learnt |= DOCX_LEARNT_BODY;
    follow_body(l->profile);
    return true;
}

/* Larger than the text, or in the middle and bold, above the first heading. */
static size_t
title_rank(const struct learner *l, const struct para *p)
{
    int size = p->runs[0].look.half_points;
    if (p->title_style)
        return 1000;
    if (size > l->profile->body.half_points)
        return (size_t)size;
    return p->look.align == DOCX_ALIGN_CENTRE && p->runs[0].look.bold == 1 ? 1 : 0;
}

static void
learn_title(struct learner *l)
{
    struct votes *v = arena_new(l->arena, struct votes);
    const struct para *best = NULL;
    size_t rank = 0, seen = 0;
    for (const struct para *p = l->first; p && seen < TITLE_PARAS; p = p->next, seen++) {
        if (!p->title_style && (is_heading(l, p) || p->points > HEADING_POINTS))
            break;
        if (title_rank(l, p) > rank) {
            rank = title_rank(l, p);
            best = p;
        }
    }
    if (!best)
        return;
    vote_run(v, &best->runs[0], 1);
    vote_para(l, v, best, 1);
    put_face(l, "title", v);
    l->profile->learnt |= DOCX_LEARNT_TITLE;
}

static void
learn_page(struct learner *l)
{
    struct docx_profile page = *l->profile;
    const struct section *s = &l->best;
    if (docx_profile_put(&page, S("width"), s->width) &&
        docx_profile_put(&page, S("height"), s->height) &&
        docx_profile_put(&page, S("top"), s->top) &&
        docx_profile_put(&page, S("right"), s->right) &&
        docx_profile_put(&page, S("bottom"), s->bottom) &&
        docx_profile_put(&page, S("left"), s->left + s->gutter) &&
        docx_profile_put(&page, S("footer"), s->footer) && docx_profile_check(&page, NULL)) {
        page.learnt |= DOCX_LEARNT_PAGE;
        *l->profile = page;
    }
}

/* ---- parts ---- */

static bool
settings_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct learner *l = ctx;
    (void)e;
    if (xml_is(tag, XML_NS_W, S("evenAndOddHeaders")))
        l->outer = xml_on(xml_attr(tag, XML_NS_W, S("val")));
    return true;
}

static bool
learn_footer(struct learner *l, struct package *p, const struct package_rel *rels, struct err *e)
{
    struct docx_profile odd = *l->profile, even = *l->profile;
    bool found = false, other = false;
    const struct package_rel *rel = l->best.footer_usual.n
        ? package_rel_by_id(rels, l->best.footer_usual)
        : NULL,
                             *rel_even = l->best.footer_even.n && l->outer
        ? package_rel_by_id(rels, l->best.footer_even)
        : NULL;
    if (rel && package_has(p, rel->part) && !learn_folio(&l->styles, p, rel->part, &odd, &found, e))
        return false;
    if (rel_even && package_has(p, rel_even->part) &&
        !learn_folio(&l->styles, p, rel_even->part, &even, &other, e))
        return false;
    if (!found && !other)
        odd.folio = DOCX_FOLIO_NONE;
    else if (!found)
        odd = even;
    else if (other && odd.place != even.place)
        odd.place = DOCX_PLACE_OUTER;
    *l->profile = odd;
    l->profile->learnt |= DOCX_LEARNT_FOLIO;
    return true;
}

static bool
read_all(struct learner *l, struct package *p, struct str main_part, struct err *e)
{
    struct package_rel *rels;
    struct xml_handler settings = {.ctx = l, .start = settings_start},
                       text = {.ctx = l, .start = main_start, .end = main_end, .text = main_text};
    if (!package_rels(p, main_part, &rels, e) || !learn_styles_read(&l->styles, p, rels, e))
        return false;
    const struct package_rel *rel = package_rel_of(p, rels, S("/settings"));
    if ((rel && !package_xml(p, rel->part, &settings, e)) || !package_xml(p, main_part, &text, e))
        return false;
    if (l->first)
        find_top(l);
    if (l->points < TEXT_POINTS || !learn_body(l))
        return err_set(e, ERR_INPUT, "%s",
            tr("这个文件里的文字太少，学不到版式。请选一份已经排好版的完整材料。"));
    learn_title(l);
    learn_headings(l);
    learn_page(l);
    return learn_footer(l, p, rels, e) && docx_profile_check(l->profile, e);
}

static bool
open_docx(struct arena *a, struct str bytes, const struct doc_limits *limits, struct package **p,
    struct str *main_part, struct err *e)
{
    struct package_rel *rels;
    if (!package_open(a, bytes, limits, p, e))
        return false;
    if (!package_rels(*p, S(""), &rels, e)) {
        package_close(*p);
        return false;
    }
    const struct package_rel *rel = package_rel_of(*p, rels, S("/officeDocument"));
    if (rel && str_ends(rel->part, S("document.xml"))) {
        *main_part = rel->part;
        return true;
    }
    package_close(*p);
    return err_set(e, ERR_INPUT, "%s", tr("版式只能从 Word 文件（docx）学习。"));
}

bool
docx_learn(struct arena *a, struct str bytes, const struct doc_limits *limits,
    struct docx_profile *profile, struct err *e)
{
    struct doc_limits usual = doc_limits_usual();
    struct package *p;
    struct str main_part;
    struct learner l = {.arena = a, .styles = {.arena = a}, .profile = profile};
    if (!str_starts(bytes, S("PK")))
        return err_set(e, ERR_INPUT, "%s", tr("版式只能从 Word 文件（docx）学习。"));
    if (!open_docx(a, bytes, limits ? limits : &usual, &p, &main_part, e))
        return false;
    *profile = docx_gbt9704();
    l.last = &l.first;
    out_init(&l.text, (size_t)HEAD_POINTS * 32);
    bool ok = read_all(&l, p, main_part, e);
    out_release(&l.text);
    package_close(p);
    return ok;
}
