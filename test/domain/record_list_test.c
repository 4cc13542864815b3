#include "support_ledger.h"

#include "harness.h"

static struct ledger book;

static int64_t
hold(const char *kind, struct date on, const char *title, const char *body)
{
    struct err e;
    int64_t id = 0;
    struct record_input in = {.org_id = book.branch,
        .kind = str_from(kind),
        .held_on = on,
        .title = str_from(title),
        .place = S("会议室"),
        .host = S("赵一"),
        .recorder = S("周五"),
        .body = str_from(body),
        .late_why = S("集中补录")};
    CHECK_OK(ledger_save(&book, NULL, &in, &id, &e), &e);
    return id;
}

static struct record_lines
list(struct record_filter f)
{
    struct record_lines lines = {0};
    struct err e;
    f.limit = f.limit ? f.limit : 50;
    f.org_id = f.org_id ? f.org_id : book.branch;
    CHECK_OK(record_list(ledger_look(&book, NULL), &f, &lines, &e), &e);
    return lines;
}

static bool
opened(void)
{
    struct err e;
    return CHECK_OK(ledger_open(&book, &e), &e);
}

TEST(record_list_pages_with_the_total)
{
    REQUIRE(opened());
    for (int month = 1; month <= 6; month++)
        hold("study", date_make(2023, month, 5), arena_fmt(book.a, "%d月学习", month).p, "");
    struct record_lines l = list((struct record_filter){.limit = 4});
    CHECK_INT(l.total, 6);
    REQUIRE(l.n == 4);
    CHECK_STR(l.v[0].title, "6月学习");
    CHECK_STR(l.v[0].kind_title, "集中学习");
    CHECK_STR(l.v[0].org_name, "机关支部");
    CHECK(l.v[0].late_days > 0);
    l = list((struct record_filter){.limit = 4, .offset = 4});
    REQUIRE(l.n == 2);
    CHECK_INT(l.total, 6);
    CHECK_STR(l.v[1].title, "1月学习");
    l = list((struct record_filter){.limit = 4, .offset = 8});
    CHECK_INT(l.n, 0);
    CHECK_INT(l.total, 6);
    l = list((struct record_filter){.oldest_first = true});
    REQUIRE(l.n == 6);
    CHECK_STR(l.v[0].title, "1月学习");
    l = list((struct record_filter){.by_entry = true, .limit = 1});
    REQUIRE(l.n == 1);
    CHECK_STR(l.v[0].title, "6月学习");
    l = list((struct record_filter){.by_entry = true, .oldest_first = true, .limit = 1});
    REQUIRE(l.n == 1);
    CHECK_STR(l.v[0].title, "1月学习");
    struct err e;
    struct record_filter none = {.org_id = book.branch};
    CHECK(!record_list(&book.read, &none, &l, &e));
    CHECK_ERR(&e, ERR_INPUT, "每页条数");
    ledger_close(&book);
}

TEST(record_list_combines_filters)
{
    REQUIRE(opened());
    hold("study", date_make(2023, 1, 5), "学习甲", "");
    hold("meeting", date_make(2023, 2, 5), "大会甲", "");
    hold("meeting", date_make(2023, 7, 5), "大会乙", "");
    hold("board", date_make(2022, 7, 5), "支委会", "");
    CHECK_INT(list((struct record_filter){.year = 2023}).total, 3);
    CHECK_INT(list((struct record_filter){.kind = S("meeting")}).total, 2);
    CHECK_INT(list((struct record_filter){.family = S("meeting")}).total, 3);
    CHECK_INT(list((struct record_filter){.family = S("meeting"), .year = 2023}).total, 2);
    CHECK_INT(list((struct record_filter){.from = date_make(2023, 2, 5)}).total, 2);
    CHECK_INT(
        list((struct record_filter){.to = date_make(2023, 2, 5), .kind = S("meeting")}).total, 1);
    CHECK_INT(list((struct record_filter){.duty = S("D1")}).total, 2);
    CHECK_INT(list((struct record_filter){.duty = S("D4")}).total, 1);
    CHECK_INT(list((struct record_filter){.late_only = true}).total, 3);
    CHECK_INT(list((struct record_filter){.org_id = book.root}).total, 0);
    struct record_lines l =
        list((struct record_filter){.org_id = book.root, .subtree = true, .text = S("甲")});
    CHECK_INT(l.total, 2);
    struct err e;
    struct record_filter bad = {.org_id = book.branch, .family = S("x"), .limit = 1};
    CHECK(!record_list(ledger_look(&book, NULL), &bad, &l, &e));
    CHECK_ERR(&e, ERR_INPUT, "没有“x”这类记录");
    ledger_close(&book);
}

TEST(record_list_takes_a_text_as_it_stands)
{
    REQUIRE(opened());
    hold("study", date_make(2023, 7, 5), "完成100%", "正文A");
    hold("study", date_make(2023, 7, 6), "完成1000", "正文a_b");
    hold("study", date_make(2023, 7, 7), "其他", "反斜杠\\在此");
    CHECK_INT(list((struct record_filter){.text = S("100%")}).total, 1);
    CHECK_INT(list((struct record_filter){.text = S("%")}).total, 1);
    CHECK_INT(list((struct record_filter){.text = S("_")}).total, 1);
    CHECK_INT(list((struct record_filter){.text = S("\\")}).total, 1);
    CHECK_INT(list((struct record_filter){.text = S("正文A")}).total, 1);
    CHECK_INT(list((struct record_filter){.text = S("正文")}).total, 2);
    CHECK_INT(list((struct record_filter){.text = S("会议室")}).total, 3);
    CHECK_INT(list((struct record_filter){.text = S("没有的")}).total, 0);
    ledger_close(&book);
}

TEST(record_list_does_not_search_private_texts)
{
    REQUIRE(opened());
    hold("talk", date_make(2023, 7, 5), "与吴六谈心", "家中困难");
    CHECK_INT(list((struct record_filter){.text = S("困难")}).total, 0);
    CHECK_INT(list((struct record_filter){.text = S("吴六")}).total, 1);
    ledger_close(&book);
}

struct voiding {
    int64_t id;
};

static bool
do_void(struct work *w, void *arg, struct err *e)
{
    struct voiding *v = arg;
    return record_void(w, v->id, 1, S("重复"), e);
}

TEST(record_list_keeps_voided_ones_apart)
{
    struct err e;
    REQUIRE(opened());
    struct voiding v = {hold("study", date_make(2023, 7, 5), "甲", "")};
    hold("study", date_make(2023, 7, 6), "乙", "");
    CHECK_OK(ledger_write(&book, NULL, do_void, &v, &e), &e);
    struct record_lines l = list((struct record_filter){0});
    REQUIRE(l.n == 1);
    CHECK_STR(l.v[0].title, "乙");
    l = list((struct record_filter){.voided = true});
    REQUIRE(l.n == 1);
    CHECK_STR(l.v[0].title, "甲");
    CHECK(l.v[0].voided);
    CHECK_INT(list((struct record_filter){.duty = S("D4"), .voided = true}).total, 0);
    ledger_close(&book);
}

TEST(record_list_of_a_person)
{
    struct err e;
    int64_t id;
    REQUIRE(opened());
    struct record_input in = ledger_meeting(&book);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    hold("study", date_make(2023, 7, 5), "甲", "");
    struct record_lines l = list((struct record_filter){.person_id = book.people[5]});
    REQUIRE(l.n == 1);
    CHECK_INT(l.v[0].id, id);
    CHECK_INT(l.v[0].present_count, 11);
    CHECK_INT(l.v[0].due_count, 12);
    CHECK_INT(list((struct record_filter){.person_id = book.people[11]}).total, 0);
    CHECK_INT(
        list((struct record_filter){.org_id = book.root, .person_id = book.people[5]}).total, 0);
    CHECK_INT(list((struct record_filter){
                       .org_id = book.root, .person_id = book.people[5], .subtree = true})
                  .total,
        1);
    struct record_filter f = {.org_id = book.other, .limit = 5};
    CHECK(!record_list(ledger_look(&book, &book.clerk), &f, &l, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    ledger_close(&book);
}

TEST(record_calendar_counts_days)
{
    struct err e;
    int counts[366];
    REQUIRE(opened());
    hold("study", date_make(2023, 1, 1), "甲", "");
    hold("study", date_make(2023, 2, 1), "乙", "");
    hold("board", date_make(2023, 2, 1), "丙", "");
    hold("board", date_make(2022, 12, 31), "丁", "");
    CHECK_OK(record_calendar(ledger_look(&book, NULL), book.branch, 2023, counts, &e), &e);
    CHECK_INT(counts[0], 1);
    CHECK_INT(counts[31], 2);
    CHECK_INT(counts[32], 0);
    CHECK_INT(counts[365], 0);
    CHECK_OK(record_calendar(&book.read, book.branch, 2022, counts, &e), &e);
    CHECK_INT(counts[364], 1);
    ledger_close(&book);
}

TEST(record_months_tell_done_from_written_down)
{
    struct err e;
    struct record_months m;
    REQUIRE(opened());
    hold("study", date_make(2023, 1, 10), "甲", "");
    hold("study", date_make(2023, 2, 1), "乙", "");
    hold("board", date_make(2023, 2, 1), "丙", "");
    struct work *w = ledger_look(&book, NULL);
    CHECK_OK(record_months(w, book.branch, 2023, &m, &e), &e);
    CHECK_INT(m.held[0], 1);
    CHECK_INT(m.held[1], 2);
    CHECK_INT(m.held[2], 0);
    int entered = 0;
    for (int i = 0; i < RECORD_MONTHS; i++)
        entered += m.entered[i];
    CHECK_INT(entered, 3);
    CHECK_INT(m.entered[w->today.year > 2023 ? RECORD_MONTHS - 1 : w->today.month - 1], 3);
    ledger_close(&book);
}

TEST(record_roll_follows_the_kind)
{
    struct err e;
    struct roll roll;
    const struct rules *rules;
    REQUIRE(opened());
    struct work *w = ledger_look(&book, NULL);
    REQUIRE(CHECK_OK(rules_for(w, book.root, 2023, &rules, &e), &e));
    struct date day = date_make(2023, 7, 10);
    CHECK_OK(record_roll(w, book.branch, rules_kind(rules, S("meeting")), day, &roll, &e), &e);
    REQUIRE(roll.n == 12);
    CHECK_STR(roll.v[0].name, "赵一");
    CHECK_INT(roll.v[0].presence, PRESENCE_PRESENT);
    CHECK_OK(record_roll(w, book.branch, rules_kind(rules, S("board")), day, &roll, &e), &e);
    CHECK_INT(roll.n, 3);
    CHECK_OK(record_roll(w, book.group, rules_kind(rules, S("circle")), day, &roll, &e), &e);
    REQUIRE(roll.n == 1);
    CHECK_STR(roll.v[0].name, "李四");
    CHECK_OK(record_roll(w, book.branch, rules_kind(rules, S("talk")), day, &roll, &e), &e);
    CHECK_INT(roll.n, 0);
    CHECK_OK(record_roll(w, book.branch, rules_kind(rules, S("meeting")), date_make(2015, 6, 30),
                 &roll, &e),
        &e);
    CHECK_INT(roll.n, 0);
    ledger_close(&book);
}

TEST(record_form_starts_like_the_last_one)
{
    struct err e;
    int64_t id;
    struct record_input in, last;
    REQUIRE(opened());
    struct record_start start = {.org_id = book.branch, .kind = S("meeting")};
    CHECK_OK(record_prefill(ledger_look(&book, &book.clerk), &start, &in, &e), &e);
    CHECK_STR(in.title, "2023年7月党员大会");
    CHECK_STR(in.place, "");
    CHECK_INT(in.attendance_n, 12);
    last = ledger_meeting(&book);
    last.title = S("2023年7月党员大会（第一次）");
    CHECK_OK(ledger_save(&book, &book.clerk, &last, &id, &e), &e);
    ledger_day(2023, 11, 3);
    CHECK_OK(record_prefill(ledger_look(&book, &book.clerk), &start, &in, &e), &e);
    CHECK_STR(in.title, "2023年11月党员大会（第一次）");
    CHECK_STR(in.place, "三楼会议室");
    CHECK_STR(in.host, "赵一");
    CHECK_STR(in.recorder, "周五");
    CHECK_STR(in.body, "");
    CHECK_INT(in.held_on.month, 11);
    CHECK_INT(in.attendance[11].presence, PRESENCE_PRESENT);
    ledger_close(&book);
}

TEST(record_form_starts_from_the_duty)
{
    struct err e;
    struct record_input in;
    REQUIRE(opened());
    struct record_start start = {.org_id = book.branch, .duty = S("D1"), .year = 2023, .period = 2};
    struct work *w = ledger_look(&book, &book.clerk);
    CHECK_OK(record_prefill(w, &start, &in, &e), &e);
    CHECK_STR(in.kind, "meeting");
    CHECK_STR(str_from(date_format(in.held_on).z), "2023-06-30");
    CHECK(!in.duties_chosen);
    start.period = 3;
    CHECK_OK(record_prefill(w, &start, &in, &e), &e);
    CHECK_STR(str_from(date_format(in.held_on).z), "2023-07-10");
    start =
        (struct record_start){.org_id = book.branch, .duty = S("D3"), .year = 2023, .period = 7};
    CHECK_OK(record_prefill(w, &start, &in, &e), &e);
    CHECK(in.duties_chosen);
    REQUIRE(in.duties_n == 1);
    CHECK_STR(in.duties[0], "D3");
    start.duty = S("D5");
    CHECK_OK(record_prefill(w, &start, &in, &e), &e);
    REQUIRE(in.fields_n == 1);
    CHECK_STR(in.fields[0].value, "选举");
    start.duty = S("D9");
    CHECK(!record_prefill(w, &start, &in, &e));
    CHECK_ERR(&e, ERR_INPUT, "没有“D9”");
    ledger_day(2024, 2, 1);
    start =
        (struct record_start){.org_id = book.branch, .duty = S("D2"), .year = 2023, .period = 1};
    CHECK_OK(record_prefill(ledger_look(&book, &book.clerk), &start, &in, &e), &e);
    CHECK_STR(str_from(date_format(in.held_on).z), "2024-02-01");
    CHECK_INT(in.year, 2023);
    ledger_close(&book);
}
