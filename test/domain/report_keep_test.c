#include "support_ledger.h"

#include "harness.h"

#include "domain/account.h"
#include "domain/copied.h"
#include "domain/journal.h"
#include "domain/report_keep.h"
#include "domain/right.h"
#include "domain/search.h"

/* The call says no, with that code. */
#define CHECK_REFUSED(call, e, code) (CHECK(!(call)), CHECK_ERR((e), (code), ""))

static struct ledger book;
static struct actor above; /* upper at the root */

static const char SENT[] =
    "机关支部工作报告\n"
    "支部委员分片包户，逐家走访了八十六户村民，记下困难和建议一百零三条，能当场答复的当场答复，办不了的写明谁来办、哪天办好。\n"
    "全年召开党员大会1次。\n";

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

/* ---- the steps as jobs ---- */

static bool
do_submit(struct work *w, void *arg, struct err *e)
{
    return report_submit(w, arg, e);
}

static struct report_sending
sending(const char *text)
{
    return (struct report_sending){.at = {book.branch, 2023, REPORT_ANY_VERSION},
        .text = str_from(text),
        .digest = sha256_of(str_from(text)),
        .size = (int64_t)str_from(text).n,
        .name = S("述职报告.txt")};
}

static bool
submit(const struct actor *actor, const char *text, const char *why, struct err *e)
{
    struct report_sending s = sending(text);
    s.why = str_from(why);
    return ledger_write(&book, actor, do_submit, &s, e);
}

static bool
do_withdraw(struct work *w, void *arg, struct err *e)
{
    return report_withdraw(w, arg, S("写错了"), e);
}

static bool
do_accept(struct work *w, void *arg, struct err *e)
{
    return report_accept(w, arg, S(""), e);
}

static bool
do_return(struct work *w, void *arg, struct err *e)
{
    return report_return(w, arg, e);
}

static bool
step(const struct actor *actor, work_fn fn, struct err *e)
{
    struct report_at at = {book.branch, 2023, REPORT_ANY_VERSION};
    return ledger_write(&book, actor, fn, &at, e);
}

static bool
send_back(const struct actor *actor, struct report_remark remark, struct err *e)
{
    struct report_returning r = {.at = {book.branch, 2023, REPORT_ANY_VERSION},
        .why = S("请核对数字"),
        .remarks = &remark,
        .remarks_n = 1};
    return ledger_write(&book, actor, do_return, &r, e);
}

static struct report_kept
kept(void)
{
    struct err e;
    struct report_kept k = {0};
    CHECK_OK(report_kept(ledger_look(&book, &book.clerk), book.branch, 2023, &k, &e), &e);
    return k;
}

static int64_t
hits(const struct actor *actor, const char *words)
{
    struct err e;
    struct search_result r = {0};
    struct search_ask ask = {.typed = str_from(words), .sources = 1U << SEARCH_REPORT, .limit = 5};
    CHECK_OK(search_run(ledger_look(&book, actor), &ask, &r, &e), &e);
    return r.total;
}

/* ---- tests ---- */

TEST(a_report_goes_its_way)
{
    struct err e;
    struct report_versions list;
    struct report_content c;
    REQUIRE(opened());
    CHECK_INT(kept().state, REPORT_OPEN);
    CHECK_INT(kept().id, 0);
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_INT(kept().state, REPORT_SUBMITTED);
    CHECK_REFUSED(submit(&book.clerk, SENT, "", &e), &e, ERR_CONFLICT);
    CHECK_OK(send_back(&above, (struct report_remark){S("党员大会1次"), S("少了一次")}, &e), &e);
    CHECK_INT(kept().state, REPORT_RETURNED);
    CHECK_REFUSED(step(&above, do_accept, &e), &e, ERR_CONFLICT);
    CHECK_OK(submit(&book.clerk, "改过的报告：全年召开党员大会2次。\n", "", &e), &e);
    CHECK_OK(step(&above, do_accept, &e), &e);
    CHECK_INT(kept().state, REPORT_ACCEPTED);
    CHECK_INT(kept().version, 4);
    CHECK_INT(kept().text_version, 3);
    struct work *w = ledger_look(&book, &book.clerk);
    REQUIRE(CHECK_OK(report_versions(w, book.branch, 2023, &list, &e), &e));
    REQUIRE(list.n == 4);
    CHECK_INT(list.v[0].step, REPORT_STEP_ACCEPT);
    CHECK_STR(list.v[0].actor, "district");
    CHECK_INT(list.v[3].step, REPORT_STEP_SUBMIT);
    CHECK_STR(list.v[3].file_name, "述职报告.txt");
    CHECK_STR(list.v[3].file_digest, sha256_hex(sha256_of(str_from(SENT))).z);
    CHECK_OK(report_content(w, &(struct report_at){book.branch, 2023, 1}, &c, &e), &e);
    CHECK_STR(c.text, SENT);
    CHECK_OK(report_content(w, &(struct report_at){book.branch, 2023, 2}, &c, &e), &e);
    REQUIRE(c.remarks_n == 1);
    CHECK_STR(c.remarks[0].quote, "党员大会1次");
    CHECK_STR(c.remarks[0].text, "少了一次");
    CHECK_REFUSED(
        report_content(w, &(struct report_at){book.branch, 2023, 9}, &c, &e), &e, ERR_NOT_FOUND);
    ledger_close(&book);
}

TEST(an_accepted_report_is_locked_until_a_reason_is_given)
{
    struct err e;
    REQUIRE(opened());
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_OK(step(&above, do_accept, &e), &e);
    CHECK_REFUSED(step(&book.clerk, do_withdraw, &e), &e, ERR_CONFLICT);
    CHECK_REFUSED(submit(&book.clerk, "更正的报告\n", " ", &e), &e, ERR_INPUT);
    CHECK_STR(str_from(e.field), "why");
    CHECK_OK(submit(&book.clerk, "更正的报告\n", "数字有误", &e), &e);
    CHECK_INT(kept().state, REPORT_SUBMITTED);
    CHECK_INT(hits(&book.clerk, "更正的报告"), 1);
    CHECK_OK(step(&book.clerk, do_withdraw, &e), &e);
    CHECK_INT(kept().state, REPORT_ACCEPTED);
    CHECK_INT(kept().text_version, 1);
    CHECK_INT(hits(&book.clerk, "更正的报告"), 0);
    CHECK_INT(hits(&book.clerk, "逐家走访"), 1);
    ledger_close(&book);
}

TEST(a_withdrawn_report_is_as_if_never_sent)
{
    struct err e;
    REQUIRE(opened());
    CHECK_REFUSED(step(&book.clerk, do_withdraw, &e), &e, ERR_CONFLICT);
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_INT(hits(&book.clerk, "逐家走访"), 1);
    CHECK_OK(step(&book.clerk, do_withdraw, &e), &e);
    CHECK_INT(kept().state, REPORT_OPEN);
    CHECK_INT(kept().text_version, 0);
    CHECK_INT(hits(&book.clerk, "逐家走访"), 0);
    CHECK_REFUSED(step(&above, do_accept, &e), &e, ERR_CONFLICT);
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    ledger_close(&book);
}

TEST(each_step_needs_its_right)
{
    struct err e;
    struct report_kept k;
    REQUIRE(opened());
    CHECK_REFUSED(submit(&above, SENT, "", &e), &e, ERR_DENIED);
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_REFUSED(step(&book.clerk, do_accept, &e), &e, ERR_DENIED);
    CHECK_REFUSED(step(&book.secretary, do_accept, &e), &e, ERR_DENIED);
    CHECK_REFUSED(
        send_back(&book.clerk, (struct report_remark){S(""), S("不行")}, &e), &e, ERR_DENIED);
    CHECK_REFUSED(step(&above, do_withdraw, &e), &e, ERR_DENIED);
    struct work *w = ledger_look(&book, &book.clerk);
    CHECK(!report_kept(w, book.other, 2023, &k, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    CHECK_INT(kept().state, REPORT_SUBMITTED);
    ledger_close(&book);
}

TEST(a_decision_on_what_has_changed_since_is_refused)
{
    struct err e;
    struct report_at old = {book.branch, 2023, 1};
    REQUIRE(opened());
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_OK(step(&book.clerk, do_withdraw, &e), &e);
    CHECK_OK(submit(&book.clerk, "另一份报告\n", "", &e), &e);
    old.org_id = book.branch;
    CHECK_REFUSED(ledger_write(&book, &above, do_accept, &old, &e), &e, ERR_CONFLICT);
    old.version = 3;
    CHECK_OK(ledger_write(&book, &above, do_accept, &old, &e), &e);
    ledger_close(&book);
}

TEST(what_cannot_be_sent_or_said)
{
    struct err e;
    REQUIRE(opened());
    CHECK_REFUSED(submit(&book.clerk, " \n\t", "", &e), &e, ERR_INPUT);
    CHECK_STR(str_from(e.field), "file");
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_REFUSED(
        send_back(&above, (struct report_remark){S("没有的话"), S("改")}, &e), &e, ERR_INPUT);
    CHECK_STR(str_from(e.field), "quote.0");
    CHECK_REFUSED(send_back(&above, (struct report_remark){S(""), S(" ")}, &e), &e, ERR_INPUT);
    CHECK_STR(str_from(e.field), "remark.0");
    CHECK_INT(kept().state, REPORT_SUBMITTED);
    ledger_close(&book);
}

static const struct report_figure *
figure_of(const struct report_content *c, const char *code)
{
    for (size_t i = 0; i < c->figures_n; i++)
        if (str_eq(c->figures[i].code, str_from(code)))
            return &c->figures[i];
    return NULL;
}

TEST(figures_stay_as_they_were_sent)
{
    struct err e;
    struct report_draft d;
    struct report_content c;
    int64_t id;
    REQUIRE(opened());
    struct record_input in = ledger_meeting(&book);
    REQUIRE(CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e));
    REQUIRE(CHECK_OK(report_draft(ledger_look(&book, &book.clerk), book.branch, 2023, &d, &e), &e));
    struct report_sending s = sending(arena_cstr(book.a, report_plain(book.a, &d)));
    s.drafted = true;
    in.held_on = date_make(2023, 7, 6);
    in.title = S("又一次党员大会");
    REQUIRE(CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e));
    CHECK_REFUSED(ledger_write(&book, &book.clerk, do_submit, &s, &e), &e, ERR_CONFLICT);
    REQUIRE(CHECK_OK(report_draft(ledger_look(&book, &book.clerk), book.branch, 2023, &d, &e), &e));
    s.text = report_plain(book.a, &d);
    CHECK_OK(ledger_write(&book, &book.clerk, do_submit, &s, &e), &e);
    in.held_on = date_make(2023, 7, 8);
    in.title = S("再一次党员大会");
    REQUIRE(CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e));
    CHECK_INT(ledger_figure(&book, book.branch, 2023, "meetings"), 3000);
    struct work *w = ledger_look(&book, &book.clerk);
    REQUIRE(CHECK_OK(report_content(w, &(struct report_at){book.branch, 2023, 1}, &c, &e), &e));
    CHECK(c.drafted);
    CHECK_STR(c.draft_digest, sha256_hex(sha256_of(s.text)).z);
    REQUIRE(c.figures_n == 3);
    REQUIRE(figure_of(&c, "meetings") != NULL);
    CHECK(figure_of(&c, "meetings")->has_value);
    CHECK_INT(figure_of(&c, "meetings")->milli, 2000);
    CHECK_INT(figure_of(&c, "meetings")->records, 2);
    CHECK_STR(figure_of(&c, "meetings")->title, "党员大会次数");
    CHECK(!figure_of(&c, "mu")->has_value);
    ledger_close(&book);
}

TEST(a_report_is_found_by_those_who_may_read_it)
{
    struct err e;
    struct search_result r;
    struct actor stranger = {.name = S("nobody")};
    REQUIRE(opened());
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_INT(hits(&book.clerk, "逐家走访"), 1);
    CHECK_INT(hits(&above, "逐家走访"), 1);
    CHECK_INT(hits(&stranger, "逐家走访"), 0);
    struct search_ask ask = {.typed = S("title:机关支部2023年度述职报告"), .limit = 5};
    REQUIRE(CHECK_OK(search_run(ledger_look(&book, &book.clerk), &ask, &r, &e), &e));
    REQUIRE(r.hits_n == 1);
    CHECK_INT(r.hits[0].source, SEARCH_REPORT);
    CHECK_INT(r.hits[0].ref_id, kept().id);
    CHECK_INT(r.hits[0].year, 2023);
    CHECK_STR(r.hits[0].kind, "report");
    ledger_close(&book);
}

TEST(a_report_is_a_source_for_others_but_not_for_itself)
{
    struct err e;
    struct copied c;
    REQUIRE(opened());
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    struct copied_ask ask = {.text = str_from(SENT)};
    REQUIRE(CHECK_OK(copied_find(ledger_look(&book, &above), &ask, &c, &e), &e));
    REQUIRE(c.n == 1);
    CHECK_INT(c.v[0].source, SEARCH_REPORT);
    CHECK_INT(c.v[0].ref_id, kept().id);
    ask.skip_source = SEARCH_REPORT;
    ask.skip_ref = kept().id;
    REQUIRE(CHECK_OK(copied_find(ledger_look(&book, &above), &ask, &c, &e), &e));
    CHECK_INT(c.n, 0);
    ledger_close(&book);
}

TEST(the_list_says_who_has_sent_one)
{
    struct err e;
    struct report_lines list;
    struct report_filter f = {.year = 2023, .limit = 2};
    REQUIRE(opened());
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    f.org_id = book.root;
    REQUIRE(CHECK_OK(report_list(ledger_look(&book, &above), &f, &list, &e), &e));
    CHECK_INT(list.total, 3);
    CHECK_INT(list.n, 2);
    CHECK_INT(list.counts[REPORT_OPEN], 2);
    CHECK_INT(list.counts[REPORT_SUBMITTED], 1);
    CHECK_STR(list.v[0].org_name, "区社党委");
    CHECK_STR(list.v[1].org_name, "机关支部");
    CHECK_INT(list.v[1].state, REPORT_SUBMITTED);
    f.offset = 2;
    REQUIRE(CHECK_OK(report_list(ledger_look(&book, &above), &f, &list, &e), &e));
    REQUIRE(list.n == 1);
    CHECK_STR(list.v[0].org_name, "基层支部");
    CHECK(!report_list(ledger_look(&book, &book.clerk), &f, &list, &e));
    ledger_close(&book);
}

static bool
do_grade(struct work *w, void *arg, struct err *e)
{
    const struct report_mark m = {.grade = REPORT_GRADE_FAIR, .votes = {0, 9, 3, 1, 0}};
    return report_grade(w, arg, &m, S(""), e);
}

TEST(a_grade_follows_acceptance)
{
    struct err e;
    REQUIRE(opened());
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_REFUSED(step(&above, do_grade, &e), &e, ERR_CONFLICT);
    CHECK_OK(step(&above, do_accept, &e), &e);
    CHECK_REFUSED(step(&book.secretary, do_grade, &e), &e, ERR_DENIED);
    CHECK_OK(step(&above, do_grade, &e), &e);
    CHECK_INT(kept().mark.grade, REPORT_GRADE_FAIR);
    CHECK_INT(kept().mark.votes[REPORT_GRADE_GOOD], 9);
    CHECK_INT(kept().mark.votes[REPORT_GRADE_AVERAGE], 1);
    CHECK_INT(kept().state, REPORT_ACCEPTED);
    ledger_close(&book);
}

TEST(the_history_holds_every_step)
{
    struct err e;
    struct journal_rows rows;
    struct report_versions list;
    int64_t entries, bad;
    REQUIRE(opened());
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_OK(step(&above, do_accept, &e), &e);
    int64_t id = kept().id;
    struct work *w = ledger_look(&book, &book.clerk);
    REQUIRE(CHECK_OK(journal_of_object(w, S("report"), id, &rows, &e), &e));
    REQUIRE(CHECK_OK(report_versions(w, book.branch, 2023, &list, &e), &e));
    REQUIRE(rows.n == 2 && list.n == 2);
    CHECK_STR(rows.v[0].what, "report.accept");
    CHECK_STR(rows.v[1].what, "report.submit");
    CHECK(str_eq(rows.v[0].digest, list.v[0].digest));
    CHECK(str_eq(rows.v[1].digest, list.v[1].digest));
    CHECK_OK(journal_check(ledger_look(&book, NULL), &entries, &bad, &e), &e);
    CHECK_INT(bad, 0);
    ledger_close(&book);
}

/* ---- what acceptance locks ---- */

static bool
save_again(int64_t id, const char *place, const char *why, struct err *e)
{
    struct record_input in = ledger_input(&book, id);
    in.place = str_from(place);
    in.change_why = str_from(why);
    return ledger_save(&book, &book.clerk, &in, &id, e);
}

TEST(a_year_once_accepted_is_changed_with_a_reason_only)
{
    struct err e;
    int64_t id;
    REQUIRE(opened());
    struct record_input in = ledger_meeting(&book);
    REQUIRE(CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e));
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_OK(save_again(id, "二楼", "", &e), &e); /* sent is not locked */
    CHECK_OK(step(&above, do_accept, &e), &e);
    CHECK_REFUSED(save_again(id, "三楼", " ", &e), &e, ERR_INPUT);
    CHECK_STR(str_from(e.field), "change_why");
    CHECK_OK(save_again(id, "三楼", "地点写错", &e), &e);
    in = ledger_input(&book, id); /* not out of the year either */
    in.year = 2022;
    in.change_why = S("");
    int64_t moved = 0;
    CHECK_REFUSED(ledger_save(&book, &book.clerk, &in, &moved, &e), &e, ERR_INPUT);
    CHECK_STR(str_from(e.field), "change_why");
    /* A correction that was returned is still one. */
    CHECK_OK(submit(&book.clerk, "更正的报告\n", "数字有误", &e), &e);
    CHECK_OK(send_back(&above, (struct report_remark){S(""), S("再改")}, &e), &e);
    CHECK_REFUSED(submit(&book.clerk, "再更正\n", "", &e), &e, ERR_INPUT);
    CHECK_STR(str_from(e.field), "why");
    CHECK_INT(kept().accepted, 2);
    CHECK_REFUSED(save_again(id, "四楼", "", &e), &e, ERR_INPUT);
    ledger_close(&book);
}

TEST(figures_then_stand_beside_those_of_today)
{
    struct err e;
    struct report_content c;
    struct report_drifts d;
    int64_t id;
    REQUIRE(opened());
    struct record_input in = ledger_meeting(&book);
    REQUIRE(CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e));
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    const struct report_at sent = {book.branch, 2023, 1};
    REQUIRE(CHECK_OK(report_content(ledger_look(&book, &above), &sent, &c, &e), &e));
    REQUIRE(CHECK_OK(report_drifts(ledger_look(&book, &above), &sent, &c, &d, &e), &e));
    CHECK_INT(d.n, c.figures_n);
    CHECK_INT(d.others, 0);
    in.held_on = date_make(2023, 7, 8);
    in.title = S("又一次党员大会");
    REQUIRE(CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e));
    REQUIRE(CHECK_OK(report_drifts(ledger_look(&book, &above), &sent, &c, &d, &e), &e));
    CHECK(d.others >= 1);
    for (size_t i = 0; i < d.n; i++)
        if (str_eq(d.v[i].then.code, S("meetings"))) {
            CHECK_INT(d.v[i].then.milli, 1000);
            CHECK_INT(d.v[i].milli, 2000);
            CHECK(!d.v[i].same && d.v[i].known);
        } else if (str_eq(d.v[i].then.code, S("mu"))) {
            CHECK(d.v[i].same && !d.v[i].has_value); /* nothing then, nothing now */
        }
    struct report_figure gone = {.code = S("gone")}; /* another pack rules the year now */
    c.figures = &gone;
    c.figures_n = 1;
    REQUIRE(CHECK_OK(report_drifts(ledger_look(&book, &above), &sent, &c, &d, &e), &e));
    CHECK(!d.v[0].known && !d.v[0].same);
    ledger_close(&book);
}

TEST(what_was_taken_back_is_the_orgs_own)
{
    struct err e;
    struct report_content c;
    struct report_version v;
    const char *path;
    REQUIRE(opened());
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    const struct report_at at = {book.branch, 2023, 1}, back = {book.branch, 2023, 2};
    CHECK_OK(report_file(ledger_look(&book, &above), &at, &v, &path, &e), &e);
    CHECK_STR(v.file_name, "述职报告.txt");
    CHECK_OK(step(&book.clerk, do_withdraw, &e), &e);
    CHECK_REFUSED(report_content(ledger_look(&book, &above), &at, &c, &e), &e, ERR_NOT_FOUND);
    CHECK_REFUSED(report_file(ledger_look(&book, &above), &at, &v, &path, &e), &e, ERR_NOT_FOUND);
    CHECK_OK(report_content(ledger_look(&book, &book.clerk), &at, &c, &e), &e);
    CHECK_STR(c.text, SENT);
    CHECK_OK(report_one(ledger_look(&book, &above), &back, &v, &c, &e), &e);
    CHECK_STR(v.why, "写错了");
    CHECK_REFUSED(report_file(ledger_look(&book, &above), &back, &v, &path, &e), &e, ERR_NOT_FOUND);
    ledger_close(&book);
}

/* ---- the list and 今天 ---- */

/* The names of the lines, in order. */
static const char *
names_of(struct report_filter f)
{
    struct err e;
    struct report_lines list = {0};
    struct str names[8];
    f.org_id = book.root;
    f.year = 2023;
    f.limit = 8;
    CHECK_OK(report_list(ledger_look(&book, &above), &f, &list, &e), &e);
    for (size_t i = 0; i < list.n; i++)
        names[i] = list.v[i].org_name;
    CHECK_INT(list.found, list.n);
    return arena_cstr(book.a, arena_join(book.a, names, list.n, S(" ")));
}

TEST(the_list_narrows_and_sorts)
{
    struct err e;
    REQUIRE(opened());
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_STR(str_from(names_of((struct report_filter){0})), "区社党委 机关支部 基层支部");
    CHECK_STR(str_from(names_of((struct report_filter){.below = true})), "机关支部 基层支部");
    CHECK_STR(
        str_from(names_of((struct report_filter){.states = 1U << REPORT_SUBMITTED})), "机关支部");
    CHECK_STR(
        str_from(names_of((struct report_filter){.below = true, .states = 1U << REPORT_OPEN})),
        "基层支部");
    CHECK_STR(str_from(names_of((struct report_filter){.name = S(" 层支 ")})), "基层支部");
    CHECK_STR(str_from(names_of((struct report_filter){.name = S("%")})), "");
    CHECK_STR(str_from(names_of((struct report_filter){.name = S("机_支")})), "");
    CHECK_STR(str_from(names_of((struct report_filter){.below = true, .order = REPORT_BY_STATE})),
        "基层支部 机关支部");
    CHECK_STR(str_from(names_of((struct report_filter){.below = true, .order = REPORT_BY_NEWEST})),
        "机关支部 基层支部");
    CHECK_STR(str_from(names_of((struct report_filter){.order = REPORT_BY_OLDEST})),
        "机关支部 区社党委 基层支部");
    CHECK_STR(str_from(names_of((struct report_filter){.order = REPORT_BY_NAME})),
        "区社党委 基层支部 机关支部");
    ledger_close(&book);
}

static struct report_news
news(const struct actor *actor, int64_t org, int year)
{
    struct err e;
    struct report_news n = {0};
    CHECK_OK(report_news(ledger_look(&book, actor), org, year, &n, &e), &e);
    return n;
}

TEST(what_came_back_and_what_waits_is_told)
{
    struct err e;
    REQUIRE(opened());
    CHECK_INT(news(&above, book.root, 2023).waiting, 0);
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_INT(news(&above, book.root, 2023).waiting, 1);
    CHECK_INT(news(&above, book.root, 2022).waiting, 0);
    CHECK_INT(news(&book.clerk, book.branch, 2023).waiting, 0);
    CHECK_INT(news(&book.clerk, book.branch, 2023).returned_ms, 0);
    CHECK_OK(send_back(&above, (struct report_remark){S("党员大会1次"), S("少了一次")}, &e), &e);
    CHECK_INT(news(&above, book.root, 2023).waiting, 0);
    struct report_news n = news(&book.clerk, book.branch, 2023);
    CHECK(n.returned_ms > 0);
    CHECK_INT(n.remarks, 1);
    CHECK_STR(n.why, "请核对数字");
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_INT(news(&book.clerk, book.branch, 2023).returned_ms, 0);
    ledger_close(&book);
}

struct grading {
    struct report_mark mark;
    const char *why;
};

static bool
do_mark(struct work *w, void *arg, struct err *e)
{
    const struct grading *g = arg;
    const struct report_at at = {book.branch, 2023, REPORT_ANY_VERSION};
    return report_grade(w, &at, &g->mark, str_from(g->why), e);
}

TEST(a_result_is_changed_with_a_reason_and_nothing_is_none)
{
    struct err e;
    struct grading g = {.why = ""};
    REQUIRE(opened());
    CHECK_OK(submit(&book.clerk, SENT, "", &e), &e);
    CHECK_OK(step(&above, do_accept, &e), &e);
    CHECK_REFUSED(ledger_write(&book, &above, do_mark, &g, &e), &e, ERR_INPUT);
    CHECK_STR(str_from(e.field), "grade");
    g.mark.votes[REPORT_GRADE_GOOD] = 12; /* ballots alone */
    CHECK_OK(ledger_write(&book, &above, do_mark, &g, &e), &e);
    g.mark.grade = REPORT_GRADE_GOOD;
    CHECK_REFUSED(ledger_write(&book, &above, do_mark, &g, &e), &e, ERR_INPUT);
    CHECK_STR(str_from(e.field), "why");
    g.why = "会后公布了等次";
    CHECK_OK(ledger_write(&book, &above, do_mark, &g, &e), &e);
    CHECK_INT(kept().mark.grade, REPORT_GRADE_GOOD);
    struct report_content c;
    const struct report_at first = {book.branch, 2023, 3};
    CHECK_OK(report_content(ledger_look(&book, &book.clerk), &first, &c, &e), &e);
    CHECK_INT(c.mark.grade, REPORT_GRADE_NONE); /* as it was then */
    CHECK_INT(c.mark.votes[REPORT_GRADE_GOOD], 12);
    CHECK_INT(c.text_version, 1);
    ledger_close(&book);
}
