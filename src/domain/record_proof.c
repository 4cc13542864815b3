/* Whether records and their versions are still what the journal says they were. */
#include "domain/list.h"
#include "domain/record_int.h"
#include "domain/right.h"
#include "store/store.h"

#include "base/lang.h"

enum {
    CHUNK = 500,
    FAULTS_MAX = 1000
};

static void
fault(struct record_proof *proof, struct arena *a, int64_t record_id, int64_t version)
{
    struct record_fault one = {record_id, version};
    if (proof->n < FAULTS_MAX &&
        (proof->n == 0 || proof->v[proof->n - 1].record_id != record_id ||
            proof->v[proof->n - 1].version != version))
        LIST_ADD(a, proof, one);
}

/* ---- versions ---- */

/* Each entry of the journal about a record has its version, whose text has the digest that stands in both. */
static bool
versions_chunk(struct work *w, int64_t *seq, size_t *n, struct record_proof *proof, struct err *e)
{
    struct stmt *s;
    *n = 0;
    if (!stmt_open(w->db, SQL_PROOF_VERSIONS, VALS(v_int(*seq), v_int(CHUNK)), &s, e))
        return false;
    stmt_each (s, e) {
        struct hex_text hex = sha256_hex(sha256_of(stmt_str(s, 4)));
        struct str digest = stmt_str(s, 3);
        bool holds = !stmt_null(s, 4) && !stmt_null(s, 6) && str_eq(str_from(hex.z), digest) &&
            str_eq(stmt_str(s, 5), digest);
        *seq = stmt_int(s, 0);
        ++*n;
        proof->versions++;
        if (!holds)
            fault(proof, w->arena, stmt_int(s, 1), stmt_int(s, 2));
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* ---- records ---- */

struct ids {
    int64_t *v;
    size_t n;
};

static bool
next_ids(struct work *w, int64_t after, struct ids *ids, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_PROOF_RECORDS, VALS(v_int(after), v_int(CHUNK)), &s, e))
        return false;
    stmt_each (s, e)
        LIST_ADD(w->arena, ids, stmt_int(s, 0));
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* A record as it stands, with its parts, has the digest of the journal's last entry about it. */
static bool
record_holds(struct work *w, int64_t id, int64_t *version, bool *holds, struct err *e)
{
    struct record r;
    struct stmt *s;
    struct err unread = {0};
    *version = 0;
    if (!record_load(w, id, &r, &unread)) { /* what cannot be read was not written so */
        *holds = false;
        return true;
    }
    *version = r.in.version;
    struct hex_text hex = sha256_hex(sha256_of(record_snapshot(w->arena, &r)));
    if (!stmt_open(w->db, SQL_PROOF_LAST, VALS(v_int(id)), &s, e))
        return false;
    *holds = stmt_step(s, e) == STEP_ROW && stmt_int(s, 0) == r.in.version &&
        str_eq(stmt_str(s, 1), str_from(hex.z));
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
records_chunk(struct work *w, int64_t *after, size_t *n, struct record_proof *proof, struct err *e)
{
    struct ids ids = {0};
    struct work one = *w;
    one.arena = arena_open();
    bool ok = next_ids(&one, *after, &ids, e);
    for (size_t i = 0; ok && i < ids.n; i++) {
        int64_t version;
        bool holds = true;
        ok = record_holds(&one, ids.v[i], &version, &holds, e);
        proof->records++;
        if (ok && !holds)
            fault(proof, w->arena, ids.v[i], version);
        *after = ids.v[i];
    }
    *n = ids.n;
    arena_close(one.arena);
    return ok;
}

bool
record_prove(struct work *w, struct record_proof *proof, struct err *e)
{
    int64_t at = 0;
    size_t n = CHUNK;
    *proof = (struct record_proof){0};
    if (!w->actor.system)
        return err_set(e, ERR_DENIED, tr("核对全部记录只在本机命令中进行。"));
    while (n == CHUNK)
        if (!versions_chunk(w, &at, &n, proof, e))
            return false;
    at = 0;
    for (n = CHUNK; n == CHUNK;)
        if (!records_chunk(w, &at, &n, proof, e))
            return false;
    return true;
}
