/* What can stand on the pages of a spoken report. */
#include "domain/report_deck.h"

#include "domain/record.h"
#include "support_ledger.h"

#include "harness.h"

static struct ledger book;

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
do_remove(struct work *w, void *arg, struct err *e)
{
    return evidence_remove(w, *(const int64_t *)arg, S("不要了"), e);
}

static int64_t
add_file(int64_t record_id, const char *name, const char *type)
{
    struct err e;
    struct adding a = {.in = {.record_id = record_id,
                           .digest = sha256_of(str_from(name)),
                           .size = 1,
                           .name = str_from(name),
                           .type = str_from(type)}};
    CHECK_OK(ledger_write(&book, &book.secretary, do_add, &a, &e), &e);
    return a.id;
}

static int64_t
add_record(const struct record_input *in)
{
    struct err e;
    int64_t id = 0;
    CHECK_OK(ledger_save(&book, &book.secretary, in, &id, &e), &e);
    return id;
}

static bool
opened(void)
{
    struct err e;
    return CHECK_OK(ledger_open(&book, &e), &e);
}

static bool
read_deck(struct deck *deck)
{
    struct err e;
    struct report_draft d;
    struct work *w = ledger_look(&book, &book.clerk);
    return CHECK_OK(report_current(w, book.branch, 2023, &d, &e), &e) &&
        CHECK_OK(report_deck(w, &d, deck, &e), &e);
}

TEST(sections_offer_their_figures_and_points)
{
    struct deck deck;
    REQUIRE(opened());
    struct record_input meeting = ledger_meeting(&book);
    (void)add_record(&meeting);
    REQUIRE(read_deck(&deck));
    CHECK_STR(deck.title, "机关支部2023年度述职报告");
    REQUIRE(CHECK_INT(deck.sections_n, 2));
    const struct deck_section *s = deck.sections;
    CHECK_STR(s[0].title, "一、2023年工作");
    CHECK_INT(s[0].theme, DECK_WORK);
    CHECK_INT(s[1].theme, DECK_PLAN);
    REQUIRE(CHECK_INT(s[0].figures.n, 1)); /* what is not recorded is no page */
    CHECK_STR(s[0].figures.v[0].figure->def->code, "meetings");
    CHECK_STR(s[0].figures.v[0].topic, "（一）组织生活");
    REQUIRE(CHECK_INT(s[1].points.n, 1));
    CHECK_STR(s[1].points.v[0], "（一）思路");
    CHECK_INT(s[1].figures.n, 0);
    ledger_close(&book);
}

TEST(pictures_are_those_of_records_that_stand_and_are_no_secret)
{
    struct err e;
    struct deck deck;
    REQUIRE(opened());
    struct record_input meeting = ledger_meeting(&book),
                        talk = {.org_id = book.branch,
                            .kind = S("talk"),
                            .held_on = date_make(2023, 7, 5),
                            .title = S("谈心")};
    struct attendance two[] = {{.person_id = book.people[0], .presence = PRESENCE_PRESENT},
        {.person_id = book.people[1], .presence = PRESENCE_PRESENT}};
    talk.attendance = two;
    talk.attendance_n = 2;
    int64_t id = add_record(&meeting), secret = add_record(&talk);
    int64_t shown = add_file(id, "现场.jpg", "image/jpeg"),
            gone = add_file(id, "重复.png", "image/png");
    (void)add_file(id, "签到.pdf", "application/pdf");
    (void)add_file(id, "画.svg", "image/svg+xml");
    (void)add_file(secret, "谈心.jpg", "image/jpeg");
    CHECK_OK(ledger_write(&book, &book.secretary, do_remove, &gone, &e), &e);
    REQUIRE(read_deck(&deck));
    REQUIRE(CHECK_INT(deck.photos.n, 1));
    CHECK_INT(deck.photos.v[0].id, shown);
    CHECK_INT(deck.photos.v[0].record_id, id);
    CHECK_STR(deck.photos.v[0].title, meeting.title.p);
    ledger_close(&book);
}

TEST(a_deck_is_for_those_who_may_read)
{
    struct err e;
    struct report_draft d;
    struct deck deck;
    struct actor nobody = {.name = S("nobody")};
    REQUIRE(opened());
    CHECK_OK(report_current(ledger_look(&book, &book.clerk), book.branch, 2023, &d, &e), &e);
    CHECK(!report_deck(ledger_look(&book, &nobody), &d, &deck, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    ledger_close(&book);
}
