/* Trying a backup, and when that and a backup were done last. */
#include "domain/backup_int.h"

#include "base/file.h"
#include "base/lang.h"
#include "domain/house_int.h"
#include "domain/house_proof.h"
#include "domain/proof_verify.h"
#include "domain/right.h"
#include "store/store.h"

struct str
backup_what_code(enum backup_what what)
{
    return what == BACKUP_RUN ? S("backup") : S("rehearsal");
}

/* ---- the rehearsal ---- */

/* The house's last entries belong to the backup: nothing is written between restoring and looking. */
static bool
look(struct work *w, struct rehearsal *r, struct err *e)
{
    struct verify_ask ask = {.given_n = 0};
    struct verify_result v;
    struct house_proof p;
    if (!proof_verify(w, &ask, &v, e) || !house_prove(w, &p, e))
        return false;
    r->faults = (v.bad_entry != 0) + (v.bad_tile != 0) + (v.tiles_say != 0) +
        (int64_t)(v.heads_bad + v.bad_n) + house_proof_faults(&p) +
        (v.entries != r->numbers.entries || !sha256_eq(&v.root, &r->numbers.root));
    return true;
}

static bool
look_inside(struct house *house, const char *data, struct rehearsal *r, struct err *e)
{
    struct house *copy;
    struct reader *reader;
    struct work w;
    struct house_options options = {.data = data, .clock = house->clock};
    struct actor actor = actor_system();
    if (!house_open(&options, &copy, e))
        return false;
    struct arena *a = arena_open();
    bool ok = reader_open(copy, &reader, e);
    if (ok) {
        ok = work_begin(reader, a, &actor, &w, e);
        if (ok) {
            ok = look(&w, r, e);
            work_end(&w);
        }
        reader_close(reader);
    }
    arena_close(a);
    house_close(copy);
    return ok;
}

bool
backup_rehearse(struct house *house, const char *path, struct rehearsal *r, struct err *e)
{
    uint64_t number;
    struct err swept;
    int64_t from = clock_now_ms(&house->clock);
    struct arena *a = arena_open();
    random_bytes(&number, sizeof(number));
    const char *data =
        arena_fmt(a, "%s/rehearsal-%016llx", house_data(house), (unsigned long long)number).p;
    struct restore_place place = {.data = data};
    *r = (struct rehearsal){.faults = 0};
    bool ok = backup_restore(path, &place, &r->numbers, e) && look_inside(house, data, r, e);
    if (!dir_remove(data, &swept) && ok) {
        *e = swept;
        ok = false;
    }
    arena_close(a);
    r->numbers.took_ms = clock_now_ms(&house->clock) - from;
    r->numbers.at_ms = from;
    return ok && backup_note(house, BACKUP_REHEARSAL, path, &r->numbers, r->faults, e);
}

/* ---- the last one ---- */

bool
backup_last(
    struct work *w, int64_t org_id, enum backup_what what, struct backup_run *run, struct err *e)
{
    struct stmt *s;
    *run = (struct backup_run){.known = false};
    if ((!w->actor.system || org_id) && !right_check(w, org_id, RIGHT_READ, e))
        return false;
    if (!stmt_open(w->db, SQL_BACKUP_RUN_LAST, VALS(v_str(backup_what_code(what))), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW) {
        *run = (struct backup_run){.known = true,
            .at_ms = stmt_int(s, 0),
            .took_ms = stmt_int(s, 1),
            .entries = stmt_int(s, 2),
            .bytes = stmt_int(s, 3),
            .faults = stmt_int(s, 4),
            .file = stmt_text(s, 5, w->arena)};
        if (!sha256_from_hex(stmt_str(s, 6), &run->digest))
            memset(&run->digest, 0, sizeof(run->digest));
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

bool
backup_days(struct work *w, int64_t *days, struct err *e)
{
    enum {
        DAY_MS = 24 * 3600 * 1000
    };
    struct backup_run run;
    int64_t since;
    bool found;
    if (!backup_last(w, 0, BACKUP_RUN, &run, e) ||
        !db_get_int(w->db, SQL_STORE_SINCE, NO_VALS, &since, &found, e))
        return false;
    if (run.known && run.at_ms > since)
        since = run.at_ms;
    *days = w->now_ms > since ? (w->now_ms - since) / DAY_MS : 0;
    return true;
}
