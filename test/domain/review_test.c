/* A report held against a ledger, on both stores. */
#include "support_ledger.h"

#include "harness.h"

#include "domain/person.h"
#include "domain/review.h"

static struct ledger book;
static struct review found;

static bool
opened(void)
{
    struct err e;
    return CHECK_OK(ledger_open(&book, &e), &e);
}

static bool
hold(const struct record_input *in)
{
    struct err e;
    int64_t id = 0;
    return CHECK_OK(ledger_save(&book, &book.clerk, in, &id, &e), &e);
}

/* Meetings in January, April and July; 860 亩 of land. */
static bool
fill(void)
{
    for (int month = 1; month <= 7; month += 3) {
        struct record_input in = ledger_meeting(&book);
        in.held_on = date_make(2023, month, 4);
        in.late_why = S("补录");
        if (!hold(&in))
            return false;
    }
    struct field_value land[] = {{S("village"), S("东村")}, {S("done_on"), S("2024-01-31")},
        {S("note"), S("先测土配方三十六块，再播种。")}};
    struct quantity mu = {.code = S("mu"), .milli = 860000};
    struct record_input trust = {.org_id = book.branch,
        .kind = S("trust"),
        .held_on = date_make(2023, 7, 5),
        .title = S("东村托管"),
        .fields = land,
        .fields_n = 3,
        .quantities = &mu,
        .quantities_n = 1};
    return hold(&trust);
}

/* What one sentence of a report gives. */
static const struct review_claim *
judge(const char *sentence)
{
    struct err e;
    struct str text = arena_fmt(book.a,
        "机关支部2023年度述职报告\n一、主要工作\n%s\n二、下一步打算\n继续努力。\n", sentence);
    if (!CHECK_OK(
            review_report(ledger_look(&book, &book.clerk), book.branch, 2023, text, &found, &e),
            &e) ||
        found.claims_n == 0)
        return NULL;
    return &found.claims[found.claims_n - 1];
}

static const struct {
    const char *sentence;
    enum review_verdict verdict;
    const char *why; /* a part of it */
} cases[] = {
    {"召开党员大会3次。", REVIEW_AGREES, "3次"},
    {"召开党员大会5次。", REVIEW_DIFFERS, "少2"},
    {"召开党员大会1次。", REVIEW_DIFFERS, "多2"},
    {"召开党员大会3次以上。", REVIEW_AGREES, "相符"},
    {"召开党员大会近3次。", REVIEW_AGREES, "相符"},
    {"召开党员大会近30次。", REVIEW_DIFFERS, "27至30"},
    {"召开党员大会二十余次。", REVIEW_DIFFERS, "20至29"},
    {"上半年召开党员大会2次。", REVIEW_AGREES, "2次"},
    {"下半年召开党员大会2次。", REVIEW_DIFFERS, "1次"},
    {"1—4月召开党员大会2次。", REVIEW_AGREES, "2次"},
    {"每季度召开1次党员大会。", REVIEW_AGREES, "每个周期都有"},
    {"每月召开一次党员大会。", REVIEW_DIFFERS, "2月"},
    {"每周召开一次党员大会。", REVIEW_CANNOT_JUDGE, "每周"},
    {"去年以来召开党员大会3次。", REVIEW_CANNOT_JUDGE, "去年以来"},
    {"开展谈心谈话3次。", REVIEW_NO_RECORD, "谈心谈话"},
    {"托管土地860亩。", REVIEW_AGREES, "860亩"},
    {"托管土地860亩次。", REVIEW_CANNOT_JUDGE, "不是同一单位"},
    {"新增路灯65盏。", REVIEW_CANNOT_JUDGE, "对应的指标"},
    {"党员到会率95%。", REVIEW_CANNOT_JUDGE, "比率"},
    {"召开党员大会12023多次。", REVIEW_CANNOT_JUDGE, "损坏"},
    {"7月4日，召开党员大会，到会11人。", REVIEW_AGREES, "7月4日"},
    {"7月4日，召开党员大会，到会15人。", REVIEW_DIFFERS, "11人"},
    {"组织农户先测土配方三十六块。", REVIEW_CANNOT_JUDGE, "对应的指标"},
    {"先测土配方三十六块，再播种。", REVIEW_AGREES, "东村托管"},
};

TEST(a_claim_is_held_against_its_figure)
{
    REQUIRE(opened());
    REQUIRE(fill());
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct review_claim *c = judge(cases[i].sentence);
        bool fits = c && c->verdict == cases[i].verdict &&
            str_find(c->why, str_from(cases[i].why), 0) != SIZE_MAX;
        if (!fits)
            (void)test_check(false, __FILE__, __LINE__,
                arena_cstr(book.a,
                    arena_fmt(book.a, "%s %.*s", cases[i].sentence, STR_ARG(c ? c->why : S("")))));
    }
    ledger_close(&book);
}

TEST(what_was_found_names_its_records)
{
    REQUIRE(opened());
    REQUIRE(fill());
    const struct review_claim *c = judge("召开党员大会3次。");
    REQUIRE(c != NULL);
    CHECK_STR(c->figure, "meetings");
    CHECK_INT(c->milli, 3000);
    CHECK_INT(c->records_n, 3);
    CHECK(!found.wanting);
    REQUIRE(judge("召开党员大会4次。") != NULL);
    CHECK(found.wanting);
    ledger_close(&book);
}

TEST(leftovers_are_told)
{
    struct err e;
    REQUIRE(opened());
    struct str text = S("机关支部2021年度述职报告\n慰问困难党员**户。\n");
    REQUIRE(CHECK_OK(
        review_report(ledger_look(&book, &book.clerk), book.branch, 2023, text, &found, &e), &e));
    REQUIRE(found.leftovers.n == 2);
    CHECK_STR(found.leftovers.v[0].kind, "other_year");
    CHECK_STR(found.leftovers.v[1].kind, "masked");
    CHECK(found.wanting);
    ledger_close(&book);
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

TEST(a_post_that_was_given_up_before_is_left_over)
{
    struct err e;
    REQUIRE(opened());
    REQUIRE(CHECK_OK(ledger_write(&book, &book.upper, add_deputy, NULL, &e), &e));
    (void)judge("副书记吴六带队走访，吴六还讲了话，书记赵一主持。");
    REQUIRE(found.leftovers.n == 1);
    CHECK_STR(found.leftovers.v[0].kind, "left_post");
    CHECK(str_find(found.leftovers.v[0].why, S("吴六"), 0) != SIZE_MAX);
    ledger_close(&book);
}

TEST(a_part_is_not_above_its_total)
{
    REQUIRE(opened());
    REQUIRE(fill());
    REQUIRE(judge("培训农户30人次，其中党员40人次。") != NULL);
    REQUIRE(found.impossible.n == 1);
    CHECK_STR(found.impossible.v[0].kind, "part_above_total");
    REQUIRE(judge("培训农户30人次、干部20人次，其中党员40人次。") != NULL);
    CHECK_INT(found.impossible.n, 0);
    ledger_close(&book);
}

TEST(only_who_may_read_may_check)
{
    struct err e;
    struct actor nobody = {.name = S("nobody")};
    REQUIRE(opened());
    CHECK(!review_report(
        ledger_look(&book, &nobody), book.branch, 2023, S("召开党员大会3次。"), &found, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    ledger_close(&book);
}
