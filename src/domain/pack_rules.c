/* Lookups over the packs of a year. */
#include "domain/pack.h"

const struct pack_kind *
rules_kind(const struct rules *r, struct str code)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->packs[i]->kinds_n; k++)
            if (str_eq(r->packs[i]->kinds[k].code, code))
                return &r->packs[i]->kinds[k];
    return NULL;
}

const struct pack_duty *
rules_duty(const struct rules *r, struct str code, const struct pack **of)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->packs[i]->duties_n; k++)
            if (str_eq(r->packs[i]->duties[k].code, code)) {
                if (of)
                    *of = r->packs[i];
                return &r->packs[i]->duties[k];
            }
    return NULL;
}

const struct pack_figure *
rules_figure(const struct rules *r, struct str code)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->packs[i]->figures_n; k++)
            if (str_eq(r->packs[i]->figures[k].code, code))
                return &r->packs[i]->figures[k];
    return NULL;
}

/* ---- names ---- */

/* The title beside the code, or nothing. */
static struct str
title_in(const struct pack_strs *codes, const struct pack_strs *titles, struct str code)
{
    for (size_t i = 0; i < codes->n; i++)
        if (str_eq(codes->v[i], code))
            return titles->v[i];
    return (struct str){NULL, 0};
}

struct str
rules_post_title(const struct rules *r, struct str code)
{
    for (size_t i = 0; i < r->n; i++) {
        struct str title = title_in(&r->packs[i]->posts, &r->packs[i]->post_titles, code);
        if (title.n)
            return title;
    }
    return code;
}

struct str
rules_membership_title(const struct rules *r, struct str code)
{
    for (size_t i = 0; i < r->n; i++) {
        struct str title =
            title_in(&r->packs[i]->memberships, &r->packs[i]->membership_titles, code);
        if (title.n)
            return title;
    }
    return code;
}

struct str
rules_org_kind_title(const struct rules *r, struct str code)
{
    for (size_t i = 0; i < r->n; i++) {
        struct str title = title_in(&r->packs[i]->org_kinds, &r->packs[i]->org_kind_titles, code);
        if (title.n)
            return title;
    }
    return code;
}

bool
rules_in_committee(const struct rules *r, struct str post)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->packs[i]->committee_posts.n; k++)
            if (str_eq(r->packs[i]->committee_posts.v[k], post))
                return true;
    return false;
}

int64_t
rules_late_days(const struct rules *r, struct str kind)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->packs[i]->kinds_n; k++)
            if (str_eq(r->packs[i]->kinds[k].code, kind))
                return r->packs[i]->late_entry_days;
    return 0;
}

const struct pack_report *
rules_report(const struct rules *r, struct str code)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->packs[i]->reports_n; k++)
            if (str_eq(r->packs[i]->reports[k].code, code))
                return &r->packs[i]->reports[k];
    return NULL;
}

/* ---- the outlines as one ---- */

/* One pack's parts. */
struct parts {
    const struct pack_part *v;
    size_t n;
};

struct joining {
    struct parts *packs;
    size_t n;
    struct pack_outline *o;
};

/* Where the section that begins at `from` ends; a part of another kind begins the nameless section before the first. */
static size_t
section_end(const struct parts *p, size_t from)
{
    size_t i = from + 1;
    while (i < p->n && p->v[i].kind != PART_SECTION)
        i++;
    return i;
}

static struct str
section_text(const struct parts *p, size_t from)
{
    return p->v[from].kind == PART_SECTION ? p->v[from].text : (struct str){NULL, 0};
}

/* Whether a pack before the n-th has that section. */
static bool
section_before(const struct joining *j, size_t n, struct str text)
{
    for (size_t i = 0; i < n; i++)
        for (size_t s = 0; s < j->packs[i].n; s = section_end(&j->packs[i], s))
            if (str_eq(section_text(&j->packs[i], s), text))
                return true;
    return false;
}

/* The parts of that section in all packs from the n-th on; its title once. */
static void
section_join(struct joining *j, size_t n, struct str text)
{
    bool titled = false;
    for (size_t i = n; i < j->n; i++) {
        const struct parts *p = &j->packs[i];
        for (size_t s = 0; s < p->n; s = section_end(p, s)) {
            if (!str_eq(section_text(p, s), text))
                continue;
            for (size_t k = s; k < section_end(p, s); k++)
                if (p->v[k].kind != PART_SECTION || !titled)
                    j->o->v[j->o->n++] = &p->v[k];
            titled = true;
        }
    }
}

static void
outline_join(struct arena *a, struct joining *j)
{
    size_t parts = 0;
    for (size_t i = 0; i < j->n; i++)
        parts += j->packs[i].n;
    j->o->v = arena_array(a, const struct pack_part *, parts);
    section_join(j, 0, (struct str){NULL, 0});
    for (size_t i = 0; i < j->n; i++) {
        const struct parts *p = &j->packs[i];
        for (size_t s = 0; s < p->n; s = section_end(p, s)) {
            struct str text = section_text(p, s);
            if (text.n && !section_before(j, i, text))
                section_join(j, i, text);
        }
    }
}

struct pack_outline
rules_outline(struct arena *a, const struct rules *r)
{
    struct pack_outline o = {.title = {NULL, 0}};
    struct joining j = {arena_array(a, struct parts, r->n), r->n, &o};
    for (size_t i = 0; i < r->n; i++) {
        const struct pack *p = r->packs[i];
        j.packs[i] = (struct parts){p->report, p->report_n};
        o.title = o.title.n ? o.title : p->report_title;
        o.length = o.length ? o.length : p->report_length;
    }
    outline_join(a, &j);
    return o;
}

struct pack_outline
rules_outline_of(struct arena *a, const struct rules *r, struct str code)
{
    struct pack_outline o = {.title = {NULL, 0}};
    struct joining j = {arena_array(a, struct parts, r->n), r->n, &o};
    for (size_t i = 0; i < r->n; i++) {
        const struct rules one = {&r->packs[i], 1};
        const struct pack_report *p = rules_report(&one, code);
        if (!p)
            continue;
        j.packs[i] = (struct parts){p->parts, p->parts_n};
        o.title = o.title.n ? o.title : p->report_title;
        o.length = o.length ? o.length : p->length;
    }
    outline_join(a, &j);
    return o;
}
