#include "domain/journal.h"

#include "base/bug.h"
#include "base/lang.h"
#include "domain/ground.h"
#include "domain/house_int.h"
#include "domain/journal_int.h"
#include "domain/journal_tree.h"
#include "domain/list.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    CHECK_CHUNK = 1000
};

struct hex_text
journal_first_link(void)
{
    struct hex_text link;
    memset(link.z, '0', SHA256_HEX);
    link.z[SHA256_HEX] = '\0';
    return link;
}

/* The end of the chain as this job sees it: read once a batch, since another program may have appended to the same
   database in between. What is behind the entry that this program wrote last may have changed anything. */
bool
journal_look(struct work *w, struct err *e)
{
    struct journal_head *head = &w->house->head, before = *head;
    int64_t commits = store_counts(w->house->store).commits;
    if (head->known && head->commits == commits)
        return true;
    struct stmt *s;
    if (!stmt_open(w->db, SQL_JOURNAL_HEAD, NO_VALS, &s, e))
        return false;
    *head = (struct journal_head){.link = journal_first_link(), .commits = commits};
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        struct str link = stmt_str(s, 1);
        head->seq = stmt_int(s, 0);
        memcpy(head->link.z, link.p, link.n < SHA256_HEX ? link.n : SHA256_HEX);
    }
    stmt_close(s);
    head->known = step != STEP_ERROR;
    if (!before.known || before.seq != head->seq || strcmp(before.link.z, head->link.z) != 0)
        ground_forget(w->house->ground);
    return head->known;
}

/* Of what is journalled most says nothing of orgs, people, roles, packs and duties. */
static bool
shakes_ground(const struct journal_entry *entry)
{
    return !str_eq(entry->object, S("record")) && !str_eq(entry->object, S("library")) &&
        !str_starts(entry->what, S("session."));
}

struct hex_text
journal_link(struct arena *a, const struct hex_text *before, const struct journal_row *r)
{
    struct hex_text why = sha256_hex(sha256_of(r->why));
    struct str text =
        arena_fmt(a, "%s\n%lld\n%lld\n%lld\n%.*s\n%.*s\n%.*s\n%lld\n%lld\n%lld\n%s\n%.*s",
            before->z, (long long)r->seq, (long long)r->at_ms, (long long)r->account,
            STR_ARG(r->actor), STR_ARG(r->what), STR_ARG(r->object), (long long)r->object_id,
            (long long)r->org_id, (long long)r->version, why.z, STR_ARG(r->digest));
    return sha256_hex(sha256_of(text));
}

bool
journal_append(
    struct work *w, const struct journal_entry *entry, struct hex_text *digest, struct err *e)
{
    BUG_ON(!w->writing, "the journal is written inside a job only");
    if (!journal_look(w, e))
        return false;
    if (shakes_ground(entry))
        ground_forget(w->house->ground);
    struct journal_head *head = &w->house->head;
    struct hex_text hex = sha256_hex(sha256_of(entry->snapshot));
    struct journal_row r = {.seq = head->seq + 1,
        .root_id = entry->root_id,
        .at_ms = w->now_ms,
        .account = w->actor.account,
        .org_id = entry->org_id,
        .object_id = entry->object_id,
        .version = entry->version,
        .actor = w->actor.name,
        .what = entry->what,
        .object = entry->object,
        .why = entry->why,
        .digest = str_from(hex.z)};
    struct hex_text link = journal_link(w->arena, &head->link, &r);
    r.link = str_from(link.z);
    if (!db_run(w->db, SQL_JOURNAL_ADD,
            VALS(v_int(r.seq), v_int(r.root_id), v_int(r.at_ms), v_ref(r.account), v_str(r.actor),
                v_str(r.what), v_str(r.object), v_int(r.object_id), v_int(r.org_id),
                v_int(r.version), v_str(r.why), v_str(r.digest), v_str(r.link)),
            NULL, e) ||
        !journal_tree_add(w, &head->link, &r, e))
        return false;
    head->seq = r.seq;
    head->link = link;
    if (digest)
        *digest = hex;
    return true;
}

struct journal_row
journal_row_read(const struct stmt *s, struct arena *a)
{
    return (struct journal_row){.seq = stmt_int(s, 0),
        .at_ms = stmt_int(s, 1),
        .org_id = stmt_int(s, 2),
        .object_id = stmt_int(s, 3),
        .version = stmt_int(s, 4),
        .actor = stmt_text(s, 5, a),
        .what = stmt_text(s, 6, a),
        .object = stmt_text(s, 7, a),
        .why = stmt_text(s, 8, a),
        .digest = stmt_text(s, 9, a),
        .link = stmt_text(s, 10, a),
        .account = stmt_int(s, 11),
        .root_id = stmt_int(s, 12)};
}

static bool
rows_read(struct work *w, enum sql sql, struct vals vals, struct journal_rows *rows, struct err *e)
{
    struct stmt *s;
    *rows = (struct journal_rows){NULL, 0};
    if (!stmt_open(w->db, sql, vals, &s, e))
        return false;
    stmt_each (s, e) {
        LIST_ADD(w->arena, rows, journal_row_read(s, w->arena));
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
journal_of_org(struct work *w, int64_t org_id, int64_t before_seq, size_t limit,
    struct journal_rows *rows, struct err *e)
{
    if (!right_check(w, org_id, RIGHT_READ, e))
        return false;
    return rows_read(w, SQL_JOURNAL_OF_ORG,
        VALS(v_int(org_id), v_int(before_seq > 0 ? before_seq : INT64_MAX), v_int((int64_t)limit)),
        rows, e);
}

/* The object belongs to the org of its entries; whoever may not read that org does not see that it exists. */
bool
journal_of_object(
    struct work *w, struct str object, int64_t object_id, struct journal_rows *rows, struct err *e)
{
    if (!rows_read(w, SQL_JOURNAL_OF_OBJECT, VALS(v_str(object), v_int(object_id)), rows, e))
        return false;
    if (rows->n == 0)
        return err_set(e, ERR_NOT_FOUND, tr("找不到这一项的流水。"));
    for (size_t i = 0; i < rows->n; i++)
        if ((i == 0 || rows->v[i].org_id != rows->v[i - 1].org_id) &&
            !right_check(w, rows->v[i].org_id, RIGHT_READ, e))
            return false;
    return true;
}

struct chain {
    struct hex_text link;
    int64_t entries, bad_seq;
};

/* One entry further; false when it does not follow from the one before. */
static bool
chain_holds(struct chain *chain, struct arena *a, const struct journal_row *r)
{
    chain->entries++;
    if (r->seq != chain->entries)
        return false;
    chain->link = journal_link(a, &chain->link, r);
    return str_eq(str_from(chain->link.z), r->link);
}

static bool
check_chunk(struct work *w, struct chain *chain, bool *more, struct err *e)
{
    struct stmt *s;
    struct arena *a = arena_open();
    int64_t before = chain->entries;
    bool ok = stmt_open(w->db, SQL_JOURNAL_FROM, VALS(v_int(before), v_int(CHECK_CHUNK)), &s, e);
    if (ok) {
        stmt_each (s, e) {
            struct journal_row r = journal_row_read(s, a);
            if (chain->bad_seq == 0 && !chain_holds(chain, a, &r))
                chain->bad_seq = r.seq;
        }
        ok = !stmt_failed(s);
        stmt_close(s);
    }
    arena_close(a);
    *more = chain->bad_seq == 0 && chain->entries - before == CHECK_CHUNK;
    return ok;
}

bool
journal_check(struct work *w, int64_t *entries, int64_t *bad_seq, struct err *e)
{
    struct chain chain = {.link = journal_first_link()};
    bool more = true;
    while (more)
        if (!check_chunk(w, &chain, &more, e))
            return false;
    *entries = chain.entries;
    *bad_seq = chain.bad_seq;
    return true;
}
