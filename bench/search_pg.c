/* PostgreSQL's pg_trgm: LIKE over a GIN index of trigrams, with total, the 20 documents where the word stands most often
   for its length, and a piece of text round it.
     search_pg load FOLDER URL    prints seconds and bytes
     search_pg time FOLDER URL */
#include "base/out.h"
#include "search_data.h"

#include <libpq-fe.h>
#include <stdlib.h>

struct table {
    PGconn *db;
    struct out pattern[2];
};

static void
check(struct table *t, PGresult *r)
{
    ExecStatusType status = PQresultStatus(r);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
        give_up("PostgreSQL", PQerrorMessage(t->db));
    PQclear(r);
}

static void
run(struct table *t, const char *sql)
{
    check(t, PQexec(t->db, sql));
}

static void
copy_line(struct table *t, struct out *o, size_t id, struct str text)
{
    out_clear(o);
    out_fmt(o, "%zu\t", id);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\\')
            out_char(o, '\\');
        out_char(o, text.p[i]);
    }
    out_char(o, '\n');
    if (PQputCopyData(t->db, o->p, (int)o->n) != 1)
        give_up("PostgreSQL", PQerrorMessage(t->db));
}

static void
load(struct table *t, const char *folder)
{
    struct corpus c = corpus_open(folder, 0);
    struct out o;
    double began = now_ms();
    out_init(&o, SIZE_MAX);
    run(t, "DROP TABLE IF EXISTS docs");
    run(t, "CREATE EXTENSION IF NOT EXISTS pg_trgm");
    run(t, "CREATE TABLE docs (id BIGINT PRIMARY KEY, text TEXT NOT NULL)");
    run(t, "COPY docs FROM STDIN");
    for (size_t i = 0; i < c.docs; i++)
        copy_line(t, &o, i, corpus_text(&c, i));
    if (PQputCopyEnd(t->db, NULL) != 1)
        give_up("PostgreSQL", PQerrorMessage(t->db));
    for (PGresult *r; (r = PQgetResult(t->db)) != NULL;)
        check(t, r);
    run(t, "SET maintenance_work_mem = '1GB'");
    run(t, "CREATE INDEX docs_trgm ON docs USING gin (text gin_trgm_ops)");
    run(t, "VACUUM ANALYZE docs");
    PGresult *r = PQexec(t->db, "SELECT pg_relation_size('docs_trgm')");
    printf(
        "cpu %.1f index %s text %zu\n", (now_ms() - began) / 1e3, PQgetvalue(r, 0, 0), c.bytes.n);
    check(t, r);
    out_release(&o);
}

static void
pattern_make(struct out *o, struct str word)
{
    out_clear(o);
    out_char(o, '%');
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '%' || word.p[i] == '_' || word.p[i] == '\\')
            out_char(o, '\\');
        out_char(o, word.p[i]);
    }
    out_put(o, str_make("%\0", 2));
}

static size_t
total(void *arg, const struct asked *q)
{
    struct table *t = arg;
    int64_t n = 0;
    struct out word;
    out_init(&word, 1 << 16);
    out_put(&word, q->word[0]);
    out_char(&word, 0);
    for (size_t i = 0; i < 2; i++)
        pattern_make(&t->pattern[i], q->word[q->words == 2 ? i : 0]);
    const char *values[] = {t->pattern[0].p, t->pattern[1].p, word.p};
    PGresult *r = PQexecPrepared(t->db, q->words == 2 ? "two" : "one", 3, values, NULL, NULL, 0);
    struct str cell = PQntuples(r) > 0 ? str_from(PQgetvalue(r, 0, 1)) : S("0");
    str_to_i64(cell, 0, INT64_MAX, &n);
    check(t, r);
    out_release(&word);
    return (size_t)n;
}

#define ASK(where)                                                                                                    \
    "SELECT h.id, h.total, substr(d.text, greatest(position($3::text IN d.text) - 20, 1), 60) FROM "                  \
    "(SELECT id, count(*) OVER () AS total, "                                                                         \
    "(length(text) - length(replace(text, $3::text, '')))::float / (length(text) + 1) AS rank FROM docs WHERE " where \
    " ORDER BY rank DESC, id LIMIT 20) AS h JOIN docs AS d ON d.id = h.id ORDER BY h.rank DESC, h.id"

static void
prepare(struct table *t)
{
    run(t, "SET plan_cache_mode = force_custom_plan");
    run(t, "SET max_parallel_workers_per_gather = 0");
    check(t, PQprepare(t->db, "one", ASK("text LIKE $1::text AND $2::text IS NOT NULL"), 0, NULL));
    check(t, PQprepare(t->db, "two", ASK("text LIKE $1::text AND text LIKE $2::text"), 0, NULL));
}

int
main(int argc, char **argv)
{
    if (argc != 4)
        give_up("search_pg", "load|time FOLDER URL");
    struct table t = {.db = PQconnectdb(argv[3])};
    if (PQstatus(t.db) != CONNECTION_OK)
        give_up("PostgreSQL", PQerrorMessage(t.db));
    out_init(&t.pattern[0], 1 << 16);
    out_init(&t.pattern[1], 1 << 16);
    if (strcmp(argv[1], "load") == 0) {
        load(&t, argv[2]);
        return 0;
    }
    prepare(&t);
    peer_time(&(struct peer){"trgm", total, &t, 15, argv[2]});
    return 0;
}
