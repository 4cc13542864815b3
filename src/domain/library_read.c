/* A document for reading and for taking away: its text with headings, pages and cuts; the original; a clean docx. */
#include "domain/library_int.h"

#include "base/file.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "doc/docx_write.h"
#include "domain/list.h"
#include "store/store.h"

/* Places in the text with all residue become places in the text as shown; asked for in rising order. */
struct shift {
    const struct library_cut_rows *rows;
    size_t i;       /* the next cut */
    size_t removed; /* bytes cut out before it */
};

static size_t
shown(struct shift *s, size_t raw)
{
    for (; s->i < s->rows->n; s->i++) {
        const struct library_cut_row *c = &s->rows->v[s->i];
        if (c->start >= raw)
            break;
        if (!c->cut || c->kept)
            continue;
        if (c->start + c->text.n > raw)
            return c->start - s->removed;
        s->removed += c->text.n;
    }
    return raw - s->removed;
}

static void
place_cuts(struct work *w, const struct library_cut_rows *rows, struct library_reading *r)
{
    size_t removed = 0;
    r->cuts = arena_array(w->arena, struct library_cut, rows->n);
    for (size_t i = 0; i < rows->n; i++) {
        const struct library_cut_row *c = &rows->v[i];
        size_t start = c->start - removed;
        bool out = c->cut && !c->kept;
        r->cuts[r->cuts_n++] = (struct library_cut){.n = c->n,
            .kind = c->kind,
            .cut = c->cut,
            .kept = c->kept,
            .start = start,
            .end = out ? start : start + c->text.n,
            .text = c->text};
        removed += out ? c->text.n : 0;
    }
}

static size_t
number(const struct json *j)
{
    int64_t v;
    return j && j->kind == JSON_NUMBER && str_to_i64(j->text, 0, INT32_MAX, &v) ? (size_t)v : 0;
}

static void
place_headings(struct work *w, const struct json *list, const struct library_cut_rows *rows,
    struct library_reading *r)
{
    struct {
        struct library_heading *v;
        size_t n;
    } all = {NULL, 0};

    struct shift s = {rows, 0, 0};
    for (const struct json *h = list->child; h; h = h->next) {
        const struct json *level = h->child, *from = level ? level->next : NULL;
        if (!from || !from->next)
            continue;
        struct library_heading one = {.level = (int)number(level)};
        one.start = shown(&s, number(from));
        one.end = shown(&s, number(from->next));
        if (one.end > one.start && one.end <= r->text.n)
            LIST_ADD(w->arena, &all, one);
    }
    r->headings = all.v;
    r->headings_n = all.n;
}

static void
place_pages(struct work *w, const struct json *list, const struct library_cut_rows *rows,
    struct library_reading *r)
{
    struct {
        size_t *v;
        size_t n;
    } all = {NULL, 0};

    struct shift s = {rows, 0, 0};
    for (const struct json *p = list->child; p; p = p->next) {
        size_t at = shown(&s, number(p));
        if (at <= r->text.n)
            LIST_ADD(w->arena, &all, at);
    }
    r->pages = all.v;
    r->pages_n = all.n;
}

static bool
read_outline(
    struct work *w, const struct library_cut_rows *rows, struct library_reading *r, struct err *e)
{
    struct stmt *s;
    struct str headings = S(""), pages = S("");
    const struct json *j;
    if (!stmt_open(w->db, SQL_LIBRARY_OUTLINE_GET, VALS(v_int(r->doc.id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        headings = stmt_text(s, 0, w->arena);
        pages = stmt_text(s, 1, w->arena);
    }
    stmt_close(s);
    if (step == STEP_ERROR || (headings.n && !json_read(w->arena, headings, &j, e)))
        return false;
    if (headings.n)
        place_headings(w, j, rows, r);
    else
        library_outline_of(w->arena, r->text, &r->headings, &r->headings_n);
    if (pages.n && !json_read(w->arena, pages, &j, e))
        return false;
    if (pages.n)
        place_pages(w, j, rows, r);
    return true;
}

bool
library_read(struct work *w, int64_t id, struct library_reading *r, struct err *e)
{
    struct library_cut_rows rows = {NULL, 0};
    *r = (struct library_reading){.cuts_n = 0};
    if (!library_get(w, id, &r->doc, e) || !library_text(w, &r->doc, &r->text, e))
        return false;
    if (r->doc.cuts > 0 && !library_cut_rows(w, id, &rows, e))
        return false;
    place_cuts(w, &rows, r);
    return r->text.n == 0 || read_outline(w, &rows, r, e);
}

bool
library_original(
    struct work *w, int64_t id, struct library_doc *d, const char **path, struct err *e)
{
    struct sha256 digest;
    if (!library_get(w, id, d, e))
        return false;
    if (!sha256_from_hex(d->digest, &digest))
        return err_set(e, ERR_STORE, "%s", tr("这份文件的记录已损坏，请运行 taizhang check。"));
    *path = blob_path(w->arena, house_files(w->house), digest);
    return file_exists(*path) ||
        err_set(e, ERR_IO, tr("原件不在文件夹里：%s。请从备份恢复。"), *path);
}

struct str
library_file_name(struct arena *a, const struct library_doc *d, struct str ending)
{
    enum {
        NAME_MAX_BYTES = 150
    };
    struct out o;
    out_init(&o, 4096);
    struct str title = d->title;
    uint32_t cp;
    while (o.n < NAME_MAX_BYTES && utf8_next(&title, &cp))
        if (cp >= 0x20 && cp != 0x7F && (cp > 0x7F || !strchr("/\\\":*?<>|", (int)cp)))
            utf8_put(&o, cp);
    struct str name = str_trim(out_str(&o));
    struct str s = arena_fmt(a, "%.*s%.*s", STR_ARG(name.n ? name : S("file")), STR_ARG(ending));
    out_release(&o);
    return s;
}

/* ---- docx ---- */
enum {
    COLUMNS_MAX = 30
};

static size_t
cells_of(struct str line, struct str cells[COLUMNS_MAX])
{
    size_t n = 0;
    struct str cell;
    while (n < COLUMNS_MAX && str_split(&line, '\t', &cell))
        cells[n++] = cell;
    return n;
}

static bool
is_row(struct str line)
{
    return str_find_char(line, '\t', 0) != SIZE_MAX && str_trim(line).n > 0;
}

static struct str
line_at(struct str text, size_t at)
{
    size_t end = str_find_char(text, '\n', at);
    return str_slice(text, at, (end == SIZE_MAX ? text.n : end) - at);
}

/* Lines with tabs one below another; where they end. */
static size_t
put_table(struct docx_writer *d, struct str text, size_t at)
{
    unsigned widths[COLUMNS_MAX];
    struct str cells[COLUMNS_MAX], line;
    size_t columns = 1, end = at;
    for (size_t i = at; i < text.n && is_row(line = line_at(text, i)); i += line.n + 1) {
        size_t n = cells_of(line, cells);
        columns = n > columns ? n : columns;
        end = i + line.n + 1;
    }
    for (size_t i = 0; i < columns; i++)
        widths[i] = 1;
    docx_table(d, widths, columns);
    for (size_t i = at; i < end && i < text.n; i += line.n + 1) {
        line = line_at(text, i);
        for (size_t n = cells_of(line, cells); n < columns; n++)
            cells[n] = S("");
        docx_row(d, cells, i == at);
    }
    docx_table_end(d);
    return end;
}

static enum docx_style
style_of(const struct library_reading *r, size_t *heading, size_t start)
{
    static const enum docx_style LEVELS[] = {DOCX_LEVEL1, DOCX_LEVEL2, DOCX_LEVEL3, DOCX_LEVEL4};

    while (*heading < r->headings_n && r->headings[*heading].end <= start)
        ++*heading;
    if (*heading == r->headings_n || r->headings[*heading].start > start + 8)
        return DOCX_BODY;
    int level = r->headings[*heading].level;
    return LEVELS[level < 4 ? level - 1 : 3];
}

static void
put_text(struct docx_writer *d, const struct library_reading *r)
{
    struct str text = r->text;
    size_t heading = 0;
    for (size_t at = 0; at < text.n;) {
        struct str line = line_at(text, at), words = str_trim(line);
        if (is_row(line)) {
            at = put_table(d, text, at);
            continue;
        }
        if (words.n && !(at == 0 && str_eq(words, r->doc.title)))
            docx_line(d, style_of(r, &heading, (size_t)(words.p - text.p)), words);
        at += line.n + 1;
    }
}

bool
library_docx(struct arena *a, const struct library_reading *r, struct str *bytes, struct err *e)
{
    if (r->text.n == 0)
        return err_set(e, ERR_INPUT, "%s", tr("这份文件没有读出文字，请下载原件。"));
    struct docx_writer *d = docx_begin(a, r->doc.title);
    docx_line(d, DOCX_TITLE, r->doc.title);
    put_text(d, r);
    return docx_finish(d, bytes, e);
}
