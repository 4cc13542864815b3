/* Compiles sql/ *.sql into an enum and a table: sqlc OUT.h OUT.c FILE.sql…

   A file of statements:
       -- name: org_get            begins a statement
       -- scan: why                it reads a whole table on purpose
       -- only: sqlite             a variant; the same name then follows again with "only: pg"
       SELECT … $1 … $2 … ;        one statement, parameters $1 … $n without a gap
   A file NNNN_name.sql in a folder migrations/ is one migration; lines between "-- only: sqlite" or "-- only: pg"
   and "-- end" are for that database alone. For PostgreSQL the type TEXT in a migration becomes
   TEXT COLLATE "C" (texts compare byte by byte on both databases) and BLOB becomes BYTEA; for SQLite BIGINT PRIMARY KEY
   becomes INTEGER PRIMARY KEY.

   Errors name file:line; exit 1. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* NOLINTBEGIN(concurrency-mt-unsafe): one thread, which ends at the first error */
enum {
    SQLITE,
    PG,
    STORES
};

enum {
    PARAMS_MAX = 64,
    NAME_MAX_BYTES = 60
};

static const char *const store_name[STORES] = {"sqlite", "pg"};

struct text {
    char *p;
    size_t n, cap;
};

struct place {
    const char *file; /* without its folders */
    int line;
};

struct statement {
    char *name, *scan;
    struct place at;
    struct text body[STORES];
    int params;
    int only; /* a store, or STORES for both */
};

struct migration {
    long number;
    char *name;
    struct place at;
    struct text body[STORES];
};

static struct {
    struct statement *s;
    size_t n;
    struct migration *m;
    size_t mn;
} all;

_Noreturn static void __attribute__((format(printf, 2, 3)))
stop(struct place at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    (void)fprintf(stderr, "%s:%d: ", at.file, at.line);
    (void)vfprintf(stderr, fmt, ap);
    (void)fputc('\n', stderr);
    va_end(ap);
    exit(1);
}

/* Nothing is freed before the end: a chain of all that was taken. */
static struct chunk {
    struct chunk *next;
    max_align_t bytes[];
} * chunks;

static void
free_all(void)
{
    for (struct chunk *c = chunks, *next; c; c = next) {
        next = c->next;
        free(c);
    }
}

/* `had` bytes at p, moved to where there are `bytes`. */
static void *
grow(const void *p, size_t had, size_t bytes)
{
    struct chunk *c = malloc(sizeof(*c) + bytes);
    if (!c) {
        (void)fputs("sqlc: out of memory\n", stderr);
        exit(1);
    }
    c->next = chunks;
    chunks = c;
    if (p)
        memcpy(c->bytes, p, had);
    return c->bytes;
}

static char *
copy(const char *p, size_t n)
{
    char *z = grow(NULL, 0, n + 1);
    memcpy(z, p, n);
    z[n] = '\0';
    return z;
}

static void
put(struct text *t, const char *p, size_t n)
{
    if (!t->p || t->n + n + 1 > t->cap) {
        t->cap = (t->n + n + 1) * 2;
        t->p = grow(t->p, t->n, t->cap);
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

static const char *
base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The value of a line "-- key: value", trimmed, or NULL; "-- end" has the value "". */
static char *
directive(const char *line, size_t n, const char *key)
{
    size_t k = strlen(key);
    if (n < 3 + k || memcmp(line, "-- ", 3) != 0 || memcmp(line + 3, key, k) != 0)
        return NULL;
    const char *p = line + 3 + k, *end = line + n;
    while (p < end && isspace((unsigned char)*p))
        p++;
    while (end > p && isspace((unsigned char)end[-1]))
        end--;
    return copy(p, (size_t)(end - p));
}

static int
which_store(struct place at, const char *value)
{
    for (int i = 0; i < STORES; i++)
        if (strcmp(value, store_name[i]) == 0)
            return i;
    stop(at, "\"-- only: %s\": there are sqlite and pg", value);
}

static bool
word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The length of the quoted text or comment that begins here; 0 when none does. */
static size_t
opaque(const char *p, struct place at)
{
    const char *end;
    if (*p == '\'' || *p == '"') {
        end = strchr(p + 1, *p);
        if (!end)
            stop(at, "a quote is not closed");
        return (size_t)(end - p) + 1;
    }
    if (p[0] == '-' && p[1] == '-') {
        end = strchr(p, '\n');
        return end ? (size_t)(end - p) : strlen(p);
    }
    if (p[0] == '/' && p[1] == '*') {
        end = strstr(p + 2, "*/");
        if (!end)
            stop(at, "a comment is not closed");
        return (size_t)(end - p) + 2;
    }
    return 0;
}

static int
lines_in(const char *p, size_t n)
{
    int lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += p[i] == '\n';
    return lines;
}

/* One "$n" into both texts; returns how many bytes it takes. */
static size_t
put_param(struct statement *s, const char *p, bool seen[PARAMS_MAX + 1], struct place at)
{
    char *end;
    long n = strtol(p + 1, &end, 10);
    if (end == p + 1 || n < 1 || n > PARAMS_MAX)
        stop(at, "%s: a parameter is $1 … $%d", s->name, PARAMS_MAX);
    seen[n] = true;
    if (n > s->params)
        s->params = (int)n;
    size_t taken = (size_t)(end - p);
    put_z(&s->body[SQLITE], "?");
    put(&s->body[SQLITE], p + 1, taken - 1);
    put(&s->body[PG], p, taken);
    return taken;
}

/* The statement from `p` to its ';', comments left out. Gives the place behind it. */
static const char *
take_body(struct statement *s, const char *p, struct place *at)
{
    bool seen[PARAMS_MAX + 1] = {false};
    while (*p && *p != ';') {
        size_t n = opaque(p, *at);
        if (n && strncmp(p, "-- name:", 8) == 0)
            break;
        if (n && (*p == '\'' || *p == '"')) {
            put(&s->body[SQLITE], p, n);
            put(&s->body[PG], p, n);
        }
        if (!n && *p == '$') {
            n = put_param(s, p, seen, *at);
        } else if (!n) {
            n = 1;
            put(&s->body[SQLITE], p, 1);
            put(&s->body[PG], p, 1);
        }
        at->line += lines_in(p, n);
        p += n;
    }
    if (*p != ';')
        stop(s->at, "%s has no ';' at its end", s->name);
    for (int i = 1; i <= s->params; i++)
        if (!seen[i])
            stop(s->at, "%s uses $%d but not $%d", s->name, s->params, i);
    if (s->body[PG].n == 0)
        stop(s->at, "%s is empty", s->name);
    return p + 1;
}

static void
check_name(const struct statement *s)
{
    size_t n = strspn(s->name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (n == 0 || n > NAME_MAX_BYTES || s->name[n] || strspn(s->name, "0123456789_") > 0)
        stop(s->at, "\"%s\" is no name: small letters, digits, _", s->name);
    if (strcmp(s->name, "count") == 0)
        stop(s->at, "the name \"count\" is taken by SQL_COUNT");
}

/* Adds the statement, or joins the second variant to the first. */
static void
add_statement(struct statement s)
{
    for (size_t i = 0; i < all.n; i++) {
        struct statement *o = &all.s[i];
        if (strcmp(o->name, s.name) != 0)
            continue;
        if (o->only == STORES || s.only == STORES || o->only == s.only)
            stop(s.at, "%s is there already: %s:%d", s.name, o->at.file, o->at.line);
        if (o->params != s.params)
            stop(s.at, "%s takes %d parameters here and %d in %s:%d", s.name, s.params, o->params,
                o->at.file, o->at.line);
        o->body[s.only] = s.body[s.only];
        o->only = STORES;
        if (!o->scan)
            o->scan = s.scan;
        return;
    }
    all.s = grow(all.s, all.n * sizeof(*all.s), (all.n + 1) * sizeof(*all.s));
    all.s[all.n++] = s;
}

/* Lines of "-- key: value" and other comments under the name. Gives the first line that is neither. */
static const char *
take_head(struct statement *s, const char *p, struct place *at)
{
    while (strncmp(p, "--", 2) == 0 || *p == '\n') {
        size_t n = strcspn(p, "\n");
        char *value;
        if ((value = directive(p, n, "scan:")) != NULL)
            s->scan = value;
        else if ((value = directive(p, n, "only:")) != NULL)
            s->only = which_store(*at, value);
        else if (strncmp(p, "-- name:", 8) == 0)
            stop(s->at, "%s is empty", s->name);
        if (s->scan && !s->scan[0])
            stop(*at, "\"-- scan:\" wants a reason");
        p += n;
        if (*p == '\n') {
            p++;
            at->line++;
        }
    }
    return p;
}

static void
read_statements(const char *path)
{
    struct text t = read_file(path);
    struct place at = {base_name(path), 1};
    for (const char *p = t.p; *p;) {
        if (isspace((unsigned char)*p)) {
            at.line += *p++ == '\n';
            continue;
        }
        size_t n = strcspn(p, "\n");
        char *name = directive(p, n, "name:");
        if (!name && strncmp(p, "--", 2) != 0)
            stop(at, "text outside of a statement; each begins with \"-- name: …\"");
        p += n;
        if (!name)
            continue;
        struct statement s = {.name = name, .at = at, .only = STORES};
        check_name(&s);
        if (*p == '\n') {
            p++;
            at.line++;
        }
        p = take_head(&s, p, &at);
        p = take_body(&s, p, &at);
        add_statement(s);
    }
}

/* A line of a migration with PostgreSQL's own words for our types. */
static void
put_pg_line(struct text *t, const char *p, size_t n, struct place at)
{
    char *line = copy(p, n);
    bool after_as = false;
    for (const char *c = line; *c;) {
        size_t k = opaque(c, at);
        if (k == 0 && word_char(*c)) {
            while (word_char(c[k]))
                k++;
            bool type = !after_as && k == 4;
            if (type && strncmp(c, "TEXT", 4) == 0)
                put_z(t, "TEXT COLLATE \"C\"");
            else if (k == 4 && strncmp(c, "BLOB", 4) == 0)
                put_z(t, "BYTEA");
            else
                put(t, c, k);
            after_as = k == 2 && strncmp(c, "AS", 2) == 0;
        } else {
            k = k ? k : 1;
            put(t, c, k);
        }
        c += k;
    }
}

/* A line of a migration for SQLite, where only INTEGER PRIMARY KEY makes the id the key of the table itself; after
   BIGINT PRIMARY KEY there would be an index beside it, to be written and searched as well. */
static void
put_sqlite_line(struct text *t, const char *p, size_t n)
{
    static const char ours[] = "BIGINT PRIMARY KEY", theirs[] = "INTEGER PRIMARY KEY";
    const char *line = copy(p, n), *at;
    while ((at = strstr(line, ours)) != NULL) {
        put(t, line, (size_t)(at - line));
        put_z(t, theirs);
        line = at + sizeof(ours) - 1;
    }
    put_z(t, line);
}

/* One line into the texts it is for; a fence changes *only. */
static void
put_migration_line(struct migration *m, const char *p, size_t n, int *only, struct place at)
{
    char *store = directive(p, n, "only:");
    bool end = directive(p, n, "end") != NULL;
    if (store && *only != STORES)
        stop(at, "\"-- only\" inside of \"-- only\"");
    if (end && *only == STORES)
        stop(at, "\"-- end\" without \"-- only\"");
    if (store || end) {
        *only = store ? which_store(at, store) : STORES;
        return;
    }
    if (n == 0 || strncmp(p, "--", 2) == 0)
        return;
    if (*only != PG) {
        put_sqlite_line(&m->body[SQLITE], p, n);
        put_z(&m->body[SQLITE], "\n");
    }
    if (*only != SQLITE) {
        put_pg_line(&m->body[PG], p, n, at);
        put_z(&m->body[PG], "\n");
    }
}

static void
read_migration(const char *path)
{
    struct text t = read_file(path);
    struct place at = {base_name(path), 1};
    struct migration m = {.at = at};
    int only = STORES;
    char *end;
    m.number = strtol(at.file, &end, 10);
    if (end != at.file + 4 || m.number < 1 || *end != '_' || strlen(end) < 6)
        stop(at, "a migration is called NNNN_name.sql");
    m.name = copy(end + 1, strlen(end + 1) - 4);
    for (const char *p = t.p; *p; at.line++) {
        size_t n = strcspn(p, "\n");
        put_migration_line(&m, p, n, &only, at);
        p += n;
        p += *p == '\n';
    }
    if (only != STORES)
        stop(at, "\"-- only: %s\" is not ended", store_name[only]);
    for (size_t i = 0; i < all.mn; i++)
        if (all.m[i].number == m.number)
            stop(m.at, "%s has this number too", all.m[i].at.file);
    all.m = grow(all.m, all.mn * sizeof(*all.m), (all.mn + 1) * sizeof(*all.m));
    all.m[all.mn++] = m;
}

static int
by_name(const void *a, const void *b)
{
    const struct statement *x = a, *y = b;
    return strcmp(x->name, y->name);
}

static int
by_number(const void *a, const void *b)
{
    const struct migration *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static void
write_header(FILE *f)
{
    (void)fputs("/* Generated by tools/sqlc.c from sql/. */\n"
                "#ifndef STORE_SQL_H\n#define STORE_SQL_H\n\nenum sql {\n",
        f);
    for (size_t i = 0; i < all.n; i++) {
        const struct statement *s = &all.s[i];
        (void)fputs("    SQL_", f);
        for (const char *p = s->name; *p; p++)
            (void)fputc(toupper((unsigned char)*p), f);
        (void)fprintf(f, ", /* %s:%d, %d parameters */\n", s->at.file, s->at.line, s->params);
    }
    (void)fputs("    SQL_COUNT\n};\n\n#endif\n", f);
}

static void
write_text(FILE *f, const struct text *t)
{
    (void)fputs("\n        \"", f);
    for (size_t i = 0; i < t->n; i++) {
        unsigned char c = (unsigned char)t->p[i];
        if (c == '\n')
            (void)fputs(i + 1 < t->n ? "\\n\"\n        \"" : "\\n", f);
        else if (c == '"' || c == '\\' || c == '?')
            (void)fprintf(f, "\\%c", c);
        else if (c < 0x20 || c > 0x7e)
            (void)fprintf(f, "\\%03o", c);
        else
            (void)fputc(c, f);
    }
    (void)fputc('"', f);
}

static void
write_source(FILE *f)
{
    (void)fputs("/* Generated by tools/sqlc.c from sql/. */\n#include \"store/sql_int.h\"\n\n"
                "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
                "const struct sql_text sql_text[SQL_COUNT + 1] = {\n",
        f);
    for (size_t i = 0; i < all.n; i++) {
        struct statement *s = &all.s[i];
        struct text name = {s->name, strlen(s->name), 0};
        struct text scan = {s->scan, s->scan ? strlen(s->scan) : 0, 0};
        (void)fputs("    {", f);
        write_text(f, &name);
        (void)fputs(", {", f);
        write_text(f, &s->body[SQLITE]);
        (void)fputc(',', f);
        write_text(f, &s->body[PG]);
        (void)fprintf(f, "}, %d,", s->params);
        if (s->scan)
            write_text(f, &scan);
        else
            (void)fputs(" 0", f);
        (void)fputs("},\n", f);
    }
    (void)fputs(
        "    {0, {0, 0}, 0, 0},\n};\n\nconst struct sql_migration sql_migrations[] = {\n", f);
    for (size_t i = 0; i < all.mn; i++) {
        struct migration *m = &all.m[i];
        (void)fprintf(f, "    {%ld, \"%s\", {", m->number, m->name);
        write_text(f, &m->body[SQLITE]);
        (void)fputc(',', f);
        write_text(f, &m->body[PG]);
        (void)fputs("}},\n", f);
    }
    (void)fprintf(
        f, "    {0, 0, {0, 0}},\n};\n\nconst size_t sql_migration_count = %zu;\n", all.mn);
}

static void
write_file(const char *path, void (*write)(FILE *f))
{
    FILE *f = fopen(path, "wbe");
    if (!f) {
        perror(path);
        exit(1);
    }
    write(f);
    if (ferror(f) || fclose(f) != 0) {
        perror(path);
        exit(1);
    }
}

int
main(int argc, char **argv)
{
    if (argc < 3) {
        (void)fputs("usage: sqlc OUT.h OUT.c FILE.sql…\n", stderr);
        return 2;
    }
    (void)atexit(free_all);
    for (int i = 3; i < argc; i++) {
        if (strstr(argv[i], "migrations/"))
            read_migration(argv[i]);
        else
            read_statements(argv[i]);
    }
    for (size_t i = 0; i < all.n; i++)
        if (all.s[i].only != STORES)
            stop(all.s[i].at, "%s is given for %s only", all.s[i].name, store_name[all.s[i].only]);
    if (all.n)
        qsort(all.s, all.n, sizeof(*all.s), by_name);
    if (all.mn)
        qsort(all.m, all.mn, sizeof(*all.m), by_number);
    write_file(argv[1], write_header);
    write_file(argv[2], write_source);
    return 0;
}

/* NOLINTEND(concurrency-mt-unsafe) */
