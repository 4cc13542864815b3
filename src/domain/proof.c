#include "domain/proof.h"

#include "base/bug.h"
#include "base/file.h"
#include "base/lang.h"
#include "domain/house_int.h"
#include "domain/journal_int.h"
#include "domain/journal_tree.h"
#include "domain/list.h"
#include "domain/org.h"
#include "domain/right.h"

enum {
    NAME_DIGITS = 16,
    KEY_FILE_MAX = 4096
};

struct signer {
    struct note_key key;
    struct sign_secret secret;
};

/* ---- keys ---- */

const char *
proof_key_path(struct arena *a, const struct house *house)
{
    return arena_fmt(a, "%s/keys/journal.key", house_data(house)).p;
}

static struct str
public_text(struct arena *a, const struct sign_public *key)
{
    struct out o;
    out_init(&o, 100);
    base64_put(&o, str_make((const char *)key->bytes, SIGN_PUBLIC));
    struct str text = arena_str(a, out_str(&o));
    out_release(&o);
    return text;
}

bool
proof_keys(struct work *w, struct proof_keys *keys, struct err *e)
{
    struct stmt *s;
    *keys = (struct proof_keys){NULL, 0};
    if (!stmt_open(w->db, SQL_PROOF_KEYS, NO_VALS, &s, e))
        return false;
    stmt_each (s, e) {
        struct str bytes;
        struct sign_public key;
        if (!base64_read(w->arena, stmt_str(s, 0), &bytes) || bytes.n != SIGN_PUBLIC)
            continue; /* signs nothing */
        memcpy(key.bytes, bytes.p, SIGN_PUBLIC);
        LIST_ADD(w->arena, keys, note_key_of(stmt_text(s, 1, w->arena), NOTE_SIGNATURE, key));
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static struct str
new_name(struct arena *a)
{
    uint64_t number;
    random_bytes(&number, sizeof(number));
    return arena_fmt(a, "taizhang/%016llx", (unsigned long long)number);
}

static bool
secret_make(struct work *w, const char *path, struct str name, struct signer *s, struct err *e)
{
    struct out o;
    s->secret = sign_random();
    s->key = note_key_of(name, NOTE_SIGNATURE, sign_public_of(&s->secret));
    if (!dir_make(arena_fmt(w->arena, "%s/keys", house_data(w->house)).p, e))
        return false;
    out_init(&o, KEY_FILE_MAX);
    note_secret_put(&o, &s->key, &s->secret);
    bool ok = file_write_secret(path, out_str(&o), e);
    out_release(&o);
    return ok;
}

/* A key that the database does not know yet stands in it and in the journal. */
static bool
key_add(struct work *w, const struct org *org, const struct note_key *key, struct err *e)
{
    struct str text = public_text(w->arena, &key->key);
    struct journal_entry entry = {.root_id = org->root_id,
        .org_id = org->id,
        .what = S("proof.key"),
        .object = S("proof"),
        .why = text,
        .snapshot = text};
    return db_run(w->db, SQL_PROOF_KEY_ADD, VALS(v_str(text), v_str(key->name), v_int(w->now_ms)),
               NULL, e) &&
        journal_append(w, &entry, NULL, e);
}

static bool
is_known(const struct proof_keys *keys, const struct note_key *key)
{
    for (size_t i = 0; i < keys->n; i++)
        if (memcmp(&keys->v[i].key, &key->key, sizeof(key->key)) == 0)
            return true;
    return false;
}

static bool
signer_load(struct work *w, const struct org *org, struct signer *s, struct err *e)
{
    struct str text;
    struct proof_keys keys;
    const char *path = proof_key_path(w->arena, w->house);
    if (!proof_keys(w, &keys, e))
        return false;
    if (file_exists(path)) {
        if (!file_read(w->arena, path, KEY_FILE_MAX, &text, e) ||
            !note_secret_read(w->arena, text, &s->key, &s->secret, e))
            return false;
    } else if (!secret_make(w, path, keys.n ? keys.v[0].name : new_name(w->arena), s, e)) {
        return false;
    }
    if (keys.n && !str_eq(keys.v[0].name, s->key.name))
        return err_set(e, ERR_INPUT,
            tr("%s 是另一本台账的私钥，没有签。请放回本台账的私钥，或移走它让程序另造一把。"),
            path);
    return is_known(&keys, &s->key) || key_add(w, org, &s->key, e);
}

/* ---- checkpoints ---- */

static bool
org_of(struct work *w, int64_t org_id, struct org *org, struct err *e)
{
    struct orgs roots;
    if (org_id)
        return right_check(w, org_id, RIGHT_WRITE, e) && org_get(w, org_id, org, e);
    if (!org_roots(w, &roots, e))
        return false;
    if (roots.n == 0)
        return err_set(e, ERR_INPUT, tr("这里还没有组织。先运行 taizhang init --org 名称。"));
    *org = roots.v[0];
    return true;
}

static struct checkpoint_row
row_read(const struct stmt *s, struct arena *a)
{
    struct checkpoint_row c = {
        .size = stmt_int(s, 0), .at_ms = stmt_int(s, 1), .note = stmt_text(s, 3, a)};
    if (!sha256_from_hex(stmt_str(s, 2), &c.root))
        memset(&c.root, 0, sizeof(c.root)); /* no root of anything: verify tells */
    return c;
}

static bool
find(struct work *w, int64_t size, struct checkpoint_row *c, bool *found, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_CHECKPOINT_GET, VALS(v_int(size)), &s, e))
        return false;
    *found = stmt_step(s, e) == STEP_ROW;
    if (*found)
        *c = row_read(s, w->arena);
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static struct str
signed_note(struct arena *a, const struct signer *s, const struct checkpoint *c)
{
    struct out text, o;
    out_init(&text, NOTE_MAX);
    out_init(&o, NOTE_MAX);
    checkpoint_put(&text, c);
    out_put(&o, out_str(&text));
    out_char(&o, '\n');
    note_sign(&o, out_str(&text), &s->key, &s->secret, 0);
    struct str note = arena_str(a, out_str(&o));
    out_release(&o);
    out_release(&text);
    return note;
}

static bool
head_sign(struct work *w, const struct signer *s, struct tree_reader *t, struct checkpoint_row *c,
    struct err *e)
{
    struct tlog_source source = tree_source(t);
    struct checkpoint head = {.origin = s->key.name, .size = tree_size(t)};
    if (!tlog_root_of(&source, head.size, &head.root, e))
        return false;
    *c = (struct checkpoint_row){head.size, w->now_ms, head.root, signed_note(w->arena, s, &head)};
    return db_run(w->db, SQL_CHECKPOINT_ADD,
        VALS(v_int(c->size), v_int(c->at_ms), v_str(str_from(sha256_hex(c->root).z)),
            v_str(c->note)),
        NULL, e);
}

bool
proof_make(struct work *w, int64_t org_id, struct checkpoint_row *c, struct err *e)
{
    struct org org;
    struct signer s;
    struct tree_reader *t;
    bool found;
    BUG_ON(!w->writing, "a checkpoint is made inside a job only");
    if (!org_of(w, org_id, &org, e) || !signer_load(w, &org, &s, e) ||
        !tree_reader_open(w, &t, e) || !find(w, tree_size(t), c, &found, e))
        return false;
    return found || head_sign(w, &s, t, c, e);
}

static bool
read_down(struct work *w, int64_t before, size_t limit, struct checkpoints *list, struct err *e)
{
    struct stmt *s;
    *list = (struct checkpoints){NULL, 0};
    if (!stmt_open(w->db, SQL_CHECKPOINTS_DOWN,
            VALS(v_int(before > 0 ? before : INT64_MAX), v_int((int64_t)limit)), &s, e))
        return false;
    stmt_each (s, e)
        LIST_ADD(w->arena, list, row_read(s, w->arena));
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

bool
proof_daily(struct work *w, bool *made, struct err *e)
{
    struct checkpoints last;
    struct checkpoint_row c;
    *made = false;
    if (!read_down(w, 0, 1, &last, e))
        return false;
    if (last.n && date_cmp(clock_day_of(last.v[0].at_ms), w->today) >= 0)
        return true;
    *made = proof_make(w, 0, &c, e);
    return *made;
}

bool
proof_list(struct work *w, int64_t org_id, int64_t before, size_t limit, struct checkpoints *list,
    struct err *e)
{
    return right_check(w, org_id, RIGHT_READ, e) && read_down(w, before, limit, list, e);
}

bool
proof_get(struct work *w, int64_t org_id, int64_t size, struct checkpoint_row *c, struct err *e)
{
    bool found;
    if (!right_check(w, org_id, RIGHT_READ, e) || !find(w, size, c, &found, e))
        return false;
    return found || err_set(e, ERR_NOT_FOUND, tr("没有这个检查点。"));
}

/* ---- proofs ---- */

static bool
sizes_fit(struct tree_reader *t, int64_t from, int64_t to, struct err *e)
{
    if (from >= 0 && from <= to && to <= tree_size(t))
        return true;
    return err_set(e, ERR_INPUT, tr("流水现有 %lld 条，证明的起止应在这之内，且先小后大。"),
        (long long)tree_size(t));
}

static bool
entry_find(struct work *w, int64_t seq, struct journal_row *r, struct err *e)
{
    struct stmt *s;
    r->seq = 0;
    if (!stmt_open(w->db, SQL_JOURNAL_FROM, VALS(v_int(seq - 1), v_int(1)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        *r = journal_row_read(s, w->arena);
    bool failed = stmt_failed(s);
    stmt_close(s);
    if (failed)
        return false;
    return (r->seq == seq && seq > 0) || err_set(e, ERR_NOT_FOUND, tr("找不到这一项的流水。"));
}

bool
proof_of_entry(struct work *w, int64_t seq, int64_t size, struct sha256 *leaf,
    struct tlog_proof *proof, struct err *e)
{
    struct journal_row r;
    struct tree_reader *t;
    if (!entry_find(w, seq, &r, e) || !right_check(w, r.org_id, RIGHT_READ, e) ||
        !tree_reader_open(w, &t, e) || !sizes_fit(t, seq, size, e))
        return false;
    struct tlog_source source = tree_source(t);
    *leaf = journal_leaf(&r);
    return tlog_inclusion(&source, seq - 1, size, proof, e);
}

bool
proof_of_growth(struct work *w, int64_t org_id, int64_t from, int64_t to, struct tlog_proof *proof,
    struct err *e)
{
    struct tree_reader *t;
    if (!right_check(w, org_id, RIGHT_READ, e) || !tree_reader_open(w, &t, e) ||
        !sizes_fit(t, from, to, e))
        return false;
    struct tlog_source source = tree_source(t);
    return tlog_consistency(&source, from, to, proof, e);
}
