#include "base/lang.h"
#include "base/utf8.h"
#include "domain/copied_int.h"
#include "store/store.h"

#include <time.h>

enum {
    RULES_LOOKED_AT =
        8 /* documents that hold a passage too, when looking for the regulation it is from */
};

static int64_t
now_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- the index as the place where copies are looked for ---- */
static bool
index_spots(void *arg, struct arena *a, const struct copied_prints *prints,
    struct search_spots *spots, struct err *e)
{
    struct work w = *(struct work *)arg;
    w.arena = a;
    return search_spots(&w, prints->v, prints->n, prints->docs_max, spots, e);
}

static bool
index_region(void *arg, struct arena *a, const struct copied_place *place,
    struct search_region *region, struct err *e)
{
    struct work w = *(struct work *)arg;
    w.arena = a;
    return search_region(&w, place->docno, place->start, place->end, region, e);
}

/* ---- places as they are shown ---- */
/* Turns rising byte offsets into code points in one pass. */
struct counter {
    struct str text;
    size_t byte, point;
};

static size_t
count_to(struct counter *c, size_t byte)
{
    if (byte < c->byte)
        c->byte = c->point = 0;
    c->point += utf8_count(str_slice(c->text, c->byte, byte - c->byte));
    c->byte = byte;
    return c->point;
}

/* The text of the document that was shown last, and its normalised form. */
struct shown {
    int64_t docno;
    struct norm norm;
    struct counter counter;
};

static bool
show_place(struct work *w, struct shown *shown, const struct copied_match *m,
    struct copied_passage *p, struct err *e)
{
    if (shown->docno != m->docno) {
        struct str text;
        if (!search_text_of_doc(w, m->docno, &text, e))
            return false;
        *shown = (struct shown){m->docno, norm_text(w->arena, text), {.text = text}};
    }
    if (!shown->norm.from || m->doc_to > shown->norm.n)
        return err_set(e, ERR_STORE, tr("检索索引与原文不一致，请运行 taizhang check 核对。"));
    p->doc_start = count_to(&shown->counter, shown->norm.from[m->doc_from]);
    p->doc_end = count_to(&shown->counter, shown->norm.to[m->doc_to - 1]);
    return true;
}

/* ---- what it is ---- */
static bool
is_from_rule(
    struct work *w, const struct copied_pick *pick, struct str title, bool *rule, struct err *e)
{
    *rule = copied_is_rule(title);
    for (size_t i = 0; i < pick->holders_n && i < RULES_LOOKED_AT && !*rule; i++) {
        struct search_about about;
        if (!search_about(w, pick->holders[i].docno, &about, e))
            return false;
        *rule = copied_is_rule(about.title);
    }
    return true;
}

struct teller {
    const struct copied_job *job;
    const struct norm *norm;
    struct counter counter;
    struct shown shown;
};

/* Which of the documents that hold a passage is told of: last year's own report before any other; records, where they are
   no source, only when there is nothing else. */
static bool
choose_source(struct work *w, const struct copied_ask *ask, const struct copied_pick *pick,
    const struct copied_match **m, struct err *e)
{
    bool found = false;
    *m = &pick->match;
    for (size_t i = 0; (ask->own_org || ask->no_records) && i <= pick->holders_n; i++) {
        const struct copied_match *f = i ? &pick->holders[i - 1] : &pick->match;
        struct search_about about;
        if (!search_about(w, f->docno, &about, e))
            return false;
        bool own = about.source == SEARCH_REPORT && about.org_id == ask->own_org;
        bool source = !(ask->no_records && about.source == SEARCH_RECORD);
        if (own || (source && !found))
            *m = f;
        found = found || source;
        if (own)
            break;
    }
    return true;
}

static bool
tell(struct work *w, const struct copied_ask *ask, struct teller *t, const struct copied_pick *pick,
    struct copied_passage *p, struct err *e)
{
    const struct copied_match *m;
    struct search_about about;
    bool rule;
    if (!choose_source(w, ask, pick, &m, e) || !search_about(w, m->docno, &about, e) ||
        !is_from_rule(w, pick, about.title, &rule, e) || !show_place(w, &t->shown, m, p, e))
        return false;
    p->class = pick->common ? COPIED_PHRASE : COPIED_PASSAGE;
    if (rule || copied_is_quoted(t->job->cp, t->job->n, m->from, m->to))
        p->class = COPIED_QUOTED;
    p->start = count_to(&t->counter, t->norm->from[m->from]);
    p->end = count_to(&t->counter, t->norm->to[m->to - 1]);
    p->docno = m->docno;
    p->source = about.source;
    p->ref_id = about.ref_id;
    p->title = about.title;
    p->similarity = m->similarity;
    p->others = (int64_t)pick->holders_n;
    return true;
}

static bool
tell_all(struct work *w, struct teller *t, const struct copied_ask *ask,
    const struct copied_picks *picks, struct copied *c, struct err *e)
{
    c->v = arena_array(w->arena, struct copied_passage, picks->n + 1);
    for (size_t i = 0; i < picks->n; i++) {
        struct copied_passage *p = &c->v[c->n];
        if (!tell(w, ask, t, &picks->v[i], p, e))
            return false;
        bool wanted = ask->phrases || p->class == COPIED_PASSAGE;
        c->n += wanted && !(ask->no_records && p->source == SEARCH_RECORD);
    }
    return true;
}

static bool
find_own(struct work *w, const struct copied_ask *ask, int64_t *docno, struct err *e)
{
    bool found;
    *docno = 0;
    return ask->skip_ref == 0 ||
        db_get_int(w->db, SQL_SEARCH_DOC_FIND,
            VALS(v_int((int64_t)ask->skip_source), v_int(ask->skip_ref)), docno, &found, e);
}

bool
copied_find(struct work *w, const struct copied_ask *ask, struct copied *c, struct err *e)
{
    int64_t began = now_us();
    *c = (struct copied){0};
    struct norm norm = norm_text(w->arena, ask->text);
    const struct copied_from from = {w, index_spots, index_region};
    struct copied_job job = {.arena = w->arena, .from = &from, .cp = norm.cp, .n = norm.n};
    if (!find_own(w, ask, &job.skip, e))
        return false;
    struct copied_picks picks;
    struct teller t = {.job = &job, .norm = &norm, .counter = {.text = ask->text}};
    job.brief = arena_open();
    bool ok = copied_search(&job, &picks, e) && tell_all(w, &t, ask, &picks, c, e);
    arena_close(job.brief);
    c->took_us = now_us() - began;
    return ok;
}
