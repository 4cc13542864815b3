#include "support_ledger.h"

#include "harness.h"

#include "domain/journal.h"
#include "domain/person.h"
#include "domain/record_int.h"
#include "store/store.h"

static struct ledger book;

#define OPEN()                                   \
    struct err e;                                \
    int64_t id = 0;                              \
    err_clear(&e);                               \
    if (!CHECK_OK(ledger_open(&book, &e), &e)) { \
        ledger_close(&book);                     \
        return;                                  \
    }

struct voiding {
    int64_t id, version;
    struct str why;
};

static bool
do_void(struct work *w, void *arg, struct err *e)
{
    struct voiding *v = arg;
    return record_void(w, v->id, v->version, v->why, e);
}

static bool
do_unvoid(struct work *w, void *arg, struct err *e)
{
    struct voiding *v = arg;
    return record_unvoid(w, v->id, v->version, v->why, e);
}

TEST(record_is_saved_with_all_that_follows)
{
    OPEN();
    struct record r;
    struct journal_rows rows;
    int64_t before = ledger_journal_entries(&book);
    struct record_input in = ledger_meeting(&book);
    struct decision decisions[] = {{S("订阅报刊"), S("周五"), {2023, 8, 1}}, {S(" "), S(""), {0}}};
    struct field_value fields[] = {
        {S("votes"), S("11")}, {S("theme"), S("学习")}, {S("first"), S("")}};
    in.decisions = decisions;
    in.decisions_n = 2;
    in.fields = fields;
    in.fields_n = 3;
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D1", 3), 0);
    CHECK_INT(ledger_figure(&book, book.branch, 2023, "meetings"), -1);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_OK(record_get(ledger_look(&book, &book.clerk), id, &r, &e), &e);
    CHECK_STR(r.in.title, "2023年7月党员大会");
    CHECK_STR(r.kind_title, "党员大会");
    CHECK_STR(r.entered_by, "clerk");
    CHECK_INT(r.due_count, 12);
    CHECK_INT(r.present_count, 11);
    CHECK_INT(r.in.version, 1);
    CHECK_INT(r.in.year, 2023);
    CHECK_INT(r.late_days, 0);
    CHECK_INT(r.in.decisions_n, 1);
    CHECK_STR(r.in.decisions[0].owner, "周五");
    CHECK_INT(r.in.fields_n, 2);
    CHECK_STR(r.in.fields[0].code, "theme");
    CHECK_STR(r.in.fields[1].value, "11");
    CHECK_INT(r.in.attendance_n, 12);
    CHECK_STR(r.in.attendance[0].name, "赵一");
    CHECK_STR(r.in.attendance[11].reason, "病假");
    CHECK_INT(r.in.duties_n, 1);
    CHECK_STR(r.in.duties[0], "D1");
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D1", 3), 1);
    CHECK_INT(ledger_figure(&book, book.branch, 2023, "meetings"), 1000);
    CHECK_INT(ledger_journal_entries(&book), before + 1);
    CHECK_OK(journal_of_object(ledger_look(&book, &book.clerk), S("record"), id, &rows, &e), &e);
    REQUIRE(rows.n == 1);
    CHECK_STR(rows.v[0].what, "record.add");
    CHECK_INT(rows.v[0].version, 1);
    ledger_close(&book);
}

TEST(record_keeps_every_version)
{
    OPEN();
    struct record_versions v;
    struct record r;
    struct record_input in = ledger_meeting(&book);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    in = ledger_input(&book, id);
    int64_t before = ledger_journal_entries(&book);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_INT(ledger_journal_entries(&book), before);
    in.title = S("七月党员大会");
    in.change_why = S("标题有误");
    in.attendance_n = 3;
    CHECK_OK(ledger_save(&book, &book.secretary, &in, &id, &e), &e);
    CHECK_INT(ledger_journal_entries(&book), before + 1);
    CHECK_OK(record_versions(ledger_look(&book, &book.clerk), id, &v, &e), &e);
    REQUIRE(v.n == 2);
    CHECK_INT(v.v[0].version, 2);
    CHECK_STR(v.v[0].actor, "secretary");
    CHECK_STR(v.v[0].why, "标题有误");
    CHECK_STR(v.v[1].actor, "clerk");
    for (size_t i = 0; i < v.n; i++) {
        struct hex_text hex = sha256_hex(sha256_of(v.v[i].snapshot));
        CHECK_STR(v.v[i].digest, hex.z);
    }
    struct journal_rows rows;
    CHECK_OK(journal_of_object(&book.read, S("record"), id, &rows, &e), &e);
    REQUIRE(rows.n == 2);
    CHECK(str_eq(rows.v[0].digest, v.v[0].digest));
    CHECK_OK(record_at(&book.read, id, 1, &r, &e), &e);
    CHECK_STR(r.in.title, "2023年7月党员大会");
    CHECK_INT(r.in.attendance_n, 12);
    CHECK_STR(r.in.attendance[0].name, "赵一");
    CHECK_INT(r.in.version, 1);
    CHECK_OK(record_get(&book.read, id, &r, &e), &e);
    CHECK_STR(r.in.title, "七月党员大会");
    CHECK_INT(r.in.attendance_n, 3);
    CHECK(!record_at(&book.read, id, 3, &r, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "没有第 3 版");
    ledger_close(&book);
}

/* The rows say the same as the last version, byte by byte. */
static void
same_as_version(int64_t id)
{
    struct err e;
    struct record r, back;
    struct record_versions v = {0};
    struct work *w = ledger_look(&book, NULL);
    CHECK_OK(record_load(w, id, &r, &e), &e);
    CHECK_OK(record_versions(w, id, &v, &e), &e);
    REQUIRE(v.n > 0);
    CHECK(str_eq(record_snapshot(book.a, &r), v.v[0].snapshot));
    CHECK_OK(record_from_snapshot(book.a, v.v[0].snapshot, &back, &e), &e);
    CHECK(str_eq(record_snapshot(book.a, &back), v.v[0].snapshot));
}

TEST(record_rows_and_snapshot_agree)
{
    OPEN();
    struct record_input in = ledger_meeting(&book);
    struct decision decision = {S("订阅\"报刊\""), S("周五"), {2023, 8, 1}};
    struct field_value fields[] = {{S("votes"), S("11")}, {S("theme"), S("选举")}};
    in.decisions = &decision;
    in.decisions_n = 1;
    in.fields = fields;
    in.fields_n = 2;
    in.body = S("第一行\r\n第二行\t\\");
    in.held_on = date_make(2023, 6, 1);
    in.late_why = S("补录");
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    same_as_version(id);
    in = ledger_input(&book, id);
    CHECK_STR(in.body, "第一行\n第二行\t\\");
    struct quantity q[] = {{.code = S("mu_times"), .milli = 5}, {.code = S("mu"), .milli = 0}};
    struct field_value village = {S("village"), S("东村")};
    struct record_input trust = {.org_id = book.branch,
        .kind = S("trust"),
        .held_on = date_make(2023, 7, 4),
        .title = S("托管"),
        .fields = &village,
        .fields_n = 1,
        .quantities = q,
        .quantities_n = 2};
    CHECK_OK(ledger_save(&book, &book.clerk, &trust, &id, &e), &e);
    same_as_version(id);
    struct voiding v = {id, 1, S("重复")};
    CHECK_OK(ledger_write(&book, &book.clerk, do_void, &v, &e), &e);
    same_as_version(id);
    ledger_close(&book);
}

enum {
    MANY = 33
};

static bool
add_many(struct work *w, void *arg, struct err *e)
{
    int64_t *ids = arg;
    for (int i = 0; i < MANY; i++) {
        struct person_input in = {.org_id = book.other,
            .name = arena_fmt(w->arena, "党员%d", i),
            .membership = S("full"),
            .joined_on = date_make(2015, 7, 1),
            .full_on = date_make(2016, 7, 1)};
        if (!person_save(w, &in, &ids[i], e))
            return false;
    }
    return true;
}

TEST(record_keeps_a_roll_of_any_length)
{
    OPEN();
    int64_t ids[MANY];
    static const size_t sizes[] = {1, 15, 16, 17, 32, 33};
    struct attendance roll[MANY];
    struct record r;
    CHECK_OK(ledger_write(&book, NULL, add_many, ids, &e), &e);
    for (size_t i = 0; i < MANY; i++)
        roll[i] = (struct attendance){.person_id = ids[MANY - 1 - i], .presence = PRESENCE_PRESENT};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct record_input in = {.org_id = book.other,
            .kind = S("study"),
            .held_on = date_make(2023, 7, 4),
            .title = S("学习"),
            .attendance = roll,
            .attendance_n = sizes[i]};
        CHECK_OK(ledger_save(&book, NULL, &in, &id, &e), &e);
        CHECK_OK(record_get(ledger_look(&book, NULL), id, &r, &e), &e);
        CHECK_INT(r.in.attendance_n, sizes[i]);
        CHECK_INT(r.present_count, sizes[i]);
        CHECK_INT(r.in.attendance[0].person_id, ids[MANY - sizes[i]]);
    }
    ledger_close(&book);
}

TEST(record_changed_by_another_is_a_conflict)
{
    OPEN();
    struct record_input in = ledger_meeting(&book);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    struct record_input mine = ledger_input(&book, id), theirs = mine;
    theirs.place = S("礼堂");
    CHECK_OK(ledger_save(&book, &book.secretary, &theirs, &id, &e), &e);
    mine.place = S("食堂");
    CHECK(!ledger_save(&book, &book.clerk, &mine, &id, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "现为第 2 版");
    mine.id = 999;
    CHECK(!ledger_save(&book, &book.clerk, &mine, &id, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "999");
    ledger_close(&book);
}

TEST(record_moved_takes_its_duties_along)
{
    OPEN();
    struct record_input in = ledger_meeting(&book);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D1", 3), 1);
    in = ledger_input(&book, id);
    in.held_on = date_make(2023, 6, 30);
    in.late_why = S("日期有误");
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D1", 3), 0);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D1", 2), 1);
    in = ledger_input(&book, id);
    in.org_id = book.other;
    in.attendance_n = 0;
    CHECK(!ledger_save(&book, &book.clerk, &in, &id, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    CHECK_OK(ledger_save(&book, &book.upper, &in, &id, &e), &e);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D1", 2), 0);
    CHECK_INT(ledger_have(&book, book.other, 2023, "D1", 2), 1);
    CHECK_INT(ledger_figure(&book, book.branch, 2023, "meetings"), -1);
    CHECK_INT(ledger_figure(&book, book.other, 2023, "meetings"), 1000);
    in = ledger_input(&book, id);
    in.kind = S("life");
    in.fields_n = 0;
    in.duties_chosen = false;
    CHECK(!ledger_save(&book, &book.upper, &in, &id, &e));
    CHECK_STR(str_from(e.field), "agenda");
    in.agenda = S("");
    CHECK_OK(ledger_save(&book, &book.upper, &in, &id, &e), &e);
    CHECK_INT(ledger_have(&book, book.other, 2023, "D1", 2), 0);
    CHECK_INT(ledger_have(&book, book.other, 2023, "D2", 1), 1);
    CHECK_INT(ledger_figure(&book, book.other, 2023, "meetings"), -1);
    ledger_close(&book);
}

TEST(record_is_voided_and_taken_back)
{
    OPEN();
    struct record r;
    struct str duty[] = {S("D1"), S("D3")};
    struct record_input in = ledger_meeting(&book);
    in.duties_chosen = true;
    in.duties = duty;
    in.duties_n = 2;
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    struct voiding v = {id, 1, S("")};
    CHECK(!ledger_write(&book, &book.clerk, do_void, &v, &e));
    CHECK_ERR(&e, ERR_INPUT, "原因");
    CHECK_STR(str_from(e.field), "why");
    v.why = S("重复登记");
    CHECK_OK(ledger_write(&book, &book.clerk, do_void, &v, &e), &e);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D3", 7), 0);
    CHECK_INT(ledger_figure(&book, book.branch, 2023, "meetings"), -1);
    CHECK_OK(record_get(ledger_look(&book, NULL), id, &r, &e), &e);
    CHECK(r.voided);
    CHECK_STR(r.void_why, "重复登记");
    CHECK_INT(r.in.duties_n, 2);
    in = r.in;
    in.place = S("礼堂");
    CHECK(!ledger_save(&book, &book.clerk, &in, &id, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "已作废");
    v.version = 2;
    CHECK(!ledger_write(&book, &book.clerk, do_void, &v, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "已经作废");
    v.why = S("作废有误");
    CHECK_OK(ledger_write(&book, &book.clerk, do_unvoid, &v, &e), &e);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D1", 3), 1);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D3", 7), 1);
    CHECK_INT(ledger_figure(&book, book.branch, 2023, "meetings"), 1000);
    v.version = 2;
    CHECK(!ledger_write(&book, &book.clerk, do_unvoid, &v, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "第 3 版");
    v.version = 3;
    CHECK(!ledger_write(&book, &book.clerk, do_unvoid, &v, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "没有作废");
    ledger_close(&book);
}

struct failing {
    const struct record_input *in;
    int64_t id;
};

static bool
save_and_fail(struct work *w, void *arg, struct err *e)
{
    struct failing *f = arg;
    return record_save(w, f->in, &f->id, e) && err_set(e, ERR_IO, "断电");
}

TEST(record_that_fails_leaves_nothing)
{
    OPEN();
    struct record r;
    struct record_input in = ledger_meeting(&book);
    struct failing f = {&in, 0};
    int64_t before = ledger_journal_entries(&book);
    CHECK(!ledger_write(&book, &book.clerk, save_and_fail, &f, &e));
    CHECK_ERR(&e, ERR_IO, "断电");
    CHECK(f.id != 0);
    CHECK_INT(ledger_journal_entries(&book), before);
    CHECK_INT(ledger_have(&book, book.branch, 2023, "D1", 3), 0);
    CHECK_INT(ledger_figure(&book, book.branch, 2023, "meetings"), -1);
    CHECK(!record_get(ledger_look(&book, NULL), f.id, &r, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "没有编号");
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_INT(ledger_journal_entries(&book), before + 1);
    ledger_close(&book);
}

TEST(record_asks_for_rights)
{
    OPEN();
    struct record r;
    struct actor nobody = {.name = S("nobody")};
    struct record_input in = ledger_meeting(&book);
    CHECK(!ledger_save(&book, &nobody, &in, &id, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    in.org_id = book.other;
    in.attendance_n = 0;
    CHECK(!ledger_save(&book, &book.clerk, &in, &id, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    CHECK_OK(ledger_save(&book, NULL, &in, &id, &e), &e);
    CHECK(!record_get(ledger_look(&book, &book.clerk), id, &r, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    struct voiding v = {id, 1, S("重复")};
    CHECK(!ledger_write(&book, &book.clerk, do_void, &v, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    ledger_close(&book);
}

TEST(record_of_a_talk_is_closed)
{
    OPEN();
    struct record r;
    struct record_versions v;
    struct attendance two[] = {{.person_id = book.people[0]}, {.person_id = book.people[5]}};
    struct field_value fields[] = {{S("points"), S("家中困难")}, {S("place_kind"), S("当面")}};
    struct record_input in = {.org_id = book.branch,
        .kind = S("talk"),
        .held_on = date_make(2023, 7, 4),
        .title = S("谈心谈话"),
        .body = S("他说了心里话"),
        .attendance = two,
        .attendance_n = 2,
        .fields = fields,
        .fields_n = 2};
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK_OK(record_get(ledger_look(&book, &book.clerk), id, &r, &e), &e);
    CHECK(r.hidden);
    CHECK_STR(r.in.body, "");
    CHECK_INT(r.in.fields_n, 0);
    CHECK_OK(record_versions(&book.read, id, &v, &e), &e);
    REQUIRE(v.n == 1);
    CHECK_STR(v.v[0].snapshot, "");
    CHECK_OK(record_at(&book.read, id, 1, &r, &e), &e);
    CHECK_STR(r.in.body, "");
    /* The upper body's secretary is not this branch's. */
    CHECK_OK(record_get(ledger_look(&book, &book.upper), id, &r, &e), &e);
    CHECK(r.hidden);
    CHECK_OK(record_get(ledger_look(&book, &book.secretary), id, &r, &e), &e);
    CHECK(!r.hidden);
    CHECK_STR(r.in.body, "他说了心里话");
    struct actor present = book.clerk;
    present.person = book.people[5];
    CHECK_OK(record_get(ledger_look(&book, &present), id, &r, &e), &e);
    CHECK_STR(r.in.fields[1].value, "家中困难");
    /* Who cannot see the text does not wipe it out. */
    CHECK_OK(record_get(ledger_look(&book, &book.clerk), id, &r, &e), &e);
    in = r.in;
    in.place = S("办公室");
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    in = ledger_input(&book, id);
    CHECK_STR(in.place, "办公室");
    CHECK_STR(in.body, "他说了心里话");
    CHECK_STR(in.fields[1].value, "家中困难");
    ledger_close(&book);
}

/* A talk between the secretary (0) and 5, written down by the clerk, who was not there. */
static int64_t
a_talk(struct err *e)
{
    int64_t id = 0;
    struct attendance two[] = {{.person_id = book.people[0]}, {.person_id = book.people[5]}};
    struct field_value points = {S("points"), S("家中困难")};
    struct record_input in = {.org_id = book.branch,
        .kind = S("talk"),
        .held_on = date_make(2023, 7, 4),
        .title = S("谈心谈话"),
        .body = S("他说了心里话"),
        .attendance = two,
        .attendance_n = 2,
        .fields = &points,
        .fields_n = 1};
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, e), e);
    return id;
}

static struct record_input
as_seen_by(const struct actor *actor, int64_t id, struct err *e)
{
    struct record r = {0};
    CHECK_OK(record_get(ledger_look(&book, actor), id, &r, e), e);
    return r.in;
}

TEST(who_may_not_read_a_talk_cannot_open_it)
{
    OPEN();
    int64_t saved;
    id = a_talk(&e);
    /* by his own name on the roll */
    struct record_input in = as_seen_by(&book.clerk, id, &e);
    struct attendance three[] = {in.attendance[0], in.attendance[1], {.person_id = book.people[4]}};
    in.attendance = three;
    in.attendance_n = 3;
    CHECK(!ledger_save(&book, &book.clerk, &in, &saved, &e));
    CHECK_ERR(&e, ERR_DENIED, "只对到场的人");
    /* by a kind that is open, to which no text of his would be a loss */
    in = as_seen_by(&book.clerk, id, &e);
    in.kind = S("life");
    CHECK(!ledger_save(&book, &book.clerk, &in, &saved, &e));
    CHECK_ERR(&e, ERR_DENIED, "只对到场的人");
    CHECK_STR(ledger_input(&book, id).body, "他说了心里话");
    /* Those who were there may. */
    in = as_seen_by(&book.secretary, id, &e);
    in.attendance = three;
    in.attendance_n = 3;
    CHECK_OK(ledger_save(&book, &book.secretary, &in, &saved, &e), &e);
    ledger_close(&book);
}

TEST(what_was_said_in_a_talk_stays_closed_in_old_versions)
{
    OPEN();
    struct record r;
    struct record_versions v;
    id = a_talk(&e);
    struct record_input in = as_seen_by(&book.secretary, id, &e);
    in.kind = S("life");
    in.body = S("");
    in.fields_n = 0;
    CHECK_OK(ledger_save(&book, &book.secretary, &in, &id, &e), &e);
    CHECK_OK(record_versions(ledger_look(&book, &book.upper), id, &v, &e), &e);
    REQUIRE(v.n == 2);
    CHECK(v.v[0].snapshot.n > 0);
    CHECK_STR(v.v[1].snapshot, "");
    CHECK_OK(record_at(&book.read, id, 1, &r, &e), &e);
    CHECK(r.hidden);
    CHECK_OK(record_versions(ledger_look(&book, &book.secretary), id, &v, &e), &e);
    CHECK(v.v[1].snapshot.n > 0);
    ledger_close(&book);
}

TEST(a_kind_that_no_pack_knows_is_closed)
{
    OPEN();
    struct record r;
    bool hidden = false;
    id = a_talk(&e);
    CHECK_OK(record_load(ledger_look(&book, &book.clerk), id, &r, &e), &e);
    CHECK_OK(record_is_hidden(&book.read, &r, NULL, &hidden, &e), &e);
    CHECK(hidden);
    ledger_close(&book);
}

static bool
call_unknown(struct work *w, void *arg, struct err *e)
{
    const int64_t *record = arg;
    struct val v[50] = {
        v_int(*record), v_int(1), v_int(987654321), v_str(S("present")), v_str(S(""))};
    return db_run(w->db, SQL_RECORD_ATTENDANCE_ADD_16, (struct vals){v, 50}, NULL, e);
}

TEST(the_database_takes_nobody_onto_a_roll_who_is_not_there)
{
    OPEN();
    struct record_input in = ledger_meeting(&book);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    CHECK(!ledger_write(&book, &book.clerk, call_unknown, &id, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "冲突");
    ledger_close(&book);
}
