/* Groonga, set up as its handbook does, asked inside the same process: total, the best 20 by its own score, snippets with
   marks; its cache of answers is off.
     search_groonga load NAME FOLDER TOKENIZER    builds FOLDER/NAME/db, prints CPU seconds and bytes
     search_groonga time NAME FOLDER */
#include "base/out.h"
#include "search_data.h"

#include <dirent.h>
#include <groonga.h>
#include <stdlib.h>
#include <sys/stat.h>

struct table {
    grn_ctx *ctx;
    struct out line;
};

/* The answer stays good until the next command. */
static struct str
command(struct table *t, struct str line)
{
    char *answer = NULL;
    unsigned n = 0;
    int flags = 0;
    grn_ctx_send(t->ctx, line.p, (unsigned)line.n, 0);
    grn_ctx_recv(t->ctx, &answer, &n, &flags);
    if (t->ctx->rc != GRN_SUCCESS)
        give_up("Groonga", t->ctx->errbuf);
    return str_make(answer, n);
}

/* Only what the index of the lexicon takes, not the texts. */
static int64_t
index_bytes(const char *folder)
{
    struct stat s;
    char path[4096 + 256];
    int64_t sum = 0;
    DIR *d = opendir(folder);
    for (struct dirent *entry; d && (entry = readdir(d)) != NULL;) {
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (stat(path, &s) == 0 && S_ISREG(s.st_mode))
            sum += (int64_t)s.st_blocks * 512;
    }
    if (d)
        closedir(d);
    return sum;
}

static void
load(struct table *t, const char *folder, const char *db, const char *tokenizer)
{
    struct corpus c = corpus_open(folder, 0);
    double began = cpu_s();
    command(t, S("table_create Docs TABLE_NO_KEY"));
    command(t, S("column_create Docs text COLUMN_SCALAR LongText"));
    grn_obj *docs = grn_ctx_get(t->ctx, "Docs", 4),
            *column = grn_obj_column(t->ctx, docs, "text", 4), value;
    GRN_TEXT_INIT(&value, GRN_OBJ_DO_SHALLOW_COPY);
    for (size_t i = 0; i < c.docs; i++) {
        struct str text = corpus_text(&c, i);
        GRN_TEXT_SET_REF(&value, text.p, text.n);
        grn_id id = grn_table_add(t->ctx, docs, NULL, 0, NULL);
        if (grn_obj_set_value(t->ctx, column, id, &value, GRN_OBJ_SET) != GRN_SUCCESS)
            give_up("Groonga", t->ctx->errbuf);
    }
    int64_t texts = index_bytes(db);
    out_clear(&t->line);
    out_fmt(&t->line,
        "table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer %s --normalizer NormalizerAuto",
        tokenizer);
    command(t, out_str(&t->line));
    command(t, S("column_create Terms docs_text COLUMN_INDEX|WITH_POSITION Docs text"));
    printf("cpu %.1f index %lld text %zu\n", cpu_s() - began, (long long)(index_bytes(db) - texts),
        c.bytes.n);
}

static size_t
total(void *arg, const struct asked *q)
{
    struct table *t = arg;
    int64_t n = 0;
    out_clear(&t->line);
    out_lit(&t->line, "select Docs --match_columns text --query '");
    for (size_t i = 0; i < q->words; i++)
        out_fmt(&t->line, "%s\"%.*s\"", i ? " " : "", STR_ARG(q->word[i]));
    out_lit(&t->line,
        "' --output_columns '_id,_score,snippet_html(text)' --sort_keys -_score --limit 20 --cache no");
    struct str answer = command(t, out_str(&t->line)); /* [[[TOTAL],[["_id",… */
    struct str head = str_slice(answer, 0, str_find_char(answer, ']', 0));
    while (head.n > 0 && head.p[0] == '[')
        head = str_slice(head, 1, SIZE_MAX);
    return str_to_i64(head, 0, INT64_MAX, &n) ? (size_t)n : SIZE_MAX;
}

int
main(int argc, char **argv)
{
    bool loading = argc == 5 && strcmp(argv[1], "load") == 0;
    if (!loading && (argc != 4 || strcmp(argv[1], "time") != 0))
        give_up("search_groonga", "load NAME FOLDER TOKENIZER, or time NAME FOLDER");
    char folder[4096], db[4096 + 8];
    snprintf(folder, sizeof(folder), "%s/%s", argv[3], argv[2]);
    snprintf(db, sizeof(db), "%s/db", folder);
    struct table t = {NULL, {0}};
    if (grn_init() != GRN_SUCCESS || !(t.ctx = grn_ctx_open(0)))
        give_up("Groonga", "does not start");
    mkdir(folder, 0700);
    if (!(loading ? grn_db_create(t.ctx, db, NULL) : grn_db_open(t.ctx, db)))
        give_up("Groonga", t.ctx->errbuf);
    out_init(&t.line, 1 << 16);
    if (loading)
        load(&t, argv[3], folder, argv[4]);
    else
        peer_time(&(struct peer){argv[2], total, &t, 8, argv[3]});
    return 0;
}
