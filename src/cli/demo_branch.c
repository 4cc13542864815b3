/* The demonstration branch: people are the Hundred Surnames with stems and branches of the calendar. */
#include "base/bug.h"
#include "cli/demo.h"
#include "cli/demo_year.h"
#include "domain/figure.h"
#include "domain/person.h"
#include "domain/record.h"

struct member {
    const char *name, *membership, *post;
    int joined; /* year */
};

static const struct member MEMBERS[] = {
    {"赵甲", "full", "secretary", 1998},
    {"钱乙", "full", "deputy", 2003},
    {"孙丙", "full", "organisation", 2008},
    {"李丁", "full", "publicity", 2011},
    {"周戊", "full", "discipline", 2006},
    {"吴己", "full", "clerk", 2015},
    {"郑庚", "full", NULL, 2001},
    {"王辛", "full", NULL, 2012},
    {"冯壬", "full", NULL, 2017},
    {"陈癸", "full", NULL, 2019},
    {"褚子", "probationary", NULL, 2022},
    {"卫丑", "applicant", NULL, 0},
};

enum {
    MEMBERS_N = sizeof(MEMBERS) / sizeof(MEMBERS[0]),
    COMMITTEE_N = 5,
    PARTY_N = 11
};

bool
demo_people(struct work *w, int64_t org_id, int year, int64_t ids[], struct err *e)
{
    for (size_t i = 0; i < MEMBERS_N; i++) {
        const struct member *m = &MEMBERS[i];
        struct person_input in = {
            .org_id = org_id, .name = str_from(m->name), .membership = str_from(m->membership)};
        bool full = i < PARTY_N - 1;
        if (m->joined)
            in.joined_on = date_make(full ? m->joined : year - 1, 6, 20);
        else
            in.applied_on = date_make(year - 1, 3, 8);
        if (full)
            in.full_on = date_make(m->joined + 1, 6, 20);
        if (!person_save(w, &in, &ids[i], e))
            return false;
        struct post_input post = {.org_id = org_id,
            .person_id = ids[i],
            .post = str_from(m->post),
            .from_on = date_make(year - 2, 5, 10)};
        if (m->post && !post_save(w, &post, &post.id, e))
            return false;
    }
    return true;
}

/* ---- one record of the table ---- */

enum {
    PAIRS_MAX = 12
};

static void
take_pairs(const char *text, struct field_value fields[PAIRS_MAX], size_t *n)
{
    struct str rest = str_from(text), pair;
    while (str_split(&rest, '|', &pair)) {
        size_t eq = str_find_char(pair, '=', 0);
        BUG_ON(*n == PAIRS_MAX || eq == SIZE_MAX, "demo: a pair is no pair");
        fields[(*n)++] =
            (struct field_value){str_slice(pair, 0, eq), str_slice(pair, eq + 1, SIZE_MAX)};
    }
}

static void
take_quantities(struct work *w, const char *text, struct record_input *in)
{
    struct field_value pairs[PAIRS_MAX];
    size_t n = 0;
    take_pairs(text, pairs, &n);
    in->quantities = arena_array(w->arena, struct quantity, n);
    for (size_t i = 0; i < n; i++) {
        struct quantity *q = &in->quantities[in->quantities_n++];
        q->code = pairs[i].code;
        BUG_ON(!milli_parse(pairs[i].value, &q->milli), "demo: a quantity is no number");
    }
}

static bool
on_roll(const char *roll, size_t member)
{
    if (strcmp(roll, "all") == 0)
        return member < PARTY_N;
    if (strcmp(roll, "committee") == 0)
        return member < COMMITTEE_N;
    return strchr(roll, (char)('a' + member)) != NULL;
}

/* Now and then somebody of a full roll is away, and it says why. */
static void
take_roll(struct work *w, const struct demo_item *item, const int64_t ids[], struct demo_dice *d,
    struct record_input *in)
{
    static const char *const reasons[] = {"出差", "病假", "下村未回", "参加培训"};
    if (!item->roll)
        return;
    in->attendance = arena_array(w->arena, struct attendance, MEMBERS_N);
    for (size_t i = 0; i < MEMBERS_N; i++) {
        if (!on_roll(item->roll, i))
            continue;
        struct attendance *a = &in->attendance[in->attendance_n++];
        a->person_id = ids[i];
        bool away = strcmp(item->roll, "all") == 0 && strcmp(item->kind, "dues_month") != 0 &&
            i > 0 && demo_roll(d, 14) == 0;
        a->presence = away ? PRESENCE_EXCUSED : PRESENCE_PRESENT;
        if (away)
            a->reason = str_from(reasons[demo_roll(d, 4)]);
    }
}

static void
take_decision(
    struct work *w, const struct demo_item *item, struct date held, struct record_input *in)
{
    if (!item->decision)
        return;
    struct str text = str_from(item->decision);
    size_t at = str_find_char(text, ';', 0);
    in->decisions = arena_array(w->arena, struct decision, 1);
    in->decisions_n = 1;
    in->decisions[0] = (struct decision){str_slice(text, 0, at),
        at == SIZE_MAX ? S("") : str_slice(text, at + 1, SIZE_MAX), date_add_days(held, 21)};
}

static bool
save_item(struct work *w, const struct demo_branch *b, const struct demo_item *item,
    struct demo_dice *d, struct err *e)
{
    int year = b->year + (item->month - 1) / 12, month = (item->month - 1) % 12 + 1;
    struct date held = date_make(year, month, item->day);
    struct record_input in = {.org_id = b->org_id,
        .kind = str_from(item->kind),
        .held_on = held,
        .year = item->last_year ? b->year : 0,
        .title = str_from(item->title),
        .place = str_from(item->place),
        .agenda = str_from(item->agenda),
        .body = str_from(item->body),
        .hours_milli = item->hours_milli,
        .late_why = str_from(item->late_why)};
    if (item->roll) {
        in.host = str_from(MEMBERS[0].name);
        in.recorder = str_from(MEMBERS[5].name);
    }
    in.fields = arena_array(w->arena, struct field_value, PAIRS_MAX);
    take_pairs(item->fields, in.fields, &in.fields_n);
    for (size_t i = 0; i < in.fields_n; i++)
        if (str_starts(in.fields[i].value, S("+")))
            in.fields[i].value = arena_fmt(w->arena, "%d-%.*s", b->year + 1,
                STR_ARG(str_slice(in.fields[i].value, 1, SIZE_MAX)));
    take_quantities(w, item->quantities, &in);
    take_roll(w, item, b->people, d, &in);
    take_decision(w, item, held, &in);
    demo_set_day(w, date_add_days(held, item->entered_after));
    int64_t id;
    return record_save(w, &in, &id, e);
}

/* ---- talks: each pair of the committee but one, each other member with a committee member ---- */

static bool
save_talk(struct work *w, const struct demo_branch *b, size_t one, size_t other, struct date held,
    struct err *e)
{
    struct attendance both[] = {
        {.person_id = b->people[one], .presence = PRESENCE_PRESENT},
        {.person_id = b->people[other], .presence = PRESENCE_PRESENT},
    };
    struct field_value reason[] = {{S("reason"), S("日常")}};
    struct record_input in = {.org_id = b->org_id,
        .kind = S("talk"),
        .held_on = held,
        .title = arena_fmt(w->arena, "%s与%s谈心谈话", MEMBERS[one].name, MEMBERS[other].name),
        .place = S("办公室"),
        .host = str_from(MEMBERS[one].name),
        .body = S("谈近期工作和想法。"),
        .attendance = both,
        .attendance_n = 2,
        .fields = reason,
        .fields_n = 1};
    int64_t id;
    demo_set_day(w, held);
    return record_save(w, &in, &id, e);
}

static bool
save_talks(struct work *w, const struct demo_branch *b, struct err *e)
{
    int n = 0;
    for (size_t one = 0; one < COMMITTEE_N; one++)
        for (size_t other = one + 1; other < COMMITTEE_N; other++) {
            if (one == 1 && other == 4)
                continue; /* still lacking at the year's end: the page names this pair */
            if (!save_talk(w, b, one, other, date_add_days(date_make(b->year, 3, 6), 19 * n++), e))
                return false;
        }
    for (size_t other = COMMITTEE_N; other < PARTY_N; other++)
        if (!save_talk(
                w, b, other % COMMITTEE_N, other, date_make(b->year, 5, (int)(8 + other)), e))
            return false;
    return true;
}

bool
demo_branch_year(struct work *w, const struct demo_branch *b, struct demo_dice *d, struct err *e)
{
    for (size_t i = 0; i < DEMO_YEAR_N; i++)
        if (!save_item(w, b, &DEMO_YEAR[i], d, e))
            return false;
    return save_talks(w, b, e);
}
