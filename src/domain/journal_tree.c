#include "domain/journal_tree.h"

#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "domain/house_int.h"
#include "domain/journal_int.h"

enum {
    LEVELS = 7, /* of tiles: 2^56 entries */
    CATCH_UP = 64 * 1024,
    LEAF_MAX = 16 * 1024 * 1024
};

struct tile {
    struct sha256 v[TLOG_TILE_HASHES];
    size_t n;
};

struct journal_tree {
    bool known;
    int64_t full[LEVELS]; /* tiles in the database */
    struct tile tiles[LEVELS];
    struct hex_text
        links[TLOG_TILE_HASHES + 1]; /* of the entry before tiles[0], then of those in it */
};

struct journal_tree *
journal_tree_open(struct arena *a)
{
    return arena_new(a, struct journal_tree);
}

/* ---- leaves ---- */

void
journal_leaf_text(struct out *o, const struct journal_row *r)
{
    struct json_out j = json_begin(o);
    json_object(&j);
    json_field_int(&j, S("seq"), r->seq);
    json_field_int(&j, S("root"), r->root_id);
    json_field_int(&j, S("at_ms"), r->at_ms);
    json_key(&j, S("account"));
    if (r->account)
        json_int(&j, r->account);
    else
        json_null(&j);
    json_field_str(&j, S("actor"), r->actor);
    json_field_str(&j, S("what"), r->what);
    json_field_str(&j, S("object"), r->object);
    json_field_int(&j, S("object_id"), r->object_id);
    json_field_int(&j, S("org"), r->org_id);
    json_field_int(&j, S("version"), r->version);
    json_field_str(&j, S("why"), r->why);
    json_field_str(&j, S("digest"), r->digest);
    json_field_str(&j, S("link"), r->link);
    json_object_end(&j);
}

struct sha256
journal_leaf(const struct journal_row *r)
{
    struct out o;
    out_init(&o, LEAF_MAX);
    journal_leaf_text(&o, r);
    BUG_ON(o.overflow, "an entry of the journal is short");
    struct sha256 leaf = tlog_leaf(out_str(&o));
    out_release(&o);
    return leaf;
}

/* ---- growing ---- */

static int64_t
base_of(const struct journal_tree *tree)
{
    return tree->full[0] * TLOG_TILE_HASHES;
}

static bool
tile_write(
    struct work *w, struct journal_tree *tree, unsigned level, struct sha256 root, struct err *e)
{
    struct tile *tile = &tree->tiles[level];
    int64_t n = tree->full[level]++;
    tile->n = 0;
    return db_run(w->db, SQL_TILE_ADD,
        VALS(v_int(level), v_int(n), v_bytes(str_make((const char *)root.bytes, SHA256_BYTES)),
            v_bytes(str_make((const char *)tile->v, sizeof(tile->v)))),
        NULL, e);
}

/* A leaf, and the tiles that it completes. */
static bool
push(struct work *w, struct journal_tree *tree, struct sha256 hash, struct str link, struct err *e)
{
    BUG_ON(link.n != SHA256_HEX, "a link is SHA-256 in hex");
    memcpy(tree->links[tree->tiles[0].n + 1].z, link.p, SHA256_HEX);
    for (unsigned level = 0; level < LEVELS; level++) {
        struct tile *tile = &tree->tiles[level];
        tile->v[tile->n++] = hash;
        if (tile->n < TLOG_TILE_HASHES)
            return true;
        hash = tlog_fold(tile->v, TLOG_TILE_HASHES);
        if (!tile_write(w, tree, level, hash, e))
            return false;
        if (level == 0)
            tree->links[0] = tree->links[TLOG_TILE_HASHES];
    }
    return true;
}

/* ---- from the database ---- */

static bool
damaged(struct err *e)
{
    return err_set(e, ERR_STORE,
        tr("流水的校验树与流水对不上，没有写入。请运行 taizhang verify 查明，必要时从备份恢复。"));
}

/* The tiles' roots below, which are not yet a tile of this level. */
static bool
level_load(struct work *w, struct journal_tree *tree, unsigned level, struct err *e)
{
    struct stmt *s;
    struct tile *tile = &tree->tiles[level];
    int64_t from = tree->full[level] * TLOG_TILE_HASHES;
    bool whole = true;
    if (!stmt_open(w->db, SQL_TILE_ROOTS,
            VALS(v_int(level - 1), v_int(from), v_int(TLOG_TILE_HASHES)), &s, e))
        return false;
    stmt_each (s, e) {
        struct str root = stmt_str(s, 1);
        whole = whole && tile->n < TLOG_TILE_HASHES - 1 && root.n == SHA256_BYTES &&
            stmt_int(s, 0) == from + (int64_t)tile->n;
        if (whole)
            memcpy(tile->v[tile->n++].bytes, root.p, SHA256_BYTES);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    if (failed)
        return false;
    return (whole && from + (int64_t)tile->n == tree->full[level - 1]) || damaged(e);
}

static bool
tiles_load(struct work *w, struct journal_tree *tree, struct err *e)
{
    memset(tree->full, 0, sizeof(tree->full));
    for (unsigned level = 0; level < LEVELS; level++)
        tree->tiles[level].n = 0;
    for (unsigned level = 0; level < LEVELS; level++) {
        bool found;
        int64_t last;
        if (!db_get_int(w->db, SQL_TILE_LAST, VALS(v_int(level)), &last, &found, e))
            return false;
        tree->full[level] = found ? last + 1 : 0;
        if (level > 0 && !level_load(w, tree, level, e))
            return false;
        if (!found && level > 0)
            break;
    }
    return true;
}

/* Entries behind `from`, at most one tile's number of them and none above `to`. *at: the last one read. */
static bool
rows_push(struct work *w, struct journal_tree *tree, int64_t to, int64_t *at, struct err *e)
{
    struct stmt *s;
    struct arena *a = arena_open();
    int64_t n = to - *at < TLOG_TILE_HASHES ? to - *at : TLOG_TILE_HASHES;
    bool ok = stmt_open(w->db, SQL_JOURNAL_FROM, VALS(v_int(*at), v_int(n)), &s, e);
    if (ok) {
        bool whole = true;
        stmt_each (s, e) {
            struct journal_row r = journal_row_read(s, a);
            whole = whole && r.seq == *at + 1 && r.link.n == SHA256_HEX;
            ok = ok && whole && push(w, tree, journal_leaf(&r), r.link, e);
            *at = r.seq;
        }
        bool failed = stmt_failed(s);
        stmt_close(s);
        if (!failed && !whole)
            ok = damaged(e);
        ok = ok && !failed;
    }
    arena_close(a);
    return ok;
}

/* The link of the entry before the first that is not in a full tile. */
static bool
base_link(struct work *w, struct journal_tree *tree, struct err *e)
{
    struct stmt *s;
    struct str link = S("");
    if (base_of(tree) == 0) {
        tree->links[0] = journal_first_link();
        return true;
    }
    if (!stmt_open(w->db, SQL_JOURNAL_FROM, VALS(v_int(base_of(tree) - 1), v_int(1)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        link = journal_row_read(s, w->arena).link;
    bool failed = stmt_failed(s);
    stmt_close(s);
    if (failed)
        return false;
    if (link.n != SHA256_HEX)
        return damaged(e);
    memcpy(tree->links[0].z, link.p, SHA256_HEX);
    return true;
}

/* What the tree is after the entry `to`; builds tiles that are missing. */
static bool
load(struct work *w, struct journal_tree *tree, int64_t to, struct err *e)
{
    tree->known = false;
    if (!tiles_load(w, tree, e) || !base_link(w, tree, e))
        return false;
    int64_t at = base_of(tree);
    if (at > to)
        return damaged(e);
    while (at < to) {
        int64_t before = at;
        if (!rows_push(w, tree, to, &at, e))
            return false;
        if (at == before)
            return damaged(e);
    }
    tree->known = true;
    return true;
}

/* After a rollback, or when another program wrote: what is known is cut back to that entry if it is the same one. */
static bool
cut(struct journal_tree *tree, int64_t seq, const struct hex_text *link)
{
    int64_t keep = seq - base_of(tree);
    if (!tree->known || keep < 0 || keep > (int64_t)tree->tiles[0].n ||
        memcmp(tree->links[keep].z, link->z, SHA256_HEX) != 0)
        return false;
    tree->tiles[0].n = (size_t)keep;
    return true;
}

bool
journal_tree_add(
    struct work *w, const struct hex_text *before, const struct journal_row *r, struct err *e)
{
    struct journal_tree *tree = w->house->tree;
    if (!cut(tree, r->seq - 1, before) && !load(w, tree, r->seq - 1, e))
        return false;
    tree->known = push(w, tree, journal_leaf(r), r->link, e);
    return tree->known;
}

/* ---- at the start ---- */

struct behind {
    int64_t seq, tiles;
};

static bool
behind_read(struct db *db, struct behind *b, struct err *e)
{
    bool found;
    if (!db_get_int(db, SQL_JOURNAL_HEAD, NO_VALS, &b->seq, &found, e) ||
        !db_get_int(db, SQL_TILE_LAST, VALS(v_int(0)), &b->tiles, &found, e))
        return false;
    b->tiles = found ? b->tiles + 1 : 0;
    return true;
}

static bool
catch_up_job(struct work *w, void *arg, struct err *e)
{
    struct behind *b = arg;
    if (!behind_read(w->db, b, e))
        return false;
    int64_t most = b->tiles * TLOG_TILE_HASHES + CATCH_UP;
    return load(w, w->house->tree, b->seq < most ? b->seq : most, e) && behind_read(w->db, b, e);
}

static bool
is_behind(const struct behind *b)
{
    return b->seq / TLOG_TILE_HASHES > b->tiles;
}

bool
journal_tree_catch_up(struct house *house, struct err *e)
{
    struct db *db;
    struct behind b;
    if (!store_reader(house->store, &db, e))
        return false;
    bool ok = behind_read(db, &b, e);
    db_close(db);
    while (ok && is_behind(&b)) {
        struct actor actor = actor_system();
        struct arena *a = arena_open();
        ok = house_write(house, a, &actor, catch_up_job, &b, e);
        arena_close(a);
    }
    return ok;
}
