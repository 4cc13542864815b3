/* A branch of a district for measurements: plain records of the usual kinds, spread evenly over the year. */
#include "cli/demo.h"
#include "domain/record.h"

struct usual {
    const char *kind, *title;
    const char *field, *value; /* one that the kind demands */
    bool committee;
    int hours_milli;
};

static const struct usual USUAL[] = {
    {"committee_meeting", "支委会", NULL, NULL, true, 0},
    {"theme_day", "主题党日", "theme", "为农服务", false, 1500},
    {"study", "集中学习研讨", "material", "学习材料", false, 3000},
    {"study_day", "固定学习日", NULL, NULL, false, 1500},
    {"members_meeting", "支部党员大会", NULL, NULL, false, 0},
    {"member_day", "党员活动日", "theme", "志愿服务", false, 1500},
    {"dues_month", "党费收缴", "month", "当月", false, 0},
    {"self_study_check", "自学抽查", NULL, NULL, true, 0},
    {"visit", "走访结对村", "village", "云上村", true, 0},
};

enum {
    USUAL_N = sizeof(USUAL) / sizeof(USUAL[0]),
    COMMITTEE_N = 5,
    PARTY_N = 11
};

static bool
save_usual(struct work *w, const struct demo_branch *b, int number, struct date held,
    struct demo_dice *d, struct err *e)
{
    const struct usual *u = &USUAL[(unsigned)number % USUAL_N];
    size_t seats = u->committee ? COMMITTEE_N : PARTY_N;
    struct field_value field = {str_from(u->field), str_from(u->value)};
    struct record_input in = {.org_id = b->org_id,
        .kind = str_from(u->kind),
        .held_on = held,
        .title = arena_fmt(w->arena, "%s（第%d次）", u->title, number / (int)USUAL_N + 1),
        .place = S("党员活动室"),
        .host = S("赵甲"),
        .recorder = S("吴己"),
        .body = S("按计划开展，内容见会议记录。"),
        .hours_milli = u->hours_milli,
        .fields = &field,
        .fields_n = u->field ? 1 : 0,
        .attendance = arena_array(w->arena, struct attendance, seats),
        .attendance_n = seats};
    for (size_t i = 0; i < seats; i++) {
        bool away = i > 0 && demo_roll(d, 12) == 0;
        in.attendance[i] = (struct attendance){.person_id = b->people[i],
            .presence = away ? PRESENCE_EXCUSED : PRESENCE_PRESENT,
            .reason = away ? S("出差") : S("")};
    }
    int64_t id;
    demo_set_day(w, held);
    return record_save(w, &in, &id, e);
}

bool
demo_district_year(
    struct work *w, const struct demo_branch *b, int records, struct demo_dice *d, struct err *e)
{
    for (int i = 0; i < records; i++) {
        struct date held =
            date_add_days(date_make(b->year, 1, 2), (int)((int64_t)i * 362 / records));
        if (!save_usual(w, b, i, held, d, e))
            return false;
    }
    return true;
}
