/* Whether the versions of written reports, and the comments on them, are still what the journal says they were. */
#include "base/lang.h"
#include "domain/list.h"
#include "domain/report_text_int.h"
#include "store/store.h"

enum {
    CHUNK = 200,
    FAULTS_MAX = 1000
};

static bool
has_digest(struct str text, struct str digest)
{
    struct hex_text hex = sha256_hex(sha256_of(text));
    return str_eq(str_from(hex.z), digest);
}

static void
fault(struct report_text_proof *proof, struct arena *a, bool comment, int64_t id, int64_t version)
{
    struct report_text_fault one = {comment, id, version};
    if (proof->n < FAULTS_MAX)
        LIST_ADD(a, proof, one);
}

/* ---- versions ---- */

static bool
version_holds(const struct stmt *s)
{
    return !stmt_null(s, 7) && has_digest(stmt_str(s, 7), stmt_str(s, 3)) &&
        str_eq(stmt_str(s, 8), stmt_str(s, 3)) && stmt_int(s, 9) == stmt_int(s, 4) &&
        str_eq(stmt_str(s, 10), stmt_str(s, 5)) && str_eq(stmt_str(s, 11), stmt_str(s, 6));
}

static bool
versions_chunk(
    struct work *w, int64_t *seq, size_t *n, struct report_text_proof *proof, struct err *e)
{
    struct stmt *s;
    *n = 0;
    if (!stmt_open(w->db, SQL_REPORT_TEXT_PROOF_VERSIONS, VALS(v_int(*seq), v_int(CHUNK)), &s, e))
        return false;
    stmt_each (s, e) {
        *seq = stmt_int(s, 0);
        ++*n;
        proof->versions++;
        if (!version_holds(s))
            fault(proof, w->arena, false, stmt_int(s, 1), stmt_int(s, 2));
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* ---- comments ---- */

static bool
comment_holds(struct arena *a, const struct stmt *s)
{
    struct str snapshot =
        report_comment_json(a, stmt_text(s, 3, a), stmt_text(s, 4, a), !stmt_null(s, 5));
    return has_digest(snapshot, stmt_str(s, 6)) && stmt_int(s, 7) == stmt_int(s, 8);
}

static bool
comments_chunk(
    struct work *w, int64_t *after, size_t *n, struct report_text_proof *proof, struct err *e)
{
    struct stmt *s;
    *n = 0;
    if (!stmt_open(w->db, SQL_REPORT_TEXT_PROOF_COMMENTS, VALS(v_int(*after), v_int(CHUNK)), &s, e))
        return false;
    struct arena *one = arena_open();
    stmt_each (s, e) {
        *after = stmt_int(s, 0);
        ++*n;
        proof->comments++;
        if (!comment_holds(one, s))
            fault(proof, w->arena, true, stmt_int(s, 0), stmt_int(s, 2));
        arena_reset(one);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    arena_close(one);
    return !failed;
}

bool
report_text_prove(struct work *w, struct report_text_proof *proof, struct err *e)
{
    int64_t at = 0;
    size_t n = CHUNK;
    *proof = (struct report_text_proof){NULL, 0, 0, 0};
    if (!w->actor.system)
        return err_set(e, ERR_DENIED, "%s", tr("只有本机命令可以全面核对。"));
    while (n == CHUNK)
        if (!versions_chunk(w, &at, &n, proof, e))
            return false;
    at = 0;
    n = CHUNK;
    while (n == CHUNK)
        if (!comments_chunk(w, &at, &n, proof, e))
            return false;
    return true;
}
