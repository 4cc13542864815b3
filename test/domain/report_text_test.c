/* The written report: fields, what stands in the form, versions, what is frozen, what is laid beside it. */
#include "domain/report_text.h"

#include "harness.h"

#include "domain/account.h"
#include "domain/journal.h"
#include "domain/report_keep.h"
#include "domain/review.h"
#include "support_house.h"
#include "support_ledger.h"

#include "base/file.h"

static struct ledger book;
static struct actor above; /* the upper body */

/* Reports for other readers. */
static const char EXTRA_YAML[] =
    "name: extra\nversion: '1'\ntitle: 另一包\nroot_kind_hint: branch\nlate_entry_days: 7\n"
    "org_kinds: [branch=支部]\n"
    "kinds:\n- {code: job, title: 项目, family: project, roll: none,\n"
    "   fields: [{code: goal, title: 目标, type: text}]}\n"
    "figures:\n- {code: jobs, title: 项目数, unit: 个, definition: 试, measure: records, kinds: [job]}\n"
    "reports:\n"
    "- {code: brief, title: 季度简报, report_title: '{org}{quarter}简报', length: 50, per: quarter,\n"
    "   parts: [{section: 工作}, {text: '项目{jobs}个。'}]}\n"
    "- {code: sheet, title: 项目表, per: record, kinds: [job], parts: [{section: 概况},\n"
    "   {records: '{title}。', kinds: [job]}, {section: 目标}, {records: '{field.goal}。', kinds: [job]}]}\n";

static bool
adopt_extra(struct work *w, void *arg, struct err *e)
{
    (void)arg;
    const char *file = arena_fmt(w->arena, "%s/packs/extra.yaml", house_data(w->house)).p;
    return file_write(file, str_from(EXTRA_YAML), e) &&
        rules_adopt(w, book.root, 2023, S("extra"), S("测试"), e);
}

static struct report_key
key_of(const char *audience)
{
    return (struct report_key){book.branch, 2023, str_from(audience)};
}

static bool
add_upper(struct work *w, void *arg, struct err *e)
{
    struct token_text link;
    struct account_input in = {
        .org_id = book.root, .login = S("district"), .name = S("district"), .role = ROLE_UPPER};
    above = (struct actor){.name = S("district")};
    (void)arg;
    return account_add(w, &in, &above.account, &link, e);
}

static bool
opened(void)
{
    struct err e;
    return CHECK_OK(ledger_open(&book, &e), &e) &&
        CHECK_OK(ledger_write(&book, NULL, add_upper, NULL, &e), &e);
}

/* ---- jobs ---- */

struct job {
    struct report_key key;
    struct report_section *sections;
    size_t n;
    int64_t edition, version, id;
    const char *why, *step, *quote, *text;
    bool closed, over;
};

static struct report_writing
writing(const struct job *j)
{
    return (struct report_writing){j->key, j->edition, j->over, j->sections, j->n};
}

static bool
do_keep(struct work *w, void *arg, struct err *e)
{
    struct job *j = arg;
    const struct report_writing in = writing(j);
    return report_text_keep(w, &in, &j->id, e);
}

static bool
do_save(struct work *w, void *arg, struct err *e)
{
    struct job *j = arg;
    const struct report_writing in = writing(j);
    return report_text_save(w, &in, str_from(j->why), &j->id, e);
}

static bool
do_freeze(struct work *w, void *arg, struct err *e)
{
    return report_text_freeze(w, &((struct job *)arg)->key, e);
}

static bool
do_thaw(struct work *w, void *arg, struct err *e)
{
    return report_text_thaw(w, &((struct job *)arg)->key, S("withdraw"), e);
}

static bool
do_restore(struct work *w, void *arg, struct err *e)
{
    const struct job *j = arg;
    return report_text_restore(w, &j->key, j->version, j->edition, e);
}

static bool
do_comment(struct work *w, void *arg, struct err *e)
{
    const struct job *j = arg;
    return report_comment_add(w, &j->key, str_from(j->quote), str_from(j->text), e);
}

static bool
do_close(struct work *w, void *arg, struct err *e)
{
    const struct job *j = arg;
    return report_comment_close(w, j->id, j->closed, e);
}

static bool
job(work_fn fn, struct job *j)
{
    struct err e;
    j->why = j->why ? j->why : "";
    return CHECK_OK(ledger_write(&book, &book.clerk, fn, j, &e), &e);
}

static struct report_text
text_now(const char *audience)
{
    struct err e;
    struct report_text t = {0};
    const struct report_key key = key_of(audience);
    CHECK_OK(report_text_get(ledger_look(&book, &book.clerk), &key, &t, &e), &e);
    return t;
}

static struct report_draft
draft_now(const struct actor *who, const char *audience)
{
    struct err e;
    struct report_draft d = {0};
    const struct report_key key = key_of(audience);
    CHECK_OK(report_written(ledger_look(&book, who), &key, &d, &e), &e);
    return d;
}

static struct str
printed(const char *audience)
{
    struct report_draft d = draft_now(&book.clerk, audience);
    return report_plain(book.a, &d);
}

/* Saves these sections over what is there. */
static int64_t
save(const char *audience, struct report_section *sections, size_t n)
{
    struct job j = {.key = key_of(audience), .sections = sections, .n = n};
    j.edition = text_now(audience).edition;
    CHECK(job(do_save, &j));
    return j.id;
}

static int64_t
add_meeting(int month)
{
    struct err e;
    int64_t id = 0;
    struct record_input in = ledger_meeting(&book);
    in.held_on = date_make(2023, month, 4);
    in.late_why = S("测试");
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    return id;
}

static int64_t
add_land(int month, int64_t milli)
{
    struct err e;
    int64_t id = 0;
    struct field_value land[] = {
        {S("village"), S("东村")}, {S("done_on"), S("2024-01-31")}, {S("note"), S("先测土。")}};
    struct quantity mu = {.code = S("mu"), .milli = milli};
    struct record_input in = {.org_id = book.branch,
        .kind = S("trust"),
        .held_on = date_make(2023, month, 5),
        .title = S("东村托管"),
        .fields = land,
        .fields_n = 3,
        .quantities = &mu,
        .quantities_n = 1,
        .late_why = S("测试")};
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    return id;
}

static int64_t
add_job(void)
{
    struct err e;
    int64_t id = 0;
    struct field_value goal = {S("goal"), S("修好水渠。")};
    struct record_input in = {.org_id = book.branch,
        .kind = S("job"),
        .held_on = date_make(2023, 7, 5),
        .title = S("水渠"),
        .fields = &goal,
        .fields_n = 1};
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    return id;
}

static bool
holds(struct str all, const char *part)
{
    bool yes = str_find(all, str_from(part), 0) != SIZE_MAX;
    if (!yes)
        test_check_str(all, str_from(part), __FILE__, __LINE__, "lacks");
    return yes;
}

/* ---- the tests ---- */

TEST(unwritten_text_begins_as_the_outline_and_prints_the_same)
{
    REQUIRE(opened());
    int64_t id = add_meeting(7);
    add_land(7, 1200500);
    struct report_text t = text_now("");
    CHECK_INT(t.id, 0);
    CHECK_INT(t.sections_n, 4);
    CHECK_STR(t.sections[0].title, "{年度}年工作");
    CHECK(holds(t.sections[1].text, "{单位}书记{书记}：全年召开党员大会{党员大会次数}次"));
    CHECK(holds(t.sections[1].text, arena_fmt(book.a, "{记录 %lld：7月4日", (long long)id).p));
    struct str before = printed("");
    save("", t.sections, t.sections_n);
    CHECK_STR(printed(""), arena_cstr(book.a, before));
    struct report_draft d = draft_now(&book.clerk, "");
    CHECK(d.written && !d.frozen);
    CHECK_INT(d.missing, 3); /* no talk, nothing of kind life, no votes */
    ledger_close(&book);
}

TEST(fields_are_typed_by_title_or_code_and_computed_when_read)
{
    struct report_section s[] = {{1, S("{year}年工作"),
        S("开会{meetings}次，{党员大会次数：余}次，{mu:余}亩。\n"
          "{没有这样}、{talks}、【待补】\n\n {记录 999999} ")}};
    REQUIRE(opened());
    for (int i = 1; i <= 6; i++)
        add_meeting(i);
    add_land(6, 1234000);
    save("", s, 1);
    CHECK_STR(printed(""),
        "机关支部2023年度述职报告\n一、2023年工作\n开会6次，6次，1200余亩。\n"
        "【待补】、【待补】、【待补】\n【待补】\n");
    add_meeting(6);
    CHECK(holds(printed(""), "开会7次"));
    struct report_text t = text_now("");
    CHECK(holds(
        t.sections[0].text, "开会{党员大会次数}次，{党员大会次数：余}次，{托管面积：余}亩。"));
    CHECK(holds(t.sections[0].text, "{没有这样}"));
    CHECK_STR(t.sections[0].title, "{年度}年工作");
    ledger_close(&book);
}

TEST(rounding_keeps_to_what_a_reader_takes_it_for)
{
    struct report_section s[] = {{1, S("一"), S("{托管面积：余}亩")}};

    static const struct {
        int64_t more; /* thousandths, added to what is there */
        const char *says;
    } cases[] = {{7000, "\n7亩\n"}, {13000, "\n20亩\n"}, {500, "\n20余亩\n"}, {5500, "\n20余亩\n"},
        {94000, "\n120亩\n"}, {9000, "\n120余亩\n"}, {871000, "\n1000亩\n"},
        {234000, "\n1200余亩\n"}};

    REQUIRE(opened());
    save("", s, 1);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        add_land(7, cases[i].more);
        CHECK(holds(printed(""), cases[i].says));
    }
    ledger_close(&book);
}

TEST(a_rounded_figure_agrees_with_what_it_was_rounded_from)
{
    struct err e;
    struct review review;
    struct report_section s[] = {{1, S("工作"), S("全年土地托管{托管面积：余}亩。")}};
    REQUIRE(opened());
    save("", s, 1);
    static const int64_t more[] = {26000, 79000, 1000, 15900, 912000, 400000};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        add_land(7, more[i]);
        struct str text = printed("");
        CHECK(holds(text, "余亩"));
        CHECK_OK(
            review_report(ledger_look(&book, &book.clerk), book.branch, 2023, text, &review, &e),
            &e);
        REQUIRE(review.claims_n == 1);
        CHECK_INT(review.claims[0].claim.hedge, CLAIM_OVER);
        CHECK_INT(review.claims[0].verdict, REVIEW_AGREES);
    }
    ledger_close(&book);
}

TEST(keeping_is_no_version_and_saving_is_one)
{
    struct err e;
    struct report_text_versions list;
    struct report_section s[] = {{1, S("工作"), S("第一句。")}};
    struct job j = {.key = key_of(""), .sections = s, .n = 1};
    REQUIRE(opened());
    j.key = key_of("");
    int64_t entries = ledger_journal_entries(&book);
    CHECK(job(do_keep, &j));
    CHECK_INT(j.id, 1);
    CHECK_INT(ledger_journal_entries(&book), entries);
    CHECK_INT(text_now("").version, 0);
    s[0].text = S("第二句。");
    j.edition = 1;
    j.why = "改过";
    CHECK(job(do_save, &j));
    CHECK_INT(j.id, 2);
    CHECK_INT(ledger_journal_entries(&book), entries + 1);
    j.edition = 2;
    CHECK(job(do_save, &j)); /* as it was: no further version */
    CHECK_INT(ledger_journal_entries(&book), entries + 1);
    CHECK_OK(report_text_versions(ledger_look(&book, &book.clerk), &j.key, &list, &e), &e);
    REQUIRE(list.n == 1);
    CHECK_STR(list.v[0].why, "改过");
    CHECK_STR(list.v[0].step, "save");
    CHECK_INT(list.v[0].chars, 14 + 4 + 4); /* title, heading, sentence */
    CHECK(text_now("").kept);
    ledger_close(&book);
}

TEST(who_comes_second_is_told_and_overwrites_nothing)
{
    struct err e;
    struct report_section one[] = {{1, S("工作"), S("甲写的。")}},
                          two[] = {{1, S("工作"), S("乙写的。")}};
    struct job j = {.sections = one, .n = 1}, k = {.sections = two, .n = 1, .why = ""};
    REQUIRE(opened());
    j.key = k.key = key_of("");
    CHECK(job(do_keep, &j));
    CHECK(!ledger_write(&book, &book.secretary, do_keep, &k, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "改动过");
    CHECK(!ledger_write(&book, &book.secretary, do_save, &k, &e));
    CHECK_STR(text_now("").sections[0].text, "甲写的。");
    k.edition = 1;
    CHECK_OK(ledger_write(&book, &book.secretary, do_save, &k, &e), &e);
    CHECK_STR(text_now("").sections[0].text, "乙写的。");
    struct report_text t;
    CHECK_OK(report_text_at(ledger_look(&book, &book.clerk), &j.key, 1, &t, &e), &e);
    CHECK_STR(t.sections[0].text, "甲写的。"); /* though 甲 saved no version */
    CHECK_INT(text_now("").version, 2);
    ledger_close(&book);
}

TEST(what_is_overwritten_knowingly_is_kept_first)
{
    struct err e;
    struct report_text t;
    struct report_section one[] = {{1, S("工作"), S("甲写的。")}};
    struct job j = {.sections = one, .n = 1};
    REQUIRE(opened());
    j.key = key_of("");
    CHECK(job(do_keep, &j));
    one[0].text = S("自己接着写。");
    j.edition = 1;
    CHECK(job(do_keep, &j));
    CHECK_INT(text_now("").version, 0);
    one[0].text = S("从另一个窗口写。");
    j.edition = 2;
    j.over = true;
    CHECK(job(do_keep, &j));
    CHECK_INT(text_now("").version, 1);
    CHECK_OK(report_text_at(ledger_look(&book, &book.clerk), &j.key, 1, &t, &e), &e);
    CHECK_STR(t.sections[0].text, "自己接着写。");
    ledger_close(&book);
}

TEST(what_was_sent_stays_until_it_is_taken_back)
{
    struct job j = {0};
    REQUIRE(opened());
    j.key = key_of("");
    long long id = add_meeting(6);
    struct report_section s[] = {
        {1, S("工作"), arena_fmt(book.a, "开会{meetings}次。\n{记录 %lld}", id)}};
    save("", s, 1);
    struct report_draft live = draft_now(&book.clerk, "");
    CHECK(job(do_freeze, &j));
    add_meeting(7);
    CHECK(holds(printed(""), "开会1次"));
    struct report_draft d = draft_now(&book.clerk, "");
    CHECK(d.frozen && d.written);
    CHECK_STR(report_plain(book.a, &d), arena_cstr(book.a, report_plain(book.a, &live)));
    CHECK_INT(d.bound, 2);
    CHECK_INT(d.bound, live.bound);
    CHECK_INT(d.missing, live.missing);
    REQUIRE(d.figures.n == 1);
    CHECK_INT(d.figures.v[0].milli, 1000);
    CHECK_INT(d.blocks[2].runs[1].kind, RUN_FIGURE);
    d = draft_now(&above, "");
    CHECK(d.frozen);
    CHECK(job(do_thaw, &j));
    CHECK(holds(printed(""), "开会2次"));
    CHECK_INT(text_now("").version, 3); /* saved, sent, taken back */
    ledger_close(&book);
}

TEST(a_text_that_was_changed_after_it_was_sent_is_computed_again)
{
    struct report_section s[] = {{1, S("工作"), S("开会{meetings}次。")}};
    struct job j = {0};
    REQUIRE(opened());
    j.key = key_of("");
    add_meeting(6);
    CHECK(job(do_freeze, &j)); /* nobody wrote: the outline is what was sent */
    add_meeting(7);
    CHECK(holds(printed(""), "召开党员大会1次"));
    save("", s, 1);
    CHECK(holds(printed(""), "开会2次"));
    ledger_close(&book);
}

TEST(what_is_being_written_is_the_writers_own)
{
    struct err e;
    struct report_text t;
    struct report_section s[] = {{1, S("工作"), S("还没想好。")}};
    struct job j = {.sections = s, .n = 1, .why = ""};
    REQUIRE(opened());
    j.key = key_of("");
    save("", s, 1);
    struct report_draft d = draft_now(&above, "");
    CHECK(!d.written);
    CHECK(str_find(report_plain(book.a, &d), S("还没想好"), 0) == SIZE_MAX);
    CHECK(!report_text_get(ledger_look(&book, &above), &j.key, &t, &e));
    CHECK_ERR(&e, ERR_DENIED, "");
    CHECK(!ledger_write(&book, &above, do_save, &j, &e));
    CHECK_ERR(&e, ERR_DENIED, "");
    ledger_close(&book);
}

TEST(an_old_version_comes_back_and_what_stood_there_is_kept)
{
    struct err e;
    struct report_text t;
    struct report_section s[] = {{1, S("工作"), S("第一版。")}};
    REQUIRE(opened());
    struct job j = {.key = key_of(""), .sections = s, .n = 1};
    save("", s, 1);
    s[0].text = S("第二版，没有保存。");
    j.edition = 1;
    CHECK(job(do_keep, &j));
    j.edition = 2;
    j.version = 1;
    CHECK(job(do_restore, &j));
    CHECK_STR(text_now("").sections[0].text, "第一版。");
    CHECK_OK(report_text_at(ledger_look(&book, &book.clerk), &j.key, 2, &t, &e), &e);
    CHECK_STR(t.sections[0].text, "第二版，没有保存。");
    CHECK_INT(text_now("").version, 3);
    CHECK(!report_text_at(ledger_look(&book, &book.clerk), &j.key, 9, &t, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "没有这一版");
    ledger_close(&book);
}

TEST(differences_between_versions_are_those_made)
{
    struct report_section a[] = {{1, S("工作"), S("开会三次。\n走访两次。")}},
                          b[] = {{1, S("工作"), S("开会四次。\n走访两次。\n慰问一次。")}};
    struct report_text x = {.sections = a, .sections_n = 1}, y = {.sections = b, .sections_n = 1};
    struct report_difference d = report_text_compare(test_arena(), &x, &y);
    REQUIRE(d.n == 5);
    CHECK_STR(d.v[0].text, "工作\n开会");
    CHECK_INT(d.v[1].change, REPORT_GONE);
    CHECK_STR(d.v[1].text, "三");
    CHECK_INT(d.v[2].change, REPORT_NEW);
    CHECK_STR(d.v[2].text, "四");
    CHECK_INT(d.gone, 1);
    CHECK_INT(d.added, 7);
}

TEST(reports_for_other_readers_have_their_own_texts_and_figures)
{
    struct err e;
    struct report_kinds list;
    struct report_draft d;
    struct report_section s[] = {{1, S("工作"), S("开会{meetings}次。")}};
    REQUIRE(opened());
    CHECK_OK(ledger_write(&book, NULL, adopt_extra, NULL, &e), &e);
    add_meeting(2);
    add_meeting(6);
    int64_t job_id = add_job();
    save("brief-2", s, 1);
    CHECK_STR(printed("brief-2"), "机关支部第二季度简报\n一、工作\n开会1次。\n");
    CHECK_STR(printed("brief-1"), "机关支部第一季度简报\n一、工作\n项目【待补】个。\n");
    CHECK_INT(draft_now(&book.clerk, "brief-1").length, 50);
    CHECK(holds(printed(""), "召开党员大会2次"));
    const char *sheet = arena_fmt(book.a, "sheet-%lld", (long long)job_id).p;
    static const char said[] = "机关支部2023年度工作报告\n一、概况\n水渠。\n二、目标\n修好水渠。\n";
    CHECK_STR(printed(sheet), said);
    struct report_text t = text_now(sheet);
    save(sheet, t.sections, t.sections_n); /* each section keeps the line of its own */
    CHECK_STR(printed(sheet), said);
    CHECK_OK(report_kinds(ledger_look(&book, &book.clerk), book.branch, 2023, &list, &e), &e);
    REQUIRE(list.n == 6);
    CHECK_STR(list.v[0].audience, "secretary");
    CHECK_STR(list.v[2].audience, "brief-2");
    CHECK(list.v[2].written && !list.v[1].written);
    CHECK_STR(list.v[5].audience, sheet);
    static const char *const unknown[] = {
        "brief", "brief-5", "brief-0", "sheet-1", "nothing", "-1"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        const struct report_key key = key_of(unknown[i]);
        CHECK(!report_written(ledger_look(&book, &book.clerk), &key, &d, &e));
        CHECK_ERR(&e, ERR_NOT_FOUND, "没有这种报告");
    }
    ledger_close(&book);
}

TEST(a_typed_number_is_found_with_what_would_fit)
{
    struct err e;
    struct report_desk desk;
    struct report_section s[] = {{1, S("{year}年工作"), S("无数字。")},
        {2, S("组织生活"), S("全年召开党员大会2次，土地托管{mu}亩。\n开展谈心谈话40余次。")}};
    REQUIRE(opened());
    add_meeting(2);
    add_meeting(6);
    add_land(5, 5000);
    save("", s, 2);
    struct report_text t = text_now("");
    const struct report_key key = key_of("");
    CHECK_OK(report_desk(ledger_look(&book, &book.clerk), &key, &t, &desk, &e), &e);
    REQUIRE(desk.loose_n == 2);
    CHECK_INT(desk.loose[0].section, 1);
    CHECK_STR(desk.loose[0].number, "2");
    struct str there =
        str_slice(t.sections[1].text, desk.loose[0].start, desk.loose[0].end - desk.loose[0].start);
    CHECK_STR(there, "2");
    REQUIRE(desk.loose[0].offers_n > 0);
    CHECK_STR(desk.loose[0].offers[0].token, "{党员大会次数}");
    CHECK(desk.loose[0].offers[0].agrees);
    CHECK(str_starts(desk.loose[1].number, S("40")));
    REQUIRE(desk.loose[1].offers_n > 0);
    CHECK_STR(desk.loose[1].offers[0].token, "{谈心谈话次数：余}");
    CHECK(!desk.loose[1].offers[0].agrees);
    ledger_close(&book);
}

TEST(facts_lie_beside_the_section_that_asks_for_them)
{
    struct err e;
    struct report_desk desk;
    REQUIRE(opened());
    int64_t id = add_meeting(6);
    struct report_text t = text_now("");
    const struct report_key key = key_of("");
    CHECK_OK(report_desk(ledger_look(&book, &book.clerk), &key, &t, &desk, &e), &e);
    REQUIRE(desk.sections_n == 4);
    const struct report_beside *b = &desk.sections[1];
    REQUIRE(b->figures.n == 3);
    CHECK_STR(b->figures.v[0].value, "1次");
    CHECK_STR(b->figures.v[1].value, "无记录");
    CHECK(b->figures.v[0].used);
    REQUIRE(b->records.n == 1);
    CHECK_INT(b->records.v[0].record_id, id);
    CHECK(b->records.v[0].used);
    REQUIRE(b->fields_n == 6);
    CHECK_STR(b->fields[2].printed, "1");
    CHECK(b->fields[3].missing && b->fields[3].known);
    struct report_draft d = draft_now(&book.clerk, "");
    CHECK_INT(desk.chars, report_chars(&d));
    CHECK_INT(desk.bound, d.bound);
    ledger_close(&book);
}

static bool
do_submit(struct work *w, void *arg, struct err *e)
{
    return report_submit(w, arg, e);
}

static bool
do_withdraw(struct work *w, void *arg, struct err *e)
{
    return report_withdraw(w, arg, S("写错了"), e);
}

TEST(sentences_that_were_sent_as_a_file_are_offered_too)
{
    struct err e;
    struct report_desk desk;
    const struct str file = S("述职报告\n一、工作情况\n这一年支部做了不少事情。\n"
                              "二、2023年打算\n继续抓好支部的各项工作。\n短句。\n");
    struct report_sending sent = {.at = {book.branch, 2022, REPORT_ANY_VERSION},
        .text = file,
        .digest = sha256_of(file),
        .size = (int64_t)file.n,
        .name = S("述职报告.txt")};
    struct report_section s[] = {{1, S("{next_year}年打算"), S("再接再厉。")}};
    REQUIRE(opened());
    sent.at.org_id = book.branch;
    CHECK_OK(ledger_write(&book, &book.clerk, do_submit, &sent, &e), &e);
    save("", s, 1);
    struct report_text t = text_now("");
    const struct report_key key = key_of("");
    CHECK_OK(report_desk(ledger_look(&book, &book.clerk), &key, &t, &desk, &e), &e);
    REQUIRE(desk.sections[0].own_n == 1);
    CHECK_STR(desk.sections[0].own[0].text, "继续抓好支部的各项工作。");
    CHECK(!desk.sections[0].own[0].used);
    ledger_close(&book);
}

TEST(sending_keeps_a_version_and_locks_until_it_is_taken_back)
{
    struct err e;
    struct report_text_versions list;
    struct report_section s[] = {{1, S("工作"), S("开会{meetings}次。")}};
    struct job j = {.sections = s, .n = 1, .why = ""};
    REQUIRE(opened());
    j.key = key_of("");
    add_meeting(6);
    save("", s, 1);
    struct report_sending sent = {.at = {book.branch, 2023, REPORT_ANY_VERSION},
        .drafted = true,
        .text = printed(""),
        .size = 1,
        .name = S("述职报告.docx")};
    CHECK_OK(ledger_write(&book, &book.clerk, do_submit, &sent, &e), &e);
    j.edition = text_now("").edition;
    CHECK(text_now("").locked);
    CHECK(!ledger_write(&book, &book.clerk, do_save, &j, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "先撤回");
    add_meeting(7);
    CHECK(holds(printed(""), "开会1次"));
    CHECK_OK(ledger_write(&book, &book.clerk, do_withdraw, &sent.at, &e), &e);
    CHECK(!text_now("").locked);
    CHECK(holds(printed(""), "开会2次"));
    CHECK_OK(report_text_versions(ledger_look(&book, &book.clerk), &j.key, &list, &e), &e);
    REQUIRE(list.n == 3);
    CHECK_STR(list.v[0].step, "withdraw");
    CHECK_STR(list.v[1].step, "submit");
    CHECK_STR(list.v[2].step, "save");
    ledger_close(&book);
}

static int64_t
add_deciding(void)
{
    struct err e;
    int64_t id = 0;
    struct decision made[] = {
        {S("修好水渠。"), S("赵一"), {2023, 9, 1}}, {S("按季度公开"), S(""), {0, 0, 0}}};
    struct record_input in = ledger_meeting(&book);
    in.decisions = made;
    in.decisions_n = 2;
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    return id;
}

TEST(what_a_meeting_decided_is_a_field_of_its_own)
{
    struct err e;
    struct report_desk desk;
    REQUIRE(opened());
    long long id = add_deciding();
    struct report_section s[] = {{2, S("组织生活"),
        arena_fmt(
            book.a, "会议决定：{议定 %lld-1：修好}，{议定%lld-2}。\n{议定 %lld-3}", id, id, id)}};
    save("", s, 1);
    CHECK(holds(printed(""), "\n会议决定：修好水渠，按季度公开。\n【待补】\n"));
    struct report_draft d = draft_now(&book.clerk, "");
    CHECK_INT(d.blocks[2].runs[1].kind, RUN_RECORD);
    CHECK_INT(d.blocks[2].runs[1].record_id, id);
    struct report_text t = text_now("");
    const struct report_key key = key_of("");
    CHECK_OK(report_desk(ledger_look(&book, &book.clerk), &key, &t, &desk, &e), &e);
    REQUIRE(desk.sections[0].decisions.n == 2);
    CHECK_STR(desk.sections[0].decisions.v[0].token,
        arena_fmt(book.a, "{议定 %lld-1：修好水渠}。", id).p);
    CHECK(desk.sections[0].decisions.v[1].used);
    CHECK(!desk.sections[0].records.v[0].used);
    ledger_close(&book);
}

TEST(last_years_own_sentences_are_offered_and_marked)
{
    struct err e;
    struct report_desk desk;
    struct report_section old[] = {{1, S("{next_year}年打算"), S("")},
        {2, S("思路"), S("继续抓好支部的各项工作。\n短句。")}},
                          now[] = {{2, S("思路"), S("开头。继续抓好支部的各项工作。")}};
    struct job j = {.sections = old, .n = 2};
    REQUIRE(opened());
    j.key = (struct report_key){book.branch, 2022, S("")};
    CHECK(job(do_save, &j));
    save("", now, 1);
    struct report_text t = text_now("");
    const struct report_key key = key_of("");
    CHECK_OK(report_desk(ledger_look(&book, &book.clerk), &key, &t, &desk, &e), &e);
    REQUIRE(desk.sections[0].own_n == 1);
    CHECK_STR(desk.sections[0].own[0].text, "继续抓好支部的各项工作。");
    CHECK_INT(desk.sections[0].own[0].year, 2022);
    CHECK(desk.sections[0].own[0].used);
    ledger_close(&book);
}

TEST(comments_stay_and_are_dealt_with)
{
    struct err e;
    struct report_comments list;
    struct report_section s[] = {{1, S("工作"), S("开会{meetings}次，效果明显。")}};
    struct job j = {.quote = "效果明显", .text = "请写具体。"};
    REQUIRE(opened());
    j.key = key_of("");
    CHECK(!ledger_write(&book, &book.secretary, do_comment, &j, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "先保存");
    save("", s, 1);
    int64_t entries = ledger_journal_entries(&book);
    CHECK_OK(ledger_write(&book, &book.secretary, do_comment, &j, &e), &e);
    struct job wrong = {.key = j.key, .quote = "没有这句", .text = "x"};
    CHECK(!ledger_write(&book, &book.secretary, do_comment, &wrong, &e));
    CHECK_ERR(&e, ERR_INPUT, "没有这句话");
    struct report_text t = text_now("");
    CHECK_OK(report_comments(ledger_look(&book, &book.clerk), &j.key, &t, &list, &e), &e);
    REQUIRE(list.n == 1);
    CHECK(list.v[0].placed && !list.v[0].closed);
    struct job close = {.id = list.v[0].id, .closed = true};
    CHECK(job(do_close, &close));
    s[0].text = S("开会{meetings}次。");
    save("", s, 1);
    t = text_now("");
    CHECK_OK(report_comments(ledger_look(&book, &book.clerk), &j.key, &t, &list, &e), &e);
    REQUIRE(list.n == 1);
    CHECK(!list.v[0].placed && list.v[0].closed);
    CHECK_INT(ledger_journal_entries(&book), entries + 3);
    ledger_close(&book);
}

TEST(bounds_are_said)
{
    struct err e;
    struct report_section many[REPORT_SECTIONS_MAX + 1], one[] = {{1, S(""), S(" \n ")}};
    struct job j = {.sections = many, .n = REPORT_SECTIONS_MAX + 1, .why = ""};
    REQUIRE(opened());
    j.key = key_of("");
    for (size_t i = 0; i <= REPORT_SECTIONS_MAX; i++)
        many[i] = (struct report_section){1, S("一"), S("二")};
    CHECK(!ledger_write(&book, &book.clerk, do_save, &j, &e));
    CHECK_ERR(&e, ERR_LIMIT, "最多");
    j.sections = one;
    j.n = 1;
    CHECK(!ledger_write(&book, &book.clerk, do_save, &j, &e));
    CHECK_ERR(&e, ERR_INPUT, "空的");
    one[0].title = S("一\001");
    CHECK(!ledger_write(&book, &book.clerk, do_save, &j, &e));
    CHECK_STR(str_from(e.field), "title_0");
    ledger_close(&book);
}

/* Past the program, as somebody with the database's file would. */
static bool
tampered(const char *drop_lite, const char *drop_pg, const char *sql)
{
    struct str message;
    bool pg = str_starts(str_from(test_db_url()), S("postgres"));
    return fixture_sql(pg ? drop_pg : drop_lite, &message) && fixture_sql(sql, &message);
}

TEST(what_was_kept_cannot_be_changed_and_a_change_is_found)
{
    struct err e;
    struct str message;
    struct report_text_proof proof;
    struct report_section s[] = {{1, S("工作"), S("效果明显。")}};
    struct job j = {.quote = "效果", .text = "请写具体。"};
    REQUIRE(opened());
    j.key = key_of("");
    save("", s, 1);
    CHECK(job(do_comment, &j));
    CHECK_OK(report_text_prove(ledger_look(&book, NULL), &proof, &e), &e);
    CHECK(proof.n == 0 && proof.versions == 1 && proof.comments == 1);
    CHECK(!report_text_prove(ledger_look(&book, &book.clerk), &proof, &e));
    CHECK_ERR(&e, ERR_DENIED, "");
    CHECK(!fixture_sql("UPDATE report_text_version SET why = 'x'", &message));
    CHECK(!fixture_sql("DELETE FROM report_text_version", &message));
    CHECK(!fixture_sql("UPDATE report_comment SET comment = 'x'", &message));
    CHECK(!fixture_sql("DELETE FROM report_comment", &message));
    ledger_look(&book, NULL);
    CHECK(tampered("DROP TRIGGER report_text_version_keeps",
        "DROP TRIGGER report_text_version_keeps ON report_text_version",
        "UPDATE report_text_version SET snapshot = '{}'"));
    CHECK(tampered("DROP TRIGGER report_comment_keeps",
        "DROP TRIGGER report_comment_keeps ON report_comment",
        "UPDATE report_comment SET comment = 'x'"));
    CHECK_OK(report_text_prove(ledger_look(&book, NULL), &proof, &e), &e);
    REQUIRE(proof.n == 2);
    CHECK(!proof.v[0].comment && proof.v[1].comment);
    ledger_close(&book);
}
