#include "domain/figure.h"

#include "support_trial.h"

static struct date
june(int d)
{
    return date_make(2023, 6, d);
}

static void
check_figure(struct trial *t, const char *code, const char *want, int64_t records)
{
    struct figure f = trial_figure(t, 2023, code);
    struct milli_text got = milli_format(f.milli);
    CHECK(f.has_value);
    CHECK_STR(str_from(got.z), want);
    CHECK_INT(f.records, records);
}

static void
check_empty(struct trial *t, const char *code)
{
    struct figure f = trial_figure(t, 2023, code);
    CHECK(f.def && !f.has_value);
    CHECK_INT(f.records, 0);
}

TEST(figure_nothing_recorded_is_not_zero)
{
    struct trial t;
    struct figures list;
    REQUIRE(trial_open(&t, 3));
    struct work w = fixture_read(&t.f, &t.f.system);
    REQUIRE(figure_year(&w, t.f.org, 2023, &list, &t.f.e));
    work_end(&w);
    CHECK_INT(list.n, 10);
    CHECK_STR(list.v[0].def->code, "meetings");
    for (size_t i = 0; i < list.n; i++)
        CHECK(!list.v[i].has_value);
    trial_close(&t);
}

TEST(figure_counts_records_and_people)
{
    struct trial t;
    REQUIRE(trial_open(&t, 5));
    CHECK(trial_hold(&t,
        (struct trial_held){
            .kind = "meeting", .on = june(1), .present = 0x7, .absent = 0x8, .hours_milli = 1500}));
    CHECK(trial_hold(&t,
        (struct trial_held){.kind = "study", .on = june(2), .present = 0x13, .hours_milli = 4000}));
    CHECK(trial_hold(&t, (struct trial_held){.kind = "meeting", .on = june(3)}));
    check_figure(&t, "meetings", "2", 2);
    check_figure(&t, "turnout", "6", 2);
    check_figure(&t, "people", "4", 2);
    check_figure(&t, "study_hours", "5.5", 2);
    check_figure(&t, "everything", "3", 3);
    check_figure(&t, "everybody", "4", 2);
    check_empty(&t, "mu");
    trial_close(&t);
}

TEST(figure_of_people_is_zero_when_nobody_came)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    CHECK(trial_hold(&t, (struct trial_held){.kind = "meeting", .on = june(1), .absent = 0x7}));
    check_figure(&t, "turnout", "0", 1);
    check_figure(&t, "people", "0", 1);
    check_empty(&t, "study_hours");
    trial_close(&t);
}

TEST(figure_sums_quantities_of_one_unit)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    struct trial_held held = {.kind = "service", .on = june(1), .crop = "小麦", .mu = 20000};
    held.id = trial_hold(&t, held);
    REQUIRE(held.id != 0);
    CHECK(trial_hold(
        &t, (struct trial_held){.kind = "service", .on = june(2), .crop = "玉米", .mu = 1500}));
    CHECK(trial_hold(
        &t, (struct trial_held){.kind = "service", .on = june(3), .crop = "小麦", .tons = 7000}));
    CHECK(trial_hold(&t, (struct trial_held){.kind = "service", .on = june(4), .note = "小麦"}));
    check_figure(&t, "mu", "21.5", 2);
    check_figure(&t, "wheat", "20", 1);
    check_figure(&t, "wheat_times", "2", 2);
    held.crop = "玉米";
    CHECK(trial_hold(&t, held));
    check_figure(&t, "mu", "21.5", 2);
    check_empty(&t, "wheat");
    check_figure(&t, "wheat_times", "1", 1);
    CHECK_OK(trial_void(&t, held.id), &t.f.e);
    check_figure(&t, "mu", "1.5", 1);
    CHECK_OK(trial_unvoid(&t, held.id), &t.f.e);
    check_figure(&t, "mu", "21.5", 2);
    trial_close(&t);
}

TEST(figure_matches_a_field_exactly)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    struct trial_held held = {.kind = "service", .on = june(1), .note = "a\"b\\c"};
    CHECK(trial_hold(&t, held));
    held.note = "A\"b\\c";
    CHECK(trial_hold(&t, held));
    held.note = "a\"b\\cd";
    CHECK(trial_hold(&t, held));
    held.note = "\"note\":\"a\"b\\c\"";
    CHECK(trial_hold(&t, held));
    check_figure(&t, "noted", "1", 1);
    held.note = "\"crop\":\"小麦\"";
    CHECK(trial_hold(&t, held));
    check_empty(&t, "wheat_times");
    trial_close(&t);
}

TEST(figure_follows_a_change_of_the_record)
{
    struct trial t;
    REQUIRE(trial_open(&t, 5));
    struct trial_held held = {.kind = "service", .on = june(1), .crop = "小麦", .mu = 20000};
    held.id = trial_hold(&t, held);
    held.mu = 12500;
    CHECK(trial_hold(&t, held));
    check_figure(&t, "mu", "12.5", 1);
    check_figure(&t, "wheat", "12.5", 1);
    held.mu = 0;
    CHECK(trial_hold(&t, held));
    check_empty(&t, "mu");
    struct trial_held meeting = {.kind = "meeting", .on = june(2), .present = 0x3};
    meeting.id = trial_hold(&t, meeting);
    CHECK(trial_hold(&t, (struct trial_held){.kind = "study", .on = june(3), .present = 0x1}));
    check_figure(&t, "people", "2", 2);
    meeting.present = 0x1;
    CHECK(trial_hold(&t, meeting));
    check_figure(&t, "people", "1", 2);
    meeting.present = 0x4;
    CHECK(trial_hold(&t, meeting));
    check_figure(&t, "people", "2", 2);
    meeting.present = 0;
    CHECK(trial_hold(&t, meeting));
    check_figure(&t, "people", "1", 1);
    trial_close(&t);
}

static struct trial_held
nth_held(int i)
{
    static const char *const crop[] = {"小麦", "玉米", NULL};
    static const char *const kind[] = {"meeting", "study", "service", "talk", "committee", "check"};
    struct trial_held held = {.kind = kind[i % 6], .on = june(1 + i * 7 % 14)};
    if (i % 6 == 2) {
        held.crop = crop[i % 3];
        held.mu = i % 4 * 1250;
    } else if (i % 6 != 5) {
        held.present = (unsigned)(i * 37) % 64;
    }
    if (i % 6 < 2)
        held.hours_milli = i % 5 * 500;
    return held;
}

static void
check_list(struct trial *t, struct work *w, const struct figure *f)
{
    struct figure_records behind = {NULL, 0};
    int64_t sum = 0;
    CHECK_OK(figure_records(w, t->f.org, 2023, f->def->code, &behind, &t->f.e), &t->f.e);
    for (size_t k = 0; k < behind.n; k++) {
        sum += behind.v[k].milli;
        CHECK(k == 0 || date_cmp(behind.v[k - 1].held_on, behind.v[k].held_on) <= 0);
    }
    CHECK_INT(sum, f->milli);
    CHECK_INT(behind.n, f->records);
    CHECK_INT(behind.n > 0, f->has_value);
}

TEST(figure_list_sums_up_to_the_value)
{
    struct trial t;
    struct figures list = {NULL, 0};
    REQUIRE(trial_open(&t, 6));
    for (int i = 0; i < 30; i++)
        CHECK_OK(trial_hold(&t, nth_held(i)) != 0, &t.f.e);
    struct work w = fixture_read(&t.f, &t.f.system);
    CHECK_OK(figure_year(&w, t.f.org, 2023, &list, &t.f.e), &t.f.e);
    for (size_t i = 0; i < list.n; i++)
        check_list(&t, &w, &list.v[i]);
    work_end(&w);
    trial_close(&t);
}

TEST(figure_belongs_to_the_year_of_the_record)
{
    struct trial t;
    REQUIRE(trial_open(&t, 3));
    fixture_day(&t.f, date_make(2024, 3, 1));
    CHECK_OK(
        trial_hold(&t,
            (struct trial_held){.kind = "life", .on = date_make(2024, 2, 28), .year = 2023}) != 0,
        &t.f.e);
    check_figure(&t, "everything", "1", 1);
    trial_close(&t);
}

TEST(figure_asks_for_rights_and_a_known_code)
{
    struct trial t;
    struct figure f;
    struct figures list;
    struct figure_records behind;
    REQUIRE(trial_open(&t, 3));
    struct actor member = fixture_account(&t.f, t.f.org, "member", ROLE_MEMBER);
    struct actor inspector = fixture_account(&t.f, t.f.org, "inspector", ROLE_INSPECTOR);
    struct work w = fixture_read(&t.f, &member);
    CHECK(!figure_year(&w, t.f.org, 2023, &list, &t.f.e));
    CHECK_ERR(&t.f.e, ERR_DENIED, "");
    CHECK(!figure_one(&w, t.f.org, 2023, S("mu"), &f, &t.f.e));
    CHECK(!figure_records(&w, t.f.org, 2023, S("mu"), &behind, &t.f.e));
    work_end(&w);
    w = fixture_read(&t.f, &inspector);
    CHECK_OK(figure_year(&w, t.f.org, 2023, &list, &t.f.e), &t.f.e);
    CHECK(!figure_one(&w, t.f.org, 2023, S("nothing"), &f, &t.f.e));
    CHECK_ERR(&t.f.e, ERR_NOT_FOUND, "没有指标“nothing”");
    CHECK(!figure_records(&w, t.f.org, 2023, S("nothing"), &behind, &t.f.e));
    CHECK_ERR(&t.f.e, ERR_NOT_FOUND, "没有指标“nothing”");
    work_end(&w);
    trial_close(&t);
}
