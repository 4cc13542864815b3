/* What is changed past the program is found and named. */
#include "support_house.h"
#include "support_ledger.h"

static struct ledger book;

static struct record_proof
prove(struct err *e)
{
    struct record_proof proof = {0};
    CHECK_OK(record_prove(ledger_look(&book, NULL), &proof, e), e);
    return proof;
}

/* A meeting in two versions. */
static int64_t
opened(struct err *e)
{
    int64_t id = 0;
    err_clear(e);
    if (!CHECK_OK(ledger_open(&book, e), e))
        return 0;
    struct record_input in = ledger_meeting(&book);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, e), e);
    in = ledger_input(&book, id);
    in.place = S("二楼会议室");
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, e), e);
    struct record_proof proof = prove(e);
    CHECK_INT(proof.n, 0);
    CHECK_INT(proof.records, 1);
    CHECK_INT(proof.versions, 2);
    work_end(&book.read); /* an open snapshot would keep the server from dropping the trigger */
    book.reading = false;
    return id;
}

static bool
do_void(struct work *w, void *arg, struct err *e)
{
    return record_void(w, *(int64_t *)arg, 1, S("重复"), e);
}

static bool
do_add(struct work *w, void *arg, struct err *e)
{
    struct evidence_input in = {.record_id = *(int64_t *)arg,
        .digest = sha256_of(S("1")),
        .size = 1,
        .name = S("照片.png")};
    int64_t id;
    return evidence_add(w, &in, &id, e) && evidence_remove(w, id, S("不清楚"), e);
}

TEST(what_the_program_itself_changed_holds)
{
    struct err e;
    int64_t second, id = opened(&e);
    REQUIRE(id != 0);
    struct record_input in = ledger_meeting(&book);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &second, &e), &e);
    CHECK_OK(ledger_write(&book, &book.clerk, do_void, &second, &e), &e);
    CHECK_OK(ledger_write(&book, &book.clerk, do_add, &id, &e), &e);
    struct record_proof proof = prove(&e);
    CHECK_INT(proof.n, 0);
    CHECK_INT(proof.records, 2);
    CHECK_INT(proof.versions, 6);
    ledger_close(&book);
}

static bool
tamper(const char *sql)
{
    struct str message;
    bool pg = str_starts(str_from(test_db_url()), S("postgres"));
    bool ok = fixture_sql(pg ? "DROP TRIGGER IF EXISTS record_version_keeps ON record_version"
                             : "DROP TRIGGER IF EXISTS record_version_keeps; "
                               "DROP TRIGGER IF EXISTS record_version_stays",
        &message);
    return CHECK(ok) && CHECK(fixture_sql(sql, &message));
}

static void
check_found(const char *sql, int64_t version)
{
    struct err e;
    int64_t id = opened(&e);
    REQUIRE(id != 0);
    if (tamper(sql)) {
        struct record_proof proof = prove(&e);
        REQUIRE(proof.n == 1);
        CHECK_INT(proof.v[0].record_id, id);
        CHECK_INT(proof.v[0].version, version);
    }
    ledger_close(&book);
}

TEST(a_record_changed_past_the_program_is_found)
{
    check_found("UPDATE record SET place = 'elsewhere'", 2);
}

TEST(a_changed_roll_is_found)
{
    check_found("UPDATE attendance SET state = 'present', reason = '' WHERE state <> 'present'", 2);
}

TEST(an_old_version_that_was_changed_is_found)
{
    check_found("UPDATE record_version SET snapshot = '{}' WHERE version = 1", 1);
}

TEST(a_version_that_is_gone_is_found)
{
    check_found("DELETE FROM record_version WHERE version = 1", 1);
}

TEST(only_the_machine_compares_all_records)
{
    struct err e;
    struct record_proof proof;
    REQUIRE(opened(&e) != 0);
    CHECK(!record_prove(ledger_look(&book, &book.upper), &proof, &e));
    CHECK_ERR(&e, ERR_DENIED, "本机命令");
    ledger_close(&book);
}
