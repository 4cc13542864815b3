/* Whether the layouts that were chosen are still what the journal says they were. */
#include "domain/list.h"
#include "domain/report_style.h"

#include "base/lang.h"
#include "store/store.h"

enum {
    CHUNK = 200,
    FAULTS_MAX = 1000
};

/* What stands in the row beside the text is in the text too, or in the journal. */
static bool
version_holds(struct arena *a, const struct stmt *s)
{
    const struct json *root;
    struct err unread;
    struct str snapshot = stmt_text(s, 6, a), digest = stmt_str(s, 3);
    struct hex_text hex = sha256_hex(sha256_of(snapshot));
    return !stmt_null(s, 6) && str_eq(str_from(hex.z), digest) && str_eq(stmt_str(s, 7), digest) &&
        stmt_int(s, 8) == stmt_int(s, 4) && str_eq(stmt_str(s, 9), stmt_str(s, 5)) &&
        json_read(a, snapshot, &root, &unread) &&
        str_eq(json_get_str(root, S("source")), stmt_str(s, 10)) &&
        (json_get(json_get(root, S("profile")), S("width")) != NULL) == (stmt_int(s, 11) != 0);
}

static bool
prove_chunk(
    struct work *w, int64_t *seq, size_t *n, struct report_style_proof *proof, struct err *e)
{
    struct stmt *s;
    *n = 0;
    if (!stmt_open(w->db, SQL_REPORT_STYLE_PROOF, VALS(v_int(*seq), v_int(CHUNK)), &s, e))
        return false;
    struct arena *one = arena_open();
    stmt_each (s, e) {
        *seq = stmt_int(s, 0);
        ++*n;
        proof->versions++;
        if (!version_holds(one, s) && proof->n < FAULTS_MAX)
            LIST_ADD(
                w->arena, proof, ((struct report_style_fault){stmt_int(s, 1), stmt_int(s, 2)}));
        arena_reset(one);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    arena_close(one);
    return !failed;
}

bool
report_style_prove(struct work *w, struct report_style_proof *proof, struct err *e)
{
    int64_t at = 0;
    size_t n = CHUNK;
    *proof = (struct report_style_proof){0};
    if (!w->actor.system)
        return err_set(e, ERR_DENIED, "%s", tr("只有本机命令可以全面核对。"));
    while (n == CHUNK)
        if (!prove_chunk(w, &at, &n, proof, e))
            return false;
    return true;
}
