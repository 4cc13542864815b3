/* Three ways to search Chinese with SQLite's FTS5 as it comes:
     single   every character a token, a query is a phrase of them
     words    every character but Latin words and numbers, which are a token each (the scheme of wangfenjin/simple)
     pairs    overlapping pairs of characters, the last character of a text alone; one character is asked as a beginning
   Total, BM25 top 20 and snippets are FTS5's own.
     search_fts5 load NAME FOLDER    builds FOLDER/NAME.fts5, prints CPU seconds and bytes
     search_fts5 time NAME FOLDER */
#include "base/out.h"
#include "base/utf8.h"
#include "search_data.h"

#include <sqlite3.h>
#include <stdlib.h>

enum scheme {
    SINGLE,
    WORDS,
    PAIRS
};

typedef int (*token_fn)(void *arg, int flags, const char *token, int n, int start, int end);

struct cut {
    enum scheme scheme;
};

static int
word_kind(uint32_t cp)
{
    if (cp >= '0' && cp <= '9')
        return 1;
    return (cp >= 'a' && cp <= 'z') ? 2 : 0;
}

/* The end of the token that begins at `at`, and in *next where the following one begins. */
static size_t
token_end(enum scheme scheme, struct str text, size_t at, size_t *next)
{
    struct str rest = str_slice(text, at, SIZE_MAX);
    uint32_t cp = 0, other = 0;
    utf8_next(&rest, &cp);
    *next = text.n - rest.n;
    if (scheme == PAIRS) {
        utf8_next(&rest, &other);
        return text.n - rest.n;
    }
    if (scheme == WORDS && word_kind(cp))
        while (*next < text.n && word_kind((unsigned char)text.p[*next]) == word_kind(cp))
            (*next)++;
    return *next;
}

static int
cut_text(Fts5Tokenizer *t, void *arg, int flags, const char *p, int n, token_fn token)
{
    const struct cut *cut = (const struct cut *)(const void *)t;
    struct str text = {p, (size_t)n};
    bool query = flags & FTS5_TOKENIZE_QUERY;
    int status = SQLITE_OK;
    for (size_t at = 0, next = 0; at < text.n && status == SQLITE_OK; at = next) {
        size_t end = token_end(cut->scheme, text, at, &next);
        if (query && cut->scheme == PAIRS && end == next && at > 0)
            break; /* the last character stands in the pair before */
        if (cut->scheme == WORDS && text.p[at] == ' ')
            continue;
        status = token(arg, 0, p + at, (int)(end - at), (int)at, (int)end);
    }
    return status;
}

static int
cut_open(void *scheme, const char **args, int n, Fts5Tokenizer **t)
{
    (void)args, (void)n;
    *t = scheme;
    return SQLITE_OK;
}

static void
cut_close(Fts5Tokenizer *t)
{
    (void)t;
}

struct table {
    sqlite3 *db;
    sqlite3_stmt *count, *top;
    struct cut cut;
    struct out match;
};

static void
check(struct table *t, int status)
{
    if (status != SQLITE_OK && status != SQLITE_ROW && status != SQLITE_DONE)
        give_up("FTS5", sqlite3_errmsg(t->db));
}

static void
run(struct table *t, const char *sql)
{
    check(t, sqlite3_exec(t->db, sql, NULL, NULL, NULL));
}

static void
table_open(struct table *t, const char *path, const char *name)
{
    static fts5_tokenizer ours = {cut_open, cut_close, cut_text};
    fts5_api *api = NULL;
    sqlite3_stmt *s;
    *t = (struct table){.cut.scheme = name[0] == 's' ? SINGLE : name[0] == 'w' ? WORDS : PAIRS};
    check(t, sqlite3_open(path, &t->db));
    check(t, sqlite3_prepare_v2(t->db, "SELECT fts5(?1)", -1, &s, NULL));
    sqlite3_bind_pointer(s, 1, &api, "fts5_api_ptr", NULL);
    check(t, sqlite3_step(s));
    sqlite3_finalize(s);
    check(t, api->xCreateTokenizer(api, "cut", &t->cut, &ours, NULL));
    run(t, "PRAGMA mmap_size=4000000000; PRAGMA cache_size=-262144; PRAGMA journal_mode=WAL");
    out_init(&t->match, 1 << 16);
}

static void
load(struct table *t, const char *folder)
{
    struct corpus c = corpus_open(folder, 0);
    sqlite3_stmt *put;
    double began = cpu_s();
    run(t, "CREATE VIRTUAL TABLE t USING fts5(text, tokenize='cut'); BEGIN");
    check(
        t, sqlite3_prepare_v2(t->db, "INSERT INTO t(rowid, text) VALUES (?1, ?2)", -1, &put, NULL));
    for (size_t i = 0; i < c.docs; i++) {
        struct str text = corpus_text(&c, i);
        sqlite3_bind_int64(put, 1, (int64_t)i);
        sqlite3_bind_text(put, 2, text.p, (int)text.n, SQLITE_STATIC);
        check(t, sqlite3_step(put));
        sqlite3_reset(put);
    }
    sqlite3_finalize(put);
    run(t, "COMMIT; INSERT INTO t(t) VALUES ('optimize'); PRAGMA wal_checkpoint(TRUNCATE)");
    double cpu = cpu_s() - began;
    check(t, sqlite3_prepare_v2(t->db, "SELECT sum(length(block)) FROM t_data", -1, &put, NULL));
    check(t, sqlite3_step(put));
    printf("cpu %.1f index %lld text %zu\n", cpu, sqlite3_column_int64(put, 0), c.bytes.n);
    sqlite3_finalize(put);
}

static size_t
total(void *arg, const struct asked *q)
{
    struct table *t = arg;
    out_clear(&t->match);
    for (size_t i = 0; i < q->words; i++) {
        struct str rest = q->word[i];
        uint32_t cp;
        utf8_next(&rest, &cp);
        out_fmt(&t->match, "%s\"%.*s\"%s", i ? " AND " : "", STR_ARG(q->word[i]),
            t->cut.scheme == PAIRS && rest.n == 0 ? "*" : "");
    }
    sqlite3_bind_text(t->count, 1, t->match.p, (int)t->match.n, SQLITE_STATIC);
    check(t, sqlite3_step(t->count));
    size_t n = (size_t)sqlite3_column_int64(t->count, 0);
    sqlite3_reset(t->count);
    sqlite3_bind_text(t->top, 1, t->match.p, (int)t->match.n, SQLITE_STATIC);
    int status;
    while ((status = sqlite3_step(t->top)) == SQLITE_ROW)
        (void)sqlite3_column_text(t->top, 1);
    check(t, status);
    sqlite3_reset(t->top);
    return n;
}

int
main(int argc, char **argv)
{
    if (argc != 4)
        give_up("search_fts5", "load|time single|words|pairs FOLDER");
    char path[4096];
    struct table t;
    snprintf(path, sizeof(path), "%s/%s.fts5", argv[3], argv[2]);
    table_open(&t, path, argv[2]);
    if (strcmp(argv[1], "load") == 0) {
        load(&t, argv[3]);
        return 0;
    }
    check(&t,
        sqlite3_prepare_v2(t.db, "SELECT count(*) FROM t WHERE t MATCH ?1", -1, &t.count, NULL));
    check(&t,
        sqlite3_prepare_v2(t.db,
            "SELECT rowid, snippet(t, 0, '[', ']', '…', 40) FROM t WHERE t MATCH ?1 ORDER BY rank LIMIT 20",
            -1, &t.top, NULL));
    peer_time(&(struct peer){argv[2], total, &t, 8, argv[3]});
    return 0;
}
