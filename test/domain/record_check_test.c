#include "support_ledger.h"

#include "harness.h"

static struct ledger book;

#define OPEN()                                   \
    struct err e;                                \
    int64_t id = 0;                              \
    err_clear(&e);                               \
    if (!CHECK_OK(ledger_open(&book, &e), &e)) { \
        ledger_close(&book);                     \
        return;                                  \
    }

/* The save is refused with this field and part of the sentence, and leaves nothing behind. */
static void
refused(const struct record_input *in, const char *field, const char *part)
{
    struct err e;
    int64_t id, before = ledger_journal_entries(&book);
    CHECK(!ledger_save(&book, &book.clerk, in, &id, &e));
    CHECK_ERR(&e, ERR_INPUT, part);
    CHECK_STR(str_from(e.field), field);
    CHECK_INT(ledger_journal_entries(&book), before);
}

TEST(record_names_the_field_at_fault)
{
    OPEN();
    struct record_input good = ledger_meeting(&book), in = good;
    in.title = S("  ");
    refused(&in, "title", "标题");
    in = good;
    in.held_on = (struct date){0};
    refused(&in, "held_on", "举办日期");
    in.held_on = date_make(2023, 7, 11);
    refused(&in, "held_on", "还没有到");
    in = good;
    in.kind = S("nothing");
    refused(&in, "kind", "没有“nothing”");
    in = good;
    in.body = S("a\x01z");
    refused(&in, "body", "内容");
    in = good;
    in.place = S("\xff");
    refused(&in, "place", "地点");
    in = good;
    in.hours_milli = 2000;
    refused(&in, "hours", "不计学时");
    in = good;
    in.year = 2022;
    refused(&in, "year", "2023 年度");
    in.year = 2024;
    refused(&in, "year", "2023 年度");
    struct decision decision = {S(""), S("周五"), {0}};
    in = good;
    in.decisions = &decision;
    in.decisions_n = 1;
    refused(&in, "decisions", "议定事项");
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D1", 3), 0);
    CHECK(id == 0);
    ledger_close(&book);
}

TEST(record_checks_the_fields_of_the_kind)
{
    OPEN();

    static const struct {
        const char *code, *value, *field, *part;
    } cases[] = {
        {"votes", "十", "field.votes", "请填数字"},
        {"notice_on", "2023-02-30", "field.notice_on", "请填日期"},
        {"first", "yes", "field.first", "勾选"},
        {"theme", "其他", "field.theme", "没有“其他”这一项"},
        {"unknown", "x", "field.unknown", "没有“unknown”这一栏"},
    };
    struct record_input in = ledger_meeting(&book);
    struct field_value value;
    in.fields = &value;
    in.fields_n = 1;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        value = (struct field_value){str_from(cases[i].code), str_from(cases[i].value)};
        refused(&in, cases[i].field, cases[i].part);
    }
    struct record_input trust = {.org_id = book.branch,
        .kind = S("trust"),
        .held_on = date_make(2023, 7, 4),
        .title = S("托管")};
    refused(&trust, "field.village", "“村”必须填写");
    value = (struct field_value){S("village"), S("东村")};
    trust.fields = &value;
    trust.fields_n = 1;
    struct quantity q[2] = {{.code = S("ton"), .milli = 1000}, {.code = S("mu"), .milli = 1}};
    trust.quantities = q;
    trust.quantities_n = 1;
    refused(&trust, "quantity.ton", "没有“ton”这一数量");
    q[0] = (struct quantity){.code = S("mu"), .milli = -1};
    refused(&trust, "quantity.mu", "不能是负数");
    q[0].milli = 1;
    trust.quantities_n = 2;
    refused(&trust, "quantity.mu", "填了两次");
    CHECK(id == 0);
    ledger_close(&book);
}

TEST(record_checks_the_roll)
{
    OPEN();
    struct record_input in = ledger_meeting(&book);
    const char *last = arena_fmt(book.a, "att.%lld", (long long)book.people[11]).p;
    in.attendance[11].reason = S("");
    refused(&in, last, "缺席须写明原因");
    in = ledger_meeting(&book);
    in.attendance[11] = in.attendance[10];
    refused(&in, arena_fmt(book.a, "att.%lld", (long long)book.people[10]).p, "出现了两次");
    in = ledger_meeting(&book);
    in.attendance[11] =
        (struct attendance){.person_id = book.stranger, .presence = PRESENCE_PRESENT};
    const char *stranger = arena_fmt(book.a, "att.%lld", (long long)book.stranger).p;
    refused(&in, stranger, "不属于本组织");
    in.attendance[11].presence = PRESENCE_OBSERVER;
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    struct record r;
    CHECK_OK(record_get(ledger_look(&book, NULL), id, &r, &e), &e);
    CHECK_INT(r.due_count, 11);
    CHECK_INT(r.present_count, 11);
    ledger_close(&book);
}

TEST(record_entered_late_wants_a_reason)
{
    OPEN();
    struct record r;
    struct notes notes;
    struct record_input in = ledger_meeting(&book);
    in.held_on = date_make(2023, 7, 3);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    in.held_on = date_make(2023, 7, 2);
    refused(&in, "late_why", "已 8 天，超过规定的 7 天");
    in.late_why = S("换届交接");
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_OK(record_get(ledger_look(&book, NULL), id, &r, &e), &e);
    CHECK_INT(r.late_days, 1);
    CHECK_STR(r.in.late_why, "换届交接");
    CHECK_OK(record_notes(&book.read, &r, &notes, &e), &e);
    REQUIRE(notes.n == 1);
    CHECK(str_find(notes.v[0], S("补录"), 0) != SIZE_MAX);
    /* Corrected a month later it is no later than it was. */
    ledger_day(2023, 8, 20);
    in = ledger_input(&book, id);
    in.place = S("二楼");
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_OK(record_get(ledger_look(&book, NULL), id, &r, &e), &e);
    CHECK_INT(r.late_days, 1);
    ledger_close(&book);
}

TEST(record_says_what_is_unusual)
{
    OPEN();
    struct record r;
    struct notes notes;
    struct record_input in = ledger_meeting(&book);
    for (size_t i = 5; i < 12; i++)
        in.attendance[i] = (struct attendance){
            .person_id = book.people[i], .presence = PRESENCE_EXCUSED, .reason = S("出差")};
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_OK(record_get(ledger_look(&book, NULL), id, &r, &e), &e);
    CHECK_OK(record_notes(&book.read, &r, &notes, &e), &e);
    REQUIRE(notes.n == 1);
    CHECK_STR(notes.v[0], "应到 12 人，实到 5 人，不足 1/2。依据：半数以上到会");
    struct field_value village = {S("village"), S("东村")};
    struct quantity mu = {.code = S("mu"), .milli = 1001000};
    struct record_input trust = {.org_id = book.branch,
        .kind = S("trust"),
        .held_on = date_make(2023, 7, 4),
        .title = S("托管"),
        .fields = &village,
        .fields_n = 1,
        .quantities = &mu,
        .quantities_n = 1};
    CHECK_OK(ledger_save(&book, &book.clerk, &trust, &id, &e), &e);
    CHECK_OK(record_get(ledger_look(&book, NULL), id, &r, &e), &e);
    CHECK_STR(r.in.quantities[0].unit, "亩");
    CHECK_STR(r.in.quantities[0].title, "托管面积");
    CHECK_OK(record_notes(&book.read, &r, &notes, &e), &e);
    REQUIRE(notes.n == 1);
    CHECK(str_find(notes.v[0], S("1001亩"), 0) != SIZE_MAX);
    CHECK_INT(ledger_figure(&book, book.branch, 2023, "mu"), 1001000);
    ledger_close(&book);
}

TEST(record_counts_for_the_duties_ticked)
{
    OPEN();
    struct str both[] = {S("D3"), S("D4")}, duty[] = {S("D1"), S("D3")};
    struct record_input in = ledger_meeting(&book);
    in.duties_chosen = true;
    in.duties = duty;
    in.duties_n = 2;
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D1", 3), 1);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D3", 7), 1);
    duty[0] = S("D9");
    refused(&in, "duties", "没有“D9”");
    duty[0] = S("D4");
    in.duties_n = 1;
    refused(&in, "duties", "不能计入“固定学习日”");
    duty[0] = S("D5");
    refused(&in, "duties", "按所填内容");
    duty[0] = S("D6");
    refused(&in, "duties", "不适用于本组织");
    in.kind = S("study");
    in.agenda = S("");
    in.duties = both;
    in.duties_n = 2;
    refused(&in, "duties", "请只选一项");
    in.duties_n = 0;
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D4", 7), 0);
    struct field_value theme = {S("theme"), S("选举")};
    in = ledger_meeting(&book);
    in.fields = &theme;
    in.fields_n = 1;
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D5", 1), 1);
    ledger_close(&book);
}

TEST(record_of_last_year_may_be_held_this_year)
{
    OPEN();
    struct record r;
    ledger_day(2024, 3, 31);
    struct record_input in = {.org_id = book.branch,
        .kind = S("life"),
        .held_on = date_make(2024, 3, 30),
        .year = 2023,
        .title = S("2023年度组织生活会")};
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_OK(record_get(ledger_look(&book, NULL), id, &r, &e), &e);
    CHECK_INT(r.in.year, 2023);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D2", 1), 1);
    in.held_on = date_make(2024, 3, 31);
    refused(&in, "year", "2024 年度");
    in.held_on = date_make(2024, 3, 30);
    in.kind = S("study");
    refused(&in, "year", "组织生活会");
    ledger_close(&book);
}
