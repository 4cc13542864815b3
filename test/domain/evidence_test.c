#include "support_ledger.h"

#include "harness.h"

#include "base/out.h"
#include "domain/journal.h"

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

struct removing {
    int64_t id;
    struct str why;
};

static bool
do_remove(struct work *w, void *arg, struct err *e)
{
    struct removing *r = arg;
    return evidence_remove(w, r->id, r->why, e);
}

static int64_t
opened(void)
{
    struct err e;
    int64_t id = 0;
    if (!CHECK_OK(ledger_open(&book, &e), &e))
        return 0;
    struct record_input in = ledger_meeting(&book);
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    return id;
}

static struct adding
photo(int64_t record_id, const char *bytes, const char *name)
{
    return (struct adding){.in = {.record_id = record_id,
                               .digest = sha256_of(str_from(bytes)),
                               .size = (int64_t)strlen(bytes),
                               .name = str_from(name),
                               .type = S("image/png")}};
}

TEST(evidence_is_bound_and_taken_out)
{
    struct err e;
    struct record r;
    struct evidence ev;
    int64_t id = opened();
    REQUIRE(id != 0);
    int64_t entries = ledger_journal_entries(&book);
    struct adding a = photo(id, "bytes", "C:\\照片\\会场.png");
    CHECK_OK(ledger_write(&book, &book.clerk, do_add, &a, &e), &e);
    CHECK_OK(record_get(ledger_look(&book, &book.clerk), id, &r, &e), &e);
    CHECK_INT(r.in.version, 2);
    REQUIRE(r.evidence_n == 1);
    CHECK_STR(r.evidence[0].name, "会场.png");
    CHECK_STR(r.evidence[0].type, "image/png");
    CHECK_INT(r.evidence[0].size, 5);
    struct hex_text hex = sha256_hex(sha256_of(S("bytes")));
    CHECK_STR(r.evidence[0].digest, hex.z);
    CHECK(!ledger_write(&book, &book.clerk, do_add, &a, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "会场.png");
    struct removing out = {a.id, S("")};
    CHECK(!ledger_write(&book, &book.clerk, do_remove, &out, &e));
    CHECK_STR(str_from(e.field), "why");
    out.why = S("传错了");
    CHECK_OK(ledger_write(&book, &book.clerk, do_remove, &out, &e), &e);
    CHECK(!ledger_write(&book, &book.clerk, do_remove, &out, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "已经移除");
    CHECK_OK(record_get(ledger_look(&book, &book.clerk), id, &r, &e), &e);
    CHECK_INT(r.in.version, 3);
    CHECK_INT(r.evidence_n, 0);
    CHECK_OK(evidence_get(&book.read, a.id, &ev, &e), &e);
    CHECK(ev.removed);
    CHECK_STR(ev.removed_why, "传错了");
    CHECK_OK(record_at(&book.read, id, 2, &r, &e), &e);
    CHECK_INT(r.evidence_n, 1);
    CHECK_INT(ledger_journal_entries(&book), entries + 2);
    struct journal_rows rows;
    CHECK_OK(journal_of_object(ledger_look(&book, NULL), S("record"), id, &rows, &e), &e);
    REQUIRE(rows.n == 3);
    CHECK_STR(rows.v[0].what, "evidence.remove");
    CHECK_STR(rows.v[1].what, "evidence.add");
    ledger_close(&book);
}

static bool
do_restore(struct work *w, void *arg, struct err *e)
{
    return evidence_restore(w, *(int64_t *)arg, e);
}

TEST(evidence_taken_out_can_be_put_back)
{
    struct err e;
    struct record r;
    struct evidence *gone;
    size_t n;
    int64_t id = opened();
    REQUIRE(id != 0);
    struct adding a = photo(id, "bytes", "会场.png");
    CHECK_OK(ledger_write(&book, &book.clerk, do_add, &a, &e), &e);
    CHECK(!ledger_write(&book, &book.clerk, do_restore, &a.id, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "不需要放回");
    CHECK_OK(evidence_removed(ledger_look(&book, &book.clerk), id, &gone, &n, &e), &e);
    CHECK_INT(n, 0);
    struct removing out = {a.id, S("传错了")};
    CHECK_OK(ledger_write(&book, &book.clerk, do_remove, &out, &e), &e);
    CHECK_OK(evidence_removed(ledger_look(&book, &book.clerk), id, &gone, &n, &e), &e);
    REQUIRE(n == 1);
    CHECK_STR(gone[0].name, "会场.png");
    CHECK_STR(gone[0].removed_why, "传错了");
    struct actor nobody = {.name = S("nobody")};
    CHECK(!ledger_write(&book, &nobody, do_restore, &a.id, &e));
    CHECK_OK(ledger_write(&book, &book.clerk, do_restore, &a.id, &e), &e);
    CHECK_OK(record_get(ledger_look(&book, &book.clerk), id, &r, &e), &e);
    CHECK_INT(r.in.version, 4);
    REQUIRE(r.evidence_n == 1);
    CHECK_INT(r.evidence[0].id, a.id);
    /* The same bytes came in again meanwhile: they are there once. */
    CHECK_OK(ledger_write(&book, &book.clerk, do_remove, &out, &e), &e);
    int64_t first = a.id;
    CHECK_OK(ledger_write(&book, &book.clerk, do_add, &a, &e), &e);
    CHECK(!ledger_write(&book, &book.clerk, do_restore, &first, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "会场.png");
    ledger_close(&book);
}

TEST(evidence_names_are_cleaned)
{
    struct err e;
    struct evidence ev;
    int64_t id = opened();
    REQUIRE(id != 0);
    struct adding a = photo(id, "1", "../../etc/pass\"wd\n<x>.png");
    a.in.type = S("text/html; charset=x\r\n");
    CHECK_OK(ledger_write(&book, &book.clerk, do_add, &a, &e), &e);
    CHECK_OK(evidence_get(ledger_look(&book, NULL), a.id, &ev, &e), &e);
    CHECK_STR(ev.name, "passwdx.png");
    CHECK_STR(ev.type, "application/octet-stream");
    struct out long_name;
    out_init(&long_name, 4096);
    for (int i = 0; i < 100; i++)
        out_lit(&long_name, "签");
    out_lit(&long_name, ".jpeg");
    a = photo(id, "2", "");
    a.in.name = out_str(&long_name);
    CHECK_OK(ledger_write(&book, &book.clerk, do_add, &a, &e), &e);
    out_release(&long_name);
    CHECK_OK(evidence_get(ledger_look(&book, NULL), a.id, &ev, &e), &e);
    CHECK(ev.name.n <= 200);
    CHECK(str_ends(ev.name, S("签.jpeg")));
    a = photo(id, "3", "folder/");
    CHECK(!ledger_write(&book, &book.clerk, do_add, &a, &e));
    CHECK_ERR(&e, ERR_INPUT, "没有名称");
    a = photo(id, "4", "big.zip");
    a.in.size = EVIDENCE_MAX + 1;
    CHECK(!ledger_write(&book, &book.clerk, do_add, &a, &e));
    CHECK_ERR(&e, ERR_LIMIT, "200 MB");
    ledger_close(&book);
}

TEST(evidence_asks_for_rights)
{
    struct err e;
    struct evidence ev;
    int64_t id = opened();
    REQUIRE(id != 0);
    struct actor nobody = {.name = S("nobody")};
    struct adding a = photo(id, "1", "a.png");
    CHECK(!ledger_write(&book, &nobody, do_add, &a, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    CHECK_OK(ledger_write(&book, &book.clerk, do_add, &a, &e), &e);
    CHECK(!evidence_get(ledger_look(&book, &nobody), a.id, &ev, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    CHECK(!evidence_get(ledger_look(&book, NULL), 999, &ev, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "999");
    struct attendance one = {.person_id = book.people[5]};
    struct record_input talk = {.org_id = book.branch,
        .kind = S("talk"),
        .held_on = date_make(2023, 7, 4),
        .title = S("谈心"),
        .attendance = &one,
        .attendance_n = 1};
    CHECK_OK(ledger_save(&book, &book.clerk, &talk, &id, &e), &e);
    a = photo(id, "1", "a.png");
    CHECK_OK(ledger_write(&book, &book.clerk, do_add, &a, &e), &e);
    CHECK(!evidence_get(ledger_look(&book, &book.clerk), a.id, &ev, &e));
    CHECK_ERR(&e, ERR_DENIED, "只对到场的人");
    CHECK_OK(evidence_get(ledger_look(&book, &book.secretary), a.id, &ev, &e), &e);
    struct removing r = {a.id, S("不要了")};
    CHECK(!ledger_write(&book, &book.clerk, do_remove, &r, &e));
    CHECK_ERR(&e, ERR_DENIED, "只对到场的人");
    CHECK_OK(ledger_write(&book, &book.secretary, do_remove, &r, &e), &e);
    ledger_close(&book);
}
