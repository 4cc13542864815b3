#include "doc/xml.h"

#include "base/bug.h"
#include "base/lang.h"

#include <expat.h>

/* Stands between a namespace and a name; cannot occur in either. */
enum {
    SEPARATOR = '\n'
};

struct xml {
    XML_Parser parser;
    struct xml_handler handler;
    const char *what;
    unsigned depth, max_depth;
    struct err err;
    bool stopped;
};

static const struct {
    struct str uri;
    enum xml_ns ns;
} NAMESPACES[] = {
    {str_lit("http://schemas.openxmlformats.org/wordprocessingml/2006/main"), XML_NS_W},
    {str_lit("http://purl.oclc.org/ooxml/wordprocessingml/main"), XML_NS_W},
    {str_lit("http://schemas.openxmlformats.org/spreadsheetml/2006/main"), XML_NS_S},
    {str_lit("http://purl.oclc.org/ooxml/spreadsheetml/main"), XML_NS_S},
    {str_lit("http://schemas.openxmlformats.org/officeDocument/2006/relationships"), XML_NS_R},
    {str_lit("http://purl.oclc.org/ooxml/officeDocument/relationships"), XML_NS_R},
    {str_lit("http://schemas.openxmlformats.org/drawingml/2006/main"), XML_NS_A},
    {str_lit("http://purl.oclc.org/ooxml/drawingml/main"), XML_NS_A},
    {str_lit("http://schemas.openxmlformats.org/officeDocument/2006/math"), XML_NS_M},
    {str_lit("http://purl.oclc.org/ooxml/officeDocument/math"), XML_NS_M},
    {str_lit("http://schemas.openxmlformats.org/markup-compatibility/2006"), XML_NS_MC},
    {str_lit("http://schemas.openxmlformats.org/package/2006/relationships"), XML_NS_RELS},
    {str_lit("http://schemas.openxmlformats.org/package/2006/content-types"), XML_NS_TYPES},
};

static enum xml_ns
split_name(const char *qualified, struct str *name)
{
    const char *cut = strchr(qualified, SEPARATOR);
    if (!cut) {
        *name = str_from(qualified);
        return XML_NS_NONE;
    }
    *name = str_from(cut + 1);
    struct str uri = str_make(qualified, (size_t)(cut - qualified));
    for (size_t i = 0; i < sizeof(NAMESPACES) / sizeof(NAMESPACES[0]); i++)
        if (str_eq(uri, NAMESPACES[i].uri))
            return NAMESPACES[i].ns;
    return XML_NS_OTHER;
}

static void
stop(struct xml *x)
{
    x->stopped = true;
    (void)XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL
on_start(void *user, const XML_Char *qualified, const XML_Char **attributes)
{
    struct xml *x = user;
    if (x->stopped)
        return;
    if (++x->depth > x->max_depth) {
        err_set(&x->err, ERR_LIMIT,
            tr("文件中的“%s”嵌套超过 %u 层，不像正常办公软件所存，已拒绝读取。"), x->what,
            x->max_depth);
        stop(x);
        return;
    }
    struct xml_tag tag = {.attributes = (const char *const *)attributes};
    tag.ns = split_name(qualified, &tag.name);
    if (x->handler.start && !x->handler.start(x->handler.ctx, &tag, &x->err))
        stop(x);
}

static void XMLCALL
on_end(void *user, const XML_Char *qualified)
{
    struct xml *x = user;
    if (x->stopped)
        return;
    x->depth--;
    struct xml_tag tag = {0};
    tag.ns = split_name(qualified, &tag.name);
    if (x->handler.end && !x->handler.end(x->handler.ctx, &tag, &x->err))
        stop(x);
}

static void XMLCALL
on_text(void *user, const XML_Char *text, int n)
{
    struct xml *x = user;
    if (x->stopped || !x->handler.text)
        return;
    if (!x->handler.text(x->handler.ctx, str_make(text, (size_t)n), &x->err))
        stop(x);
}

static void XMLCALL
on_doctype(
    void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public, int subset)
{
    struct xml *x = user;
    (void)name;
    (void)system;
    (void)public;
    (void)subset;
    if (x->stopped)
        return;
    err_set(&x->err, ERR_INPUT,
        tr("文件中的“%s”带有文档类型声明（DTD），办公文件不允许这样做，可能有害，已拒绝读取。"),
        x->what);
    stop(x);
}

struct xml *
xml_open(struct arena *a, const struct xml_handler *handler, unsigned depth, const char *what)
{
    struct xml *x = arena_new(a, struct xml);
    x->parser = XML_ParserCreateNS(NULL, SEPARATOR);
    BUG_ON(!x->parser, "out of memory");
    x->handler = *handler;
    x->what = what;
    x->max_depth = depth;
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    return x;
}

void
xml_close(struct xml *x)
{
    XML_ParserFree(x->parser);
    x->parser = NULL;
}

bool
xml_feed(struct xml *x, struct str bytes, bool last, struct err *e)
{
    while (!x->stopped) {
        int n = bytes.n > 1U << 20 ? 1 << 20 : (int)bytes.n;
        bool final = last && (size_t)n == bytes.n;
        if (XML_Parse(x->parser, bytes.n ? bytes.p : "", n, final) != XML_STATUS_OK)
            break;
        bytes = str_slice(bytes, (size_t)n, bytes.n);
        if (bytes.n == 0)
            return true;
    }
    if (!x->stopped)
        err_set(&x->err, ERR_INPUT,
            tr("文件中的“%s”在第 %lu 行损坏（%s）。请用 Word 或 WPS 打开后另存一份，再试一次。"),
            x->what, (unsigned long)XML_GetCurrentLineNumber(x->parser),
            XML_ErrorString(XML_GetErrorCode(x->parser)));
    x->stopped = true;
    if (e)
        *e = x->err;
    return false;
}

bool
xml_is(const struct xml_tag *tag, enum xml_ns ns, struct str name)
{
    return tag->ns == ns && str_eq(tag->name, name);
}

struct str
xml_attr(const struct xml_tag *tag, enum xml_ns ns, struct str name)
{
    for (const char *const *at = tag->attributes; at && at[0]; at += 2) {
        struct str local;
        if (split_name(at[0], &local) == ns && str_eq(local, name))
            return str_from(at[1]);
    }
    return (struct str){0};
}

bool
xml_attr_int(const struct xml_tag *tag, enum xml_ns ns, struct str name, int64_t *value)
{
    struct str text = xml_attr(tag, ns, name);
    return text.p && str_to_i64(text, INT32_MIN, UINT32_MAX, value);
}

bool
xml_on(struct str value)
{
    return !value.p ||
        !(str_eq(value, S("0")) || str_eq(value, S("false")) || str_eq(value, S("off")));
}
