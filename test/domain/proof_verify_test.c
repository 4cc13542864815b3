/* What can be done to a house past the program, byte class by byte class, and which check finds it. */
#include "domain/proof_verify.h"

#include "base/file.h"
#include "domain/house_int.h"
#include "domain/journal_int.h"
#include "domain/journal_tree.h"
#include "support_house.h"
#include "support_ledger.h"

#include <unistd.h>

static struct ledger book;

struct state {
    struct str kept; /* the checkpoint that somebody took along */
    int64_t size;    /* its entries */
    int64_t entries; /* there are now */
    int64_t record, evidence;
    struct sha256 photo;
    struct err e;
};

static bool
is_pg(void)
{
    return str_starts(str_from(test_db_url()), S("postgres"));
}

static bool
make(struct work *w, void *arg, struct err *e)
{
    struct state *s = arg;
    struct checkpoint_row c;
    if (!proof_make(w, 0, &c, e))
        return false;
    s->kept = arena_str(test_arena(), c.note);
    s->size = c.size;
    return true;
}

static bool
add_photo(struct work *w, void *arg, struct err *e)
{
    struct state *s = arg;
    struct evidence_input in = {.record_id = s->record,
        .digest = s->photo,
        .size = 5,
        .name = S("照片.png"),
        .type = S("image/png")};
    return evidence_add(w, &in, &s->evidence, e);
}

static bool
append(struct work *w, void *arg, struct err *e)
{
    (void)arg;
    struct journal_entry entry = {.root_id = book.root,
        .org_id = book.root,
        .what = S("test.note"),
        .object = S("test"),
        .object_id = 1,
        .version = 1,
        .snapshot = S("{}")};
    for (int i = 0; i < 300; i++)
        if (!journal_append(w, &entry, NULL, e))
            return false;
    return true;
}

static bool
file_put(struct state *s)
{
    struct blob_writer *b;
    int64_t size;
    return blob_open(house_files(book.house), 100, &b, &s->e) && blob_add(b, S("photo"), &s->e) &&
        blob_finish(b, &s->photo, &size, &s->e);
}

/* A record with a file, 300 entries, a checkpoint taken along, 300 entries more. */
static bool
opened(struct state *s)
{
    *s = (struct state){.size = 0};
    if (!CHECK_OK(ledger_open(&book, &s->e), &s->e))
        return false;
    struct record_input in = ledger_meeting(&book);
    bool ok = CHECK_OK(ledger_save(&book, &book.clerk, &in, &s->record, &s->e), &s->e) &&
        CHECK_OK(file_put(s), &s->e) &&
        CHECK_OK(ledger_write(&book, &book.clerk, add_photo, s, &s->e), &s->e) &&
        CHECK_OK(ledger_write(&book, NULL, append, s, &s->e), &s->e) &&
        CHECK_OK(ledger_write(&book, NULL, make, s, &s->e), &s->e) &&
        CHECK_OK(ledger_write(&book, NULL, append, s, &s->e), &s->e);
    s->entries = s->size + 300;
    return ok;
}

static struct verify_result
verify(struct state *s)
{
    struct verify_given given = {S("带走的检查点"), s->kept};
    struct verify_ask ask = {.given = &given, .given_n = s->kept.n ? 1 : 0};
    struct verify_result r = {.entries = -1};
    CHECK_OK(proof_verify(ledger_look(&book, NULL), &ask, &r, &s->e), &s->e);
    return r;
}

static size_t
records_bad(struct state *s)
{
    struct record_proof proof = {0};
    CHECK_OK(record_prove(ledger_look(&book, NULL), &proof, &s->e), &s->e);
    return proof.n;
}

static void
past_the_triggers(const char *sql)
{
    static const char *const tables[] = {
        "journal", "record_version", "journal_tile", "proof_checkpoint"};
    struct str message;
    if (book.reading)
        work_end(&book.read); /* an open snapshot would keep the server from dropping triggers */
    book.reading = false;
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        const char *drop = is_pg()
            ? arena_fmt(test_arena(), "DROP TRIGGER IF EXISTS %s_keeps ON %s", tables[i], tables[i])
                  .p
            : arena_fmt(test_arena(),
                  "DROP TRIGGER IF EXISTS %s_keeps; DROP TRIGGER IF EXISTS %s_stays", tables[i],
                  tables[i])
                  .p;
        CHECK(fixture_sql(drop, &message));
    }
    CHECK(fixture_sql(sql, &message));
}

static void
check_nothing_found(const struct state *s, const struct verify_result *r)
{
    CHECK_INT(r->entries, s->entries);
    CHECK_INT(r->bad_entry, 0);
    CHECK_INT(r->bad_tile, 0);
    CHECK_INT(r->tiles_say, 0);
    CHECK_INT((int64_t)r->heads_bad, 0);
    CHECK_INT((int64_t)r->bad_n, 0);
}

TEST(what_the_program_itself_wrote_holds)
{
    struct state s;
    REQUIRE(opened(&s));
    struct verify_result r = verify(&s);
    check_nothing_found(&s, &r);
    CHECK_INT(r.tiles, s.entries / 256);
    CHECK_INT(r.heads_kept, 1);
    CHECK_INT(r.files, 1);
    REQUIRE(r.heads_n == 1);
    CHECK_INT(r.heads[0].state, VERIFY_HOLDS);
    CHECK_INT(r.heads[0].size, s.size);
    CHECK_INT((int64_t)records_bad(&s), 0);
    ledger_close(&book);
}

TEST(a_row_that_was_changed_does_not_match_the_journal)
{
    struct state s;
    REQUIRE(opened(&s));
    past_the_triggers("UPDATE record SET body = 'another'");
    CHECK_INT((int64_t)records_bad(&s), 1);
    struct verify_result r = verify(&s);
    check_nothing_found(&s, &r); /* the history itself is whole */
    ledger_close(&book);
}

TEST(a_version_that_was_changed_does_not_match_the_journal)
{
    struct state s;
    REQUIRE(opened(&s));
    past_the_triggers("UPDATE record_version SET snapshot = '{}' WHERE version = 1");
    CHECK_INT((int64_t)records_bad(&s), 1);
    ledger_close(&book);
}

static void
check_file(bool gone)
{
    struct state s;
    REQUIRE(opened(&s));
    const char *path = blob_path(test_arena(), house_files(book.house), s.photo);
    if (gone)
        CHECK_INT(unlink(path), 0);
    else
        CHECK_OK(file_write(path, S("phoTo"), &s.e), &s.e);
    struct verify_result r = verify(&s);
    REQUIRE(r.bad_n == 1);
    CHECK_INT(r.bad[0].kind, gone ? VERIFY_FILE_GONE : VERIFY_FILE_CHANGED);
    CHECK_STR(r.bad[0].object, "record");
    CHECK_INT(r.bad[0].object_id, s.record);
    CHECK_STR(r.bad[0].digest, sha256_hex(s.photo).z);
    ledger_close(&book);
}

TEST(a_file_that_was_changed_has_another_digest)
{
    check_file(false);
}

TEST(a_file_that_is_gone_is_named)
{
    check_file(true);
}

/* Each column of an entry: the link covers all but root_id, the tree covers that as well. */
static void
check_column(struct state *s, const char *set, bool linked)
{
    past_the_triggers(arena_fmt(test_arena(), "UPDATE journal SET %s WHERE seq = 100", set).p);
    struct verify_result r = verify(s);
    CHECK_INT(r.bad_entry, linked ? 100 : 0);
    CHECK_INT(r.bad_tile, 1);
    if (CHECK_INT((int64_t)r.heads_n, 2)) {
        CHECK_INT(r.heads[0].state, VERIFY_CHANGED);
        CHECK_STR(r.heads[0].from, "带走的检查点");
        CHECK_INT(r.heads[1].state, VERIFY_CHANGED);
    }
    past_the_triggers("DELETE FROM journal WHERE seq = 100");
    past_the_triggers("INSERT INTO journal SELECT * FROM untouched");
}

TEST(an_entry_that_was_changed_breaks_link_tile_and_checkpoint)
{
    static const char *const columns[] = {"at_ms = at_ms + 1", "account_id = 77", "actor = 'x'",
        "what = 'x'", "object = 'x'", "object_id = 77", "org_id = 77", "version = 77", "why = 'x'",
        "digest = 'x'"};
    struct state s;
    REQUIRE(opened(&s));
    past_the_triggers("CREATE TABLE untouched AS SELECT * FROM journal WHERE seq = 100");
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
        check_column(&s, columns[i], true);
    check_column(&s, "root_id = 77", false);
    struct verify_result r = verify(&s);
    check_nothing_found(&s, &r);
    ledger_close(&book);
}

TEST(an_entry_that_was_taken_out_is_missed)
{
    struct state s;
    REQUIRE(opened(&s));
    past_the_triggers("DELETE FROM journal WHERE seq = 100");
    struct verify_result r = verify(&s);
    CHECK_INT(r.bad_entry, 101);
    CHECK_INT(r.bad_tile, 1);
    REQUIRE(r.heads_n == 2);
    CHECK_INT(r.heads[0].state, VERIFY_CHANGED);
    ledger_close(&book);
}

/* Behind the last checkpoint and within a tile that is not full nothing tells it; that is what daily heads are for. */
TEST(an_end_that_was_cut_off_is_missed_by_the_checkpoint)
{
    struct state s;
    REQUIRE(opened(&s));
    past_the_triggers(
        arena_fmt(test_arena(), "DELETE FROM journal WHERE seq > %lld", (long long)s.size - 5).p);
    struct verify_result r = verify(&s);
    CHECK_INT(r.bad_entry, 0);
    CHECK_INT(r.tiles_say, 512);
    REQUIRE(r.heads_n == 2);
    CHECK_INT(r.heads[0].state, VERIFY_CUT);
    CHECK_INT(r.heads[1].state, VERIFY_CUT);
    ledger_close(&book);
}

TEST(a_tile_that_was_changed_or_is_gone_does_not_match_the_journal)
{
    struct state s;
    REQUIRE(opened(&s));
    past_the_triggers("CREATE TABLE tile_kept AS SELECT * FROM journal_tile WHERE n = 0");
    past_the_triggers(
        "UPDATE journal_tile SET hashes = (SELECT b.hashes FROM journal_tile b WHERE b.n = 1) WHERE n = 0");
    struct verify_result r = verify(&s);
    CHECK_INT(r.bad_tile, 1);
    past_the_triggers("DELETE FROM journal_tile WHERE n = 0");
    past_the_triggers("INSERT INTO journal_tile SELECT * FROM tile_kept");
    past_the_triggers("UPDATE journal_tile SET hashes = root WHERE n = 1");
    r = verify(&s);
    CHECK_INT(r.bad_entry, 0);
    CHECK_INT(r.bad_tile, 257);
    CHECK_INT((int64_t)r.heads_bad, 0);
    past_the_triggers("DELETE FROM journal_tile WHERE n = 0");
    r = verify(&s);
    CHECK_INT(r.bad_tile, 1);
    ledger_close(&book);
}

static struct sha256
root_at(struct state *s)
{
    struct note note;
    struct checkpoint c = {.size = 0};
    CHECK_OK(note_read(test_arena(), s->kept, &note, &s->e), &s->e);
    CHECK_OK(checkpoint_read(test_arena(), note.text, &c, &s->e), &s->e);
    return c.root;
}

TEST(a_checkpoint_of_the_database_that_was_changed_is_told)
{
    struct state s;
    REQUIRE(opened(&s));
    past_the_triggers("UPDATE proof_checkpoint SET note = REPLACE(note, 'taizhang', 'taizhank')");
    struct verify_result r = verify(&s);
    REQUIRE(r.heads_n == 2);
    CHECK_INT(r.heads[0].state, VERIFY_HOLDS);
    CHECK_INT(r.heads[1].state, VERIFY_FOREIGN);
    past_the_triggers("UPDATE proof_checkpoint SET note = 'x'");
    r = verify(&s);
    CHECK_INT(r.heads[1].state, VERIFY_UNSIGNED);
    past_the_triggers(
        arena_fmt(test_arena(), "UPDATE proof_checkpoint SET note = '%.*s'", STR_ARG(s.kept)).p);
    r = verify(&s);
    CHECK_INT((int64_t)r.heads_n, 1);
    past_the_triggers(
        "UPDATE proof_checkpoint SET root = REPLACE(root, SUBSTR(root, 1, 4), '0000')");
    r = verify(&s);
    CHECK_INT(r.heads[1].state, VERIFY_CHANGED);
    struct str root = str_slice(s.kept, str_find(s.kept, S("=\n"), 0) - 43, 43);
    past_the_triggers(arena_fmt(test_arena(),
        "UPDATE proof_checkpoint SET note = REPLACE(note, '%.*s', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), root = '%s'",
        STR_ARG(root), sha256_hex(root_at(&s)).z)
                          .p);
    r = verify(&s);
    CHECK_INT(r.heads[1].state, VERIFY_CHANGED);
    ledger_close(&book);
}

/* Everything anew behind a changed entry, links, tree and heads: the database agrees with itself in every point. */
static bool
write_anew(struct state *s)
{
    struct work *w = ledger_look(&book, NULL);
    struct hex_text link = journal_first_link();
    struct stmt *rows;
    struct out sql;
    out_init(&sql, 4U << 20);
    if (!CHECK_OK(
            stmt_open(w->db, SQL_JOURNAL_FROM, VALS(v_int(0), v_int(100000)), &rows, &s->e), &s->e))
        return false;
    stmt_each (rows, &s->e) {
        struct journal_row r = journal_row_read(rows, test_arena());
        if (r.seq == 100)
            r.why = S("forged");
        link = journal_link(test_arena(), &link, &r);
        out_fmt(&sql, "UPDATE journal SET why = '%.*s', link = '%s' WHERE seq = %lld;",
            STR_ARG(r.why), link.z, (long long)r.seq);
    }
    stmt_close(rows);
    out_put(&sql, S("DELETE FROM journal_tile; DELETE FROM proof_checkpoint;"));
    past_the_triggers(arena_cstr(test_arena(), out_str(&sql)));
    out_release(&sql);
    return CHECK_OK(journal_tree_catch_up(book.house, &s->e), &s->e);
}

TEST(a_journal_written_anew_is_found_by_the_checkpoint_alone)
{
    struct state s;
    REQUIRE(opened(&s));
    REQUIRE(write_anew(&s));
    struct verify_result r = verify(&s);
    CHECK_INT(r.bad_entry, 0);
    CHECK_INT(r.bad_tile, 0);
    CHECK_INT(r.heads_kept, 0);
    REQUIRE(r.heads_n == 1);
    CHECK_INT(r.heads[0].state, VERIFY_CHANGED);
    s.kept = S("");
    r = verify(&s);
    check_nothing_found(&s, &r); /* who kept nothing sees nothing */
    ledger_close(&book);
}

/* The checkpoint's text under another name, signed with a key that the house does not know. */
static struct str
signed_by_other(const struct checkpoint *c, struct note_key *key)
{
    struct sign_secret secret = {{5}};
    struct out text, o;
    *key = note_key_of(c->origin, NOTE_SIGNATURE, sign_public_of(&secret));
    out_init(&text, 1000);
    out_init(&o, 1000);
    checkpoint_put(&text, c);
    out_put(&o, out_str(&text));
    out_char(&o, '\n');
    note_sign(&o, out_str(&text), key, &secret, 0);
    struct str note = arena_str(test_arena(), out_str(&o));
    out_release(&text);
    out_release(&o);
    return note;
}

TEST(a_checkpoint_by_somebody_else_is_told_apart)
{
    struct state s;
    struct checkpoint c;
    struct note note;
    struct note_key key;
    struct verify_result r;
    REQUIRE(opened(&s));
    REQUIRE(CHECK_OK(note_read(test_arena(), s.kept, &note, &s.e), &s.e));
    CHECK_OK(checkpoint_read(test_arena(), note.text, &c, &s.e), &s.e);
    s.kept = signed_by_other(&c, &key);
    r = verify(&s);
    REQUIRE(r.heads_n == 1);
    CHECK_INT(r.heads[0].state, VERIFY_UNSIGNED);
    struct verify_given given = {S("x"), s.kept};
    struct verify_ask ask = {&given, 1, &key, 1};
    CHECK_OK(proof_verify(ledger_look(&book, NULL), &ask, &r, &s.e), &s.e);
    CHECK_INT(r.heads[0].state, VERIFY_HOLDS); /* whoever trusts the key */
    c.origin = S("taizhang/other");
    s.kept = signed_by_other(&c, &key);
    r = verify(&s);
    CHECK_INT(r.heads[0].state, VERIFY_FOREIGN);
    ledger_close(&book);
}

TEST(what_is_no_checkpoint_is_refused_and_only_the_machine_itself_verifies)
{
    struct state s;
    struct verify_result r;
    struct verify_given given = {S("x"), S("not a note")};
    struct verify_ask ask = {&given, 1, NULL, 0};
    REQUIRE(opened(&s));
    CHECK(!proof_verify(ledger_look(&book, NULL), &ask, &r, &s.e));
    CHECK_ERR(&s.e, ERR_INPUT, "检查点");
    CHECK(!proof_verify(ledger_look(&book, &book.clerk), &ask, &r, &s.e));
    CHECK_ERR(&s.e, ERR_DENIED, "");
    ledger_close(&book);
}
