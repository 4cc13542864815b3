#include "domain/search.h"
#include "support_ledger.h"

#include "harness.h"
#include "support_house.h"

static struct ledger l;

static int64_t
found(const struct actor *actor, const char *typed)
{
    struct err e;
    struct search_result r = {0};
    struct search_ask ask = {.typed = str_from(typed), .limit = 20};
    CHECK_OK(search_run(ledger_look(&l, actor), &ask, &r, &e), &e);
    return r.total;
}

struct voiding {
    int64_t id, version;
    bool back;
};

static bool
set_void(struct work *w, void *arg, struct err *e)
{
    const struct voiding *v = arg;
    return v->back ? record_unvoid(w, v->id, v->version, S("恢复"), e)
                   : record_void(w, v->id, v->version, S("重复"), e);
}

TEST(a_record_is_found_by_all_that_stands_in_it)
{
    struct err e;
    int64_t id;
    struct decision decision = {S("下月开展集体学习"), S("钱二"), date_make(2023, 8, 1)};
    struct field_value field = {S("theme"), S("选举")};
    err_clear(&e);
    REQUIRE(CHECK_OK(ledger_open(&l, &e), &e));
    struct record_input in = ledger_meeting(&l);
    in.decisions = &decision;
    in.decisions_n = 1;
    in.fields = &field;
    in.fields_n = 1;
    in.agenda = S("学习上级精神");
    REQUIRE(CHECK_OK(ledger_save(&l, &l.clerk, &in, &id, &e), &e));
    static const char *const words[] = {"7月党员大会", "三楼会议室", "学习上级精神",
        "会议学习了文件", "下月开展集体", "选举", "褚甲", "2023年7月4日",
        "title:党员大会 year:2023", "kind:meeting"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        CHECK_INT(found(&l.clerk, words[i]), 1);
    CHECK_INT(found(&l.clerk, "卫乙"), 0); /* was ill */
    CHECK_INT(found(&l.upper, "三楼会议室"), 1);
    in = ledger_input(&l, id);
    in.place = S("活动室");
    REQUIRE(CHECK_OK(ledger_save(&l, &l.clerk, &in, &id, &e), &e));
    CHECK_INT(found(&l.clerk, "三楼会议室"), 0);
    CHECK_INT(found(&l.clerk, "活动室"), 1);
    struct voiding v = {id, ledger_input(&l, id).version, false};
    REQUIRE(CHECK_OK(ledger_write(&l, &l.clerk, set_void, &v, &e), &e));
    CHECK_INT(found(&l.clerk, "活动室"), 0);
    v = (struct voiding){id, v.version + 1, true};
    REQUIRE(CHECK_OK(ledger_write(&l, &l.clerk, set_void, &v, &e), &e));
    CHECK_INT(found(&l.clerk, "活动室"), 1);
    ledger_close(&l);
}

/* Neither those present nor the secretary find more of a talk than everybody may read. */
TEST(what_is_private_is_not_found_by_its_content)
{
    struct err e;
    int64_t id;
    struct field_value field = {S("points"), S("家庭困难需要关心")};
    err_clear(&e);
    REQUIRE(CHECK_OK(ledger_open(&l, &e), &e));
    struct record_input in = ledger_meeting(&l);
    in.kind = S("talk");
    in.title = S("与同志谈心");
    in.agenda = S("");
    in.body = S("谈了心里话");
    in.fields = &field;
    in.fields_n = 1;
    in.attendance_n = 2;
    REQUIRE(CHECK_OK(ledger_save(&l, &l.secretary, &in, &id, &e), &e));
    CHECK_INT(found(&l.clerk, "谈心"), 1);
    CHECK_INT(found(&l.clerk, "三楼会议室"), 1);
    CHECK_INT(found(&l.clerk, "心里话"), 0);
    CHECK_INT(found(&l.secretary, "心里话"), 0);
    CHECK_INT(found(NULL, "家庭困难"), 0);
    CHECK_INT(found(NULL, "钱二"), 0);
    ledger_close(&l);
}

/* A ledger that was kept before there was search. */
TEST(old_records_are_put_in_by_tidying)
{
    struct err e;
    struct str said;
    int64_t id;
    bool more = true;
    err_clear(&e);
    REQUIRE(CHECK_OK(ledger_open(&l, &e), &e));
    struct record_input in = ledger_meeting(&l);
    for (int i = 0; i < 60; i++) {
        in.held_on = date_make(2023, 1 + i % 6, 1 + i % 20);
        in.late_why = S("补记");
        REQUIRE(CHECK_OK(ledger_save(&l, &l.clerk, &in, &id, &e), &e));
    }
    REQUIRE(CHECK(fixture_sql("DELETE FROM search_fresh", &said)) &&
        CHECK(fixture_sql("DELETE FROM search_text", &said)) &&
        CHECK(fixture_sql("DELETE FROM search_doc", &said)) &&
        CHECK(fixture_sql("UPDATE search_state SET changes = changes + 1, fresh = 0", &said)));
    CHECK_INT(found(&l.clerk, "党员大会"), 0);
    for (int i = 0; more && i < 20; i++)
        REQUIRE(CHECK_OK(search_tidy(l.house, &more, &e), &e));
    CHECK(!more);
    CHECK_INT(found(&l.clerk, "党员大会"), 60);
    ledger_close(&l);
}
