#include "domain/proof_verify.h"

#include "base/file.h"
#include "base/lang.h"
#include "domain/house_int.h"
#include "domain/journal_int.h"
#include "domain/journal_tree.h"
#include "domain/list.h"

enum {
    CHUNK = 1000,
    HEADS_CHUNK = 200,
    LEVELS = 7,
    FAULTS_MAX = 1000
};

struct tile {
    struct sha256 v[TLOG_TILE_HASHES];
    size_t n;
    int64_t done;
};

/* What was given and read, until the walk comes by its size. */
struct given {
    struct verify_head head;
    struct sha256 root;
    bool compared;
};

struct walk {
    struct work *w;
    struct verify_result *r;
    struct hex_text link;
    struct tlog_peaks peaks;
    struct tile tiles[LEVELS];
    struct given *given;
    size_t given_n;
    struct proof_keys keys;  /* all that are trusted */
    struct str origin;       /* the journal's name, "" when it has none yet */
    struct checkpoints kept; /* the next of the database's */
    size_t kept_at;
    struct arena *kept_arena;
};

/* ---- checkpoints ---- */

static bool
signed_by_known(const struct walk *v, const struct note *note)
{
    for (size_t i = 0; i < v->keys.n; i++)
        if (note_signed_by(note, &v->keys.v[i], NULL))
            return true;
    return false;
}

/* All that can be said of it before its size is reached. */
static enum verify_state
judge(const struct walk *v, const struct note *note, const struct checkpoint *c)
{
    if (v->origin.n && !str_eq(c->origin, v->origin))
        return VERIFY_FOREIGN;
    return signed_by_known(v, note) ? VERIFY_HOLDS : VERIFY_UNSIGNED;
}

static bool
given_read(struct walk *v, const struct verify_given *from, struct given *to, struct err *e)
{
    struct note note;
    struct checkpoint c;
    if (!note_read(v->w->arena, from->note, &note, e) ||
        !checkpoint_read(v->w->arena, note.text, &c, e))
        return false;
    *to = (struct given){
        .head = {.from = from->from, .size = c.size, .state = judge(v, &note, &c)}, .root = c.root};
    to->compared = to->head.state == VERIFY_FOREIGN;
    return true;
}

/* A wrong root says more than a missing signature. */
static void
compare(struct given *g, const struct sha256 *root)
{
    if (!sha256_eq(&g->root, root))
        g->head.state = VERIFY_CHANGED;
    g->compared = true;
}

static void
kept_bad(struct walk *v, const struct checkpoint_row *row, enum verify_state state)
{
    struct verify_result *r = v->r;
    r->heads_bad++;
    if (r->heads_bad > FAULTS_MAX)
        return;

    struct {
        struct verify_head *v;
        size_t n;
    } list = {r->heads, r->heads_n};

    LIST_ADD(v->w->arena, &list,
        ((struct verify_head){
            .from = S(""), .size = row->size, .at_ms = row->at_ms, .state = state}));
    r->heads = list.v;
    r->heads_n = list.n;
}

/* The database's own: what it says beside the note must be what was signed. */
static void
kept_compare(struct walk *v, const struct checkpoint_row *row, const struct sha256 *root)
{
    struct note note;
    struct checkpoint c;
    enum verify_state state = VERIFY_UNSIGNED;
    v->r->heads_kept++;
    if (note_read(v->kept_arena, row->note, &note, NULL) &&
        checkpoint_read(v->kept_arena, note.text, &c, NULL) && c.size == row->size) {
        state = judge(v, &note, &c);
        if (!root)
            state = VERIFY_CUT;
        else if (!sha256_eq(&c.root, root) || !sha256_eq(&row->root, root))
            state = VERIFY_CHANGED;
    }
    if (state != VERIFY_HOLDS)
        kept_bad(v, row, state);
}

static bool
kept_next(struct walk *v, struct err *e)
{
    struct stmt *s;
    int64_t after = v->kept.n ? v->kept.v[v->kept.n - 1].size : -1;
    arena_reset(v->kept_arena);
    v->kept = (struct checkpoints){NULL, 0};
    v->kept_at = 0;
    if (!stmt_open(v->w->db, SQL_CHECKPOINTS_UP, VALS(v_int(after), v_int(HEADS_CHUNK)), &s, e))
        return false;
    stmt_each (s, e) {
        struct checkpoint_row c = {.size = stmt_int(s, 0),
            .at_ms = stmt_int(s, 1),
            .note = stmt_text(s, 3, v->kept_arena)};
        if (!sha256_from_hex(stmt_str(s, 2), &c.root))
            memset(&c.root, 0, sizeof(c.root));
        LIST_ADD(v->kept_arena, &v->kept, c);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* The walk stands behind entry `size`. */
static bool
heads_here(struct walk *v, struct err *e)
{
    struct sha256 root = {{0}};
    bool known = false;
    for (size_t i = 0; i < v->given_n; i++)
        if (!v->given[i].compared && v->given[i].head.size == v->peaks.size) {
            root = tlog_root(&v->peaks);
            compare(&v->given[i], &root);
        }
    while (v->kept_at < v->kept.n && v->kept.v[v->kept_at].size <= v->peaks.size) {
        if (!known)
            root = tlog_root(&v->peaks);
        known = true;
        kept_compare(v, &v->kept.v[v->kept_at++], &root);
        if (v->kept_at == v->kept.n && !kept_next(v, e))
            return false;
    }
    return true;
}

static bool
heads_cut(struct walk *v, struct err *e)
{
    for (size_t i = 0; i < v->given_n; i++)
        if (!v->given[i].compared)
            v->given[i].head.state = VERIFY_CUT;
    while (v->kept_at < v->kept.n) {
        kept_compare(v, &v->kept.v[v->kept_at++], NULL);
        if (v->kept_at == v->kept.n && !kept_next(v, e))
            return false;
    }
    return true;
}

/* ---- tiles ---- */

static bool
tile_holds(struct walk *v, unsigned level, const struct tile *t, struct sha256 root, bool *holds,
    struct err *e)
{
    struct stmt *s;
    if (!stmt_open(v->w->db, SQL_TILE_CHECK, VALS(v_int(level), v_int(t->done)), &s, e))
        return false;
    *holds = stmt_step(s, e) == STEP_ROW && stmt_str(s, 0).n == SHA256_BYTES &&
        memcmp(stmt_str(s, 0).p, root.bytes, SHA256_BYTES) == 0 &&
        stmt_str(s, 1).n == sizeof(t->v) && memcmp(stmt_str(s, 1).p, t->v, sizeof(t->v)) == 0;
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
tiles_follow(struct walk *v, struct sha256 hash, struct err *e)
{
    for (unsigned level = 0; level < LEVELS; level++) {
        struct tile *t = &v->tiles[level];
        bool holds;
        t->v[t->n++] = hash;
        if (t->n < TLOG_TILE_HASHES)
            return true;
        hash = tlog_fold(t->v, TLOG_TILE_HASHES);
        if (!tile_holds(v, level, t, hash, &holds, e))
            return false;
        v->r->tiles++;
        if (!holds && v->r->bad_tile == 0)
            v->r->bad_tile = (t->done << (TLOG_TILE_LEVELS * (level + 1))) + 1;
        t->n = 0;
        t->done++;
    }
    return true;
}

static bool
tiles_beyond(struct walk *v, struct err *e)
{
    bool found;
    int64_t last;
    if (!db_get_int(v->w->db, SQL_TILE_LAST, VALS(v_int(0)), &last, &found, e))
        return false;
    int64_t say = found ? (last + 1) * TLOG_TILE_HASHES : 0;
    v->r->tiles_say = say > v->peaks.size ? say : 0;
    return true;
}

/* ---- entries ---- */

static bool
entry(struct walk *v, struct arena *a, const struct journal_row *row, struct err *e)
{
    struct sha256 leaf = journal_leaf(row);
    v->link = journal_link(a, &v->link, row);
    if (v->r->bad_entry == 0 &&
        (row->seq != v->peaks.size + 1 || !str_eq(str_from(v->link.z), row->link)))
        v->r->bad_entry = row->seq;
    tlog_push(&v->peaks, leaf);
    return tiles_follow(v, leaf, e) && heads_here(v, e);
}

static bool
entries_chunk(struct walk *v, int64_t *at, bool *more, struct err *e)
{
    struct stmt *s;
    struct arena *a = arena_open();
    int64_t n = 0;
    bool ok = stmt_open(v->w->db, SQL_JOURNAL_FROM, VALS(v_int(*at), v_int(CHUNK)), &s, e);
    if (ok) {
        stmt_each (s, e) {
            struct journal_row row = journal_row_read(s, a);
            ok = ok && entry(v, a, &row, e);
            *at = row.seq;
            n++;
        }
        ok = !stmt_failed(s) && ok;
        stmt_close(s);
    }
    arena_close(a);
    *more = n == CHUNK;
    return ok;
}

static bool
entries(struct walk *v, struct err *e)
{
    int64_t at = 0;
    bool more = true;
    if (!kept_next(v, e) || !heads_here(v, e))
        return false;
    while (more)
        if (!entries_chunk(v, &at, &more, e))
            return false;
    v->r->entries = v->peaks.size;
    v->r->root = tlog_root(&v->peaks);
    return heads_cut(v, e) && tiles_beyond(v, e);
}

/* ---- files ---- */

struct file_list {
    enum sql sql;
    struct str object;
};

static void
file_check(
    struct walk *v, const struct file_list *list, struct str hex, int64_t id, struct arena *a)
{
    struct sha256 digest, is;
    int64_t size;
    struct verify_result *r = v->r;
    bool named = sha256_from_hex(hex, &digest);
    const char *path = named ? blob_path(a, house_files(v->w->house), digest) : "";
    bool read = named && file_digest(path, &is, &size, NULL);
    r->files++;
    if ((read && sha256_eq(&is, &digest)) || r->bad_n >= FAULTS_MAX)
        return;

    struct {
        struct verify_file *v;
        size_t n;
    } bad = {r->bad, r->bad_n};

    struct arena *keep = v->w->arena;
    LIST_ADD(keep, &bad,
        ((struct verify_file){read ? VERIFY_FILE_CHANGED : VERIFY_FILE_GONE, arena_str(keep, hex),
            list->object, id}));
    r->bad = bad.v;
    r->bad_n = bad.n;
}

static bool
files_chunk(struct walk *v, const struct file_list *list, struct out *at, size_t *n, struct err *e)
{
    struct stmt *s;
    struct arena *a = arena_open();
    *n = 0;
    bool ok = stmt_open(v->w->db, list->sql, VALS(v_str(out_str(at)), v_int(CHUNK)), &s, e);
    if (ok) {
        stmt_each (s, e) {
            out_clear(at);
            out_put(at, stmt_str(s, 0));
            file_check(v, list, out_str(at), stmt_int(s, 1), a);
            ++*n;
        }
        ok = !stmt_failed(s);
        stmt_close(s);
    }
    arena_close(a);
    return ok;
}

static bool
files(struct walk *v, struct err *e)
{
    static const struct file_list LISTS[] = {{SQL_FILES_RECORD, str_lit("record")},
        {SQL_FILES_LIBRARY, str_lit("library")}, {SQL_FILES_REPORT, str_lit("report")}};
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof(LISTS) / sizeof(LISTS[0]); i++) {
        struct out at;
        size_t n = CHUNK;
        out_init(&at, 1000);
        while (ok && n == CHUNK)
            ok = files_chunk(v, &LISTS[i], &at, &n, e);
        out_release(&at);
    }
    return ok;
}

/* ---- all of it ---- */

static bool
begin(struct walk *v, const struct verify_ask *ask, struct err *e)
{
    if (!proof_keys(v->w, &v->keys, e))
        return false;
    if (v->keys.n)
        v->origin = v->keys.v[0].name;
    for (size_t i = 0; i < ask->keys_n; i++)
        LIST_ADD(v->w->arena, &v->keys, ask->keys[i]);
    v->given = arena_array(v->w->arena, struct given, ask->given_n + 1);
    v->given_n = ask->given_n;
    for (size_t i = 0; i < ask->given_n; i++)
        if (!given_read(v, &ask->given[i], &v->given[i], e))
            return false;
    return true;
}

/* Those given stand before the database's. */
static void
finish(struct walk *v)
{
    struct verify_result *r = v->r;
    struct verify_head *heads =
        arena_array(v->w->arena, struct verify_head, v->given_n + r->heads_n + 1);
    for (size_t i = 0; i < v->given_n; i++) {
        heads[i] = v->given[i].head;
        if (heads[i].state != VERIFY_HOLDS)
            r->heads_bad++;
    }
    if (r->heads_n)
        memcpy(heads + v->given_n, r->heads, r->heads_n * sizeof(*heads));
    r->heads = heads;
    r->heads_n += v->given_n;
}

bool
proof_verify(struct work *w, const struct verify_ask *ask, struct verify_result *r, struct err *e)
{
    if (!w->actor.system)
        return err_set(e, ERR_DENIED, tr("只有本机命令可以全面核验。"));
    *r = (struct verify_result){.entries = 0};
    struct walk *v = arena_new(w->arena, struct walk);
    v->w = w;
    v->r = r;
    v->link = journal_first_link();
    v->kept_arena = arena_open();
    bool ok = begin(v, ask, e) && entries(v, e) && files(v, e);
    arena_close(v->kept_arena);
    if (ok)
        finish(v);
    return ok;
}
