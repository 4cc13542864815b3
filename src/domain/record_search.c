/* Records in the search box: what everybody with RIGHT_READ may read of them, one line for each part. */
#include "domain/record_int.h"
#include "domain/search.h"
#include "domain/search_int.h"
#include "store/store.h"

enum {
    TEXT_MAX = 8 << 20,
    RECORDS_AT_ONCE = 50
};

static void
put_line(struct out *o, struct str s)
{
    if (s.n == 0)
        return;
    out_put(o, s);
    out_char(o, '\n');
}

static void
put_present(const struct record_input *in, struct out *o)
{
    for (size_t i = 0; i < in->attendance_n; i++) {
        enum presence p = in->attendance[i].presence;
        if (p == PRESENCE_ABSENT || p == PRESENCE_EXCUSED)
            continue;
        out_put(o, in->attendance[i].name);
        out_lit(o, "、");
    }
    if (in->attendance_n)
        out_char(o, '\n');
}

static void
put_content(const struct record_input *in, struct out *o)
{
    put_line(o, in->host);
    put_line(o, in->recorder);
    put_line(o, in->agenda);
    put_line(o, in->body);
    for (size_t i = 0; i < in->decisions_n; i++) {
        put_line(o, in->decisions[i].text);
        put_line(o, in->decisions[i].owner);
    }
    for (size_t i = 0; i < in->fields_n; i++)
        if (in->fields[i].value.n > 1) /* not a tick */
            put_line(o, in->fields[i].value);
    put_present(in, o);
}

bool
record_search_put(
    struct work *w, const struct record *r, const struct pack_kind *kind, struct err *e)
{
    const struct record_input *in = &r->in;
    struct out o;
    if (r->voided)
        return search_drop(w, SEARCH_RECORD, in->id, e);
    out_init(&o, TEXT_MAX);
    put_line(&o, in->title);
    out_fmt(&o, "%d年%d月%d日\n", in->held_on.year, in->held_on.month, in->held_on.day);
    put_line(&o, in->place);
    if (kind && !kind->is_private)
        put_content(in, &o);
    struct search_item item = {.source = SEARCH_RECORD,
        .lock = SEARCH_LOCK_READ,
        .ref_id = in->id,
        .first = in->version == 1,
        .root_id = r->root_id,
        .org_id = in->org_id,
        .kind = in->kind,
        .kind_title = kind ? kind->title : in->kind,
        .title = in->title,
        .text = out_str(&o),
        .year = in->year,
        .dated = in->held_on};
    bool ok = search_put(w, &item, e);
    out_release(&o);
    return ok;
}

/* ---- records that are older than the search box ---- */

static bool
put_old(struct work *w, int64_t id, struct err *e)
{
    struct record r;
    const struct rules *rules;
    int64_t docno;
    bool found;
    if (!db_get_int(
            w->db, SQL_SEARCH_DOC_FIND, VALS(v_int(SEARCH_RECORD), v_int(id)), &docno, &found, e))
        return false;
    return found ||
        (record_load(w, id, &r, e) && rules_for(w, r.root_id, r.in.year, &rules, e) &&
            record_search_put(w, &r, rules_kind(rules, r.in.kind), e));
}

bool
search_old_records(struct work *w, void *arg, struct err *e)
{
    int64_t ids[RECORDS_AT_ONCE], to;
    size_t n = 0;
    bool found;
    struct stmt *s;
    (void)arg;
    if (!db_get_int(w->db, SQL_SEARCH_RECORDS_TO, NO_VALS, &to, &found, e) ||
        !stmt_open(w->db, SQL_SEARCH_RECORDS_NEXT, VALS(v_int(to), v_int(RECORDS_AT_ONCE)), &s, e))
        return false;
    stmt_each (s, e) {
        ids[n++] = stmt_int(s, 0);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    for (size_t i = 0; ok && i < n; i++)
        ok = put_old(w, ids[i], e);
    return ok &&
        db_run(w->db, SQL_SEARCH_RECORDS_DONE,
            VALS(v_int(n == RECORDS_AT_ONCE ? ids[n - 1] : INT64_MAX)), NULL, e);
}
