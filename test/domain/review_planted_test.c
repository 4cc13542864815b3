/* One thing at a time is planted in a report, or in the records behind it, that had no fault: it is found as what it is,
   and nothing else is. On both stores. */
#include "support_ledger.h"

#include "harness.h"

#include "domain/person.h"
#include "domain/review.h"
#include "domain/search.h"

static struct ledger book;
static struct review found;

static const char good_title[] = "机关支部2023年度述职报告";

static bool
hold(struct record_input in, int64_t *id)
{
    struct err e;
    in.late_why = S("补录");
    return CHECK_OK(ledger_save(&book, &book.clerk, &in, id, &e), &e);
}

static struct record_input
meeting(int month, int day, const char *place, const char *body)
{
    struct record_input in = ledger_meeting(&book);
    in.held_on = date_make(2023, month, day);
    in.title = arena_fmt(book.a, "%d月党员大会", month);
    in.place = str_from(place);
    in.body = str_from(body);
    return in;
}

static bool
add_deputy(struct work *w, void *arg, struct err *e)
{
    int64_t id = 0;
    (void)arg;
    struct post_input in = {.org_id = book.branch,
        .person_id = book.people[5],
        .post = S("deputy"),
        .from_on = date_make(2022, 1, 1),
        .to_on = date_make(2022, 12, 1)};
    return post_save(w, &in, &id, e);
}

/* Three meetings, 860 亩 of land, and somebody who was deputy until the year before. */
static bool
opened(void)
{
    struct err e;
    int64_t id = 0;
    if (!CHECK_OK(ledger_open(&book, &e), &e) ||
        !CHECK_OK(ledger_write(&book, &book.upper, add_deputy, NULL, &e), &e))
        return false;
    struct field_value land[] = {{S("village"), S("东村")}, {S("note"), S("先测土再播种。")}};
    struct quantity mu = {.code = S("mu"), .milli = 860000};
    struct record_input trust = {.org_id = book.branch,
        .kind = S("trust"),
        .held_on = date_make(2023, 7, 5),
        .title = S("东村托管"),
        .fields = land,
        .fields_n = 2,
        .quantities = &mu,
        .quantities_n = 1};
    return hold(meeting(1, 4, "三楼会议室", "会议通过全年计划。"), &id) &&
        hold(meeting(4, 4, "三楼会议室", "会议听取走访情况。"), &id) &&
        hold(meeting(7, 4, "三楼会议室", "会议学习文件，讨论下半年工作。"), &id) &&
        hold(trust, &id);
}

static bool
review(const char *title, const char *line)
{
    struct err e;
    struct str text = arena_fmt(book.a,
        "%s\n2023年，支部在区委的领导下开展工作，现述职如下。\n一、主要工作\n召开党员大会3次，托管土地860亩。\n%s\n"
        "二、存在问题\n学习的办法不多，联系群众还不够经常，有的委员对分管的工作抓得不紧，检查少。\n"
        "三、2024年工作打算\n把每月的学习落到一件要办的事上，每季度到村里听一次意见。\n",
        title, line);
    return CHECK_OK(
        review_report(ledger_look(&book, &book.upper), book.branch, 2023, text, &found, &e), &e);
}

static size_t
all_found(void)
{
    return found.leftovers.n + found.impossible.n + found.form.n + found.copied.n;
}

static const char *
first_kind(void)
{
    const struct review_findings *lists[] = {&found.leftovers, &found.impossible, &found.form};
    for (size_t i = 0; i < 3; i++)
        if (lists[i]->n)
            return arena_cstr(book.a, lists[i]->v[0].kind);
    return "nothing";
}

/* Exactly one finding, of this kind. */
static void
one_only(const struct review_findings *list, const char *kind, const char *line)
{
    bool fits = all_found() == 1 && list->n == 1 && str_eq(list->v[0].kind, str_from(kind)) &&
        found.wanting;
    if (!fits)
        (void)test_check(false, __FILE__, __LINE__,
            arena_cstr(book.a,
                arena_fmt(book.a, "%s: %s expected, %zu found, first %s", line, kind, all_found(),
                    first_kind())));
}

TEST(a_report_without_fault_has_no_finding)
{
    REQUIRE(opened());
    REQUIRE(review(good_title, "支部的工作按计划进行。"));
    CHECK_INT(all_found(), 0);
    CHECK_INT(found.unread.n, 0);
    CHECK(!found.wanting);
    for (size_t i = 0; i < found.claims_n; i++)
        CHECK_INT(found.claims[i].verdict, REVIEW_AGREES);
    ledger_close(&book);
}

struct plant {
    const char *title, *line, *kind;
};

static void
plant_all(const struct plant *plants, size_t n, const struct review_findings *list)
{
    REQUIRE(opened());
    for (size_t i = 0; i < n; i++) {
        REQUIRE(review(plants[i].title ? plants[i].title : good_title,
            plants[i].line ? plants[i].line : "支部的工作按计划进行。"));
        one_only(list, plants[i].kind, plants[i].line ? plants[i].line : plants[i].title);
    }
    ledger_close(&book);
}

TEST(each_leftover_is_found)
{
    static const struct plant plants[] = {
        {"机关支部2021年度述职报告", NULL, "other_year"},
        {"机关支部2025年度述职报告", NULL, "other_year"},
        {NULL, "2021年，支部组织党员学习。", "other_year"},
        {NULL, "（一）2020年工作回顾", "other_year"},
        {NULL, "我市农资供应充足。", "place"},
        {NULL, "我乡党员带头下田。", "place"},
        {NULL, "在县委的坚强领导下，支部完成了任务。", "place"},
        {NULL, "在青山区委的正确领导下，支部完成了任务。", "place"},
        {"青山县财政局2023年度述职报告", NULL, "other_unit"},
        {"2023年度青山县财政局工作总结", NULL, "other_unit"},
        {"基层支部2023年度述职报告", NULL, "other_unit"},
        {NULL, "我作为青山县财政局党支部书记，带头学习。", "other_unit"},
        {NULL, "基层支部", "other_unit"},
        {NULL, "副书记吴六带队走访。", "left_post"},
        {NULL, "慰问困难党员**户。", "masked"},
        {NULL, "支部坚持##paidbegin##集中学习。", "marker"},
    };
    plant_all(plants, sizeof plants / sizeof plants[0], &found.leftovers);
}

TEST(what_only_looks_left_over_is_not)
{
    static const char *const lines[] = {
        "与2022年相比，党员大会的质量有提高。",
        "对照2022年述职点评意见，已全部整改。",
        "我区农资供应充足，党员自我市场意识增强。",
        "在市委、区委的坚强领导下，支部完成了任务。",
        "与基层支部结对学习。",
        "老党员吴六讲了当年的事。",
        "第二季度起，党员带头下田。",
        "（一）2022年度述职评议问题整改情况",
    };
    REQUIRE(opened());
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        REQUIRE(review(good_title, lines[i]));
        if (all_found() != 0)
            (void)test_check(false, __FILE__, __LINE__,
                arena_cstr(book.a, arena_fmt(book.a, "%s: %s", lines[i], first_kind())));
    }
    REQUIRE(review("区社机关支部2023年度工作总结及2024年工作计划", "支部的工作按计划进行。"));
    CHECK_INT(all_found(), 0);
    REQUIRE(review("2023年度区总社党委机关支部述职报告", "支部的工作按计划进行。"));
    CHECK_INT(all_found(), 0);
    REQUIRE(review("机关支部2023年度述职报告\n（2024年1月5日）", "支部的工作按计划进行。"));
    CHECK_INT(all_found(), 0);
    ledger_close(&book);
}

TEST(each_impossible_sentence_is_found)
{
    static const struct plant plants[] = {
        {NULL, "培训农户30人次，其中党员40人次。", "part_above_total"},
        {NULL, "培训农户30人次，其中党员10人次、干部35人次。", "part_above_total"},
        {NULL, "托管土地9000亩。", "band"},
        {NULL, "党员到会率120%。", "band"},
        {NULL, "2月30日，支部组织了学习。", "no_such_day"},
        {NULL, "2023年6月31日，支部组织了学习。", "no_such_day"},
        {NULL, "托管土地860亩次。", "unit"},
    };
    plant_all(plants, sizeof plants / sizeof plants[0], &found.impossible);
}

TEST(each_fault_of_form_is_found)
{
    static const struct plant plants[] = {
        {NULL, "（一）组织生活\n支部按月学习。\n（三）学习\n支部按季研讨。", "numbering"},
        {NULL, "（一）、组织生活\n支部按月学习。", "numbering"},
        {NULL, "1.组织生活\n支部按月学习。\n2.学习\n4.联系群众", "numbering"},
    };
    plant_all(plants, sizeof plants / sizeof plants[0], &found.form);
}

TEST(numbers_begin_anew_below_headings_without_numbers)
{
    struct err e;
    REQUIRE(opened());
    struct str text = S(
        "机关支部2023年度述职报告\n主要工作\n（一）学习\n支部按月学习。\n（二）走访\n支部按季走访。\n"
        "存在问题\n（一）学习\n办法不多。\n（二）走访\n次数偏少。\n下步打算\n（一）学习\n按月检查。\n");
    struct work *w = ledger_look(&book, &book.clerk);
    REQUIRE(CHECK_OK(review_report(w, book.branch, 2023, text, &found, &e), &e));
    CHECK_INT(found.form.n, 0);
    ledger_close(&book);
}

TEST(parts_and_shares_of_a_report_are_looked_at)
{
    struct err e;
    REQUIRE(opened());
    struct work *w = ledger_look(&book, &book.clerk);
    struct str text = S("机关支部2023年度述职报告\n一、主要工作\n召开党员大会3次。\n");
    REQUIRE(CHECK_OK(review_report(w, book.branch, 2023, text, &found, &e), &e));
    REQUIRE(found.form.n == 1);
    CHECK_STR(found.form.v[0].kind, "missing_part");
    CHECK(str_find(found.form.v[0].why, S("下一步"), 0) != SIZE_MAX);
    struct str filler = S("支部把学习放在前面，按月安排，逐人落实，检查到位。");
    struct str parts[20];
    for (size_t i = 0; i < 20; i++)
        parts[i] = filler;
    struct str much = arena_join(book.a, parts, 20, S(""));
    text = arena_fmt(book.a,
        "机关支部2023年度述职报告\n一、主要工作\n%.*s\n二、存在问题\n办法不多。\n三、下步打算\n继续努力。\n",
        STR_ARG(much));
    REQUIRE(CHECK_OK(review_report(w, book.branch, 2023, text, &found, &e), &e));
    REQUIRE(found.form.n == 1);
    CHECK_STR(found.form.v[0].kind, "problems_share");
    ledger_close(&book);
}

/* ---- the records behind it ---- */

static void
record_finding(const char *kind, size_t records)
{
    REQUIRE(review(good_title, "支部的工作按计划进行。"));
    one_only(&found.impossible, kind, kind);
    REQUIRE(found.impossible.n == 1);
    CHECK_INT(found.impossible.v[0].records_n, records);
    CHECK_INT(found.impossible.v[0].end, 0);
}

/* One study of the day: no meeting, so that the figures stay. */
static struct record_input
study(int day, const char *place, const char *body)
{
    struct record_input in = meeting(6, day, place, body);
    in.kind = S("study");
    in.title = S("集中学习");
    in.agenda = S("");
    return in;
}

TEST(nobody_is_in_two_places)
{
    int64_t id;
    REQUIRE(opened());
    REQUIRE(hold(study(6, "东村", "通读章程。"), &id));
    REQUIRE(hold(study(6, "区社礼堂", "看专题片。"), &id));
    record_finding("two_places", 2);
    ledger_close(&book);
}

TEST(times_that_do_not_meet_are_two_visits)
{
    static const struct {
        const char *one, *other;
        bool told;
    } cases[] = {
        {"9:00—11:00 通读章程。", "下午2时看专题片。", false},
        {"上午通读章程。", "下午看专题片。", false},
        {"9:00—11:00 通读章程。", "10：30看专题片。", true},
        {"上午通读章程。", "10时半看专题片。", true},
        {"下午2时至4时通读章程。", "15:30看专题片。", true},
        {"下午2时至4时通读章程。", "16:10看专题片。", false},
    };

    size_t told = 0;
    REQUIRE(opened());
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t id;
        REQUIRE(hold(study(6 + (int)i, "东村", cases[i].one), &id));
        REQUIRE(hold(study(6 + (int)i, "区社礼堂", cases[i].other), &id));
        REQUIRE(review(good_title, "支部的工作按计划进行。"));
        told += cases[i].told;
        CHECK_INT(found.impossible.n, told);
    }
    ledger_close(&book);
}

static bool
join_late(struct work *w, void *arg, struct err *e)
{
    struct person p;
    int64_t id = book.people[6];
    (void)arg;
    if (!person_get(w, id, &p, e))
        return false;
    struct person_input in = {.id = id,
        .org_id = p.org_id,
        .version = p.version,
        .name = p.name,
        .membership = p.membership,
        .joined_on = date_make(2023, 6, 20),
        .full_on = date_make(2023, 6, 20)};
    return person_save(w, &in, &id, e);
}

TEST(nobody_comes_before_joining)
{
    struct err e;
    REQUIRE(opened());
    REQUIRE(CHECK_OK(ledger_write(&book, &book.upper, join_late, NULL, &e), &e));
    REQUIRE(review(good_title, "支部的工作按计划进行。"));
    CHECK_INT(found.impossible.n, 2); /* the meetings of January and April */
    for (size_t i = 0; i < found.impossible.n; i++) {
        CHECK_STR(found.impossible.v[i].kind, "before_joining");
        CHECK_INT(found.impossible.v[i].records_n, 1);
    }
    ledger_close(&book);
}

static bool
leave_early(struct work *w, void *arg, struct err *e)
{
    struct person p;
    (void)arg;
    return person_get(w, book.people[7], &p, e) &&
        person_leave(w, p.id, p.version, date_make(2023, 5, 31), S("调走"), e);
}

TEST(nobody_comes_after_leaving)
{
    struct err e;
    REQUIRE(opened());
    REQUIRE(CHECK_OK(ledger_write(&book, &book.upper, leave_early, NULL, &e), &e));
    record_finding("after_leaving", 1);
    ledger_close(&book);
}

TEST(minutes_are_not_older_than_the_meeting)
{
    int64_t id;
    REQUIRE(opened());
    REQUIRE(hold(study(6, "东村", "通读章程。\n记录时间：2023年6月5日"), &id));
    record_finding("minutes_older", 1);
    REQUIRE(hold(study(9, "东村", "看专题片。\n2023年6月9日"), &id));
    record_finding("minutes_older", 1);
    ledger_close(&book);
}

TEST(the_same_minutes_and_roll_do_not_come_again)
{
    static const char minutes[] =
        "会议由书记主持，逐条学习了上级文件，五名党员作了发言，大家结合各自岗位谈了打算。";
    int64_t id;
    REQUIRE(opened());
    REQUIRE(hold(study(6, "东村", minutes), &id));
    struct record_input in = study(13, "东村", minutes);
    in.attendance[3].presence = PRESENCE_EXCUSED;
    in.attendance[3].reason = S("出差");
    REQUIRE(hold(in, &id));
    REQUIRE(review(good_title, "支部的工作按计划进行。"));
    CHECK_INT(all_found(), 0); /* another roll */
    REQUIRE(hold(study(20, "东村", minutes), &id));
    record_finding("same_roll", 2);
    ledger_close(&book);
}

struct adding {
    struct evidence_input in;
    int64_t id;
};

static bool
do_add(struct work *w, void *arg, struct err *e)
{
    struct adding *a = arg;
    return evidence_add(w, &a->in, &a->id, e);
}

static bool
attach(int64_t record_id, const char *bytes, const char *name)
{
    struct err e;
    struct adding a = {.in = {.record_id = record_id,
                           .digest = sha256_of(str_from(bytes)),
                           .size = (int64_t)strlen(bytes),
                           .name = str_from(name),
                           .type = S("image/jpeg")}};
    return CHECK_OK(ledger_write(&book, &book.clerk, do_add, &a, &e), &e);
}

TEST(the_same_file_does_not_prove_two_days)
{
    int64_t one = 0, other = 0, third = 0;
    REQUIRE(opened());
    REQUIRE(hold(study(6, "东村", "通读章程。"), &one));
    REQUIRE(hold(study(13, "东村", "看专题片。"), &other));
    REQUIRE(hold(meeting(6, 13, "东村", "另一条。"), &third));
    REQUIRE(attach(one, "roll", "签到表.jpg"));
    REQUIRE(attach(other, "another roll", "签到表.jpg"));
    REQUIRE(review(good_title, "召开党员大会4次。"));
    CHECK_INT(found.impossible.n, 0);
    REQUIRE(attach(other, "roll", "签到.jpg"));
    REQUIRE(review(good_title, "支部的工作按计划进行。"));
    REQUIRE(found.impossible.n == 1);
    CHECK_STR(found.impossible.v[0].kind, "same_file");
    CHECK_INT(found.impossible.v[0].records[0], one);
    CHECK_INT(found.impossible.v[0].records[1], other);
    REQUIRE(attach(third, "another roll", "签到.jpg"));
    REQUIRE(review(good_title, "支部的工作按计划进行。"));
    CHECK_INT(found.impossible.n, 1); /* of one day: one roll for both */
    ledger_close(&book);
}

/* A picture with so many of its bits changed. */
static bool
attach_picture(int64_t record_id, const char *bytes, unsigned changed)
{
    struct err e;
    struct adding a = {.in = {.record_id = record_id,
                           .digest = sha256_of(str_from(bytes)),
                           .size = (int64_t)strlen(bytes),
                           .name = S("合影.jpg"),
                           .type = S("image/jpeg"),
                           .has_print = true,
                           .print = {{UINT64_C(0xF0F0F0F00F0F0F0F), UINT64_C(0xFF0000FFAA55AA55),
                               UINT64_C(0x8000000000000001), UINT64_C(0x7777777711111111)}}}};
    for (unsigned i = 0; i < changed; i++)
        a.in.print.bits[i % 4] ^= UINT64_C(1) << (i / 4 * 4);
    return CHECK_OK(ledger_write(&book, &book.clerk, do_add, &a, &e), &e);
}

TEST(the_same_picture_does_not_prove_two_days)
{
    int64_t one = 0, other = 0;
    REQUIRE(opened());
    REQUIRE(hold(study(6, "东村", "通读章程。"), &one));
    REQUIRE(hold(study(13, "东村", "看专题片。"), &other));
    REQUIRE(attach_picture(one, "large", 0));
    REQUIRE(attach_picture(other, "something else", 60));
    REQUIRE(review(good_title, "支部的工作按计划进行。"));
    CHECK_INT(all_found(), 0);
    REQUIRE(attach_picture(other, "smaller", 6));
    record_finding("same_photo", 2);
    REQUIRE(found.impossible.n == 1);
    CHECK_INT(found.impossible.v[0].records[0], one);
    CHECK_INT(found.impossible.v[0].records[1], other);
    ledger_close(&book);
}

TEST(a_roll_made_before_the_meeting_is_told)
{
    int64_t id = 0;
    REQUIRE(opened());
    REQUIRE(hold(study(6, "东村", "通读章程。"), &id));
    REQUIRE(attach(id, "notice", "20230601通知.jpg"));
    REQUIRE(attach(id, "roll of the day", "IMG_20230606_1030.jpg"));
    REQUIRE(review(good_title, "支部的工作按计划进行。"));
    CHECK_INT(all_found(), 0);
    REQUIRE(attach(id, "roll", "2023-06-05签到表.jpg"));
    record_finding("minutes_older", 1);
    ledger_close(&book);
}

static const char passage[] =
    "水渠堵在两村交界处，谁也不愿先动手，支部请来两边的组长，当着大家的面丈量长短，一家一半分清楚，第三天水就流进了田里。";

/* The passage in a document of the library, in the sibling's and in the own report of the year before, and in a record. */
static bool
put_sources(struct work *w, void *arg, struct err *e)
{
    static const enum search_source sources[] = {
        SEARCH_LIBRARY, SEARCH_REPORT, SEARCH_REPORT, SEARCH_RECORD};

    (void)arg;
    for (int i = 0; i < 4; i++) {
        struct search_item item = {.source = sources[i],
            .lock = SEARCH_LOCK_SHARED,
            .ref_id = 900 + i,
            .root_id = book.root,
            .org_id = i == 1 ? book.other : book.branch,
            .kind = S("txt"),
            .title = arena_fmt(w->arena, "第%d份", i + 1),
            .text = arena_fmt(w->arena, "去年的事第%d份。\n%s\n别的事。", i + 1, passage),
            .year = 2022};
        if (!search_put(w, &item, e))
            return false;
    }
    return true;
}

TEST(the_own_report_of_last_year_is_the_first_source)
{
    struct err e;
    REQUIRE(opened());
    REQUIRE(CHECK_OK(ledger_write(&book, NULL, put_sources, NULL, &e), &e));
    REQUIRE(review(good_title, passage));
    CHECK_INT(all_found(), 1);
    REQUIRE(found.copied.n == 1);
    CHECK_INT(found.copied.v[0].source, SEARCH_REPORT);
    CHECK_INT(found.copied.v[0].ref_id, 902);
    CHECK_INT(found.copied.v[0].similarity, 1000);
    ledger_close(&book);
}

static const char shared[] =
    "仓库门口的台阶太高，推车上不去，几个党员用星期天拉来碎石和水泥，砌成一道缓坡，从那以后老搬运工也不用再弯腰抬了。";

/* The passage in a record, and then, where told so, in a document of the library. */
static bool
put_record(struct work *w, void *arg, struct err *e)
{
    int n = *(const int *)arg;
    for (int i = 0; i < n; i++) {
        struct search_item item = {.source = i == 0 ? SEARCH_RECORD : SEARCH_LIBRARY,
            .lock = SEARCH_LOCK_SHARED,
            .ref_id = 950 + i,
            .root_id = book.root,
            .org_id = book.branch,
            .kind = S("txt"),
            .title = S("缓坡"),
            .text = arena_fmt(w->arena, "%d\n%s\n别的事。", i, shared),
            .year = 2023};
        if (!search_put(w, &item, e))
            return false;
    }
    return true;
}

TEST(a_record_is_no_source_and_hides_none)
{
    struct err e;
    REQUIRE(opened());
    REQUIRE(CHECK_OK(ledger_write(&book, NULL, put_record, &(int){1}, &e), &e));
    REQUIRE(review(good_title, shared));
    CHECK_INT(found.copied.n, 0);
    REQUIRE(CHECK_OK(ledger_write(&book, NULL, put_record, &(int){2}, &e), &e));
    REQUIRE(review(good_title, shared));
    REQUIRE(found.copied.n == 1);
    CHECK_INT(found.copied.v[0].source, SEARCH_LIBRARY);
    CHECK_INT(found.copied.v[0].ref_id, 951);
    ledger_close(&book);
}
