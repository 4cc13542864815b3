#include "domain/report_deck.h"

#include "domain/list.h"
#include "domain/pack.h"
#include "domain/right.h"
#include "domain/right_int.h"
#include "store/store.h"

struct sections {
    struct deck_section *v;
    size_t n;
};

static struct str
block_text(struct arena *a, const struct report_block *b)
{
    struct str *parts = arena_array(a, struct str, b->runs_n);
    for (size_t i = 0; i < b->runs_n; i++)
        parts[i] = b->runs[i].text;
    return arena_join(a, parts, b->runs_n, S(""));
}

static bool
has_any(struct str s, const struct str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_find(s, words[i], 0) != SIZE_MAX)
            return true;
    return false;
}

static enum deck_theme
theme_of(struct str title)
{
    static const struct str problems[] = {str_lit("问题"), str_lit("不足"), str_lit("短板")},
                            plan[] = {str_lit("打算"), str_lit("计划"), str_lit("下一步"),
                                str_lit("思路"), str_lit("安排")};
    /* 存在的问题和下一步打算 tells of problems first. */
    if (has_any(title, problems, 3))
        return DECK_PROBLEMS;
    return has_any(title, plan, 5) ? DECK_PLAN : DECK_WORK;
}

static bool
is_named(const struct sections *sections, struct str code)
{
    for (size_t i = 0; i < sections->n; i++)
        for (size_t k = 0; k < sections->v[i].figures.n; k++)
            if (str_eq(sections->v[i].figures.v[k].figure->def->code, code))
                return true;
    return false;
}

static void
add_figures(struct arena *a, struct sections *sections, const struct report_draft *draft,
    const struct report_block *b, struct str topic)
{
    struct deck_section *section = &sections->v[sections->n - 1];
    for (size_t i = 0; i < b->runs_n; i++)
        for (size_t k = 0; b->runs[i].kind == RUN_FIGURE && k < draft->figures.n; k++) {
            const struct figure *f = &draft->figures.v[k];
            if (str_eq(f->def->code, b->runs[i].code) && !is_named(sections, f->def->code))
                LIST_ADD(a, &section->figures, ((struct deck_figure){f, topic}));
        }
}

/* The headings of the second level; the paragraphs where there are none. */
static void
add_points(struct arena *a, struct deck_section *section, const struct report_draft *draft,
    size_t from, size_t to)
{
    bool headings = false;
    for (size_t i = from; i < to; i++)
        headings = headings || draft->blocks[i].level == 2;
    for (size_t i = from; i < to; i++) {
        const struct report_block *b = &draft->blocks[i];
        if (headings ? b->level == 2 : b->level > 2)
            LIST_ADD(a, &section->points, block_text(a, b));
    }
}

static void
read_sections(struct arena *a, const struct report_draft *draft, struct deck *deck)
{
    struct sections sections = {0};
    struct str topic = S("");
    size_t from = 0;
    for (size_t i = 0; i < draft->blocks_n; i++) {
        const struct report_block *b = &draft->blocks[i];
        if (b->level == 0 && str_empty(deck->title))
            deck->title = block_text(a, b);
        if (b->level == 1) {
            if (sections.n)
                add_points(a, &sections.v[sections.n - 1], draft, from, i);
            struct deck_section section = {.title = block_text(a, b)};
            section.theme = theme_of(section.title);
            LIST_ADD(a, &sections, section);
            from = i + 1;
            topic = S("");
        }
        if (b->level == 2)
            topic = block_text(a, b);
        if (sections.n)
            add_figures(a, &sections, draft, b, topic);
    }
    if (sections.n)
        add_points(a, &sections.v[sections.n - 1], draft, from, draft->blocks_n);
    deck->sections = sections.v;
    deck->sections_n = sections.n;
}

static bool
read_photos(
    struct work *w, const struct report_draft *draft, struct deck_photos *photos, struct err *e)
{
    const struct rules *rules;
    struct stmt *s;
    struct org_place org;
    if (!org_place(w, draft->org_id, &org, e) ||
        !rules_for(w, org.root_id, draft->year, &rules, e) ||
        !stmt_open(
            w->db, SQL_REPORT_DECK_PHOTOS, VALS(v_int(draft->org_id), v_int(draft->year)), &s, e))
        return false;
    stmt_each (s, e) {
        const struct pack_kind *kind = rules_kind(rules, stmt_str(s, 5));
        if (!kind || kind->is_private)
            continue;
        struct deck_photo p = {.id = stmt_int(s, 0),
            .name = stmt_text(s, 1, w->arena),
            .record_id = stmt_int(s, 2),
            .title = stmt_text(s, 3, w->arena),
            .held_on = stmt_date(s, 4)};
        LIST_ADD(w->arena, photos, p);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

bool
report_deck(struct work *w, const struct report_draft *draft, struct deck *deck, struct err *e)
{
    *deck = (struct deck){0};
    if (!right_check(w, draft->org_id, RIGHT_READ, e))
        return false;
    read_sections(w->arena, draft, deck);
    return read_photos(w, draft, &deck->photos, e);
}
