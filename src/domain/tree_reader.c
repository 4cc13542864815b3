/* Nodes of the tree over the journal, from its tiles and, at the right edge, from the journal itself. */
#include "base/bug.h"
#include "base/lang.h"
#include "domain/journal_int.h"
#include "domain/journal_tree.h"

enum {
    KEPT = 8 /* tiles that are remembered; a proof needs two a level */
};

struct kept_tile {
    struct sha256 v[TLOG_TILE_HASHES];
    size_t n;
    unsigned level;
    int64_t at;
};

struct tree_reader {
    struct work *w;
    int64_t size;
    struct kept_tile kept[KEPT];
    size_t used, next;
};

bool
tree_reader_open(struct work *w, struct tree_reader **t, struct err *e)
{
    bool found;
    *t = arena_new(w->arena, struct tree_reader);
    (*t)->w = w;
    return db_get_int(w->db, SQL_JOURNAL_HEAD, NO_VALS, &(*t)->size, &found, e);
}

int64_t
tree_size(const struct tree_reader *t)
{
    return t->size;
}

static bool
missing(struct err *e)
{
    return err_set(e, ERR_STORE,
        tr("流水的校验树不完整，给不出证明。请运行 taizhang verify 查明，必要时从备份恢复。"));
}

static bool
full_read(struct tree_reader *t, struct kept_tile *k, struct err *e)
{
    struct stmt *s;
    k->n = 0;
    if (!stmt_open(t->w->db, SQL_TILE_GET, VALS(v_int(k->level), v_int(k->at)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW && stmt_str(s, 0).n == sizeof(k->v)) {
        memcpy(k->v, stmt_str(s, 0).p, sizeof(k->v));
        k->n = TLOG_TILE_HASHES;
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed && (k->n > 0 || missing(e));
}

/* Level 0, not full: the journal's last entries. */
static bool
leaves_read(struct tree_reader *t, struct kept_tile *k, struct err *e)
{
    struct stmt *s;
    struct arena *a = arena_open();
    int64_t from = k->at * TLOG_TILE_HASHES;
    k->n = 0;
    bool ok =
        stmt_open(t->w->db, SQL_JOURNAL_FROM, VALS(v_int(from), v_int(TLOG_TILE_HASHES)), &s, e);
    if (ok) {
        stmt_each (s, e) {
            struct journal_row r = journal_row_read(s, a);
            if (r.seq == from + (int64_t)k->n + 1)
                k->v[k->n++] = journal_leaf(&r);
        }
        ok = !stmt_failed(s);
        stmt_close(s);
    }
    arena_close(a);
    return ok;
}

static bool
roots_read(struct tree_reader *t, struct kept_tile *k, struct err *e)
{
    struct stmt *s;
    int64_t from = k->at * TLOG_TILE_HASHES;
    k->n = 0;
    if (!stmt_open(t->w->db, SQL_TILE_ROOTS,
            VALS(v_int(k->level - 1), v_int(from), v_int(TLOG_TILE_HASHES)), &s, e))
        return false;
    stmt_each (s, e) {
        if (stmt_int(s, 0) == from + (int64_t)k->n && stmt_str(s, 1).n == SHA256_BYTES)
            memcpy(k->v[k->n++].bytes, stmt_str(s, 1).p, SHA256_BYTES);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
tile_read(struct tree_reader *t, struct kept_tile *k, struct err *e)
{
    unsigned height = TLOG_TILE_LEVELS * (k->level + 1);
    if (height < TLOG_LEVELS && k->at < t->size >> height)
        return full_read(t, k, e);
    return k->level == 0 ? leaves_read(t, k, e) : roots_read(t, k, e);
}

static bool
tile_find(struct tree_reader *t, unsigned level, int64_t at, struct kept_tile **k, struct err *e)
{
    for (size_t i = 0; i < t->used; i++)
        if (t->kept[i].level == level && t->kept[i].at == at) {
            *k = &t->kept[i];
            return true;
        }
    *k = &t->kept[t->next];
    t->next = (t->next + 1) % KEPT;
    if (t->used < KEPT)
        t->used++;
    (*k)->level = level;
    (*k)->at = at;
    if (tile_read(t, *k, e))
        return true;
    (*k)->at = -1;
    return false;
}

static bool
node(void *arg, unsigned level, int64_t n, struct sha256 *hash, struct err *e)
{
    struct tree_reader *t = arg;
    struct kept_tile *k;
    unsigned inside = level % TLOG_TILE_LEVELS, left = TLOG_TILE_LEVELS - inside;
    size_t first = (size_t)(n & (((int64_t)1 << left) - 1)) << inside, count = (size_t)1 << inside;
    if (!tile_find(t, level / TLOG_TILE_LEVELS, n >> left, &k, e))
        return false;
    if (first + count > k->n)
        return missing(e);
    *hash = tlog_fold(k->v + first, count);
    return true;
}

struct tlog_source
tree_source(struct tree_reader *t)
{
    return (struct tlog_source){node, t};
}
