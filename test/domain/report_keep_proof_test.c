/* What is changed past the program in reports and their steps is found and named. */
#include "support_house.h"
#include "support_ledger.h"

#include "base/file.h"
#include "domain/account.h"
#include "domain/report_keep.h"

#include <unistd.h>

static struct ledger book;
static struct actor above;
static int64_t report_id;

static const char SENT[] = "机关支部工作报告\n全年召开党员大会1次。\n";

static struct report_proof
prove(struct err *e)
{
    struct report_proof proof = {0};
    CHECK_OK(report_prove(ledger_look(&book, NULL), &proof, e), e);
    return proof;
}

static bool
begin(struct work *w, void *arg, struct err *e)
{
    struct token_text link;
    struct account_input in = {
        .org_id = book.root, .login = S("district"), .name = S("district"), .role = ROLE_UPPER};
    (void)arg;
    above = (struct actor){.name = S("district")};
    return account_add(w, &in, &above.account, &link, e);
}

static bool
do_submit(struct work *w, void *arg, struct err *e)
{
    return report_submit(w, arg, e);
}

static bool
do_accept(struct work *w, void *arg, struct err *e)
{
    return report_accept(w, arg, S(""), e);
}

static bool
do_grade(struct work *w, void *arg, struct err *e)
{
    const struct report_mark m = {.grade = REPORT_GRADE_FAIR, .votes = {0, 9, 3, 1, 0}};
    return report_grade(w, arg, &m, S(""), e);
}

static bool
keep_file(struct sha256 *digest, int64_t *size, struct err *e)
{
    struct blob_writer *b;
    return blob_open(house_files(book.house), 4096, &b, e) && blob_add(b, str_from(SENT), e) &&
        blob_finish(b, digest, size, e);
}

/* A report that was sent, accepted and graded: three steps. */
static bool
opened(struct err *e)
{
    struct report_kept k = {0};
    struct report_at at = {0, 2023, REPORT_ANY_VERSION};
    struct report_sending s = {.text = str_from(SENT), .name = S("述职报告.txt")};
    err_clear(e);
    if (!CHECK_OK(ledger_open(&book, e), e) || !CHECK_OK(keep_file(&s.digest, &s.size, e), e))
        return false;
    at.org_id = book.branch;
    s.at = at;
    bool ok = CHECK_OK(ledger_write(&book, NULL, begin, NULL, e), e) &&
        CHECK_OK(ledger_write(&book, &book.clerk, do_submit, &s, e), e) &&
        CHECK_OK(ledger_write(&book, &above, do_accept, &at, e), e) &&
        CHECK_OK(ledger_write(&book, &above, do_grade, &at, e), e) &&
        CHECK_OK(report_kept(ledger_look(&book, NULL), book.branch, 2023, &k, e), e);
    report_id = k.id;
    struct report_proof proof = prove(e);
    CHECK_INT(proof.n, 0);
    CHECK_INT(proof.reports, 1);
    CHECK_INT(proof.versions, 3);
    work_end(&book.read); /* an open snapshot would keep the server from dropping the trigger */
    book.reading = false;
    return ok;
}

static bool
tamper(const char *sql)
{
    struct str message;
    bool pg = str_starts(str_from(test_db_url()), S("postgres"));
    bool ok = fixture_sql(pg ? "DROP TRIGGER IF EXISTS report_version_keeps ON report_version"
                             : "DROP TRIGGER IF EXISTS report_version_keeps; "
                               "DROP TRIGGER IF EXISTS report_version_stays",
        &message);
    return CHECK(ok) && CHECK(fixture_sql(sql, &message));
}

static bool
names(const struct report_proof *proof, enum report_fault_kind kind, int64_t version)
{
    for (size_t i = 0; i < proof->n; i++)
        if (proof->v[i].kind == kind && proof->v[i].report_id == report_id &&
            proof->v[i].version == version)
            return true;
    return false;
}

static void
check_found(const char *sql, enum report_fault_kind kind, int64_t version)
{
    struct err e;
    REQUIRE(opened(&e));
    if (tamper(sql)) {
        struct report_proof proof = prove(&e);
        CHECK(names(&proof, kind, version));
    }
    ledger_close(&book);
}

TEST(a_text_that_was_changed_is_found)
{
    check_found("UPDATE report_version SET snapshot = REPLACE(snapshot, '大会1次', '大会9次') "
                "WHERE version = 1",
        REPORT_FAULT_VERSION, 1);
}

TEST(a_digest_that_was_changed_is_found)
{
    check_found(
        "UPDATE report_version SET digest = '00' WHERE version = 2", REPORT_FAULT_VERSION, 2);
}

TEST(another_reason_is_found)
{
    check_found(
        "UPDATE report_version SET why = '另一个' WHERE version = 2", REPORT_FAULT_VERSION, 2);
}

TEST(another_person_is_found)
{
    check_found(
        "UPDATE report_version SET actor = '别人' WHERE version = 2", REPORT_FAULT_VERSION, 2);
}

TEST(another_moment_is_found)
{
    check_found("UPDATE report_version SET at_ms = at_ms - 86400000 WHERE version = 1",
        REPORT_FAULT_VERSION, 1);
}

TEST(another_step_is_found)
{
    check_found("UPDATE report_version SET step = 2 WHERE version = 2", REPORT_FAULT_VERSION, 2);
}

TEST(another_file_is_found)
{
    check_found(
        "UPDATE report_version SET file_digest = 'aa' WHERE version = 1", REPORT_FAULT_VERSION, 1);
}

TEST(another_name_of_the_file_is_found)
{
    check_found("UPDATE report_version SET file_name = '别的.docx' WHERE version = 1",
        REPORT_FAULT_VERSION, 1);
}

TEST(another_size_of_the_file_is_found)
{
    check_found(
        "UPDATE report_version SET file_size = 1 WHERE version = 1", REPORT_FAULT_VERSION, 1);
}

TEST(a_step_that_is_gone_is_found)
{
    check_found("DELETE FROM report_version WHERE version = 1", REPORT_FAULT_VERSION, 1);
}

TEST(another_grade_is_found)
{
    check_found("UPDATE report SET grade = 'good'", REPORT_FAULT_CHANGED, 3);
}

TEST(other_ballots_are_found)
{
    check_found("UPDATE report SET votes_poor = 7", REPORT_FAULT_CHANGED, 3);
}

TEST(another_state_is_found)
{
    check_found("UPDATE report SET state = 2", REPORT_FAULT_CHANGED, 3);
}

TEST(another_text_that_counts_is_found)
{
    check_found("UPDATE report SET text_version = 2", REPORT_FAULT_CHANGED, 3);
}

TEST(a_last_step_kept_back_is_found)
{
    check_found("UPDATE report SET version = 2", REPORT_FAULT_CHANGED, 2);
}

TEST(another_year_is_found)
{
    check_found("UPDATE report SET year = 2021", REPORT_FAULT_CHANGED, 3);
}

TEST(a_report_that_is_no_report_any_more_is_found)
{
    check_found("UPDATE report SET state = 9", REPORT_FAULT_CHANGED, 0);
}

TEST(a_step_that_was_never_taken_is_named)
{
    struct err e;
    REQUIRE(opened(&e));
    REQUIRE(tamper(
        "INSERT INTO report_version SELECT report_id, 4, root_id, at_ms, account_id, actor, 1, '', "
        "'', '', 0, snapshot, digest FROM report_version WHERE version = 3"));
    struct report_proof proof = prove(&e);
    CHECK(names(&proof, REPORT_FAULT_CHANGED, 3));
    ledger_close(&book);
}

TEST(a_file_that_is_gone_is_named)
{
    struct err e;
    REQUIRE(opened(&e));
    const char *path = blob_path(book.a, house_files(book.house), sha256_of(str_from(SENT)));
    CHECK_INT(unlink(path), 0);
    struct report_proof proof = prove(&e);
    CHECK(names(&proof, REPORT_FAULT_FILE, 1));
    CHECK_INT(proof.n, 1);
    ledger_close(&book);
}

TEST(only_the_machine_itself_looks)
{
    struct err e;
    struct report_proof proof;
    REQUIRE(opened(&e));
    CHECK(!report_prove(ledger_look(&book, &above), &proof, &e));
    CHECK_ERR(&e, ERR_DENIED, "核对全部报告只在本机命令中进行");
    ledger_close(&book);
}
