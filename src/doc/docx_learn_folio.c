/* The page number of a footer: its form by the words around the field, its place by the paragraph, the frame or the text
   box that it stands in. */
#include "doc/docx_learn_int.h"

enum {
    WORDS_MAX = 4096
};

struct folio_reader {
    struct learn_styles *s;
    struct look para, run, style;
    struct str run_style;
    struct look of_number; /* of the text in the paragraph with the field */
    struct out words;      /* text of the paragraph, without the field's result */
    bool page, pages;      /* its fields */
    bool in_props, in_run, in_instruction, in_text, in_result, in_align, across;
    int place; /* of a frame or box; LOOK_UNKNOWN */
    unsigned past;
    bool found, done;
    enum docx_folio folio;
    enum docx_place at;
};

static int
place_of(struct str word)
{
    if (str_eq(word, S("center")))
        return DOCX_PLACE_CENTRE;
    if (str_eq(word, S("right")))
        return DOCX_PLACE_RIGHT;
    if (str_eq(word, S("left")))
        return DOCX_PLACE_LEFT;
    if (str_eq(word, S("outside")))
        return DOCX_PLACE_OUTER;
    return LOOK_UNKNOWN;
}

static void
take_field(struct folio_reader *r, struct str code)
{
    if (str_find(code, S("NUMPAGES"), 0) != SIZE_MAX ||
        str_find(code, S("SECTIONPAGES"), 0) != SIZE_MAX)
        r->pages = true;
    else if (str_find(code, S("PAGE"), 0) != SIZE_MAX)
        r->page = true;
}

static void
take_char(struct folio_reader *r, struct str type)
{
    if (str_eq(type, S("separate")))
        r->in_result = true;
    else if (str_eq(type, S("end")))
        r->in_result = false;
}

static void
begin_para(struct folio_reader *r)
{
    r->style = learn_style_look(r->s, S(""));
    r->para = look_none();
    r->of_number = look_none();
    r->page = r->pages = r->in_result = false;
    out_clear(&r->words);
}

static void
take_word(struct folio_reader *r, const struct xml_tag *tag)
{
    struct str value = xml_attr(tag, XML_NS_W, S("val"));
    if (str_eq(tag->name, S("p")))
        begin_para(r);
    else if (str_eq(tag->name, S("pStyle")))
        r->style = learn_style_look(r->s, value);
    else if (str_eq(tag->name, S("framePr")))
        r->place = place_of(xml_attr(tag, XML_NS_W, S("xAlign")));
    else if (str_eq(tag->name, S("r"))) {
        r->run = look_none();
        r->in_run = true;
    } else if (str_eq(tag->name, S("rStyle")) && r->in_run)
        r->run = look_join(r->run, learn_style_look(r->s, value));
    else if (str_eq(tag->name, S("fldChar")))
        take_char(r, xml_attr(tag, XML_NS_W, S("fldCharType")));
    else if (str_eq(tag->name, S("fldSimple"))) {
        take_field(r, xml_attr(tag, XML_NS_W, S("instr")));
        r->in_result = true;
    } else if (str_eq(tag->name, S("instrText")))
        r->in_instruction = true;
    else if (str_eq(tag->name, S("t")))
        r->in_text = true;
    else
        look_take(r->s, r->in_run ? &r->run : &r->para, tag);
}

static bool
folio_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct folio_reader *r = ctx;
    (void)e;
    if (learn_is_past(tag))
        r->past++;
    if (r->past || r->done)
        return true;
    if (tag->ns == XML_NS_W)
        take_word(r, tag);
    else if (str_eq(tag->name, S("positionH")))
        r->across = true;
    else if (str_eq(tag->name, S("align")))
        r->in_align = r->across;
    return true;
}

static bool
has(const struct folio_reader *r, struct str part)
{
    return str_find(out_str(&r->words), part, 0) != SIZE_MAX;
}

static enum docx_folio
form_of(const struct folio_reader *r)
{
    static const struct str dashes[] = {
        str_lit("—"), str_lit("-"), str_lit("－"), str_lit("–"), str_lit("―"), str_lit("─")};
    if (r->pages)
        return DOCX_FOLIO_OF;
    if (has(r, S("第")))
        return DOCX_FOLIO_WORD;
    for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
        if (has(r, dashes[i]))
            return DOCX_FOLIO_DASH;
    return DOCX_FOLIO_PLAIN;
}

static void
end_para(struct folio_reader *r)
{
    if (!r->page)
        return;
    struct look para = look_join(r->para, r->style);
    r->found = r->done = true;
    r->folio = form_of(r);
    if (r->place != LOOK_UNKNOWN)
        r->at = (enum docx_place)r->place;
    else
        r->at = para.align == DOCX_ALIGN_CENTRE ? DOCX_PLACE_CENTRE
            : para.align == DOCX_ALIGN_RIGHT    ? DOCX_PLACE_RIGHT
                                                : DOCX_PLACE_LEFT;
    r->of_number = look_join(r->of_number, r->style);
}

static bool
folio_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct folio_reader *r = ctx;
    (void)e;
    if (learn_is_past(tag)) {
        r->past--;
        return true;
    }
    if (r->past || r->done)
        return true;
    if (str_eq(tag->name, S("positionH")))
        r->across = false;
    r->in_align = false;
    if (tag->ns != XML_NS_W)
        return true;
    if (str_eq(tag->name, S("p")))
        end_para(r);
    else if (str_eq(tag->name, S("r")))
        r->in_run = false;
    else if (str_eq(tag->name, S("fldSimple")))
        r->in_result = false;
    r->in_text = r->in_instruction = false;
    return true;
}

static bool
folio_text(void *ctx, struct str text, struct err *e)
{
    struct folio_reader *r = ctx;
    (void)e;
    if (r->past || r->done)
        return true;
    if (r->in_align && place_of(str_trim(text)) != LOOK_UNKNOWN)
        r->place = place_of(str_trim(text));
    if (r->in_instruction)
        take_field(r, text);
    if (r->in_text) {
        if (!r->in_result)
            out_put(&r->words, text);
        r->of_number = look_join(r->of_number, r->run);
    }
    return true;
}

bool
learn_folio(struct learn_styles *s, struct package *p, struct str part,
    struct docx_profile *profile, bool *found, struct err *e)
{
    struct folio_reader r = {
        .s = s, .para = look_none(), .run = look_none(), .place = LOOK_UNKNOWN};
    struct xml_handler handler = {
        .ctx = &r, .start = folio_start, .end = folio_end, .text = folio_text};
    out_init(&r.words, WORDS_MAX);
    begin_para(&r);
    bool ok = package_xml(p, part, &handler, e);
    out_release(&r.words);
    if (!ok || !r.found)
        return ok;
    *found = true;
    profile->folio = r.folio;
    profile->place = r.at;
    if (!docx_font_set(&profile->folio_font, r.of_number.east))
        (void)docx_font_set(&profile->folio_font, r.of_number.latin);
    if (r.of_number.half_points != LOOK_UNKNOWN)
        (void)docx_profile_put(profile, S("folio_size"), r.of_number.half_points);
    return true;
}
