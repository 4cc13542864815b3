/* Whether the library is still what the journal says it was, and its originals and texts are there. */
#include "domain/library_int.h"

#include "base/file.h"
#include "base/lang.h"
#include "domain/list.h"
#include "store/store.h"

enum {
    CHUNK = 500,
    FAULTS_MAX = 1000
};

static void
fault(struct library_proof *proof, struct arena *a, enum library_fault_kind kind, int64_t id,
    int64_t version)
{
    if (proof->n < FAULTS_MAX)
        LIST_ADD(a, proof, ((struct library_fault){kind, id, version}));
}

static bool
versions_chunk(struct work *w, int64_t *seq, size_t *n, struct library_proof *proof, struct err *e)
{
    struct stmt *s;
    *n = 0;
    if (!stmt_open(w->db, SQL_LIBRARY_PROOF_VERSIONS, VALS(v_int(*seq), v_int(CHUNK)), &s, e))
        return false;
    stmt_each (s, e) {
        struct hex_text hex = sha256_hex(sha256_of(stmt_str(s, 4)));
        struct str digest = stmt_str(s, 3);
        *seq = stmt_int(s, 0);
        ++*n;
        proof->versions++;
        if (stmt_null(s, 4) || !str_eq(str_from(hex.z), digest) || !str_eq(stmt_str(s, 5), digest))
            fault(proof, w->arena, LIBRARY_FAULT_VERSION, stmt_int(s, 1), stmt_int(s, 2));
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
is_last_version(struct work *w, struct library_doc *d, bool *holds, struct err *e)
{
    struct library_cut_rows cuts = {NULL, 0};
    struct stmt *s;
    if (!library_tags_read(w, d, e) || (d->cuts > 0 && !library_cut_rows(w, d->id, &cuts, e)) ||
        !stmt_open(w->db, SQL_LIBRARY_PROOF_LAST, VALS(v_int(d->id)), &s, e))
        return false;
    struct hex_text hex = sha256_hex(sha256_of(library_snapshot(w->arena, d, &cuts)));
    *holds = stmt_step(s, e) == STEP_ROW && stmt_int(s, 0) == d->version &&
        str_eq(stmt_str(s, 1), str_from(hex.z));
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
original_is_there(struct work *w, const struct library_doc *d)
{
    struct sha256 digest;
    return sha256_from_hex(d->digest, &digest) &&
        file_size(blob_path(w->arena, house_files(w->house), digest)) == d->size;
}

static bool
prove_doc(struct work *w, int64_t id, struct library_proof *proof, struct arena *a, struct err *e)
{
    struct library_doc d;
    struct str text;
    bool holds = false;
    if (!library_load(w, id, &d, NULL, e) || !is_last_version(w, &d, &holds, e))
        return false;
    if (!holds)
        fault(proof, a, LIBRARY_FAULT_CHANGED, id, d.version);
    if (!original_is_there(w, &d))
        fault(proof, a, LIBRARY_FAULT_ORIGINAL, id, d.version);
    if (d.state != LIBRARY_TEXT)
        return true;
    struct err missing = {0};
    if (!library_text(w, &d, &text, &missing) && missing.code != ERR_NOT_FOUND) {
        *e = missing;
        return false;
    }
    if (text.n == 0)
        fault(proof, a, LIBRARY_FAULT_TEXT, id, d.version);
    return true;
}

static bool
docs_chunk(struct work *w, int64_t *after, size_t *n, struct library_proof *proof, struct err *e)
{
    struct {
        int64_t *v;
        size_t n;
    } ids = {NULL, 0};

    struct stmt *s;
    struct work one = *w;
    one.arena = arena_open();
    bool ok = stmt_open(w->db, SQL_LIBRARY_PROOF_DOCS, VALS(v_int(*after), v_int(CHUNK)), &s, e);
    if (ok) {
        stmt_each (s, e) {
            LIST_ADD(one.arena, &ids, stmt_int(s, 0));
        }
        ok = !stmt_failed(s);
        stmt_close(s);
    }
    for (size_t i = 0; ok && i < ids.n; i++) {
        ok = prove_doc(&one, ids.v[i], proof, w->arena, e);
        proof->docs++;
        *after = ids.v[i];
    }
    *n = ids.n;
    arena_close(one.arena);
    return ok;
}

bool
library_prove(struct work *w, struct library_proof *proof, struct err *e)
{
    int64_t at = 0;
    size_t n = CHUNK;
    *proof = (struct library_proof){0};
    if (!w->actor.system)
        return err_set(e, ERR_DENIED, "%s", tr("核对全部素材只在本机命令中进行。"));
    while (n == CHUNK)
        if (!versions_chunk(w, &at, &n, proof, e))
            return false;
    at = 0;
    for (n = CHUNK; n == CHUNK;)
        if (!docs_chunk(w, &at, &n, proof, e))
            return false;
    return true;
}
