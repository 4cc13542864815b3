#include "doc/doc.h"

#include "base/file.h"
#include "base/lang.h"
#include "doc/decode.h"
#include "doc/doc_int.h"
#include "doc/ole.h"
#include "doc/package.h"
#include "doc/program.h"

/* A gap between two cells is shown by tabs up to here; a sheet may have 16,384 columns. */
enum {
    TABS_MAX = 64
};

struct doc_limits
doc_limits_usual(void)
{
    return (struct doc_limits){
        .file = (size_t)200 << 20,
        .inflated = (size_t)512 << 20,
        .text = (size_t)64 << 20,
        .ratio = 200,
        .entries = 20000,
        .depth = 512,
        .seconds = 30,
    };
}

void
doc_flow_init(struct doc_flow *f)
{
    f->first = NULL;
    f->last = &f->first;
}

struct doc_block *
doc_flow_add(struct doc_flow *f, struct arena *a, enum doc_block_kind kind)
{
    struct doc_block *block = arena_new(a, struct doc_block);
    block->kind = kind;
    *f->last = block;
    f->last = &block->next;
    return block;
}

void
doc_flow_join(struct doc_flow *f, struct doc_flow *tail)
{
    if (!tail->first)
        return;
    *f->last = tail->first;
    f->last = tail->last;
    doc_flow_init(tail);
}

bool
doc_count(struct doc_build *b, size_t bytes, struct err *e)
{
    if (bytes > b->limits.text - b->text)
        return err_set(e, ERR_LIMIT,
            tr("文件的文字超过 %zu MiB，超出允许的大小，已停止读取。请拆分后再试。"),
            b->limits.text >> 20);
    b->text += bytes;
    return true;
}

static bool
is_control(char c)
{
    return ((unsigned char)c < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
}

bool
doc_keep(struct doc_build *b, struct str text, struct str *kept, struct err *e)
{
    if (!doc_count(b, text.n, e))
        return false;
    char *p = arena_array(b->arena, char, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (!is_control(text.p[i]))
            p[n++] = text.p[i];
    *kept = str_make(p, n);
    return true;
}

static void
put_cell(struct str text, struct out *o)
{
    for (size_t i = 0; i < text.n; i++)
        out_put(o, text.p[i] == '\n' || text.p[i] == '\t' ? S(" ") : str_slice(text, i, 1));
}

void
doc_row_text(const struct doc_row *row, struct out *o)
{
    unsigned column = 0;
    for (const struct doc_cell *cell = row->first; cell; cell = cell->next) {
        unsigned gap = cell->column - column;
        for (unsigned i = 0; i < gap && i < TABS_MAX; i++)
            out_char(o, '\t');
        column = cell->column;
        put_cell(cell->text, o);
    }
}

void
doc_block_text(const struct doc_block *block, struct out *o)
{
    switch (block->kind) {
    case DOC_PARAGRAPH:
    case DOC_SHEET:
        out_put(o, block->text);
        out_char(o, '\n');
        break;
    case DOC_TABLE:
        for (const struct doc_row *row = block->rows; row; row = row->next) {
            doc_row_text(row, o);
            out_char(o, '\n');
        }
        break;
    case DOC_PAGE_BREAK:
        break;
    }
}

void
doc_text(const struct doc *doc, struct out *o)
{
    for (const struct doc_block *block = doc->first; block; block = block->next)
        doc_block_text(block, o);
}

const char *
doc_kind_name(enum doc_kind kind)
{
    static const char *const NAMES[] = {"txt", "html", "docx", "xlsx", "pdf", "doc", "xls"};
    return NAMES[kind];
}

struct root_name {
    enum xml_ns ns;
    struct str name;
    struct arena *arena;
    bool seen;
};

static bool
root_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    (void)e;
    struct root_name *root = ctx;
    root->ns = tag->ns;
    root->name = arena_str(root->arena, tag->name);
    root->seen = true;
    return false;
}

static bool
find_main_part(struct arena *a, struct package *p, struct str *part, struct err *e)
{
    struct package_rel *rels;
    if (!package_rels(p, S(""), &rels, e))
        return false;
    const struct package_rel *main_rel = package_rel_of(p, rels, S("/officeDocument"));
    if (main_rel)
        *part = main_rel->part;
    else if (package_has(p, S("word/document.xml")))
        *part = S("word/document.xml");
    else if (package_has(p, S("xl/workbook.xml")))
        *part = S("xl/workbook.xml");
    else if (package_has(p, S("META-INF/manifest.xml")) && package_has(p, S("content.xml")))
        return err_set(e, ERR_INPUT,
            tr("这是 OpenDocument 格式的文件，请用 WPS 或 LibreOffice 另存为 docx 或 xlsx。"));
    else
        return err_set(
            e, ERR_INPUT, tr("这是一个压缩包，里面没有 Word 或 Excel 的内容，无法读取文字。"));
    if (str_ends(*part, S(".bin")))
        return err_set(e, ERR_INPUT,
            tr("这是 Excel 二进制工作簿（xlsb），请用 Excel 或 WPS 另存为 xlsx 再试。"));
    *part = arena_str(a, *part);
    return true;
}

static bool
read_parts(struct doc_build *b, struct package *p, struct doc *doc, struct err *e)
{
    struct str part = {0};
    if (!find_main_part(b->arena, p, &part, e))
        return false;
    struct root_name root = {.arena = b->arena};
    struct xml_handler look = {.ctx = &root, .start = root_start};
    if (!package_xml(p, part, &look, e) && !root.seen)
        return false;
    if (root.ns == XML_NS_W && str_eq(root.name, S("document"))) {
        doc->kind = DOC_DOCX;
        return docx_read(b, p, part, doc, e);
    }
    if (root.ns == XML_NS_S && str_eq(root.name, S("workbook"))) {
        doc->kind = DOC_XLSX;
        return xlsx_read(b, p, part, doc, e);
    }
    return err_set(
        e, ERR_INPUT, tr("这个办公文件既不是文档也不是工作簿（例如演示文稿），暂不能读取文字。"));
}

static bool
read_package(struct doc_build *b, struct str bytes, struct doc *doc, struct err *e)
{
    struct package *p;
    if (!package_open(b->arena, bytes, &b->limits, &p, e))
        return false;
    bool ok = read_parts(b, p, doc, e);
    package_close(p);
    return ok;
}

static bool
read_by_program(struct doc_build *b, struct str bytes, struct doc *doc, struct err *e)
{
    struct out text;
    out_init(&text, b->limits.text);
    bool ok =
        program_text(doc->kind, bytes, &b->limits, &text, e) && txt_read(b, out_str(&text), doc, e);
    out_release(&text);
    return ok;
}

static bool
read_xls(struct doc_build *b, struct str bytes, struct doc *doc, struct err *e)
{
    doc->kind = DOC_XLS;
    struct str stream = ole_stream(b->arena, bytes, S("Workbook"));
    if (xls_is_known(stream))
        return xls_read(b, stream, doc, e);
    return read_by_program(b, bytes, doc, e);
}

static bool
read_doc(struct doc_build *b, struct str bytes, struct doc *doc, struct err *e)
{
    doc->kind = DOC_DOC;
    struct str stream = ole_stream(b->arena, bytes, S("WordDocument"));
    if (!word_is_known(stream))
        return read_by_program(b, bytes, doc, e);
    const struct str tables[] = {
        ole_stream(b->arena, bytes, S("0Table")), ole_stream(b->arena, bytes, S("1Table"))};
    return word_read(b, stream, tables, doc, e);
}

static bool
read_ole(struct doc_build *b, struct str bytes, struct doc *doc, struct err *e)
{
    switch (ole_kind(bytes)) {
    case OLE_WORD:
        return read_doc(b, bytes, doc, e);
    case OLE_EXCEL:
        return read_xls(b, bytes, doc, e);
    case OLE_ENCRYPTED:
        return err_set(e, ERR_INPUT,
            tr("文件设有打开密码，无法读取。请用 Word 或 WPS 去掉密码后另存一份再试。"));
    case OLE_DAMAGED:
        return err_set(e, ERR_INPUT,
            tr("文件已损坏（复合文档的目录读不出来），无法读取。请重新获取，或另存一份。"));
    case OLE_OTHER:
        break;
    }
    return err_set(
        e, ERR_INPUT, tr("这个办公文件既不是 Word 文档也不是 Excel 工作簿，暂不能读取文字。"));
}

static bool
read_text(struct doc_build *b, struct str bytes, struct doc *doc, struct err *e)
{
    struct out utf8;
    out_init(&utf8, b->limits.text);
    bool ok = decode_text(bytes, &utf8, e);
    if (ok && decode_looks_html(out_str(&utf8))) {
        doc->kind = DOC_HTML;
        ok = html_read(b, out_str(&utf8), doc, e);
    } else if (ok &&
        str_find(str_slice(out_str(&utf8), 0, 1024), S("<?mso-application"), 0) != SIZE_MAX) {
        ok = err_set(e, ERR_INPUT,
            tr("这是 Office 2003 的 XML 文件，请用 Word、Excel 或 WPS 另存为 docx 或 xlsx 再试。"));
    } else if (ok && str_starts(str_trim(out_str(&utf8)), S("{\\rtf"))) {
        ok = err_set(e, ERR_INPUT, tr("这是 RTF 格式的文件，请用 Word 或 WPS 另存为 docx 再试。"));
    } else if (ok) {
        doc->kind = DOC_TXT;
        ok = txt_read(b, out_str(&utf8), doc, e);
    }
    out_release(&utf8);
    return ok;
}

/* Readers of pdf look for the mark in the first 1,024 bytes (ISO 32000-1, note 13 of annex H). */
static bool
looks_pdf(struct str bytes)
{
    return str_find(str_slice(bytes, 0, 1024), S("%PDF-"), 0) != SIZE_MAX;
}

bool
doc_read_bytes(struct arena *a, struct str bytes, const struct doc_limits *limits, struct doc **out,
    struct err *e)
{
    struct doc_build b = {.arena = a, .limits = limits ? *limits : doc_limits_usual()};
    struct doc *doc = arena_new(a, struct doc);
    *out = doc;
    if (bytes.n > b.limits.file)
        return err_set(e, ERR_LIMIT, tr("文件超过 %zu MiB，超出允许的大小。"), b.limits.file >> 20);
    if (str_empty(bytes))
        return err_set(e, ERR_INPUT, tr("文件是空的，没有可读的内容。"));
    if (str_starts(bytes, S("PK\x03\x04")) || str_starts(bytes, S("PK\x05\x06")))
        return read_package(&b, bytes, doc, e);
    if (str_starts(bytes, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        return read_ole(&b, bytes, doc, e);
    if (looks_pdf(bytes)) {
        doc->kind = DOC_PDF;
        return read_by_program(&b, bytes, doc, e);
    }
    return read_text(&b, bytes, doc, e);
}

bool
doc_read_file(struct arena *a, const char *path, const struct doc_limits *limits, struct doc **doc,
    struct err *e)
{
    struct doc_limits usual = limits ? *limits : doc_limits_usual();
    struct str bytes;
    if (!file_read(a, path, usual.file, &bytes, e))
        return false;
    return doc_read_bytes(a, bytes, &usual, doc, e);
}
