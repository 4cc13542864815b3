/* Findings as a list, and the answers to them, on both stores. */
#include "support_house.h"
#include "support_ledger.h"

#include "harness.h"

#include "domain/account.h"
#include "domain/report_keep.h"
#include "domain/review_note.h"
#include "domain/right.h"

#define CHECK_REFUSED(call, e, code) (CHECK(!(call)), CHECK_ERR((e), (code), ""))

static struct ledger book;
static struct review_items found;

static const char BAD[] = "机关支部2023年度述职报告\n"
                          "一、主要工作\n"
                          "\n"
                          "新增路灯65盏，召开党员大会5次，##paidbegin##开展谈心谈话3次。\n"
                          "召开党员大会1次。2月30日到东村。\n"
                          "二、下一步打算\n继续努力。\n";

/* One meeting of the year, so that one of the numbers agrees. */
static bool
opened(void)
{
    struct err e;
    int64_t id;
    if (!CHECK_OK(ledger_open(&book, &e), &e))
        return false;
    struct record_input in = ledger_meeting(&book);
    return CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
}

static bool
look(const struct actor *actor, const char *text)
{
    struct err e;
    return CHECK_OK(
        review_check(ledger_look(&book, actor), book.branch, 2023, str_from(text), &found, &e), &e);
}

static const struct review_item *
find(const char *kind, const char *quote)
{
    for (size_t i = 0; i < found.n; i++)
        if (str_eq(found.v[i].kind, str_from(kind)) &&
            str_find(found.v[i].quote, str_from(quote), 0) != SIZE_MAX)
            return &found.v[i];
    return NULL;
}

static bool
do_note(struct work *w, void *arg, struct err *e)
{
    return review_note_write(w, arg, e);
}

/* An answer by the version of the answer that was read. */
static bool
answer(const struct actor *actor, const struct review_item *item, const char *note, struct err *e)
{
    struct review_answer a = {.org_id = book.branch,
        .year = 2023,
        .item = item,
        .note = str_from(note),
        .version = item->note_version};
    return ledger_write(&book, actor, do_note, &a, e);
}

TEST(findings_come_by_place_and_those_that_ask_for_something_are_numbered_first)
{
    REQUIRE(opened());
    REQUIRE(look(&book.clerk, BAD));
    size_t faults = 0, before = 0;
    for (size_t i = 0; i < found.n; i++) {
        const struct review_item *item = &found.v[i];
        CHECK(item->start >= before && item->why.n > 0 && item->key.n == 64);
        before = item->start;
        faults += item->fault;
        CHECK(!item->fault || item->number == faults);
        CHECK(item->number >= 1 && item->number <= found.n);
    }
    const struct review_item *five = find("differs", "党员大会5次"),
                             *talk = find("no_record", "谈话"), *one = find("agrees", "1次"),
                             *pay = find("marker", "paidbegin"),
                             *day = find("no_such_day", "2月30日");
    REQUIRE(five && talk && one && pay && day);
    CHECK(five->fault && talk->fault && !one->fault && pay->fault && day->fault);
    CHECK_INT((int)five->paragraph, 3);
    CHECK_INT((int)day->paragraph, 4);
    CHECK(one->number > faults);
    const struct review_item *lamps = find("cannot_judge", "路灯");
    REQUIRE(lamps && lamps < five);
    CHECK(!lamps->fault && lamps->number == faults + 1);
    CHECK_STR(review_kind_title(day->group, day->kind), "没有这一天");
    CHECK_STR(review_kind_title(pay->group, pay->kind), "付费标记");
    CHECK_STR(review_kind_title(REVIEW_FORM, S("something_new")), "格式");
    CHECK_STR(five->figure, "meetings");
    CHECK_INT((int)five->records_n, 1);
    ledger_close(&book);
}

TEST(an_answer_stays_with_its_words_wherever_they_stand)
{
    struct err e;
    REQUIRE(opened());
    REQUIRE(look(&book.clerk, BAD));
    int64_t before = ledger_journal_entries(&book);
    CHECK_OK(answer(&book.clerk, find("differs", "5次"), "  含两次与邻支部合开的。 ", &e), &e);
    CHECK_INT((int)(ledger_journal_entries(&book) - before), 1);

    REQUIRE(look(&book.clerk,
        "机关支部2023年度述职报告\n新写的一段话。\n一、主要工作\n开展谈心谈话3次，召开党员大会 5次。\n"));
    const struct review_item *five = find("differs", "5次");
    REQUIRE(five && five->note);
    CHECK_STR(five->note->note, "含两次与邻支部合开的。");
    CHECK_STR(five->note->actor, "clerk");
    CHECK(!five->changed && five->fault && five->note->version == 1);
    CHECK(find("no_record", "谈话")->note == NULL);

    REQUIRE(look(&book.clerk, "机关支部2023年度述职报告\n召开党员大会6次。\n"));
    CHECK(find("differs", "6次")->note == NULL);
    ledger_close(&book);
}

TEST(an_answer_to_what_the_records_no_longer_say_is_told)
{
    struct err e;
    int64_t id;
    REQUIRE(opened());
    REQUIRE(look(&book.clerk, BAD));
    CHECK_OK(answer(&book.clerk, find("differs", "5次"), "说明", &e), &e);
    struct record_input in = ledger_meeting(&book);
    in.held_on = date_make(2023, 7, 6);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    REQUIRE(look(&book.clerk, BAD));
    const struct review_item *five = find("differs", "5次");
    REQUIRE(five && five->note);
    CHECK(five->changed);
    CHECK(str_find(five->note->why, S("少4"), 0) != SIZE_MAX);
    CHECK(str_find(five->why, S("少3"), 0) != SIZE_MAX);
    ledger_close(&book);
}

TEST(an_answer_stays_with_a_number_whatever_the_verdict)
{
    struct err e;
    int64_t id;
    static const char text[] = "机关支部2023年度述职报告\n召开党员大会2次。\n";
    REQUIRE(opened());
    REQUIRE(look(&book.clerk, text));
    REQUIRE(find("differs", "2次") != NULL);
    CHECK_OK(answer(&book.clerk, find("differs", "2次"), "另一次还没有记", &e), &e);
    struct record_input in = ledger_meeting(&book);
    in.held_on = date_make(2023, 7, 6);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    REQUIRE(look(&book.clerk, text));
    const struct review_item *two = find("agrees", "2次");
    REQUIRE(two && two->note);
    CHECK(two->changed);
    ledger_close(&book);
}

TEST(an_answer_may_be_changed_and_taken_back_and_every_wording_stays)
{
    struct err e;
    struct review_notes list;
    REQUIRE(opened());
    REQUIRE(look(&book.clerk, BAD));
    struct review_item first = *find("differs", "5次");
    CHECK_OK(answer(&book.clerk, &first, "一", &e), &e);
    CHECK_REFUSED(answer(&book.secretary, &first, "没看到一", &e), &e, ERR_CONFLICT);
    REQUIRE(look(&book.clerk, BAD));
    CHECK_OK(answer(&book.secretary, find("differs", "5次"), "二", &e), &e);
    REQUIRE(look(&book.clerk, BAD));
    CHECK_OK(answer(&book.upper, find("differs", "5次"), "", &e), &e);
    REQUIRE(look(&book.clerk, BAD));
    const struct review_item *five = find("differs", "5次");
    REQUIRE(five);
    CHECK(five->note == NULL && five->note_version == 3);
    CHECK_OK(answer(&book.clerk, five, "四", &e), &e);
    CHECK_OK(review_note_versions(
                 ledger_look(&book, &book.upper), book.branch, 2023, first.key, &list, &e),
        &e);
    REQUIRE(CHECK_INT((int)list.n, 4));
    CHECK_STR(list.v[0].note, "四");
    CHECK_STR(list.v[1].note, "");
    CHECK_STR(list.v[2].note, "二");
    CHECK_STR(list.v[2].actor, "secretary");
    CHECK_STR(list.v[3].quote, "召开党员大会5次");
    ledger_close(&book);
}

TEST(an_answer_is_written_by_whoever_may_write_or_accept_and_has_bounds)
{
    struct err e;
    struct out o;
    REQUIRE(opened());
    REQUIRE(look(&book.clerk, BAD));
    const struct review_item *five = find("differs", "5次");
    struct actor nobody = {.name = S("nobody")};
    CHECK(review_note_may(ledger_look(&book, &book.upper), book.branch));
    CHECK(!review_note_may(ledger_look(&book, &nobody), book.branch));
    CHECK_REFUSED(answer(&nobody, five, "我来", &e), &e, ERR_NOT_FOUND);
    CHECK_REFUSED(answer(&book.clerk, five, " \n ", &e), &e, ERR_INPUT);
    out_init(&o, 10000);
    for (int i = 0; i < REVIEW_NOTE_MAX; i++)
        out_lit(&o, "长");
    struct str most = arena_str(book.a, out_str(&o));
    out_lit(&o, "长");
    struct str over = arena_str(book.a, out_str(&o));
    out_release(&o);
    CHECK_REFUSED(answer(&book.clerk, five, over.p, &e), &e, ERR_INPUT);
    CHECK_OK(answer(&book.clerk, five, most.p, &e), &e);
    ledger_close(&book);
}

/* What only somebody at the database itself can do: triggers away, then the change. */
static bool
tampered(const char *drop_lite, const char *drop_pg, const char *sql)
{
    struct str said;
    bool pg = str_starts(str_from(test_db_url()), S("postgres"));
    return CHECK(fixture_sql(pg ? drop_pg : drop_lite, &said)) && CHECK(fixture_sql(sql, &said));
}

static size_t
faults(void)
{
    struct err e;
    struct review_note_proof proof = {.n = SIZE_MAX};
    CHECK_OK(review_note_prove(ledger_look(&book, NULL), &proof, &e), &e);
    return proof.n;
}

TEST(an_answer_that_was_changed_behind_the_journal_is_told)
{
    struct err e;
    struct str said;
    struct review_note_proof proof;
    REQUIRE(opened());
    REQUIRE(look(&book.clerk, BAD));
    CHECK_OK(answer(&book.clerk, find("differs", "5次"), "一", &e), &e);
    REQUIRE(look(&book.clerk, BAD));
    CHECK_OK(answer(&book.clerk, find("differs", "5次"), "二", &e), &e);
    CHECK_OK(review_note_prove(ledger_look(&book, NULL), &proof, &e), &e);
    CHECK_INT((int)proof.versions, 2);
    CHECK_INT((int)proof.n, 0);
    CHECK_REFUSED(review_note_prove(ledger_look(&book, &book.clerk), &proof, &e), &e, ERR_DENIED);
    CHECK(!fixture_sql("UPDATE review_note_version SET note = 'x'", &said));
    CHECK(!fixture_sql("DELETE FROM review_note_version", &said));
    CHECK(!fixture_sql("DELETE FROM review_note", &said));
    CHECK(fixture_sql("UPDATE review_note SET version = 1", &said));
    CHECK_INT((int)faults(), 1);
    CHECK(fixture_sql("UPDATE review_note SET version = 2, year = 2022", &said));
    CHECK_INT((int)faults(), 2);
    CHECK(fixture_sql("UPDATE review_note SET year = 2023", &said));
    (void)ledger_look(&book, NULL); /* lets go of the tables */
    REQUIRE(tampered("DROP TRIGGER review_note_version_keeps",
        "DROP TRIGGER review_note_version_keeps ON review_note_version",
        "UPDATE review_note_version SET note = 'x' WHERE version = 2"));
    CHECK_INT((int)faults(), 1);
    ledger_close(&book);
}

/* ---- texts given to be checked ---- */

static bool
do_add(struct work *w, void *arg, struct err *e)
{
    return review_file_add(w, arg, e);
}

static bool
do_drop(struct work *w, void *arg, struct err *e)
{
    return review_file_drop(w, *(const int64_t *)arg, e);
}

static int64_t
give(const char *name, struct err *e)
{
    struct review_file f = {.org_id = book.branch,
        .year = 2023,
        .name = str_from(name),
        .text = arena_fmt(book.a, "%s的文字\n", name)};
    return ledger_write(&book, &book.clerk, do_add, &f, e) ? f.id : 0;
}

TEST(of_the_texts_given_the_last_few_stay)
{
    struct err e;
    struct review_files list;
    struct review_file file;
    struct actor nobody = {.name = S("nobody")};
    REQUIRE(opened());
    int64_t first = give("一.docx", &e);
    REQUIRE(CHECK(first > 0));
    CHECK_OK(review_file_get(ledger_look(&book, &book.upper), first, &file, &e), &e);
    CHECK_STR(file.text, "一.docx的文字\n");
    CHECK_STR(file.actor, "clerk");
    CHECK_REFUSED(
        review_file_get(ledger_look(&book, &nobody), first, &file, &e), &e, ERR_NOT_FOUND);
    int64_t last = 0;
    for (int i = 0; i < REVIEW_FILES_KEPT; i++)
        last = give("又一份.txt", &e);
    CHECK_REFUSED(
        review_file_get(ledger_look(&book, &book.clerk), first, &file, &e), &e, ERR_NOT_FOUND);
    CHECK_OK(review_file_list(ledger_look(&book, &book.clerk), book.branch, &list, &e), &e);
    CHECK_INT((int)list.n, REVIEW_FILES_KEPT);
    CHECK_INT((int)list.v[0].id, (int)last);
    CHECK_REFUSED(ledger_write(&book, &nobody, do_drop, &last, &e), &e, ERR_NOT_FOUND);
    CHECK_OK(ledger_write(&book, &book.clerk, do_drop, &last, &e), &e);
    CHECK_OK(review_file_list(ledger_look(&book, &book.clerk), book.branch, &list, &e), &e);
    CHECK_INT((int)list.n, REVIEW_FILES_KEPT - 1);
    CHECK_INT((int)give("坏\n名.txt", &e), 0);
    CHECK_ERR(&e, ERR_INPUT, "");
    ledger_close(&book);
}

/* ---- many at once ---- */

static bool
do_submit(struct work *w, void *arg, struct err *e)
{
    return report_submit(w, arg, e);
}

static bool
do_withdraw(struct work *w, void *arg, struct err *e)
{
    return report_withdraw(w, arg, S(""), e);
}

static bool
submit(int64_t org, const char *text)
{
    struct err e;
    struct report_sending s = {.at = {org, 2023, REPORT_ANY_VERSION},
        .text = str_from(text),
        .digest = sha256_of(str_from(text)),
        .size = (int64_t)str_from(text).n,
        .name = S("述职报告.txt")};
    return CHECK_OK(ledger_write(&book, NULL, do_submit, &s, &e), &e);
}

TEST(what_was_sent_below_is_checked_one_after_the_other_in_the_order_of_the_tree)
{
    struct err e;
    struct review_sents list;
    struct actor nobody = {.name = S("nobody")};
    REQUIRE(opened());
    REQUIRE(submit(book.other, "邻支部2023年度述职报告\n召开党员大会9次。\n"));
    REQUIRE(submit(book.branch, BAD));
    struct work *w = ledger_look(&book, &book.upper);
    CHECK_OK(
        review_sent_list(w, &(struct review_sent_filter){book.root, 2023, 0, 10}, &list, &e), &e);
    REQUIRE(CHECK_INT((int)list.n, 2));
    CHECK_INT((int)list.total, 2);
    CHECK_INT((int)list.v[0].org_id, (int)book.branch);
    CHECK_INT((int)list.v[1].org_id, (int)book.other);
    CHECK_OK(review_sent_check(w, &list.v[0], 2023, &found, &e), &e);
    CHECK(find("differs", "5次") != NULL);
    CHECK_OK(review_sent_check(w, &list.v[1], 2023, &found, &e), &e);
    CHECK(find("no_record", "9次") != NULL && find("differs", "5次") == NULL);
    CHECK_OK(
        review_sent_list(w, &(struct review_sent_filter){book.root, 2023, 1, 1}, &list, &e), &e);
    REQUIRE(CHECK_INT((int)list.n, 1));
    CHECK_INT((int)list.v[0].org_id, (int)book.other);
    CHECK_OK(
        review_sent_list(w, &(struct review_sent_filter){book.root, 2022, 0, 10}, &list, &e), &e);
    CHECK_INT((int)list.n, 0);
    struct report_at at = {book.other, 2023, REPORT_ANY_VERSION};
    CHECK_OK(ledger_write(&book, NULL, do_withdraw, &at, &e), &e);
    CHECK_OK(review_sent_list(ledger_look(&book, &book.upper),
                 &(struct review_sent_filter){book.root, 2023, 0, 10}, &list, &e),
        &e);
    CHECK_INT((int)list.n, 1);
    CHECK_REFUSED(review_sent_list(ledger_look(&book, &nobody),
                      &(struct review_sent_filter){book.root, 2023, 0, 10}, &list, &e),
        &e, ERR_NOT_FOUND);
    ledger_close(&book);
}
