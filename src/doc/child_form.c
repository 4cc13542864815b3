#include "doc/child_form.h"

#include "base/lang.h"
#include "base/utf8.h"

#define MARK_TEXT    S("TZT1")
#define MARK_REFUSAL S("TZF1")
#define MARK_PROFILE S("TZL1")
#define MARK_PICTURE S("TZP1")

enum {
    HEADING_BYTES = 12,
    PAGE_BYTES = 4,
    FRAME_HEAD = 5
};

static void
put_u32(struct out *o, size_t v)
{
    char b[] = {(char)(v & 0xFF), (char)(v >> 8 & 0xFF), (char)(v >> 16 & 0xFF), (char)(v >> 24)};
    out_put(o, str_make(b, sizeof(b)));
}

void
child_put_text(struct out *o, const struct child_text *t)
{
    out_put(o, MARK_TEXT);
    put_u32(o, (size_t)t->kind);
    put_u32(o, t->text.n);
    out_put(o, t->text);
    put_u32(o, t->headings_n);
    for (size_t i = 0; i < t->headings_n; i++) {
        put_u32(o, t->headings[i].start);
        put_u32(o, t->headings[i].end);
        put_u32(o, (size_t)t->headings[i].level);
    }
    put_u32(o, t->pages_n);
    for (size_t i = 0; i < t->pages_n; i++)
        put_u32(o, t->pages[i]);
}

static void
put_err(struct out *o, const struct err *why)
{
    put_u32(o, (size_t)why->code);
    out_put(o, str_from(why->text));
}

void
child_put_refusal(struct out *o, const struct err *why)
{
    out_put(o, MARK_REFUSAL);
    put_err(o, why);
}

static bool
broken(struct err *e)
{
    return err_set(e, ERR_INPUT, "%s",
        tr("读取这个文件的进程给出的结果不完整，文件可能已损坏。请另存一份再试。"));
}

static bool
is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t' && s.p[i] != '\n') || s.p[i] == 0x7F)
            return false;
    return utf8_valid(s);
}

void
child_take_refusal(struct str bytes, struct err *e)
{
    struct in in = in_from(bytes);
    uint32_t code = in_u32le(&in);
    struct str text = in_take(&in, in_left(&in));
    bool known = code == ERR_INPUT || code == ERR_LIMIT || code == ERR_NOT_FOUND || code == ERR_IO;
    if (in.bad || !known || str_empty(text) || text.n >= sizeof(e->text) || !is_plain(text)) {
        (void)broken(e);
        return;
    }
    (void)err_set(e, code == ERR_LIMIT ? ERR_LIMIT : ERR_INPUT, "%.*s", STR_ARG(text));
}

/* Not in the middle of a character. */
static bool
is_border(struct str s, size_t at)
{
    return at == s.n || (at < s.n && ((unsigned char)s.p[at] & 0xC0) != 0x80);
}

static bool
take_headings(struct arena *a, struct in *in, struct child_text *t)
{
    t->headings_n = in_u32le(in);
    if (in->bad || t->headings_n > in_left(in) / HEADING_BYTES)
        return false;
    t->headings = arena_array(a, struct child_heading, t->headings_n);
    size_t at = 0;
    for (size_t i = 0; i < t->headings_n; i++) {
        struct child_heading *h = &t->headings[i];
        h->start = in_u32le(in);
        h->end = in_u32le(in);
        uint32_t level = in_u32le(in);
        if (h->start < at || h->start > h->end || !is_border(t->text, h->start) ||
            !is_border(t->text, h->end) || level < 1 || level > 9)
            return false;
        h->level = (int)level;
        at = h->end;
    }
    return true;
}

static bool
take_pages(struct arena *a, struct in *in, struct child_text *t)
{
    t->pages_n = in_u32le(in);
    if (in->bad || t->pages_n > in_left(in) / PAGE_BYTES)
        return false;
    t->pages = arena_array(a, size_t, t->pages_n);
    size_t at = 0;
    for (size_t i = 0; i < t->pages_n; i++) {
        t->pages[i] = in_u32le(in);
        if (t->pages[i] < at || !is_border(t->text, t->pages[i]))
            return false;
        at = t->pages[i];
    }
    return true;
}

bool
child_take_text(struct arena *a, struct str bytes, struct child_text *t, struct err *e)
{
    struct in in = in_from(bytes);
    *t = (struct child_text){.kind = DOC_TXT};
    if (in_accept(&in, MARK_REFUSAL)) {
        child_take_refusal(in_take(&in, in_left(&in)), e);
        return false;
    }
    if (!in_accept(&in, MARK_TEXT))
        return broken(e);
    uint32_t kind = in_u32le(&in);
    struct str text = in_take(&in, in_u32le(&in));
    if (in.bad || kind > DOC_XLS || text.n > CHILD_TEXT_MAX || !is_plain(text))
        return broken(e);
    t->kind = (enum doc_kind)kind;
    t->text = arena_str(a, text);
    if (!take_headings(a, &in, t) || !take_pages(a, &in, t) || in_left(&in) > 0 || in.bad)
        return broken(e);
    return true;
}

/* ---- a layout ---- */

void
child_put_profile(struct out *o, const struct docx_profile *profile)
{
    out_put(o, MARK_PROFILE);
    struct json_out j = json_begin(o);
    docx_profile_write(&j, profile);
}

bool
child_take_profile(struct arena *a, struct str bytes, struct docx_profile *profile, struct err *e)
{
    struct in in = in_from(bytes);
    const struct json *json;
    if (in_accept(&in, MARK_REFUSAL)) {
        child_take_refusal(in_take(&in, in_left(&in)), e);
        return false;
    }
    if (!in_accept(&in, MARK_PROFILE) || !json_read(a, in_take(&in, in_left(&in)), &json, NULL) ||
        !docx_profile_read(json, profile, NULL))
        return broken(e);
    return true;
}

/* ---- a picture ---- */

static void
put_u64(struct out *o, uint64_t v)
{
    put_u32(o, (size_t)(v & UINT32_MAX));
    put_u32(o, (size_t)(v >> 32));
}

static uint64_t
take_u64(struct in *in)
{
    uint64_t low = in_u32le(in);
    return low | (uint64_t)in_u32le(in) << 32;
}

void
child_put_picture(struct out *o, const struct picture_print *print)
{
    out_put(o, MARK_PICTURE);
    for (size_t i = 0; i < PICTURE_WORDS; i++)
        put_u64(o, print->bits[i]);
}

bool
child_take_picture(struct str bytes, struct picture_print *print, struct err *e)
{
    struct in in = in_from(bytes);
    if (in_accept(&in, MARK_REFUSAL)) {
        child_take_refusal(in_take(&in, in_left(&in)), e);
        return false;
    }
    if (!in_accept(&in, MARK_PICTURE))
        return broken(e);
    for (size_t i = 0; i < PICTURE_WORDS; i++)
        print->bits[i] = take_u64(&in);
    return (!in.bad && in_left(&in) == 0) || broken(e);
}

/* ---- headings and pages of a document ---- */
struct places {
    struct arena *arena;
    struct child_text *t;
    size_t headings_cap, pages_cap;
};

static void
add_heading(struct places *p, int level, size_t start, size_t end)
{
    struct child_text *t = p->t;
    while (end > start && (t->text.p[end - 1] == '\n' || t->text.p[end - 1] == ' '))
        end--;
    if (end == start)
        return;
    if (t->headings_n == p->headings_cap) {
        p->headings_cap = p->headings_cap ? 2 * p->headings_cap : 64;
        struct child_heading *more = arena_array(p->arena, struct child_heading, p->headings_cap);
        if (t->headings_n)
            memcpy(more, t->headings, t->headings_n * sizeof(*more));
        t->headings = more;
    }
    t->headings[t->headings_n++] = (struct child_heading){level, start, end};
}

static void
add_page(struct places *p, size_t start)
{
    struct child_text *t = p->t;
    if (t->pages_n == p->pages_cap) {
        p->pages_cap = p->pages_cap ? 2 * p->pages_cap : 64;
        size_t *more = arena_array(p->arena, size_t, p->pages_cap);
        if (t->pages_n)
            memcpy(more, t->pages, t->pages_n * sizeof(*more));
        t->pages = more;
    }
    t->pages[t->pages_n++] = start;
}

/* "## 第二节" is 2; a run of more than six, or one without a blank behind it, is none (CommonMark, 4.2). */
static int
markdown_level(struct str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] == '#')
        n++;
    return n >= 1 && n <= 6 && n < line.n && (line.p[n] == ' ' || line.p[n] == '\t') ? (int)n : 0;
}

void
child_text_of(
    struct arena *a, const struct doc *doc, bool markdown, struct out *text, struct child_text *t)
{
    *t = (struct child_text){.kind = doc->kind};
    struct places p = {.arena = a, .t = t};
    for (const struct doc_block *b = doc->first; b; b = b->next) {
        size_t start = text->n;
        doc_block_text(b, text);
        t->text = out_str(text);
        int level = b->kind == DOC_PARAGRAPH ? b->level : b->kind == DOC_SHEET ? 1 : 0;
        if (markdown && doc->kind == DOC_TXT && b->kind == DOC_PARAGRAPH)
            level = markdown_level(b->text);
        if (level > 0)
            add_heading(&p, level, start, text->n);
        if (b->kind == DOC_PAGE_BREAK) {
            if (t->pages_n == 0)
                add_page(&p, 0);
            add_page(&p, start);
        }
    }
}

/* ---- frames ---- */
void
child_put_frame(struct out *o, enum child_frame_kind kind, struct str bytes)
{
    out_char(o, (char)kind);
    put_u32(o, bytes.n);
    out_put(o, bytes);
}

bool
child_take_frame(struct str *bytes, struct child_frame *frame, bool *enough)
{
    struct in in = in_from(*bytes);
    *enough = bytes->n >= FRAME_HEAD;
    if (!*enough)
        return true;
    int kind = in_byte(&in);
    uint32_t n = in_u32le(&in);
    if (kind <= 0 || !strchr("BDEXSOZ", kind) || n > CHILD_CHUNK ||
        (kind == CHILD_BEGIN && n > CHILD_NAME_MAX))
        return false;
    *enough = n <= in_left(&in);
    if (!*enough)
        return true;
    *frame = (struct child_frame){(enum child_frame_kind)kind, in_take(&in, n)};
    *bytes = in_take(&in, in_left(&in));
    return true;
}
