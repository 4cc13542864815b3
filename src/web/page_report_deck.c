/* The pages of the spoken report: chosen by ticks, one figure, picture or list of points a page. */
#include "web/page_report_print.h"
#include "web/tpl.h"

enum {
    SLIDES_MAX = 60
};

const struct param report_slides_params[] = {
    {.name = "for", .type = PARAM_TEXT, .max = 60},
    {.name = "figure", .type = PARAM_TEXT, .max = 60, .many = true},
    {.name = "points", .type = PARAM_INT, .lo = 0, .hi = 999, .many = true},
    {.name = "photo", .type = PARAM_ID, .many = true},
    {0},
};

bool
page_report_deck(struct request *rq, struct response *rs, struct err *e)
{
    struct report_draft draft;
    struct deck_view v = {0};
    if (!print_draft(rq, &draft, &v.query, e) || !report_deck(rq->work, &draft, &v.deck, e))
        return false;
    v.audience = draft.audience;
    page_begin(rq, rs, tr("述职演示"), NAV_REPORT);
    tpl_report_deck(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

static bool
is_chosen(const struct request *rq, const char *name, struct str code, int64_t value)
{
    for (struct param_each it = {0}; param_next(rq, name, &it);)
        if (code.n ? str_eq(it.text, code) : it.value == value)
            return true;
    return false;
}

static void
add(struct slides_view *v, struct slide slide)
{
    if (v->n < SLIDES_MAX)
        v->v[v->n++] = slide;
}

static void
add_photos(struct request *rq, struct slides_view *v, const struct deck *deck)
{
    for (size_t i = 0; i < deck->photos.n; i++) {
        const struct deck_photo *p = &deck->photos.v[i];
        if (is_chosen(rq, "photo", S(""), p->id))
            add(v, (struct slide){.kind = SLIDE_PHOTO, .head = p->title, .photo = p});
    }
}

static void
add_figures(struct request *rq, struct slides_view *v, const struct deck_section *s)
{
    for (size_t i = 0; i < s->figures.n; i++) {
        const struct deck_figure *f = &s->figures.v[i];
        struct slide slide = {
            .kind = SLIDE_FIGURE, .head = f->topic.n ? f->topic : s->title, .figure = f->figure};
        if (is_chosen(rq, "figure", f->figure->def->code, 0))
            add(v, slide);
    }
}

/* In the order of the report; the pictures show the work, so they stand before the problems and the plan. */
static void
choose(struct request *rq, struct slides_view *v, const struct deck *deck)
{
    bool photos = false;
    add(v, (struct slide){.kind = SLIDE_TITLE, .head = deck->title});
    for (size_t i = 0; i < deck->sections_n; i++) {
        const struct deck_section *s = &deck->sections[i];
        if (s->theme != DECK_WORK && !photos) {
            add_photos(rq, v, deck);
            photos = true;
        }
        add_figures(rq, v, s);
        if (is_chosen(rq, "points", S(""), (int64_t)i))
            add(v, (struct slide){.kind = SLIDE_POINTS, .head = s->title, .section = s});
    }
    if (!photos)
        add_photos(rq, v, deck);
}

bool
page_report_slides(struct request *rq, struct response *rs, struct err *e)
{
    struct report_draft draft;
    struct deck deck;
    struct slides_view v = {.year = rq->year};
    if (!print_draft(rq, &draft, &v.query, e) || !report_deck(rq->work, &draft, &deck, e))
        return false;
    v.title = deck.title;
    v.org = draft.org_name;
    v.v = arena_array(rq->arena, struct slide, SLIDES_MAX);
    choose(rq, &v, &deck);
    tpl_report_slides(&rs->body, rq, &v);
    return true;
}
