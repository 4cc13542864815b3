/* Two people changed one record: in what the version stored meanwhile differs from what was typed here. */
#include "base/lang.h"
#include "web/record_form.h"

enum {
    DIFFERENCES_MAX = 16,
    TEXT_MAX = 1 << 20
};

static void
add(struct record_form_view *v, const char *label, struct str theirs)
{
    v->differences[v->differences_n++] = (struct difference){label, theirs};
}

/* ---- the roll ---- */

static const struct attendance *
of_person(const struct record_input *in, int64_t person_id)
{
    for (size_t i = 0; i < in->attendance_n; i++)
        if (in->attendance[i].person_id == person_id)
            return &in->attendance[i];
    return NULL;
}

static size_t
on_mine_alone(const struct record_input *theirs, const struct record_input *mine)
{
    size_t n = 0;
    for (size_t i = 0; i < mine->attendance_n; i++)
        n += of_person(theirs, mine->attendance[i].person_id) == NULL;
    return n;
}

/* Those on the stored roll who stand otherwise on the one typed, or not at all. */
static void
put_roll(struct out *o, const struct record_input *theirs, const struct record_input *mine)
{
    for (size_t i = 0; i < theirs->attendance_n; i++) {
        const struct attendance *at = &theirs->attendance[i];
        const struct attendance *my = of_person(mine, at->person_id);
        if (my && my->presence == at->presence && str_eq(my->reason, at->reason))
            continue;
        out_fmt(o, "%s%.*s：%.*s", o->n ? "；" : "", STR_ARG(at->name),
            STR_ARG(presence_title(at->presence)));
        if (!str_empty(at->reason))
            out_fmt(o, "（%.*s）", STR_ARG(at->reason));
    }
    size_t n = on_mine_alone(theirs, mine);
    if (n) {
        out_put(o, o->n ? S("；") : S(""));
        out_fmt(o, tr("您点到的人中有 %d 人不在名单上"), (int)n);
    }
}

/* ---- decisions ---- */

static bool
same_decisions(const struct record_input *a, const struct record_input *b)
{
    bool same = a->decisions_n == b->decisions_n;
    for (size_t i = 0; same && i < a->decisions_n; i++) {
        const struct decision *x = &a->decisions[i], *y = &b->decisions[i];
        same = str_eq(x->text, y->text) && str_eq(x->owner, y->owner) &&
            date_cmp(x->due_on, y->due_on) == 0;
    }
    return same;
}

static void
put_decisions(struct out *o, const struct record_input *in)
{
    if (in->decisions_n == 0)
        out_put(o, str_from(tr("没有议定事项")));
    for (size_t i = 0; i < in->decisions_n; i++) {
        const struct decision *d = &in->decisions[i];
        struct date_text by = date_format(d->due_on);
        out_fmt(o, "%s%.*s", i ? "；" : "", STR_ARG(d->text));
        if (!str_empty(d->owner))
            out_fmt(o, "，%.*s", STR_ARG(d->owner));
        if (!date_is_none(d->due_on))
            out_fmt(o, "，%s", by.z);
    }
}

static void
add_parts(struct request *rq, const struct record *now, struct record_form_view *v)
{
    struct record_input mine = {0};
    struct out roll, decisions;
    record_form_read(rq, &mine);
    out_init(&roll, TEXT_MAX);
    out_init(&decisions, TEXT_MAX);
    put_roll(&roll, &now->in, &mine);
    if (roll.n)
        add(v, tr("点名"), arena_str(rq->arena, out_str(&roll)));
    if (!now->hidden && !same_decisions(&now->in, &mine)) {
        put_decisions(&decisions, &now->in);
        add(v, tr("议定事项"), arena_str(rq->arena, out_str(&decisions)));
    }
    out_release(&roll);
    out_release(&decisions);
}

void
record_form_compare(struct request *rq, const struct record *now, struct record_form_view *v)
{
    const struct {
        const char *name, *label;
        struct str theirs;
    } fields[] = {
        {"held_on", tr("日期"), arena_str(rq->arena, str_from(date_format(now->in.held_on).z))},
        {"title", tr("标题"), now->in.title},
        {"place", tr("地点"), now->in.place},
        {"host", tr("主持人"), now->in.host},
        {"recorder", tr("记录人"), now->in.recorder},
        {"agenda", tr("议程"), now->in.agenda},
        {"body", tr("内容"), now->in.body},
    };

    v->differences = arena_array(rq->arena, struct difference, DIFFERENCES_MAX);
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        if (!str_eq(param_typed(rq, fields[i].name, fields[i].theirs), fields[i].theirs))
            add(v, fields[i].label, fields[i].theirs);
    add_parts(rq, now, v);
}
