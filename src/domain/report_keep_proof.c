/* Whether reports and their steps are still what the journal says they were, and the files that were sent are there. */
#include "domain/report_keep_int.h"

#include "base/file.h"
#include "base/lang.h"
#include "domain/list.h"
#include "store/store.h"

enum {
    CHUNK = 100,
    FAULTS_MAX = 1000
};

static void
fault(struct report_proof *proof, struct arena *a, enum report_fault_kind kind, int64_t id,
    int64_t version)
{
    if (proof->n < FAULTS_MAX)
        LIST_ADD(a, proof, ((struct report_fault){kind, id, version}));
}

/* ---- steps ---- */

static bool
has_digest(struct str text, struct str digest)
{
    struct hex_text hex = sha256_hex(sha256_of(text));
    return str_eq(str_from(hex.z), digest);
}

/* What stands in the row beside the text is in the text too, or in the journal. */
static bool
step_holds(struct arena *a, const struct stmt *s)
{
    struct report_version v = {.file_digest = stmt_text(s, 13, a),
        .file_name = stmt_text(s, 14, a),
        .file_size = stmt_int(s, 15)};
    struct str snapshot = stmt_text(s, 7, a), digest = stmt_str(s, 3);
    struct err unread;
    if (stmt_null(s, 7) || !has_digest(snapshot, digest) || !str_eq(stmt_str(s, 8), digest) ||
        stmt_int(s, 9) != stmt_int(s, 4) || !str_eq(stmt_str(s, 10), stmt_str(s, 5)) ||
        !str_eq(stmt_str(s, 11), stmt_str(s, 6)))
        return false;
    return report_step_read(stmt_int(s, 12), &v.step, &unread) &&
        report_snapshot_holds(a, snapshot, &v);
}

static bool
file_is_there(struct work *w, const struct stmt *s)
{
    struct sha256 digest;
    return str_empty(stmt_str(s, 13)) ||
        (sha256_from_hex(stmt_str(s, 13), &digest) &&
            file_size(blob_path(w->arena, house_files(w->house), digest)) == stmt_int(s, 15));
}

static bool
steps_chunk(struct work *w, int64_t *seq, size_t *n, struct report_proof *proof, struct err *e)
{
    struct stmt *s;
    struct work one = *w;
    *n = 0;
    if (!stmt_open(w->db, SQL_REPORT_PROOF_VERSIONS, VALS(v_int(*seq), v_int(CHUNK)), &s, e))
        return false;
    one.arena = arena_open();
    stmt_each (s, e) {
        int64_t id = stmt_int(s, 1), version = stmt_int(s, 2);
        *seq = stmt_int(s, 0);
        ++*n;
        proof->versions++;
        if (!step_holds(one.arena, s))
            fault(proof, w->arena, REPORT_FAULT_VERSION, id, version);
        else if (!file_is_there(&one, s))
            fault(proof, w->arena, REPORT_FAULT_FILE, id, version);
        arena_reset(one.arena);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    arena_close(one.arena);
    return !failed;
}

/* ---- reports ---- */

struct standing {
    int64_t id, org_id, steps;
    int year;
};

struct standings {
    struct standing *v;
    size_t n;
};

static bool
next_reports(struct work *w, int64_t after, struct standings *list, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_REPORT_PROOF_REPORTS, VALS(v_int(after), v_int(CHUNK)), &s, e))
        return false;
    stmt_each (s, e) {
        struct standing one = {stmt_int(s, 0), stmt_int(s, 1), stmt_int(s, 3), (int)stmt_int(s, 2)};
        LIST_ADD(w->arena, list, one);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* What the row says, written down once more as its last step was, has the digest that the journal holds. */
static bool
row_holds(struct work *w, const struct report_kept *kept, const struct stmt *s)
{
    struct report_content c;
    struct err unread;
    struct report_version v = {.file_digest = stmt_text(s, 2, w->arena),
        .file_name = stmt_text(s, 3, w->arena),
        .file_size = stmt_int(s, 4)};
    return !stmt_null(s, 0) && stmt_int(s, 6) == kept->version &&
        report_step_read(stmt_int(s, 1), &v.step, &unread) &&
        report_content_read(w->arena, stmt_text(s, 0, w->arena), &c, &unread) &&
        has_digest(report_snapshot(w->arena, kept, &c, &v), stmt_str(s, 5));
}

static bool
report_holds(struct work *w, const struct standing *r, int64_t *version, bool *holds, struct err *e)
{
    struct report_kept kept;
    struct stmt *s;
    struct err unread = {0};
    *version = 0;
    *holds = false;
    if (!report_load(
            w, r->org_id, r->year, &kept, &unread)) /* what cannot be read was not written so */
        return true;
    *version = kept.version;
    if (!stmt_open(w->db, SQL_REPORT_PROOF_LAST, VALS(v_int(r->id)), &s, e))
        return false;
    *holds = stmt_step(s, e) == STEP_ROW && r->steps == kept.version && row_holds(w, &kept, s);
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
reports_chunk(struct work *w, int64_t *after, size_t *n, struct report_proof *proof, struct err *e)
{
    struct standings list = {0};
    struct work one = *w;
    one.arena = arena_open();
    bool ok = next_reports(&one, *after, &list, e);
    for (size_t i = 0; ok && i < list.n; i++) {
        int64_t version;
        bool holds = true;
        ok = report_holds(&one, &list.v[i], &version, &holds, e);
        proof->reports++;
        if (ok && !holds)
            fault(proof, w->arena, REPORT_FAULT_CHANGED, list.v[i].id, version);
        *after = list.v[i].id;
    }
    *n = list.n;
    arena_close(one.arena);
    return ok;
}

bool
report_prove(struct work *w, struct report_proof *proof, struct err *e)
{
    int64_t at = 0;
    size_t n = CHUNK;
    *proof = (struct report_proof){0};
    if (!w->actor.system)
        return err_set(e, ERR_DENIED, "%s", tr("核对全部报告只在本机命令中进行。"));
    while (n == CHUNK)
        if (!steps_chunk(w, &at, &n, proof, e))
            return false;
    at = 0;
    for (n = CHUNK; n == CHUNK;)
        if (!reports_chunk(w, &at, &n, proof, e))
            return false;
    return true;
}
