#include "support_trial.h"

#include "base/file.h"

enum {
    PACK_MAX = 1 << 20,
    DUMP_MAX = 1 << 20
};

static bool
adopt(struct work *w, void *arg, struct err *e)
{
    const struct trial *t = arg;
    return rules_adopt(w, t->f.org, 2023, S("trial"), S("试用"), e);
}

/* The trial pack instead of those that the house began with. */
static bool
bind(struct trial *t)
{
    const char *packs = arena_fmt(test_arena(), "%s/packs", house_data(t->f.house)).p;
    const char *own = arena_fmt(test_arena(), "%s/trial.yaml", packs).p;
    struct str yaml, message;
    return CHECK_OK(file_read(test_arena(), TEST_SOURCE_DIR "/test/domain/trial_pack.yaml",
                        PACK_MAX, &yaml, &t->f.e),
               &t->f.e) &&
        CHECK_OK(dir_make(packs, &t->f.e) && file_write(own, yaml, &t->f.e), &t->f.e) &&
        CHECK(fixture_sql("DELETE FROM year_pack", &message)) &&
        CHECK_OK(fixture_write(&t->f, &t->f.system, adopt, t), &t->f.e);
}

bool
trial_open(struct trial *t, size_t members)
{
    static const char *const name[TRIAL_MEMBERS] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"};
    static const char *const post[] = {"secretary", "organisation", "publicity"};
    struct date since = date_make(2020, 1, 1);
    *t = (struct trial){.n = members};
    if (!fixture_open(&t->f) || !bind(t))
        return false;
    for (size_t i = 0; i < members; i++)
        t->who[i] = fixture_person(&t->f, t->f.org, name[i], "full", since);
    for (size_t i = 0; i < 3 && i < members; i++)
        fixture_post(&t->f, t->f.org, t->who[i], post[i], since);
    return trial_recompute(t, t->f.org, 2023);
}

void
trial_close(struct trial *t)
{
    fixture_close(&t->f);
}

/* ---- writing ---- */

struct saving {
    struct record_input in;
    int64_t id;
    bool voided;
};

static bool
save(struct work *w, void *arg, struct err *e)
{
    struct saving *s = arg;
    if (s->in.id) {
        struct record old;
        if (!record_get(w, s->in.id, &old, e))
            return false;
        s->in.version = old.in.version;
    }
    return record_save(w, &s->in, &s->id, e);
}

static void
add_roll(struct trial *t, const struct trial_held *h, struct record_input *in)
{
    in->attendance = arena_array(test_arena(), struct attendance, TRIAL_MEMBERS);
    for (size_t i = 0; i < t->n; i++)
        if ((h->present | h->absent) >> i & 1)
            in->attendance[in->attendance_n++] = (struct attendance){.person_id = t->who[i],
                .presence = h->present >> i & 1 ? PRESENCE_PRESENT : PRESENCE_ABSENT,
                .reason = h->present >> i & 1 ? S("") : S("出差")};
}

static void
add_amounts(const struct trial_held *h, struct record_input *in)
{
    in->fields = arena_array(test_arena(), struct field_value, 2);
    in->quantities = arena_array(test_arena(), struct quantity, 2);
    if (h->crop)
        in->fields[in->fields_n++] = (struct field_value){S("crop"), str_from(h->crop)};
    if (h->note)
        in->fields[in->fields_n++] = (struct field_value){S("note"), str_from(h->note)};
    if (h->mu)
        in->quantities[in->quantities_n++] = (struct quantity){.code = S("mu"), .milli = h->mu};
    if (h->tons)
        in->quantities[in->quantities_n++] = (struct quantity){.code = S("tons"), .milli = h->tons};
}

int64_t
trial_hold(struct trial *t, struct trial_held h)
{
    struct str *duty = arena_array(test_arena(), struct str, 1);
    struct saving s = {.in = {.id = h.id,
                           .org_id = h.org ? h.org : t->f.org,
                           .kind = str_from(h.kind),
                           .held_on = h.on,
                           .year = h.year,
                           .title = S("一次活动"),
                           .hours_milli = h.hours_milli,
                           .late_why = S("当时未登记"),
                           .change_why = S("更正"),
                           .duties_chosen = h.duty != NULL,
                           .duties = duty,
                           .duties_n = h.duty != NULL}};
    *duty = str_from(h.duty);
    add_roll(t, &h, &s.in);
    add_amounts(&h, &s.in);
    return fixture_write(&t->f, &t->f.system, save, &s) ? s.id : 0;
}

static bool
set_void(struct work *w, void *arg, struct err *e)
{
    struct saving *s = arg;
    struct record r;
    if (!record_get(w, s->in.id, &r, e))
        return false;
    return s->voided ? record_void(w, s->in.id, r.in.version, S("登记有误"), e)
                     : record_unvoid(w, s->in.id, r.in.version, S("作废有误"), e);
}

bool
trial_void(struct trial *t, int64_t record_id)
{
    struct saving s = {.in = {.id = record_id}, .voided = true};
    return fixture_write(&t->f, &t->f.system, set_void, &s);
}

bool
trial_unvoid(struct trial *t, int64_t record_id)
{
    struct saving s = {.in = {.id = record_id}, .voided = false};
    return fixture_write(&t->f, &t->f.system, set_void, &s);
}

struct org_year {
    int64_t org_id;
    int year;
};

static bool
recompute(struct work *w, void *arg, struct err *e)
{
    const struct org_year *y = arg;
    return duty_recompute(w, y->org_id, y->year, e);
}

bool
trial_recompute(struct trial *t, int64_t org_id, int year)
{
    struct org_year y = {org_id, year};
    return fixture_write(&t->f, &t->f.system, recompute, &y);
}

/* ---- reading ---- */

struct duty_row
trial_duty(struct trial *t, int year, const char *duty, int period)
{
    struct duty_row row;
    struct work w = fixture_read(&t->f, &t->f.system);
    struct duty_key key = {t->f.org, year, str_from(duty), period};
    if (!duty_one(&w, &key, &row, &t->f.e))
        row = (struct duty_row){.state = DUTY_STATE_COUNT};
    work_end(&w);
    return row;
}

enum duty_state
trial_state(struct trial *t, int year, const char *duty, int period)
{
    return trial_duty(t, year, duty, period).state;
}

struct figure
trial_figure(struct trial *t, int year, const char *code)
{
    struct figure f;
    struct work w = fixture_read(&t->f, &t->f.system);
    if (!figure_one(&w, t->f.org, year, str_from(code), &f, &t->f.e))
        f = (struct figure){.def = NULL, .milli = -1, .records = -1};
    work_end(&w);
    return f;
}

static void
dump_rows(struct out *o, const struct duty_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        const struct duty_row *r = &rows->v[i];
        out_fmt(o, "%.*s %d %s %s %lld/%lld/%lld %s [%.*s] [%.*s]\n", STR_ARG(r->duty->code),
            r->period, date_format(r->opens_on).z, date_format(r->due_on).z,
            (long long)r->have_in_time, (long long)r->have, (long long)r->need,
            duty_state_code(r->state).p, STR_ARG(r->na_why), STR_ARG(r->stated_why));
    }
}

struct str
trial_dump(struct trial *t, int64_t org_id, int year)
{
    struct duty_rows rows;
    struct figures figures;
    struct out o;
    out_init(&o, DUMP_MAX);
    struct work w = fixture_read(&t->f, &t->f.system);
    if (duty_year(&w, org_id, year, true, &rows, &t->f.e) &&
        figure_year(&w, org_id, year, &figures, &t->f.e)) {
        dump_rows(&o, &rows);
        for (size_t i = 0; i < figures.n; i++)
            out_fmt(&o, "%.*s %s %lld\n", STR_ARG(figures.v[i].def->code),
                figures.v[i].has_value ? milli_format(figures.v[i].milli).z : "-",
                (long long)figures.v[i].records);
    } else {
        out_fmt(&o, "%s", t->f.e.text);
    }
    work_end(&w);
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}
