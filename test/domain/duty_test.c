#include "domain/duty.h"

#include "domain/journal.h"
#include "support_trial.h"

enum {
    ALL = 0xff
};

static struct date
day(int year, int month, int d)
{
    return date_make(year, month, d);
}

static struct duty_rows
year_of(struct trial *t, int64_t org_id, int year, bool with_off)
{
    struct duty_rows rows = {NULL, 0};
    struct work w = fixture_read(&t->f, &t->f.system);
    CHECK_OK(duty_year(&w, org_id, year, with_off, &rows, &t->f.e), &t->f.e);
    work_end(&w);
    return rows;
}

static size_t
count_of(const struct duty_rows *rows, const char *duty)
{
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++)
        n += str_eq(rows->v[i].duty->code, str_from(duty));
    return n;
}

/* ---- what is owed ---- */

TEST(duty_year_lists_what_the_packs_demand)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    struct duty_rows rows = year_of(&t, t.f.org, 2023, false);
    CHECK_INT(rows.n, 44);
    CHECK_INT(count_of(&rows, "meet"), 4);
    CHECK_INT(count_of(&rows, "comm"), 12);
    CHECK_INT(count_of(&rows, "newer"), 5);
    CHECK_INT(count_of(&rows, "lect"), 0);
    CHECK_INT(count_of(&rows, "group"), 0);
    CHECK_STR(rows.v[0].duty->code, "meet");
    for (size_t i = 1; i < rows.n; i++)
        CHECK(rows.v[i].duty > rows.v[i - 1].duty ||
            (rows.v[i].duty == rows.v[i - 1].duty && rows.v[i].period > rows.v[i - 1].period));
    struct duty_rows all = year_of(&t, t.f.org, 2023, true);
    CHECK_INT(all.n, 45);
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].duty->code, S("lect"))) {
            CHECK_INT(all.v[i].period, 0);
            CHECK_INT(all.v[i].state, DUTY_NA);
            CHECK_STR(all.v[i].na_why, "地方惯例");
        }
    trial_close(&t);
}

TEST(duty_year_that_is_not_open_is_empty)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    CHECK_INT(year_of(&t, t.f.org, 2021, false).n, 0);
    CHECK_INT(trial_state(&t, 2021, "meet", 1), DUTY_STATE_COUNT);
    CHECK_ERR(&t.f.e, ERR_NOT_FOUND, "2021 年度");
    trial_close(&t);
}

TEST(duty_state_changes_on_the_day_after_the_due_day)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    CHECK_INT(trial_state(&t, 2023, "meet", 1), DUTY_MISSING);
    CHECK_INT(trial_state(&t, 2023, "meet", 2), DUTY_DUE);
    CHECK_INT(trial_state(&t, 2023, "meet", 3), DUTY_NOT_DUE);
    fixture_day(&t.f, day(2023, 6, 30));
    CHECK_INT(trial_state(&t, 2023, "meet", 2), DUTY_DUE);
    CHECK_INT(trial_state(&t, 2023, "meet", 3), DUTY_NOT_DUE);
    fixture_day(&t.f, day(2023, 7, 1));
    CHECK_INT(trial_state(&t, 2023, "meet", 2), DUTY_MISSING);
    CHECK_INT(trial_state(&t, 2023, "meet", 3), DUTY_DUE);
    trial_close(&t);
}

/* ---- records ---- */

TEST(duty_follows_its_record)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    int64_t id = trial_hold(&t, (struct trial_held){.kind = "meeting", .on = day(2023, 6, 10)});
    REQUIRE(id != 0);
    CHECK_INT(trial_state(&t, 2023, "meet", 2), DUTY_DONE);
    CHECK(trial_hold(&t, (struct trial_held){.id = id, .kind = "meeting", .on = day(2023, 3, 10)}));
    CHECK_INT(trial_state(&t, 2023, "meet", 2), DUTY_DUE);
    CHECK_INT(trial_state(&t, 2023, "meet", 1), DUTY_LATE);
    CHECK_OK(trial_void(&t, id), &t.f.e);
    CHECK_INT(trial_state(&t, 2023, "meet", 1), DUTY_MISSING);
    CHECK_INT(trial_duty(&t, 2023, "meet", 1).have, 0);
    CHECK_OK(trial_unvoid(&t, id), &t.f.e);
    CHECK_INT(trial_state(&t, 2023, "meet", 1), DUTY_LATE);
    trial_close(&t);
}

TEST(duty_entered_late_is_said_to_be)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    CHECK(trial_hold(&t, (struct trial_held){.kind = "party_day", .on = day(2023, 6, 8)}));
    CHECK_INT(trial_state(&t, 2023, "day", 6), DUTY_DONE);
    CHECK(trial_hold(&t, (struct trial_held){.kind = "meeting", .on = day(2023, 6, 7)}));
    CHECK_INT(trial_state(&t, 2023, "meet", 2), DUTY_LATE);
    CHECK(trial_hold(&t, (struct trial_held){.kind = "meeting", .on = day(2023, 6, 12)}));
    CHECK_INT(trial_state(&t, 2023, "meet", 2), DUTY_DONE);
    CHECK_INT(trial_duty(&t, 2023, "meet", 2).have, 2);
    CHECK_INT(trial_duty(&t, 2023, "meet", 2).have_in_time, 1);
    trial_close(&t);
}

TEST(duty_of_the_year_may_be_held_in_the_next_march)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    fixture_day(&t.f, day(2024, 3, 30));
    CHECK_INT(trial_state(&t, 2023, "life", 1), DUTY_DUE);
    fixture_day(&t.f, day(2024, 3, 31));
    CHECK_INT(trial_state(&t, 2023, "life", 1), DUTY_MISSING);
    fixture_day(&t.f, day(2024, 3, 9));
    struct trial_held life = {.kind = "life", .on = day(2024, 3, 8), .year = 2023};
    CHECK(trial_hold(&t, life));
    CHECK_INT(trial_state(&t, 2023, "life", 1), DUTY_DONE);
    CHECK_INT(year_of(&t, t.f.org, 2024, false).n, 0);
    life.year = 0;
    CHECK(trial_hold(&t, life));
    CHECK_INT(trial_duty(&t, 2023, "life", 1).have, 1);
    CHECK_INT(trial_state(&t, 2024, "life", 1), DUTY_DONE);
    trial_close(&t);
}

TEST(duty_without_a_number_is_done_or_not_due)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    fixture_day(&t.f, day(2024, 2, 1));
    CHECK_INT(trial_state(&t, 2023, "report", 1), DUTY_NOT_DUE);
    fixture_day(&t.f, day(2023, 6, 15));
    CHECK(trial_hold(&t, (struct trial_held){.kind = "check", .on = day(2023, 6, 15)}));
    CHECK_INT(trial_state(&t, 2023, "report", 1), DUTY_DONE);
    CHECK_INT(trial_state(&t, 2023, "newer", 6), DUTY_DONE);
    CHECK_INT(trial_state(&t, 2023, "twice", 1), DUTY_DUE);
    CHECK(trial_hold(&t, (struct trial_held){.kind = "check", .on = day(2023, 6, 14)}));
    CHECK_INT(trial_state(&t, 2023, "twice", 1), DUTY_DONE);
    trial_close(&t);
}

TEST(duty_one_activity_counts_once)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    struct trial_held held = {.kind = "party_day", .on = day(2023, 6, 14)};
    held.id = trial_hold(&t, held);
    REQUIRE(held.id != 0);
    CHECK_INT(trial_state(&t, 2023, "day", 6), DUTY_DONE);
    held.duty = "lect";
    CHECK_OK(trial_hold(&t, held) != 0, &t.f.e);
    CHECK_INT(trial_state(&t, 2023, "day", 6), DUTY_DUE);
    trial_close(&t);
}

TEST(duty_first_record_opens_its_year)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    CHECK_OK(trial_hold(&t, (struct trial_held){.kind = "meeting", .on = day(2022, 12, 30)}) != 0,
        &t.f.e);
    CHECK_INT(trial_state(&t, 2022, "meet", 4), DUTY_LATE);
    CHECK_INT(trial_state(&t, 2022, "meet", 3), DUTY_MISSING);
    CHECK_INT(trial_figure(&t, 2022, "meetings").milli, 1000);
    int *years;
    size_t n;
    struct work w = fixture_read(&t.f, &t.f.system);
    CHECK_OK(duty_years(&w, t.f.org, &years, &n, &t.f.e), &t.f.e);
    REQUIRE(n == 2);
    CHECK_INT(years[0], 2023);
    CHECK_INT(years[1], 2022);
    work_end(&w);
    trial_close(&t);
}

/* A record that counts for no duty opens its year all the same. */
TEST(duty_year_is_opened_by_any_record)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    CHECK(
        trial_hold(&t, (struct trial_held){.kind = "service", .on = day(2022, 5, 5), .mu = 2000}));
    CHECK_INT(trial_state(&t, 2022, "meet", 1), DUTY_MISSING);
    CHECK_INT(trial_figure(&t, 2022, "mu").milli, 2000);
    CHECK(!trial_figure(&t, 2022, "meetings").has_value);
    trial_close(&t);
}

/* ---- conditions and people ---- */

TEST(duty_of_a_committee_asks_for_seven_full_members)
{
    struct trial t;
    REQUIRE(trial_open(&t, 6));
    struct duty_row row = trial_duty(&t, 2023, "comm", 3);
    CHECK_INT(row.state, DUTY_NA);
    CHECK_STR(row.na_why, "正式党员7人以上；现有6人");
    (void)fixture_person(&t.f, t.f.org, "新来", "full", day(2023, 4, 20));
    CHECK_INT(trial_state(&t, 2023, "comm", 3), DUTY_NA);
    CHECK_INT(trial_state(&t, 2023, "comm", 4), DUTY_MISSING);
    CHECK_INT(trial_state(&t, 2023, "comm", 6), DUTY_DUE);
    CHECK_INT(trial_state(&t, 2023, "comm", 7), DUTY_NOT_DUE);
    trial_close(&t);
}

struct changing {
    struct trial *t;
    int64_t id;
    struct str flags;
    struct date on;
    int64_t group;
};

static bool
set_flags(struct work *w, void *arg, struct err *e)
{
    struct changing *c = arg;
    struct org org;
    if (!org_get(w, c->id, &org, e))
        return false;
    struct org_input in = {org.id, org.parent_id, org.version, org.name, org.kind, c->flags};
    return org_save(w, &in, &c->id, e);
}

TEST(duty_follows_a_fact_that_is_stated)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    struct duty_row row = trial_duty(&t, 2023, "office", 1);
    CHECK_INT(row.state, DUTY_NA);
    CHECK_STR(row.na_why, "机关党支部");
    struct changing c = {.id = t.f.org, .flags = S("agency")};
    CHECK_OK(fixture_write(&t.f, &t.f.system, set_flags, &c), &t.f.e);
    CHECK_INT(trial_state(&t, 2023, "office", 1), DUTY_DUE);
    trial_close(&t);
}

static bool
leave(struct work *w, void *arg, struct err *e)
{
    struct changing *c = arg;
    struct person p;
    return person_get(w, c->id, &p, e) && person_leave(w, c->id, p.version, c->on, S("调出"), e);
}

TEST(duty_of_members_follows_those_who_leave)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    CHECK_INT(trial_duty(&t, 2023, "hours", 1).need, 8);
    CHECK_INT(trial_duty(&t, 2023, "lesson", 1).need, 8);
    struct changing c = {.id = t.who[7], .on = day(2023, 6, 10)};
    CHECK_OK(fixture_write(&t.f, &t.f.system, leave, &c), &t.f.e);
    CHECK_INT(trial_duty(&t, 2023, "hours", 1).need, 7);
    CHECK_INT(trial_duty(&t, 2023, "lesson", 2).need, 7);
    fixture_day(&t.f, day(2024, 1, 10));
    c = (struct changing){.id = t.who[6], .on = day(2023, 11, 30)};
    CHECK_OK(fixture_write(&t.f, &t.f.system, leave, &c), &t.f.e);
    CHECK_INT(trial_duty(&t, 2023, "hours", 1).need, 6);
    trial_close(&t);
}

static bool
open_all(struct work *w, void *arg, struct err *e)
{
    return duty_continue(w, *(int *)arg, e);
}

static bool
close_org(struct work *w, void *arg, struct err *e)
{
    struct changing *c = arg;
    return org_close(w, c->id, c->on, S("合并"), e);
}

TEST(duty_year_is_continued_where_the_last_was_kept)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    int64_t young = fixture_org(&t.f, t.f.org, "新支部", "branch");
    int year = 2025;
    CHECK_OK(fixture_write(&t.f, &t.f.system, open_all, &year), &t.f.e);
    CHECK_INT(year_of(&t, t.f.org, 2025, false).n, 0); /* 2024 was not kept */
    year = 2024;
    CHECK_OK(fixture_write(&t.f, &t.f.system, open_all, &year), &t.f.e);
    CHECK(year_of(&t, t.f.org, 2024, false).n > 0);
    CHECK_INT(year_of(&t, young, 2024, false).n > 0, year_of(&t, young, 2023, false).n > 0);
    trial_close(&t);
}

TEST(duty_ends_with_the_org)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    int64_t below = fixture_org(&t.f, t.f.org, "第二支部", "branch");
    struct changing c = {.id = below, .on = day(2023, 6, 15)};
    CHECK_OK(fixture_write(&t.f, &t.f.system, close_org, &c), &t.f.e);
    struct duty_rows rows = year_of(&t, below, 2023, false);
    CHECK_INT(count_of(&rows, "meet"), 2);
    CHECK_INT(count_of(&rows, "day"), 6);
    CHECK_INT(count_of(&rows, "life"), 1);
    int year = 2024;
    CHECK_OK(fixture_write(&t.f, &t.f.system, open_all, &year), &t.f.e);
    CHECK_INT(year_of(&t, below, 2024, false).n, 0);
    trial_close(&t);
}

static struct duty_detail
detail_of(struct trial *t, const struct duty_row *row)
{
    struct duty_detail d;
    struct work w = fixture_read(&t->f, &t->f.system);
    if (!CHECK_OK(duty_detail(&w, row, &d, &t->f.e), &t->f.e))
        d = (struct duty_detail){NULL, 0, NULL, 0};
    work_end(&w);
    return d;
}

TEST(duty_hours_are_counted_for_each_member)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    CHECK(trial_hold(&t,
        (struct trial_held){.kind = "study",
            .on = day(2023, 6, 12),
            .present = ALL & ~0x80U,
            .absent = 0x80,
            .hours_milli = 20500}));
    CHECK_INT(trial_duty(&t, 2023, "hours", 1).have, 0);
    struct trial_held more = {.kind = "meeting",
        .on = day(2023, 5, 12),
        .present = 0x0f,
        .hours_milli = 11500,
        .duty = "hours"};
    more.id = trial_hold(&t, more);
    REQUIRE(more.id != 0);
    struct duty_row row = trial_duty(&t, 2023, "hours", 1);
    CHECK_INT(row.need, 8);
    CHECK_INT(row.have, 4);
    CHECK_INT(row.have_in_time, 0);
    struct duty_detail d = detail_of(&t, &row);
    REQUIRE(d.records_n == 2 && d.lacking_n == 4);
    CHECK_INT(d.records[0].record_id, more.id);
    CHECK(d.records[0].late);
    CHECK(!d.records[1].late);
    CHECK_STR(d.lacking[0], "戊（还差11.5学时）");
    CHECK_STR(d.lacking[3], "辛（还差32学时）");
    CHECK_OK(trial_void(&t, more.id), &t.f.e);
    CHECK_INT(trial_duty(&t, 2023, "hours", 1).have, 0);
    trial_close(&t);
}

TEST(duty_lessons_are_counted_by_times)
{
    struct trial t;
    REQUIRE(trial_open(&t, 4));
    struct trial_held held = {
        .kind = "lecture", .on = day(2023, 6, 9), .present = 0x7, .absent = 0x8};
    CHECK(trial_hold(&t, held));
    held.on = day(2023, 6, 13);
    CHECK(trial_hold(&t, held));
    struct duty_row row = trial_duty(&t, 2023, "lesson", 1);
    CHECK_INT(row.have, 3);
    CHECK_INT(row.state, DUTY_DUE);
    struct duty_detail d = detail_of(&t, &row);
    REQUIRE(d.lacking_n == 1);
    CHECK_STR(d.lacking[0], "丁");
    held.present = 0x8;
    held.absent = 0;
    CHECK(trial_hold(&t, held));
    held.on = day(2023, 2, 1);
    CHECK(trial_hold(&t, held));
    row = trial_duty(&t, 2023, "lesson", 1);
    CHECK_INT(row.have, 4);
    CHECK_INT(row.have_in_time, 3);
    CHECK_INT(row.state, DUTY_LATE);
    trial_close(&t);
}

TEST(duty_talks_are_counted_by_pairs)
{
    struct trial t;
    REQUIRE(trial_open(&t, 5));
    CHECK_INT(trial_duty(&t, 2023, "pair", 1).need, 3);
    CHECK_INT(trial_duty(&t, 2023, "ctalk", 1).need, 2);
    CHECK_INT(trial_duty(&t, 2023, "mtalk", 1).need, 5);
    CHECK(trial_hold(
        &t, (struct trial_held){.kind = "talk", .on = day(2023, 6, 14), .present = 0x3}));
    struct duty_row row = trial_duty(&t, 2023, "pair", 1);
    CHECK_INT(row.have, 1);
    struct duty_detail d = detail_of(&t, &row);
    REQUIRE(d.lacking_n == 2);
    CHECK_STR(d.lacking[0], "甲—丙");
    CHECK_INT(trial_duty(&t, 2023, "ctalk", 1).have, 0);
    CHECK_INT(trial_duty(&t, 2023, "mtalk", 1).have, 2);
    CHECK(trial_hold(
        &t, (struct trial_held){.kind = "talk", .on = day(2023, 6, 14), .present = 0x17}));
    CHECK_INT(trial_state(&t, 2023, "pair", 1), DUTY_DONE);
    CHECK_INT(trial_duty(&t, 2023, "ctalk", 1).have, 1);
    CHECK_INT(trial_duty(&t, 2023, "mtalk", 1).have, 4);
    trial_close(&t);
}

/* Somebody who is no member here may sit in the committee; two seats make one person of him. */
TEST(duty_pairs_count_a_person_once)
{
    struct trial t;
    REQUIRE(trial_open(&t, 2));
    int64_t guest = fixture_person(&t.f, t.f.org, "外聘", "none", day(2020, 1, 1));
    fixture_post(&t.f, t.f.org, guest, "publicity", day(2020, 1, 1));
    fixture_post(&t.f, t.f.org, guest, "organisation", day(2021, 1, 1));
    CHECK(trial_recompute(&t, t.f.org, 2023));
    struct duty_row row = trial_duty(&t, 2023, "pair", 1);
    CHECK_INT(row.need, 3);
    CHECK_INT(detail_of(&t, &row).lacking_n, 3);
    CHECK_INT(trial_duty(&t, 2023, "mtalk", 1).need, 2);
    trial_close(&t);
}

static bool
join_group(struct work *w, void *arg, struct err *e)
{
    struct changing *c = arg;
    struct person p;
    if (!person_get(w, c->id, &p, e))
        return false;
    struct person_input in = {p.id, p.org_id, c->group, p.version, p.name, p.membership, p.floating,
        p.applied_on, p.joined_on, p.full_on};
    return person_save(w, &in, &c->id, e) && duty_recompute(w, c->group, w->today.year, e);
}

TEST(duty_of_a_group_is_its_own)
{
    struct trial t;
    REQUIRE(trial_open(&t, 4));
    int64_t group = fixture_org(&t.f, t.f.org, "第一党小组", "group");
    for (size_t i = 0; i < 2; i++) {
        struct changing c = {.id = t.who[i], .group = group};
        CHECK_OK(fixture_write(&t.f, &t.f.system, join_group, &c), &t.f.e);
    }
    struct duty_rows rows = year_of(&t, group, 2023, false);
    CHECK_INT(rows.n, 14);
    CHECK_INT(count_of(&rows, "group"), 12);
    for (size_t i = 0; i < rows.n; i++)
        if (str_eq(rows.v[i].duty->code, S("lesson")))
            CHECK_INT(rows.v[i].need, 2);
    CHECK_OK(
        trial_hold(&t,
            (struct trial_held){
                .org = group, .kind = "group_meeting", .on = day(2023, 6, 14), .present = 0x3}) !=
            0,
        &t.f.e);
    rows = year_of(&t, group, 2023, false);
    for (size_t i = 0; i < rows.n; i++)
        if (str_eq(rows.v[i].duty->code, S("group")) && rows.v[i].period == 6)
            CHECK_INT(rows.v[i].state, DUTY_DONE);
    trial_close(&t);
}

/* ---- saying why ---- */

struct stating {
    int64_t org_id;
    const char *duty, *why;
    int period;
};

static bool
state_reason(struct work *w, void *arg, struct err *e)
{
    const struct stating *s = arg;
    struct duty_key key = {s->org_id, 2023, str_from(s->duty), s->period};
    return duty_state_reason(w, &key, str_from(s->why), e);
}

static bool
state_as(struct trial *t, const struct actor *actor, const char *duty, int period, const char *why)
{
    struct stating s = {t->f.org, duty, why, period};
    return fixture_write(&t->f, actor, state_reason, &s);
}

static size_t
journal_count(struct trial *t, const char *what)
{
    struct journal_rows rows = {NULL, 0};
    struct work w = fixture_read(&t->f, &t->f.system);
    CHECK_OK(journal_of_org(&w, t->f.org, 0, 500, &rows, &t->f.e), &t->f.e);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++)
        n += str_eq(rows.v[i].what, str_from(what));
    work_end(&w);
    return n;
}

TEST(duty_not_held_is_stated_and_taken_back)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    CHECK_OK(state_as(&t, &t.f.system, "meet", 1, " 换届期间，按通知推迟 "), &t.f.e);
    struct duty_row row = trial_duty(&t, 2023, "meet", 1);
    CHECK_INT(row.state, DUTY_NOT_HELD);
    CHECK_STR(row.stated_why, "换届期间，按通知推迟");
    CHECK_OK(state_as(&t, &t.f.system, "meet", 1, "换届期间，按通知推迟"), &t.f.e);
    CHECK_INT(journal_count(&t, "duty.reason"), 1);
    CHECK(trial_recompute(&t, t.f.org, 2023));
    CHECK_INT(trial_state(&t, 2023, "meet", 1), DUTY_NOT_HELD);
    int64_t id = trial_hold(&t, (struct trial_held){.kind = "meeting", .on = day(2023, 3, 3)});
    CHECK_INT(trial_state(&t, 2023, "meet", 1), DUTY_LATE);
    CHECK_OK(trial_void(&t, id), &t.f.e);
    CHECK_INT(trial_state(&t, 2023, "meet", 1), DUTY_NOT_HELD);
    CHECK_OK(state_as(&t, &t.f.system, "meet", 1, ""), &t.f.e);
    CHECK_INT(trial_state(&t, 2023, "meet", 1), DUTY_MISSING);
    CHECK_INT(journal_count(&t, "duty.reason.withdraw"), 1);
    trial_close(&t);
}

TEST(duty_reason_is_refused_where_it_means_nothing)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    CHECK(!state_as(&t, &t.f.system, "comm", 1, "人数不足"));
    CHECK_ERR(&t.f.e, ERR_INPUT, "当期不适用于本组织");
    CHECK(!state_as(&t, &t.f.system, "meet", 5, "没有这一期"));
    CHECK_ERR(&t.f.e, ERR_NOT_FOUND, "第 5 期");
    CHECK(!state_as(&t, &t.f.system, "lect", 1, "未开启"));
    CHECK_ERR(&t.f.e, ERR_NOT_FOUND, "lect");
    CHECK(!state_as(&t, &t.f.system, "meet", 1, "响铃\a"));
    CHECK_ERR(&t.f.e, ERR_INPUT, "");
    CHECK_STR(str_from(t.f.e.field), "why");
    trial_close(&t);
}

/* ---- on and off ---- */

struct switching {
    int64_t org_id;
    const char *duty, *why;
    bool on;
};

static bool
switch_duty(struct work *w, void *arg, struct err *e)
{
    const struct switching *s = arg;
    return duty_switch(w, s->org_id, str_from(s->duty), s->on, str_from(s->why), e);
}

static bool
switch_as(struct trial *t, const struct actor *actor, struct switching s)
{
    return fixture_write(&t->f, actor, switch_duty, &s);
}

static size_t
owed(struct trial *t, int64_t org_id, int year, const char *duty)
{
    struct duty_rows rows = year_of(t, org_id, year, false);
    return count_of(&rows, duty);
}

TEST(duty_nearest_switch_wins)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    int64_t below = fixture_org(&t.f, t.f.org, "第二支部", "branch");
    int64_t lowest = fixture_org(&t.f, below, "第三支部", "branch");
    const struct actor *as = &t.f.system;
    CHECK_OK(switch_as(&t, as, (struct switching){t.f.org, "lect", "上级要求", true}), &t.f.e);
    CHECK_INT(owed(&t, t.f.org, 2023, "lect"), 4);
    CHECK_INT(owed(&t, below, 2023, "lect"), 4);
    CHECK_INT(owed(&t, lowest, 2023, "lect"), 4);
    CHECK_OK(switch_as(&t, as, (struct switching){below, "lect", "本支部不适用", false}), &t.f.e);
    CHECK_INT(owed(&t, t.f.org, 2023, "lect"), 4);
    CHECK_INT(owed(&t, below, 2023, "lect"), 0);
    CHECK_INT(owed(&t, lowest, 2023, "lect"), 0);
    CHECK_OK(switch_as(&t, as, (struct switching){t.f.org, "lect", "再次明确", true}), &t.f.e);
    CHECK_INT(owed(&t, below, 2023, "lect"), 0);
    struct duty_rows rows = year_of(&t, below, 2023, true);
    for (size_t i = 0; i < rows.n; i++)
        if (str_eq(rows.v[i].duty->code, S("lect")))
            CHECK_STR(rows.v[i].na_why, "本支部不适用");
    CHECK_INT(journal_count(&t, "duty.on"), 2);
    trial_close(&t);
}

TEST(duty_switch_keeps_reasons_and_past_years)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    const struct actor *as = &t.f.system;
    CHECK_OK(state_as(&t, as, "meet", 1, "推迟"), &t.f.e);
    CHECK(trial_recompute(&t, t.f.org, 2022));
    CHECK_OK(switch_as(&t, as, (struct switching){t.f.org, "meet", "暂停", false}), &t.f.e);
    CHECK_OK(switch_as(&t, as, (struct switching){t.f.org, "lect", "增加", true}), &t.f.e);
    CHECK_INT(owed(&t, t.f.org, 2023, "meet"), 0);
    CHECK(trial_recompute(&t, t.f.org, 2022));
    CHECK_INT(owed(&t, t.f.org, 2022, "meet"), 4);
    CHECK_INT(owed(&t, t.f.org, 2022, "lect"), 0);
    CHECK_OK(switch_as(&t, as, (struct switching){t.f.org, "meet", "恢复", true}), &t.f.e);
    CHECK_INT(trial_state(&t, 2023, "meet", 1), DUTY_NOT_HELD);
    trial_close(&t);
}

TEST(duty_switch_asks_for_a_reason_and_a_known_duty)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    CHECK(!switch_as(&t, &t.f.system, (struct switching){t.f.org, "lect", " ", true}));
    CHECK_STR(str_from(t.f.e.field), "why");
    CHECK(!switch_as(&t, &t.f.system, (struct switching){t.f.org, "nothing", "试", true}));
    CHECK_ERR(&t.f.e, ERR_INPUT, "制度包里没有“nothing”");
    CHECK_STR(str_from(t.f.e.field), "duty");
    trial_close(&t);
}

/* ---- rights ---- */

TEST(duty_asks_for_rights)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    struct actor member = fixture_account(&t.f, t.f.org, "member", ROLE_MEMBER);
    struct actor clerk = fixture_account(&t.f, t.f.org, "clerk", ROLE_CLERK);
    int64_t other = fixture_org(&t.f, t.f.org, "第二支部", "branch");
    struct actor elsewhere = fixture_account(&t.f, other, "other", ROLE_CLERK);
    struct duty_rows rows;
    struct duty_detail detail;
    struct work w = fixture_read(&t.f, &member);
    CHECK_OK(duty_year(&w, t.f.org, 2023, false, &rows, &t.f.e), &t.f.e);
    CHECK(rows.n > 0 && !duty_detail(&w, &rows.v[0], &detail, &t.f.e));
    CHECK_ERR(&t.f.e, ERR_DENIED, "");
    work_end(&w);
    w = fixture_read(&t.f, &elsewhere);
    CHECK(!duty_year(&w, t.f.org, 2023, false, &rows, &t.f.e));
    CHECK(!duty_open(&w, t.f.org, 2023, day(2023, 12, 31), &rows, &t.f.e));
    struct duty_row row;
    struct duty_key key = {t.f.org, 2023, S("meet"), 1};
    CHECK(!duty_one(&w, &key, &row, &t.f.e));
    work_end(&w);
    CHECK(!state_as(&t, &member, "meet", 1, "试"));
    CHECK_ERR(&t.f.e, ERR_DENIED, "");
    CHECK_OK(state_as(&t, &clerk, "meet", 1, "试"), &t.f.e);
    CHECK(!switch_as(&t, &clerk, (struct switching){t.f.org, "lect", "试", true}));
    CHECK_ERR(&t.f.e, ERR_DENIED, "");
    trial_close(&t);
}

/* ---- lists ---- */

TEST(duty_open_gives_the_oldest_first)
{
    struct trial t;
    REQUIRE(trial_open(&t, 8));
    struct duty_rows rows;
    struct work w = fixture_read(&t.f, &t.f.system);
    REQUIRE(duty_open(&w, t.f.org, 2023, day(2023, 6, 30), &rows, &t.f.e));
    work_end(&w);
    CHECK(rows.n > 0);
    CHECK_STR(rows.v[0].duty->code, "comm");
    CHECK_INT(rows.v[0].period, 1);
    CHECK_STR(rows.v[1].duty->code, "day");
    for (size_t i = 0; i < rows.n; i++) {
        CHECK(rows.v[i].state == DUTY_DUE || rows.v[i].state == DUTY_MISSING);
        CHECK(date_cmp(rows.v[i].due_on, day(2023, 6, 30)) <= 0);
        CHECK(i == 0 || date_cmp(rows.v[i - 1].due_on, rows.v[i].due_on) <= 0);
    }
    trial_close(&t);
}

TEST(duty_years_are_opened_for_all)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    int64_t below = fixture_org(&t.f, t.f.org, "第二支部", "branch");
    fixture_day(&t.f, day(2024, 1, 1));
    int year = 2024;
    CHECK_OK(fixture_write(&t.f, &t.f.system, open_all, &year), &t.f.e);
    CHECK_INT(owed(&t, t.f.org, 2024, "meet"), 4);
    CHECK_INT(owed(&t, below, 2024, "meet"), 4);
    CHECK_OK(fixture_write(&t.f, &t.f.system, open_all, &year), &t.f.e);
    trial_close(&t);
}

/* ---- what is kept step by step is what counting anew gives ---- */

static unsigned
draw(uint64_t *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(*seed >> 33) % below;
}

static struct trial_held
random_held(uint64_t *seed)
{
    static const char *const kind[] = {"meeting", "committee", "party_day", "lecture", "life",
        "study", "talk", "check", "service"};
    static const char *const note[] = {NULL, "a\"b\\c", "小麦", "x"};
    struct trial_held h = {.kind = kind[draw(seed, 9)]};
    h.on = date_add_days(day(2022, 10, 1), (int)draw(seed, 258));
    if (str_eq(str_from(h.kind), S("meeting")) || str_eq(str_from(h.kind), S("study")))
        h.hours_milli = draw(seed, 3) * 8000;
    if (str_eq(str_from(h.kind), S("life")) && h.on.month <= 3 && draw(seed, 2))
        h.year = h.on.year - 1;
    if (str_eq(str_from(h.kind), S("meeting")) && draw(seed, 3) == 0)
        h.duty = "hours";
    if (str_eq(str_from(h.kind), S("service"))) {
        h.crop = draw(seed, 2) ? "小麦" : "玉米";
        h.note = note[draw(seed, 4)];
        h.mu = draw(seed, 3) * 1500;
        h.tons = draw(seed, 2) * 250;
    } else if (!str_eq(str_from(h.kind), S("check"))) {
        h.present = draw(seed, 256);
        h.absent = draw(seed, 256) & ~h.present;
    }
    return h;
}

/* Whatever became of the derived rows, counting anew gives what was kept step by step. */
static void
check_anew(struct trial *t)
{
    static const char *const spoil[] = {"DELETE FROM occurrence", "DELETE FROM figure_value",
        "UPDATE occurrence SET need = need + 1", "UPDATE occurrence SET have = have + 1",
        "UPDATE occurrence SET have_in_time = have_in_time + 1",
        "UPDATE occurrence SET applies = 1 - applies", "UPDATE occurrence SET na_why = 'members 1'",
        "UPDATE occurrence SET opens_on = due_on", "UPDATE occurrence SET due_on = opens_on",
        "UPDATE occurrence SET period = period + 12 WHERE period > 2",
        "UPDATE figure_value SET value_milli = 7, records = 9",
        "UPDATE figure_value SET code = 'stray' WHERE code = 'mu'"};
    struct str in_2022 = trial_dump(t, t->f.org, 2022), in_2023 = trial_dump(t, t->f.org, 2023),
               message;
    for (size_t i = 0; i < sizeof spoil / sizeof spoil[0]; i++) {
        CHECK(fixture_sql(spoil[i], &message));
        CHECK_OK(trial_recompute(t, t->f.org, 2022), &t->f.e);
        CHECK_OK(trial_recompute(t, t->f.org, 2023), &t->f.e);
        CHECK_STR(trial_dump(t, t->f.org, 2022), arena_cstr(test_arena(), in_2022));
        CHECK_STR(trial_dump(t, t->f.org, 2023), arena_cstr(test_arena(), in_2023));
    }
}

TEST(duty_kept_step_by_step_is_what_counting_anew_gives)
{
    struct trial t;
    int64_t ids[120];
    size_t n = 0;
    uint64_t seed = 20230615;
    REQUIRE(trial_open(&t, 8));
    for (int step = 0; step < 120; step++) {
        unsigned what = n < 10 ? 9 : draw(&seed, 10);
        struct trial_held held = random_held(&seed);
        size_t at = n ? draw(&seed, (unsigned)n) : 0;
        if (what == 0)
            (void)trial_void(&t, ids[at]); /* refused when it is void already */
        else if (what == 1)
            (void)trial_unvoid(&t, ids[at]);
        else if (what == 2) {
            held.id = ids[at];
            (void)trial_hold(&t, held); /* refused when it is void or of another kind */
        } else if (CHECK_OK((ids[n] = trial_hold(&t, held)) != 0, &t.f.e))
            n++;
        if (step % 40 == 39)
            check_anew(&t);
    }
    CHECK(n > 80);
    trial_close(&t);
}
