/* Whether the answers to findings are still what the journal says they were. */
#include "base/hash.h"
#include "base/json.h"
#include "base/lang.h"
#include "domain/list.h"
#include "domain/review_note.h"
#include "store/store.h"

enum {
    CHUNK = 200,
    FAULTS_MAX = 1000
};

static void
fault(struct review_note_proof *proof, struct arena *a, int64_t id, int64_t version)
{
    if (proof->n < FAULTS_MAX)
        LIST_ADD(a, proof, ((struct review_note_fault){id, version}));
}

/* What stands in the rows beside the text is in the text too, or in the journal. */
static bool
version_holds(struct arena *a, const struct stmt *s)
{
    const struct json *root;
    struct err unread;
    int64_t org, year;
    struct str snapshot = stmt_text(s, 6, a), digest = stmt_str(s, 3);
    struct hex_text hex = sha256_hex(sha256_of(snapshot));
    return !stmt_null(s, 6) && str_eq(str_from(hex.z), digest) && str_eq(stmt_str(s, 7), digest) &&
        stmt_int(s, 8) == stmt_int(s, 4) && str_eq(stmt_str(s, 9), stmt_str(s, 5)) &&
        json_read(a, snapshot, &root, &unread) &&
        str_eq(json_get_str(root, S("note")), stmt_str(s, 10)) &&
        json_get_int(root, S("org"), 1, INT64_MAX, &org) && org == stmt_int(s, 11) &&
        json_get_int(root, S("year"), 1, 9999, &year) && year == stmt_int(s, 12) &&
        str_eq(json_get_str(root, S("finding")), stmt_str(s, 13));
}

static bool
prove_chunk(struct work *w, int64_t *seq, size_t *n, struct review_note_proof *proof, struct err *e)
{
    struct stmt *s;
    *n = 0;
    if (!stmt_open(w->db, SQL_REVIEW_NOTE_PROOF, VALS(v_int(*seq), v_int(CHUNK)), &s, e))
        return false;
    struct arena *one = arena_open();
    stmt_each (s, e) {
        *seq = stmt_int(s, 0);
        ++*n;
        proof->versions++;
        if (!version_holds(one, s))
            fault(proof, w->arena, stmt_int(s, 1), stmt_int(s, 2));
        arena_reset(one);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    arena_close(one);
    return !failed;
}

static bool
prove_last(struct work *w, struct review_note_proof *proof, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_REVIEW_NOTE_ASTRAY, VALS(v_int(FAULTS_MAX)), &s, e))
        return false;
    stmt_each (s, e)
        fault(proof, w->arena, stmt_int(s, 0), stmt_int(s, 1));
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

bool
review_note_prove(struct work *w, struct review_note_proof *proof, struct err *e)
{
    int64_t seq = 0;
    *proof = (struct review_note_proof){0};
    if (!w->actor.system)
        return err_set(e, ERR_DENIED, "%s", tr("核对全部答复只在本机命令中进行。"));
    for (size_t n = CHUNK; n == CHUNK;)
        if (!prove_chunk(w, &seq, &n, proof, e))
            return false;
    return prove_last(w, proof, e);
}
