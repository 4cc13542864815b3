#include "domain/duty_rule.h"
#include "harness.h"

static struct date
day(int year, int month, int d)
{
    return date_make(year, month, d);
}

TEST(duty_periods_cover_the_year_without_gaps)
{
    static const enum pack_period all[] = {PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR};

    static const int count[] = {12, 4, 2, 1};
    for (size_t i = 0; i < 4; i++) {
        CHECK_INT(period_count(all[i]), count[i]);
        struct date next = day(2024, 1, 1);
        for (int p = 1; p <= count[i]; p++) {
            CHECK_INT(date_cmp(period_opens(all[i], 2024, p), next), 0);
            struct date end = period_ends(all[i], 2024, p);
            CHECK_INT(period_of(all[i], period_opens(all[i], 2024, p).month), p);
            CHECK_INT(period_of(all[i], end.month), p);
            next = date_add_days(end, 1);
        }
        CHECK_INT(date_cmp(next, day(2025, 1, 1)), 0);
    }
    CHECK_STR(str_from(date_format(period_ends(PERIOD_MONTH, 2024, 2)).z), "2024-02-29");
}

TEST(duty_periods_have_titles)
{
    struct arena *a = test_arena();
    CHECK_STR(period_title(a, PERIOD_MONTH, 3), "3月");
    CHECK_STR(period_title(a, PERIOD_QUARTER, 1), "第一季度");
    CHECK_STR(period_title(a, PERIOD_QUARTER, 4), "第四季度");
    CHECK_STR(period_title(a, PERIOD_HALF, 2), "下半年");
    CHECK_STR(period_title(a, PERIOD_YEAR, 1), "全年");
    CHECK_STR(period_title(a, PERIOD_MONTH, 0), "");
    CHECK_STR(period_title(a, PERIOD_QUARTER, 5), "");
}

static struct duty_row
march(int64_t need, int64_t have, int64_t have_in_time)
{
    return (struct duty_row){.year = 2026,
        .period = 3,
        .opens_on = day(2026, 3, 1),
        .due_on = day(2026, 3, 31),
        .need = need,
        .have = have,
        .have_in_time = have_in_time,
        .applies = true};
}

static enum duty_state
state(struct duty_row row, struct date today)
{
    return duty_state_of(&row, today);
}

TEST(duty_state_follows_the_day)
{
    CHECK_INT(state(march(1, 0, 0), day(2026, 2, 28)), DUTY_NOT_DUE);
    CHECK_INT(state(march(1, 0, 0), day(2026, 3, 1)), DUTY_DUE);
    CHECK_INT(state(march(1, 0, 0), day(2026, 3, 31)), DUTY_DUE);
    CHECK_INT(state(march(1, 0, 0), day(2026, 4, 1)), DUTY_MISSING);
}

TEST(duty_state_follows_what_was_held)
{
    CHECK_INT(state(march(1, 1, 1), day(2026, 3, 5)), DUTY_DONE);
    CHECK_INT(state(march(1, 1, 1), day(2026, 2, 1)), DUTY_DONE);
    CHECK_INT(state(march(1, 2, 1), day(2026, 5, 1)), DUTY_DONE);
    CHECK_INT(state(march(1, 1, 0), day(2026, 5, 1)), DUTY_LATE);
    CHECK_INT(state(march(2, 2, 1), day(2026, 5, 1)), DUTY_LATE);
    CHECK_INT(state(march(2, 1, 1), day(2026, 5, 1)), DUTY_MISSING);
    CHECK_INT(state(march(2, 1, 1), day(2026, 3, 9)), DUTY_DUE);
}

TEST(duty_without_a_number_is_never_missing)
{
    CHECK_INT(state(march(0, 0, 0), day(2026, 3, 9)), DUTY_NOT_DUE);
    CHECK_INT(state(march(0, 0, 0), day(2026, 9, 9)), DUTY_NOT_DUE);
    CHECK_INT(state(march(0, 1, 1), day(2026, 9, 9)), DUTY_DONE);
    CHECK_INT(state(march(0, 1, 0), day(2026, 9, 9)), DUTY_LATE);
}

TEST(duty_reason_stands_unless_it_was_done)
{
    struct duty_row row = march(1, 0, 0);
    row.stated_why = S("汛期值守，未能召开");
    CHECK_INT(state(row, day(2026, 3, 9)), DUTY_NOT_HELD);
    CHECK_INT(state(row, day(2026, 4, 9)), DUTY_NOT_HELD);
    row.have = 1;
    CHECK_INT(state(row, day(2026, 4, 9)), DUTY_LATE);
    row.have_in_time = 1;
    CHECK_INT(state(row, day(2026, 4, 9)), DUTY_DONE);
    row.applies = false;
    CHECK_INT(state(row, day(2026, 4, 9)), DUTY_NA);
}

TEST(duty_states_have_codes_and_titles)
{
    CHECK_STR(duty_state_code(DUTY_NOT_DUE), "not_due");
    CHECK_STR(duty_state_code(DUTY_NA), "not_applicable");
    CHECK_STR(duty_state_title(DUTY_MISSING), "缺");
    for (int s = 0; s < DUTY_STATE_COUNT; s++)
        CHECK(duty_state_title((enum duty_state)s).n > 0);
}

TEST(duty_due_day_may_lie_in_the_next_year)
{
    struct pack_duty d = {.period = PERIOD_YEAR, .due_days_after = 90};
    CHECK_STR(str_from(date_format(duty_due_on(&d, 2026, 1)).z), "2027-03-31");
    CHECK_STR(str_from(date_format(duty_judged_on(&d, 2026, 1, day(2026, 5, 6))).z), "2026-05-06");
    CHECK_STR(str_from(date_format(duty_judged_on(&d, 2026, 1, day(2027, 2, 1))).z), "2026-12-31");
}

TEST(duty_validity_cuts_periods)
{
    struct pack_duty d = {
        .period = PERIOD_MONTH, .valid_from = day(2026, 5, 18), .valid_to = day(2026, 10, 30)};
    CHECK(!duty_valid_in(&d, 2026, 4));
    CHECK(duty_valid_in(&d, 2026, 5));
    CHECK(duty_valid_in(&d, 2026, 9));
    CHECK(!duty_valid_in(&d, 2026, 10));
    struct pack_duty open = {.period = PERIOD_YEAR};
    CHECK(duty_valid_in(&open, 1999, 1));
}

TEST(duty_conditions_name_what_fails)
{
    struct pack_condition when[] = {
        {S("full_members"), COND_GE, 7}, {S("flag.agency"), COND_EQ, 1}};
    struct pack_duty d = {.when = when, .when_n = 2, .when_text = S("正式党员7人以上")};
    struct org_facts f = {.flags = S(" agency abroad "), .full_members = 7};
    const struct pack_condition *fails = &when[0];
    CHECK(duty_applies(&d, &f, &fails));
    CHECK(!fails);
    f.full_members = 6;
    CHECK(!duty_applies(&d, &f, &fails));
    CHECK(fails == &when[0]);
    f.full_members = 8;
    f.flags = S("abroad");
    CHECK(!duty_applies(&d, &f, &fails));
    CHECK(fails == &when[1]);
    CHECK(!duty_applies(&d, &f, NULL));
}

TEST(duty_conditions_compare_every_way)
{
    struct org_facts f = {.probationary = 2,
        .applicants = 3,
        .floating = 4,
        .members = 5,
        .committee = 6,
        .groups = 7};
    CHECK_INT(org_fact(&f, S("probationary")), 2);
    CHECK_INT(org_fact(&f, S("applicants")), 3);
    CHECK_INT(org_fact(&f, S("floating")), 4);
    CHECK_INT(org_fact(&f, S("members")), 5);
    CHECK_INT(org_fact(&f, S("committee")), 6);
    CHECK_INT(org_fact(&f, S("groups")), 7);
    CHECK_INT(org_fact(&f, S("unheard_of")), 0);
    static const bool want[3][5] = {/* GE LE EQ GT LT against 2, with 1, 2, 3 as bound */
        {true, false, false, true, false}, {true, true, true, false, false},
        {false, true, false, false, true}};
    for (int bound = 1; bound <= 3; bound++)
        for (int op = COND_GE; op <= COND_LT; op++) {
            struct pack_condition c = {.fact = S("probationary"), .value = bound};
            memcpy(&c.op, &op, sizeof op);
            struct pack_duty d = {.when = &c, .when_n = 1};
            CHECK_INT(duty_applies(&d, &f, NULL), want[bound - 1][op]);
        }
}

TEST(duty_that_does_not_apply_says_why)
{
    struct arena *a = test_arena();
    struct pack_duty d = {.when_text = S("正式党员7人以上")};
    CHECK_STR(duty_na_text(a, &d, S("full_members"), 3), "正式党员7人以上；现有3人");
    CHECK_STR(duty_na_text(a, &d, S("flag.agency"), 0), "正式党员7人以上");
    d.when_text = S("划分党小组的支部");
    CHECK_STR(duty_na_text(a, &d, S("groups"), 0), "划分党小组的支部；现有0个");
    d.when_text = S("");
    CHECK_STR(duty_na_text(a, &d, S("committee"), 2), "现有委员2人");
}

/* 1 and 2 sit in the committee, 3 and 4 are members, 5 sits in it without being a member of this org. */
static struct duty_people
five(struct arena *a, const struct duty_presence *rows, size_t rows_n)
{
    static const char *const name[] = {"赵一", "钱二", "孙三", "李四", "周五"};
    struct duty_person *v = arena_array(a, struct duty_person, 5);
    for (size_t i = 0; i < 5; i++) {
        v[i].id = (int64_t)i + 1;
        v[i].name = str_from(name[i]);
        v[i].member = i < 4;
        v[i].committee = i < 2 || i == 4;
    }
    return (struct duty_people){v, 5, rows, rows_n};
}

TEST(duty_members_are_counted_by_times)
{
    struct arena *a = test_arena();
    struct duty_people p = five(a, NULL, 0);
    struct pack_duty d = {.per = PER_MEMBER, .count = 2};
    p.v[0].times = p.v[0].times_in_time = 2;
    p.v[1].times = 3;
    p.v[1].times_in_time = 1;
    p.v[2].times = 1;
    struct duty_tally t = duty_tally(a, &d, &p);
    CHECK_INT(t.need, 4);
    CHECK_INT(t.have, 2);
    CHECK_INT(t.have_in_time, 1);
    REQUIRE(t.lacking_n == 2);
    CHECK_STR(t.lacking[0], "孙三");
    CHECK_STR(t.lacking[1], "李四");
}

TEST(duty_members_are_counted_by_hours)
{
    struct arena *a = test_arena();
    struct duty_people p = five(a, NULL, 0);
    struct pack_duty d = {.per = PER_MEMBER, .hours = 32};
    p.v[0].hours_milli = p.v[0].hours_in_time_milli = 32000;
    p.v[1].hours_milli = 31999;
    p.v[2].hours_milli = 40000;
    p.v[2].hours_in_time_milli = 24500;
    struct duty_tally t = duty_tally(a, &d, &p);
    CHECK_INT(t.need, 4);
    CHECK_INT(t.have, 2);
    CHECK_INT(t.have_in_time, 1);
    REQUIRE(t.lacking_n == 2);
    CHECK_STR(t.lacking[0], "钱二（还差0.001学时）");
    CHECK_STR(t.lacking[1], "李四（还差32学时）");
}

TEST(duty_members_without_a_number_are_listed_only)
{
    struct arena *a = test_arena();
    struct duty_people p = five(a, NULL, 0);
    struct pack_duty d = {.per = PER_MEMBER};
    p.v[3].times = p.v[3].times_in_time = 1;
    struct duty_tally t = duty_tally(a, &d, &p);
    CHECK_INT(t.need, 0);
    CHECK_INT(t.have, 1);
    CHECK_INT(t.have_in_time, 1);
    CHECK_INT(t.lacking_n, 0);
}

TEST(duty_pairs_of_the_committee)
{
    struct arena *a = test_arena();
    /* Record 10: 1, 2 and the member 3; record 11, late: 1 and 5; record 12: 2 alone and a stranger. */
    static const struct duty_presence rows[] = {{10, 1, false}, {10, 2, false}, {10, 3, false},
        {11, 1, true}, {11, 5, true}, {12, 2, false}, {12, 99, false}};
    struct duty_people p = five(a, rows, 7);
    struct pack_duty d = {.per = PER_COMMITTEE_PAIR, .count = 1};
    struct duty_tally t = duty_tally(a, &d, &p);
    CHECK_INT(t.need, 3);
    CHECK_INT(t.have, 2);
    CHECK_INT(t.have_in_time, 1);
    REQUIRE(t.lacking_n == 1);
    CHECK_STR(t.lacking[0], "钱二—周五");
    d.count = 2;
    t = duty_tally(a, &d, &p);
    CHECK_INT(t.have, 0);
    CHECK_INT(t.lacking_n, 3);
}

TEST(duty_every_pair_of_a_talk_of_three_counts)
{
    struct arena *a = test_arena();
    static const struct duty_presence rows[] = {{10, 5, false}, {10, 2, false}, {10, 1, false}};
    struct duty_people p = five(a, rows, 3);
    struct pack_duty d = {.per = PER_COMMITTEE_PAIR, .count = 1};
    struct duty_tally t = duty_tally(a, &d, &p);
    CHECK_INT(t.need, 3);
    CHECK_INT(t.have, 3);
    CHECK_INT(t.have_in_time, 3);
}

TEST(duty_committee_talks_with_members)
{
    struct arena *a = test_arena();
    /* 3 and 4 among themselves; 1 with 3; 1 with 2 reaches nobody who is asked. */
    static const struct duty_presence rows[] = {{10, 3, false}, {10, 4, false}, {11, 1, true},
        {11, 3, true}, {12, 1, false}, {12, 2, false}};
    struct duty_people p = five(a, rows, 6);
    struct pack_duty d = {.per = PER_COMMITTEE_TALK, .count = 1};
    struct duty_tally t = duty_tally(a, &d, &p);
    CHECK_INT(t.need, 2);
    CHECK_INT(t.have, 1);
    CHECK_INT(t.have_in_time, 0);
    REQUIRE(t.lacking_n == 1);
    CHECK_STR(t.lacking[0], "李四");
}

TEST(duty_members_talk_with_members)
{
    struct arena *a = test_arena();
    /* 5 is no member here: a talk with him alone does not count for 4. */
    static const struct duty_presence rows[] = {
        {10, 2, false}, {10, 3, false}, {11, 4, false}, {11, 5, false}, {12, 1, false}};
    struct duty_people p = five(a, rows, 5);
    struct pack_duty d = {.per = PER_MEMBER_TALK, .count = 1};
    struct duty_tally t = duty_tally(a, &d, &p);
    CHECK_INT(t.need, 4);
    CHECK_INT(t.have, 2);
    CHECK_INT(t.have_in_time, 2);
    CHECK_INT(t.lacking_n, 2);
}

TEST(duty_nobody_to_count_is_nothing_owed)
{
    struct arena *a = test_arena();

    static const enum pack_per all[] = {
        PER_MEMBER, PER_COMMITTEE_PAIR, PER_COMMITTEE_TALK, PER_MEMBER_TALK};

    for (size_t i = 0; i < 4; i++) {
        struct duty_people nobody = {NULL, 0, NULL, 0};
        struct pack_duty d = {.per = all[i], .count = 1};
        struct duty_tally t = duty_tally(a, &d, &nobody);
        CHECK_INT(t.need, 0);
        CHECK_INT(t.have, 0);
    }
}
