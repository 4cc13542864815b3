/* Compiles tpl/ *.html to C: tplc OUT.h OUT.c FILE.html…   The syntax is told in docs/adding-a-page.md.

   {{def x(args)}} becomes void tpl_x(struct out *o, args). Values are written by html_put, which chooses the escaping
   by type; every directive is preceded by #line, so that the C compiler's errors name the template's line.
   Errors of our own name file:line; exit 1. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEPTH_MAX = 32,
    NAME_BYTES = 60
};

struct text {
    char *p;
    size_t n, cap;
};

enum block {
    BLOCK_DEF,
    BLOCK_IF,
    BLOCK_ELSE,
    BLOCK_FOR
};

static const char *const block_name[] = {"def", "if", "else", "for"};

struct open {
    enum block block;
    int line;
};

struct def {
    char name[NAME_BYTES];
    const char *file;
    int line;
};

static struct {
    const char *file; /* "x.html" */
    int line;
    struct open open[DEPTH_MAX];
    size_t depth;
    struct text html; /* literal text that waits to be written */
    bool after_directive;
    bool in_tag, in_quote; /* of the HTML: between < and >, and there between double quotes */
} at;

static struct text includes, protos, code;
static struct def *defs;
static size_t defs_n;

_Noreturn static void __attribute__((format(printf, 1, 2))) stop(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    (void)fprintf(stderr, "tpl/%s:%d: ", at.file, at.line);
    (void)vfprintf(stderr, fmt, ap);
    (void)fputc('\n', stderr);
    va_end(ap);
    exit(1);
}

static void *
grow(void *p, size_t bytes)
{
    void *q = realloc(p, bytes);
    if (!q) {
        (void)fputs("tplc: out of memory\n", stderr);
        exit(1);
    }
    return q;
}

static void
put(struct text *t, const char *p, size_t n)
{
    if (!t->p || t->n + n + 1 > t->cap) {
        t->cap = (t->n + n + 1) * 2;
        t->p = grow(t->p, t->cap);
    }
    memcpy(t->p + t->n, p, n);
    t->n += n;
    t->p[t->n] = '\0';
}

static void
put_z(struct text *t, const char *z)
{
    put(t, z, strlen(z));
}

static void __attribute__((format(printf, 2, 3))) put_fmt(struct text *t, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *z = grow(NULL, (size_t)n + 1);
    (void)vsnprintf(z, (size_t)n + 1, fmt, again);
    va_end(again);
    put(t, z, (size_t)n);
    free(z);
}

/* As a C string literal. */
static void
put_literal(struct text *t, const char *p, size_t n)
{
    put_z(t, "\"");
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '"' || p[i] == '\\')
            put_fmt(t, "\\%c", p[i]);
        else if (p[i] == '\n')
            put_z(t, "\\n");
        else if (p[i] == '\t')
            put_z(t, "\\t");
        else if (p[i] == '?' && i + 1 < n && p[i + 1] == '?')
            put_z(t, "\\?");
        else
            put(t, p + i, 1);
    }
    put_z(t, "\"");
}

static void
put_line(void)
{
    put_fmt(&code, "#line %d \"tpl/%s\"\n", at.line, at.file);
}

/* ---- literal text ---- */

static void
flush(void)
{
    if (!at.html.n)
        return;
    put_z(&code, "    out_put(o, S(");
    put_literal(&code, at.html.p, at.html.n);
    put_z(&code, "));\n");
    at.html.n = 0;
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What the browser's Content-Security-Policy refuses, told at build time. */
static void
check_text(const char *p, size_t n)
{
    char *z = grow(NULL, n + 1);
    for (size_t i = 0; i < n; i++)
        z[i] = (char)(is_space(p[i]) ? ' ' : tolower((unsigned char)p[i]));
    z[n] = '\0';
    if (strstr(z, " style=") || strstr(z, "<style"))
        stop("no inline style: the page's policy refuses it; use a class of static/app.css");
    if (strstr(z, "<script>") || strstr(z, "javascript:"))
        stop("no inline script: the page's policy refuses it; use static/app.js");
    for (const char *on = z; (on = strstr(on, " on")) != NULL; on += 3) {
        size_t k = 3;
        while (isalpha((unsigned char)on[k]))
            k++;
        if (k > 3 && on[k] == '=')
            stop("no inline handler%.*s: the page's policy refuses it", (int)k, on);
    }
    free(z);
}

/* Follows tags and quotes through a piece without blanks. */
static void
follow(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (at.in_quote)
            at.in_quote = p[i] != '"';
        else if (at.in_tag && p[i] == '"')
            at.in_quote = true;
        else if (at.in_tag && p[i] == '>')
            at.in_tag = false;
        else if (p[i] == '<')
            at.in_tag = true;
    }
}

/* The blanks p[from … to) between words, with at least one line break among them. */
static void
line_break(const char *p, size_t n, size_t from, size_t to, bool directive_follows)
{
    for (size_t k = from; k < to; k++)
        at.line += p[k] == '\n';
    bool tag_before = from == 0 ? at.after_directive : p[from - 1] == '>';
    bool tag_after = to == n ? directive_follows : p[to] == '<';
    bool wide = from > 0 && to < n && (p[from - 1] & 0x80) && (p[to] & 0x80);
    if (at.in_tag)
        put_z(&at.html, " ");
    else if (!tag_before && !tag_after && !wide)
        put_z(&at.html, "\n");
}

/* Writes text without the blanks that only lay out the template: a line break with its blanks goes away next to a
   tag, a directive or a Chinese character, and is one line break elsewhere. */
static void
literal(const char *p, size_t n, bool directive_follows)
{
    if (at.depth == 0) {
        for (size_t i = 0; i < n; i++) {
            if (p[i] == '\n')
                at.line++;
            else if (!is_space(p[i]))
                stop("text outside of {{def …}}");
        }
        return;
    }
    check_text(p, n);
    for (size_t i = 0; i < n;) {
        size_t from = i;
        bool broken = false;
        while (i < n && is_space(p[i]))
            broken |= p[i++] == '\n';
        if (i > from && !broken)
            put(&at.html, p + from, i - from);
        if (broken)
            line_break(p, n, from, i, directive_follows);
        from = i;
        while (i < n && !is_space(p[i]))
            i++;
        put(&at.html, p + from, i - from);
        follow(p + from, i - from);
    }
}

/* ---- directives ---- */

static void
push(enum block b)
{
    if (at.depth == DEPTH_MAX)
        stop("blocks nest deeper than %d", DEPTH_MAX);
    at.open[at.depth++] = (struct open){b, at.line};
}

static bool
is_name(const char *p, size_t n)
{
    if (n == 0 || n >= NAME_BYTES || !(islower((unsigned char)p[0])))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!islower((unsigned char)p[i]) && !isdigit((unsigned char)p[i]) && p[i] != '_')
            return false;
    return true;
}

/* "name(args)" -> name's length; stops when it is not that. */
static size_t
split_call(const char *p, size_t n, const char *what)
{
    const char *paren = memchr(p, '(', n);
    if (!paren || n < 3 || p[n - 1] != ')' || !is_name(p, (size_t)(paren - p)))
        stop("{{%s …}} wants name(arguments), with a name in lower case", what);
    return (size_t)(paren - p);
}

static void
do_def(const char *p, size_t n)
{
    if (at.depth)
        stop("{{def …}} inside of the {{%s}} of line %d: an {{end}} is missing",
            block_name[at.open[at.depth - 1].block], at.open[at.depth - 1].line);
    size_t name = split_call(p, n, "def");
    for (size_t i = 0; i < defs_n; i++)
        if (strlen(defs[i].name) == name && memcmp(defs[i].name, p, name) == 0)
            stop("template %.*s is defined already at tpl/%s:%d", (int)name, p, defs[i].file,
                defs[i].line);
    defs = grow(defs, (defs_n + 1) * sizeof(*defs));
    struct def *d = &defs[defs_n++];
    memcpy(d->name, p, name);
    d->name[name] = '\0';
    d->file = at.file;
    d->line = at.line;
    const char *args = p + name + 1;
    int len = (int)(n - name - 2);
    const char *comma = len ? ", " : "";
    put_fmt(&protos, "void tpl_%s(struct out *o%s%.*s);\n", d->name, comma, len, args);
    put_z(&code, "\n");
    put_line();
    put_fmt(&code, "void\ntpl_%s(struct out *o%s%.*s)\n{\n", d->name, comma, len, args);
    push(BLOCK_DEF);
    at.in_tag = at.in_quote = false;
}

static void
do_include(const char *p, size_t n)
{
    if (at.depth)
        stop("{{include …}} belongs before {{def …}}");
    if (n < 3 || p[0] != '"' || p[n - 1] != '"')
        stop("{{include …}} wants a header in double quotes");
    char line[256];
    int len = snprintf(line, sizeof(line), "#include %.*s\n", (int)n, p);
    if (len >= (int)sizeof(line))
        stop("the header's name is too long");
    if (!includes.p || !strstr(includes.p, line))
        put_z(&includes, line);
}

static void
do_text(const char *p, size_t n)
{
    if (n == 0)
        stop("{{t}} without text");
    const char *bar = memmem(p, n, " | ", 3);
    flush();
    put_line();
    if (!bar) {
        put_z(&code, "    html_tr(o, ");
        put_literal(&code, p, n);
        put_z(&code, ");\n");
        return;
    }
    put_z(&code, "    html_fmt(o, tr(");
    put_literal(&code, p, (size_t)(bar - p));
    put_fmt(&code, "), %.*s);\n", (int)(n - (size_t)(bar - p) - 3), bar + 3);
}

static void
do_else(const char *p, size_t n)
{
    if (at.depth == 0 || at.open[at.depth - 1].block != BLOCK_IF)
        stop("{{else}} without an {{if}} before it");
    flush();
    put_line();
    if (n == 0) {
        at.open[at.depth - 1].block = BLOCK_ELSE;
        put_z(&code, "    } else {\n");
    } else if (n > 3 && memcmp(p, "if ", 3) == 0) {
        put_fmt(&code, "    } else if (%.*s) {\n", (int)(n - 3), p + 3);
    } else {
        stop("after {{else only \"if condition\" may follow");
    }
}

static void
do_end(void)
{
    if (at.depth == 0)
        stop("{{end}} without a beginning");
    if (at.open[at.depth - 1].block == BLOCK_DEF && at.in_tag)
        stop("the template ends inside of a tag or an attribute");
    flush();
    put_line();
    put_z(&code, "    }\n" + (at.open[at.depth - 1].block == BLOCK_DEF ? 4 : 0));
    at.depth--;
}

static void
statement(const char *before, const char *p, size_t n, const char *after)
{
    if (n == 0)
        stop("an expression is missing");
    flush();
    put_line();
    put_fmt(&code, "    %s%.*s%s\n", before, (int)n, p, after);
}

static void
do_call(const char *p, size_t n)
{
    size_t name = split_call(p, n, "call");
    flush();
    put_line();
    put_fmt(&code, "    tpl_%.*s(o%s%.*s;\n", (int)name, p, n == name + 2 ? "" : ", ",
        (int)(n - name - 1), p + name + 1);
}

static bool
word_is(const char *p, size_t n, const char *word)
{
    return n == strlen(word) && memcmp(p, word, n) == 0;
}

static void
directive_word(const char *p, size_t n)
{
    size_t w = 0;
    while (w < n && !is_space(p[w]))
        w++;
    const char *rest = p + w;
    size_t r = n - w;
    while (r && is_space(*rest))
        rest++, r--;
    if (word_is(p, w, "def")) {
        do_def(rest, r);
    } else if (word_is(p, w, "include")) {
        do_include(rest, r);
    } else if (at.depth == 0) {
        stop("{{%.*s …}} outside of {{def …}}", (int)w, p);
    } else if (word_is(p, w, "t")) {
        do_text(rest, r);
    } else if (word_is(p, w, "if")) {
        statement("if (", rest, r, ") {");
        push(BLOCK_IF);
    } else if (word_is(p, w, "for")) {
        statement("for (", rest, r, ") {");
        push(BLOCK_FOR);
    } else if (word_is(p, w, "let")) {
        statement("", rest, r, r && rest[r - 1] == ';' ? "" : ";");
    } else if (word_is(p, w, "else")) {
        do_else(rest, r);
    } else if (word_is(p, w, "end") && r == 0) {
        do_end();
    } else if (word_is(p, w, "call")) {
        do_call(rest, r);
    } else {
        stop("there is no directive {{%.*s}}", (int)w, p);
    }
}

static void
directive(const char *p, size_t n)
{
    while (n && is_space(p[n - 1]))
        n--;
    if (n && p[0] == '#')
        return;
    if (n == 0)
        stop("{{}} is empty");
    bool writes = p[0] == '=' || (p[0] == 't' && n > 1 && is_space(p[1]));
    if (writes && at.in_tag && !at.in_quote)
        stop("an attribute's value belongs in double quotes");
    if (p[0] != '=') {
        directive_word(p, n);
        return;
    }
    if (at.depth == 0)
        stop("{{= …}} outside of {{def …}}");
    p++, n--;
    while (n && is_space(*p))
        p++, n--;
    statement("html_put(o, (", p, n, "));");
}

/* The first "}}" that is not inside a C string or character; comments and {{t …}} have none of these. */
static const char *
directive_end(const char *p, const char *end)
{
    bool plain = p < end && (*p == '#' || (*p == 't' && p + 1 < end && is_space(p[1])));
    char quote = 0;
    for (; p + 1 < end; p++) {
        if (quote) {
            if (*p == '\\')
                p++;
            else if (*p == quote)
                quote = 0;
        } else if (!plain && (*p == '"' || *p == '\'')) {
            quote = *p;
        } else if (p[0] == '}' && p[1] == '}') {
            return p;
        }
    }
    return NULL;
}

static void
compile(const char *p, size_t n)
{
    const char *end = p + n;
    while (p < end) {
        const char *open = memmem(p, (size_t)(end - p), "{{", 2);
        literal(p, (size_t)((open ? open : end) - p), open != NULL);
        if (!open)
            break;
        const char *close = directive_end(open + 2, end);
        if (!close)
            stop("{{ without }}");
        directive(open + 2, (size_t)(close - open - 2));
        for (const char *c = open; c < close; c++)
            at.line += *c == '\n';
        at.after_directive = true;
        p = close + 2;
    }
    if (at.depth) {
        struct open *o = &at.open[at.depth - 1];
        at.line = o->line;
        stop("{{%s}} is not ended", block_name[o->block]);
    }
}

static struct text
read_file(const char *path)
{
    struct text t = {0};
    char part[8192];
    FILE *f = fopen(path, "rbe");
    if (!f) {
        perror(path);
        exit(1);
    }
    put(&t, "", 0);
    for (size_t n; (n = fread(part, 1, sizeof(part), f)) > 0;)
        put(&t, part, n);
    (void)fclose(f);
    return t;
}

static void
write_file(const char *path, const struct text *parts, size_t n)
{
    FILE *f = fopen(path, "wbe");
    if (!f) {
        perror(path);
        exit(1);
    }
    bool ok = true;
    for (size_t i = 0; i < n; i++)
        ok &= fwrite(parts[i].p, 1, parts[i].n, f) == parts[i].n;
    if (fclose(f) != 0 || !ok) {
        perror(path);
        exit(1);
    }
}

int
main(int argc, char **argv)
{
    if (argc < 3) {
        (void)fputs("usage: tplc OUT.h OUT.c FILE.html…\n", stderr);
        return 2;
    }
    put(&includes, "", 0);
    put(&protos, "", 0);
    put_z(&code,
        "/* Written by tools/tplc from tpl/ *.html. */\n#include \"web/tpl.h\"\n\n"
        "#pragma GCC diagnostic ignored \"-Wunused-parameter\"\n");
    for (int i = 3; i < argc; i++) {
        struct text t = read_file(argv[i]);
        const char *slash = strrchr(argv[i], '/');
        at.file = slash ? slash + 1 : argv[i];
        at.line = 1;
        at.after_directive = true;
        compile(t.p, t.n);
        free(t.p);
    }
    static struct text head, tail;
    put_z(&head,
        "/* Written by tools/tplc from tpl/ *.html. */\n#ifndef WEB_TPL_H\n#define WEB_TPL_H\n\n"
        "#include \"web/html.h\"\n#include \"web/request.h\"\n");
    put_z(&includes, "\n");
    put_z(&tail, "\n#endif\n");
    write_file(argv[1], (struct text[]){head, includes, protos, tail}, 4);
    write_file(argv[2], &code, 1);
    return 0;
}
