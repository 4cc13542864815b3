/* The parts of a workbook that its sheets refer to. */
#include "base/lang.h"
#include "base/utf8.h"
#include "doc/xlsx_int.h"

#include <ctype.h>

enum {
    SHEETS_MAX = 4096
};

bool
xlsx_too_many(struct err *e)
{
    return err_set(
        e, ERR_LIMIT, tr("工作簿中的工作表、样式或合并单元格过多，超出允许的数目，已拒绝读取。"));
}

bool
xlsx_text(void *ctx, struct str text, struct err *e)
{
    struct xlsx_reader *r = ctx;
    if (!r->in_text || r->phonetic)
        return true;
    out_put(&r->text, text);
    return r->text.overflow ? doc_count(r->build, SIZE_MAX, e) : true;
}

static bool
workbook_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct xlsx_reader *r = ctx;
    if (xml_is(tag, XML_NS_S, S("workbookPr"))) {
        struct str mode = xml_attr(tag, XML_NS_NONE, S("date1904"));
        r->since_1904 = mode.p && xml_on(mode);
    }
    if (!xml_is(tag, XML_NS_S, S("sheet")))
        return true;
    if (++r->sheet_count > SHEETS_MAX)
        return xlsx_too_many(e);
    struct sheet *s = arena_new(r->build->arena, struct sheet);
    if (!doc_keep(r->build, xml_attr(tag, XML_NS_NONE, S("name")), &s->name, e))
        return false;
    s->rel = arena_str(r->build->arena, xml_attr(tag, XML_NS_R, S("id")));
    *r->last_sheet = s;
    r->last_sheet = &s->next;
    return true;
}

static bool
styles_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct xlsx_reader *r = ctx;
    if (xml_is(tag, XML_NS_S, S("cellXfs")))
        r->in_cell_styles = true;
    int64_t id = 0;
    bool has_id = xml_attr_int(tag, XML_NS_NONE, S("numFmtId"), &id);
    if (xml_is(tag, XML_NS_S, S("numFmt")) && has_id) {
        if (r->custom_count == XLSX_CUSTOMS_MAX)
            return xlsx_too_many(e);
        enum xlsx_format format = xlsx_format_code(xml_attr(tag, XML_NS_NONE, S("formatCode")));
        r->customs[r->custom_count++] = (struct number_format){id, format};
    } else if (xml_is(tag, XML_NS_S, S("xf")) && r->in_cell_styles) {
        if (r->format_count == XLSX_STYLES_MAX)
            return xlsx_too_many(e);
        enum xlsx_format format = xlsx_format_builtin(id);
        for (size_t i = r->custom_count; i > 0; i--)
            if (r->customs[i - 1].id == id)
                format = r->customs[i - 1].format;
        r->formats[r->format_count++] = format;
    }
    return true;
}

static bool
styles_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    (void)e;
    struct xlsx_reader *r = ctx;
    if (xml_is(tag, XML_NS_S, S("cellXfs")))
        r->in_cell_styles = false;
    return true;
}

/* "_x000D_" stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
static bool
take_escape(struct str *s, uint32_t *c)
{
    if (s->n < 7 || s->p[0] != '_' || (s->p[1] != 'x' && s->p[1] != 'X') || s->p[6] != '_')
        return false;
    *c = 0;
    for (int i = 2; i < 6; i++) {
        int digit = (unsigned char)s->p[i];
        if (!isxdigit(digit))
            return false;
        *c = *c << 4 | (uint32_t)(isdigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
    }
    if (*c >= 0xD800 && *c < 0xE000)
        return false;
    *s = str_slice(*s, 7, s->n);
    return true;
}

bool
xlsx_keep(struct xlsx_reader *r, struct str s, struct str *kept, struct err *e)
{
    if (str_find(s, S("_x"), 0) == SIZE_MAX)
        return doc_keep(r->build, s, kept, e);
    struct out plain;
    out_init(&plain, s.n + 8);
    while (s.n) {
        uint32_t c;
        if (take_escape(&s, &c)) {
            utf8_put(&plain, c);
        } else {
            out_char(&plain, s.p[0]);
            s = str_slice(s, 1, s.n);
        }
    }
    bool ok = doc_keep(r->build, out_str(&plain), kept, e);
    out_release(&plain);
    return ok;
}

static bool
strings_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    (void)e;
    struct xlsx_reader *r = ctx;
    if (xml_is(tag, XML_NS_S, S("si")))
        out_clear(&r->text);
    r->in_text = xml_is(tag, XML_NS_S, S("t"));
    r->phonetic += xml_is(tag, XML_NS_S, S("rPh"));
    return true;
}

static bool
add_string(struct xlsx_reader *r, struct err *e)
{
    if (r->string_count == r->string_room) {
        size_t room = r->string_room ? r->string_room * 2 : 256;
        struct str *list = arena_array(r->build->arena, struct str, room);
        if (r->string_count)
            memcpy(list, r->strings, r->string_count * sizeof(*list));
        r->strings = list;
        r->string_room = room;
    }
    return doc_count(r->build, 1, e) &&
        xlsx_keep(r, out_str(&r->text), &r->strings[r->string_count++], e);
}

static bool
strings_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct xlsx_reader *r = ctx;
    r->in_text = false;
    r->phonetic -= xml_is(tag, XML_NS_S, S("rPh"));
    return xml_is(tag, XML_NS_S, S("si")) ? add_string(r, e) : true;
}

bool
xlsx_read_parts(
    struct xlsx_reader *r, struct str main_part, const struct package_rel *rels, struct err *e)
{
    struct xml_handler workbook = {.ctx = r, .start = workbook_start};
    if (!package_xml(r->package, main_part, &workbook, e))
        return false;
    const struct package_rel *styles = package_rel_of(r->package, rels, S("/styles"));
    struct xml_handler style = {.ctx = r, .start = styles_start, .end = styles_end};
    if (styles && !package_xml(r->package, styles->part, &style, e))
        return false;
    const struct package_rel *strings = package_rel_of(r->package, rels, S("/sharedStrings"));
    struct xml_handler shared = {
        .ctx = r, .start = strings_start, .end = strings_end, .text = xlsx_text};
    return !strings || package_xml(r->package, strings->part, &shared, e);
}
