/* The job that writes a portion of prepared files: rows, versions, log and search in one commit. */
#include "domain/library_near.h"

#include "base/bug.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/journal.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    AROUND = 24 /* characters before and after a cut */
};

struct search_item
library_item(
    const struct library_prep *p, const struct library_target *to, const struct library_org *org)
{
    return (struct search_item){.source = SEARCH_LIBRARY,
        .lock = to->lock,
        .root_id = org->root_id,
        .org_id = org->id,
        .kind = p->format,
        .title = p->said.title,
        .text = p->text,
        .year = p->said.year,
        .dated = p->said.dated};
}

/* ---- residue ---- */
static struct str
last_points(struct str s, size_t points)
{
    size_t at = s.n;
    while (at > 0 && points > 0) {
        at--;
        if (((unsigned char)s.p[at] & 0xC0) != 0x80)
            points--;
    }
    return str_slice(s, at, s.n);
}

static struct str
around(struct arena *a, const struct library_prep *p, const struct residue *r)
{
    struct out o;
    out_init(&o, 4096);
    struct json_out j = json_begin(&o);
    json_array(&j);
    json_str(&j, last_points(str_slice(p->raw, 0, r->start), AROUND));
    json_str(&j, utf8_head(str_slice(p->raw, r->end, p->raw.n), AROUND));
    json_array_end(&j);
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

static bool
keep_cuts(struct work *w, const struct library_prep *p, int64_t root_id, struct err *e)
{
    for (size_t i = 0; i < p->residues.n; i++) {
        const struct residue *r = &p->residues.v[i];
        if (!db_run(w->db, SQL_LIBRARY_CUT_ADD,
                VALS(v_int(p->id), v_int((int64_t)i), v_int(root_id), v_str(residue_code(r->kind)),
                    v_int((int64_t)r->start), v_int(r->cut),
                    v_str(str_slice(p->raw, r->start, r->end - r->start)),
                    v_str(around(w->arena, p, r))),
                NULL, e))
            return false;
    }
    return true;
}

/* ---- one document ---- */
/* One run of the job. */
struct taking {
    struct library_portion *x;
    struct library_org org;
    struct library_near near;
};

static bool
keep_parts(
    struct work *w, struct taking *t, const struct library_prep *p, bool compared, struct err *e)
{
    bool outline = p->headings.n || p->pages.n;
    int64_t root_id = t->org.root_id;
    return keep_cuts(w, p, root_id, e) &&
        (!outline ||
            db_run(w->db, SQL_LIBRARY_OUTLINE_ADD,
                VALS(v_int(p->id), v_int(root_id), v_str(p->headings), v_str(p->pages)), NULL,
                e)) &&
        (!compared || library_near_add(w, &t->near, p, e));
}

static struct library_doc
doc_of(const struct library_prep *p, const struct library_portion *x, const struct library_org *org)
{
    return (struct library_doc){.id = p->id,
        .root_id = org->root_id,
        .org_id = org->id,
        .version = 1,
        .lock = x->to->lock,
        .name = p->name,
        .path = p->path,
        .folder = p->folder,
        .digest = str_from(p->digest_hex.z),
        .format = p->format,
        .size = p->size,
        .state = p->state,
        .title = p->said.title,
        .issuer = p->said.issuer,
        .place = p->said.place,
        .doc_number = p->said.number,
        .dated = p->said.dated,
        .year = p->said.year,
        .tags = x->to->tags,
        .tags_n = x->to->tags_n};
}

static bool
insert(struct work *w, const struct library_prep *p, const struct library_portion *x,
    const struct library_doc *d, const struct library_alike *near, struct err *e)
{
    return db_run(w->db, SQL_LIBRARY_ADD,
        VALS(v_int(d->id), v_int(d->root_id), v_int(d->org_id), v_int(d->lock), v_int(d->state),
            v_str(d->folder), v_str(d->name), v_str(d->path), v_str(str_from(p->origin.z)),
            v_str(d->digest), v_int(d->size), v_str(d->format), v_str(p->why), v_str(d->title),
            v_int(p->named ? LIBRARY_TITLE_NAME : LIBRARY_TITLE_TEXT), v_str(d->issuer),
            v_str(d->place), v_str(d->doc_number), v_date(w->arena, d->dated), v_int(d->year),
            v_ref(d->same_as), v_ref(near->doc_id), v_int(near->per_mille), v_int(p->points),
            v_int((int64_t)p->residues.n), v_int(p->pages_n), v_int(x->batch_id), v_int(w->now_ms),
            v_str(w->actor.name)),
        NULL, e);
}

static bool
add_new(struct work *w, struct taking *t, struct library_prep *p, struct err *e)
{
    struct library_alike near = {0, 0};
    bool same, told = false;
    if (!db_new_id(w->db, &p->id, e))
        return false;
    struct library_doc d = doc_of(p, t->x, &t->org);
    if (!db_get_int(
            w->db, SQL_LIBRARY_SAME, VALS(v_str(d.digest), v_int(d.root_id)), &d.same_as, &same, e))
        return false;
    /* That the same content is elsewhere is told only to those who may read it there. */
    if (same && !library_may_know(w, d.same_as, &told, e))
        return false;
    bool compared = !same && p->sketch_n > 0;
    p->outcome = p->state != LIBRARY_TEXT ? LIBRARY_FAILED
        : told                            ? LIBRARY_DUPLICATE
                                          : LIBRARY_ADDED;
    return (!compared || library_near_find(w, &t->near, p, &near, e)) &&
        insert(w, p, t->x, &d, &near, e) && keep_parts(w, t, p, compared, e) &&
        library_tags_write(w, &d, d.tags, d.tags_n, e) &&
        library_keep_version(w, &d, "library.add", S(""), e);
}

/* What could not be read before and now can be: as if it were new, but what the clerk wrote stays. */
static bool
renew(struct work *w, struct taking *t, struct library_prep *p, int64_t id, struct err *e)
{
    struct library_alike near = {0, 0};
    struct library_doc d;
    enum library_title_by by;
    p->id = id;
    if (!library_load(w, id, &d, &by, e) || !library_tags_read(w, &d, e))
        return false;
    bool compared = d.same_as == 0 && p->sketch_n > 0;
    if (compared && !library_near_find(w, &t->near, p, &near, e))
        return false;
    if (by != LIBRARY_TITLE_CLERK) {
        by = p->named ? LIBRARY_TITLE_NAME : LIBRARY_TITLE_TEXT;
        d.title = p->said.title;
        d.issuer = p->said.issuer;
        d.place = p->said.place;
        d.doc_number = p->said.number;
        d.dated = p->said.dated;
        d.year = p->said.year;
    }
    d.version++;
    d.state = p->state;
    d.format = p->format;
    d.cuts = (int64_t)p->residues.n;
    p->outcome = LIBRARY_ADDED;
    return db_run(w->db, SQL_LIBRARY_RENEW,
               VALS(v_int(id), v_int(d.state), v_str(d.format), v_str(p->why), v_str(d.title),
                   v_int(by), v_str(d.issuer), v_str(d.place), v_str(d.doc_number),
                   v_date(w->arena, d.dated), v_int(d.year), v_ref(near.doc_id),
                   v_int(near.per_mille), v_int(p->points), v_int(d.cuts), v_int(p->pages_n),
                   v_int(d.version)),
               NULL, e) &&
        keep_parts(w, t, p, compared, e) && library_index(w, &d, by, p->text, e) &&
        library_keep_version(w, &d, "library.read", S(""), e);
}

/* *indexed: what was loaded for search is new, and to be found under p->id. */
static bool
take_in(struct work *w, struct taking *t, struct library_prep *p, bool *indexed, struct err *e)
{
    struct stmt *s;
    *indexed = false;
    p->outcome = p->lost ? LIBRARY_FAILED : LIBRARY_KNOWN;
    if (p->lost || p->known)
        return true;
    if (!stmt_open(w->db, SQL_LIBRARY_BY_ORIGIN, VALS(v_str(str_from(p->origin.z))), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    int64_t id = step == STEP_ROW ? stmt_int(s, 0) : 0;
    bool had_text = step == STEP_ROW && stmt_int(s, 1) == LIBRARY_TEXT;
    bool removed = step == STEP_ROW && !stmt_null(s, 2);
    stmt_close(s);
    if (step == STEP_ERROR)
        return false;
    if (step == STEP_DONE) {
        *indexed = true;
        return add_new(w, t, p, e);
    }
    p->id = id;
    if (t->x->way == LIBRARY_BY_WATCH)
        return true;
    if (removed && !library_put_back(w, id, e))
        return false;
    if (!had_text && p->state == LIBRARY_TEXT)
        return renew(w, t, p, id, e);
    p->outcome = !had_text ? LIBRARY_FAILED : removed ? LIBRARY_ADDED : LIBRARY_KNOWN;
    return true;
}

static bool
count(struct work *w, struct library_portion *x, const struct library_prep *p, int64_t root_id,
    struct err *e)
{
    struct library_tally *t = &x->tally;
    switch (p->outcome) {
    case LIBRARY_ADDED:
        t->added++;
        break;
    case LIBRARY_DUPLICATE:
        t->duplicate++;
        break;
    case LIBRARY_KNOWN:
        t->known++;
        return true;
    case LIBRARY_FAILED:
        if (!db_run(w->db, SQL_LIBRARY_FAILURE_ADD,
                VALS(v_int(x->batch_id), v_int(x->failures + t->failed), v_int(root_id),
                    v_str(p->path), v_str(p->why), v_ref(p->id)),
                NULL, e))
            return false;
        t->failed++;
        break;
    }
    t->bytes += p->lost ? 0 : p->size;
    t->points += p->points;
    return true;
}

static bool
put_alone(struct work *w, const struct taking *t, const struct library_prep *p, struct err *e)
{
    struct search_item item = library_item(p, t->x->to, &t->org);
    item.ref_id = p->id;
    return search_put(w, &item, e);
}

/* All of the portion; refs: for search_load_put, of those that were loaded. */
static bool
take_all(struct work *w, struct taking *t, int64_t *refs, struct err *e)
{
    struct library_portion *x = t->x;
    size_t items = 0;
    for (size_t i = 0; i < x->n; i++) {
        struct library_prep *p = x->v[i];
        bool indexed = false;
        p->id = p->known ? p->id : 0;
        if (!take_in(w, t, p, &indexed, e) || !count(w, x, p, t->org.root_id, e))
            return false;
        if (indexed && !x->load && !put_alone(w, t, p, e))
            return false;
        if (!p->known && !p->lost)
            refs[items++] = indexed ? p->id : 0;
    }
    return library_near_write(w, &t->near, e);
}

bool
library_portion_write(struct work *w, void *arg, struct err *e)
{
    struct taking t = {.x = arg};
    struct library_portion *x = arg;
    BUG_ON(!w->writing, "the library is written inside a job only");
    x->tally = (struct library_tally){.batch_id = x->batch_id};
    if (!right_check(w, x->to->org_id, RIGHT_WRITE, e) ||
        !library_org_get(w, x->to->org_id, &t.org, e))
        return false;
    library_near_begin(&t.near, w->arena, x->n, t.org.root_id);
    int64_t *refs = arena_array(w->arena, int64_t, x->n);
    if (!take_all(w, &t, refs, e) || (x->load && !search_load_put(w, x->load, refs, e)))
        return false;
    const struct library_tally *sum = &x->tally;
    return db_run(w->db, SQL_LIBRARY_BATCH_COUNT,
        VALS(v_int(x->batch_id), v_int(sum->added), v_int(sum->duplicate), v_int(sum->known),
            v_int(sum->failed), v_int(sum->bytes), v_int(sum->points)),
        NULL, e);
}
