/* The text of a web page: headings, paragraphs and tables as a reader would see them, without scripts, styles and
   the head. Only libxml2's parser for broken HTML is used, without network and without entities of its own. */
#include "base/lang.h"
#include "doc/doc_int.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <pthread.h>

enum {
    TABLES_MAX = 32,
    OPEN_MAX = 1000,
    HTML_MAX = 16 << 20
};

#define ATTRIBUTE_WORK 400000000U

struct html_reader {
    struct doc_build *build;
    struct doc_flow flow;
    struct out text;
    int level;        /* of the heading that is open */
    unsigned pre;     /* inside preformatted text */
    unsigned tables;  /* open tables that only lay out the page */
    xmlNodePtr table; /* the open table that holds no other */
    struct doc_block *block;
    struct doc_row *row, **last_row;
    struct doc_cell **last_cell;
    unsigned rows, columns;
    bool in_cell;
};

static bool
name_in(xmlNodePtr node, const struct str *names, size_t n)
{
    struct str name = str_from((const char *)node->name);
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(name, names[i]))
            return true;
    return false;
}

#define IS(node, list) name_in((node), (list), sizeof(list) / sizeof((list)[0]))

static const struct str SKIPPED[] = {str_lit("head"), str_lit("script"), str_lit("style"),
    str_lit("template"), str_lit("noscript"), str_lit("iframe"), str_lit("object"), str_lit("svg")};
static const struct str BLOCKS[] = {str_lit("p"), str_lit("div"), str_lit("li"), str_lit("ul"),
    str_lit("ol"), str_lit("dl"), str_lit("dt"), str_lit("dd"), str_lit("tr"), str_lit("table"),
    str_lit("h1"), str_lit("h2"), str_lit("h3"), str_lit("h4"), str_lit("h5"), str_lit("h6"),
    str_lit("pre"), str_lit("blockquote"), str_lit("section"), str_lit("article"),
    str_lit("header"), str_lit("footer"), str_lit("nav"), str_lit("aside"), str_lit("main"),
    str_lit("form"), str_lit("hr"), str_lit("fieldset"), str_lit("figure"), str_lit("figcaption"),
    str_lit("address"), str_lit("center"), str_lit("option"), str_lit("caption"), str_lit("td"),
    str_lit("th"), str_lit("body")};
static const struct str CELLS[] = {str_lit("td"), str_lit("th")};
static const struct str TABLE[] = {str_lit("table")};
static const struct str ROW[] = {str_lit("tr")};
static const struct str PRE[] = {str_lit("pre"), str_lit("textarea")};
static const struct str BREAK[] = {str_lit("br")};

static bool
blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
at_line_start(const struct html_reader *r)
{
    return r->text.n == 0 || blank(r->text.p[r->text.n - 1]);
}

/* Blanks run together; a line's end between two Chinese characters is no blank at all. */
static void
put_text(struct html_reader *r, struct str s)
{
    if (r->pre) {
        out_put(&r->text, s);
        return;
    }
    for (size_t i = 0; i < s.n;) {
        if (!blank(s.p[i])) {
            out_char(&r->text, s.p[i++]);
            continue;
        }
        bool line = false;
        for (; i < s.n && blank(s.p[i]); i++)
            line |= s.p[i] == '\n';
        bool wide = r->text.n > 0 && (signed char)r->text.p[r->text.n - 1] < 0 && i < s.n &&
            (signed char)s.p[i] < 0;
        if (!at_line_start(r) && !(line && wide))
            out_char(&r->text, ' ');
    }
}

static bool
flush(struct html_reader *r, struct err *e)
{
    if (r->in_cell) {
        if (!at_line_start(r))
            out_char(&r->text, '\n');
        return true;
    }
    struct str text = str_trim(out_str(&r->text));
    bool ok = true;
    if (!str_empty(text)) {
        struct doc_block *block = doc_flow_add(&r->flow, r->build->arena, DOC_PARAGRAPH);
        block->level = r->level;
        ok = doc_keep(r->build, text, &block->text, e) && doc_count(r->build, 1, e);
    }
    out_clear(&r->text);
    return ok;
}

/* The node after this one in the order of the text, within `root`; `down` into its children first. */
static xmlNodePtr
next_node(xmlNodePtr node, xmlNodePtr root, bool down)
{
    if (down && node->children)
        return node->children;
    while (node && node != root && !node->next)
        node = node->parent;
    return node && node != root ? node->next : NULL;
}

/* A table that holds another is there for the layout. */
static bool
holds_table(xmlNodePtr table)
{
    for (xmlNodePtr n = next_node(table, table, true); n; n = next_node(n, table, true))
        if (n->type == XML_ELEMENT_NODE && IS(n, TABLE))
            return true;
    return false;
}

static void
start_table(struct html_reader *r, xmlNodePtr node)
{
    if (r->tables >= TABLES_MAX || holds_table(node)) {
        r->tables++;
        return;
    }
    r->table = node;
    r->block = arena_new(r->build->arena, struct doc_block);
    r->block->kind = DOC_TABLE;
    r->last_row = &r->block->rows;
    r->rows = 0;
    r->row = NULL;
}

static void
start_row(struct html_reader *r)
{
    r->row = arena_new(r->build->arena, struct doc_row);
    r->row->number = ++r->rows;
    r->last_cell = &r->row->first;
    r->columns = 0;
    *r->last_row = r->row;
    r->last_row = &r->row->next;
}

static bool
end_cell(struct html_reader *r, struct err *e)
{
    struct doc_cell *cell = arena_new(r->build->arena, struct doc_cell);
    cell->column = r->columns++;
    bool ok = doc_keep(r->build, str_trim(out_str(&r->text)), &cell->text, e) &&
        doc_count(r->build, 1, e);
    *r->last_cell = cell;
    r->last_cell = &cell->next;
    out_clear(&r->text);
    r->in_cell = false;
    return ok;
}

static bool
enter(struct html_reader *r, xmlNodePtr node, struct err *e)
{
    if (IS(node, BREAK)) {
        out_char(&r->text, '\n');
        return true;
    }
    if (IS(node, BLOCKS) && !flush(r, e))
        return false;
    r->pre += IS(node, PRE);
    if (node->name[0] == 'h' && node->name[1] >= '1' && node->name[1] <= '6' && !node->name[2])
        r->level = node->name[1] - '0';
    if (IS(node, TABLE) && !r->table)
        start_table(r, node);
    else if (r->table && !r->in_cell && IS(node, ROW))
        start_row(r);
    else if (r->table && !r->in_cell && IS(node, CELLS)) {
        if (!r->row)
            start_row(r);
        r->in_cell = true;
    }
    return true;
}

static bool
leave(struct html_reader *r, xmlNodePtr node, struct err *e)
{
    if (r->in_cell && IS(node, CELLS))
        return end_cell(r, e);
    if (IS(node, BLOCKS) && !flush(r, e))
        return false;
    r->pre -= IS(node, PRE);
    if (node->name[0] == 'h' && node->name[1] >= '1' && node->name[1] <= '6' && !node->name[2])
        r->level = 0;
    if (node == r->table) {
        if (r->block->rows) {
            *r->flow.last = r->block;
            r->flow.last = &r->block->next;
        }
        r->table = NULL;
    } else if (IS(node, TABLE) && r->tables) {
        r->tables--;
    }
    return true;
}

static bool
is_element(xmlNodePtr node)
{
    return node->type == XML_ELEMENT_NODE;
}

static bool
visit(struct html_reader *r, xmlNodePtr node, struct err *e)
{
    if (is_element(node))
        return enter(r, node, e);
    if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content)
        put_text(r, str_from((const char *)node->content));
    return true;
}

/* The node to go on with after this one and all below it; the elements that end here are left. NULL in *node when
   there is none. */
static bool
go_on(struct html_reader *r, xmlNodePtr *node, xmlNodePtr root, struct err *e)
{
    xmlNodePtr n = *node;
    while (n != root && !n->next) {
        n = n->parent;
        if (!leave(r, n, e))
            return false;
    }
    *node = n == root ? NULL : n->next;
    return true;
}

static bool
walk(struct html_reader *r, xmlNodePtr root, struct err *e)
{
    xmlNodePtr node = root;
    while (node) {
        bool skipped = is_element(node) && IS(node, SKIPPED);
        if (!skipped && !visit(r, node, e))
            return false;
        if (!skipped && is_element(node) && node->children) {
            node = node->children;
            continue;
        }
        if (!skipped && is_element(node) && !leave(r, node, e))
            return false;
        if (!go_on(r, &node, root, e))
            return false;
    }
    return flush(r, e);
}

/* libxml2 compares each attribute of an element with those before it, and each end tag with all open elements. So
   both are bounded before a stranger can make it work for minutes. */
static bool
check_attributes(struct str s, struct err *e)
{
    uint64_t work = 0;
    for (size_t i = 0; i + 1 < s.n; i++) {
        if (s.p[i] != '<' || !isalpha((unsigned char)s.p[i + 1]))
            continue;
        uint64_t attributes = 0;
        for (i++; i < s.n && s.p[i] != '>'; i++) {
            attributes += blank(s.p[i]) || s.p[i] == '/';
            if (s.p[i] != '=' || i + 1 == s.n || (s.p[i + 1] != '"' && s.p[i + 1] != '\''))
                continue;
            size_t end = str_find_char(s, s.p[i + 1], i + 2);
            i = end == SIZE_MAX ? s.n - 1 : end;
            attributes++;
        }
        work += attributes * attributes;
        if (work > ATTRIBUTE_WORK)
            return err_set(e, ERR_LIMIT, tr("网页文件的标签属性过多，不像正常网页，已拒绝读取。"));
    }
    return true;
}

static void
start_element(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    xmlParserCtxtPtr parser = ctx;
    if (parser->nodeNr > OPEN_MAX) {
        *(bool *)parser->_private = true;
        xmlStopParser(parser);
        return;
    }
    xmlSAX2StartElement(ctx, name, attributes);
}

/* NULL when there is no root or no more room; `deep` when too many elements are open at once. */
static htmlDocPtr
parse(struct str bytes, bool *deep)
{
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(bytes.p, (int)bytes.n);
    if (!parser)
        return NULL;
    parser->_private = deep;
    parser->sax->startElement = start_element;
    int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
        HTML_PARSE_NONET | HTML_PARSE_COMPACT | (int)XML_PARSE_HUGE;
    htmlDocPtr tree = htmlCtxtReadMemory(parser, bytes.p, (int)bytes.n, NULL, "UTF-8", options);
    htmlFreeParserCtxt(parser);
    return tree;
}

static bool
read_tree(struct doc_build *b, htmlDocPtr tree, struct doc *doc, struct err *e)
{
    struct html_reader r = {.build = b};
    doc_flow_init(&r.flow);
    out_init(&r.text, b->limits.text);
    xmlNodePtr root = xmlDocGetRootElement(tree);
    bool ok = !root || walk(&r, root, e);
    if (ok && r.text.overflow)
        ok = doc_count(b, SIZE_MAX, e);
    out_release(&r.text);
    doc->first = r.flow.first;
    return ok;
}

static pthread_once_t start_once = PTHREAD_ONCE_INIT;

bool
html_read(struct doc_build *b, struct str bytes, struct doc *doc, struct err *e)
{
    (void)pthread_once(&start_once, xmlInitParser);
    if (bytes.n > HTML_MAX)
        return err_set(
            e, ERR_LIMIT, tr("网页文件超过 %d MiB，超出允许的大小，已拒绝读取。"), HTML_MAX >> 20);
    if (!check_attributes(bytes, e))
        return false;
    bool deep = false;
    htmlDocPtr tree = parse(bytes, &deep);
    bool ok = false;
    if (deep)
        err_set(
            e, ERR_LIMIT, tr("网页文件的标签嵌套超过 %d 层，不像正常网页，已拒绝读取。"), OPEN_MAX);
    else if (!tree)
        err_set(e, ERR_INPUT, tr("网页文件已损坏，无法读取。请用浏览器打开后另存一份再试。"));
    else
        ok = read_tree(b, tree, doc, e);
    xmlFreeDoc(tree);
    return ok;
}
