/* Everything of a house into one file and back, into either database. */
#include "domain/backup.h"

#include "base/file.h"
#include "domain/house_int.h"
#include "domain/journal_tree.h"
#include "domain/proof.h"
#include "domain/proof_verify.h"
#include "store/copy.h"
#include "support_house.h"
#include "support_ledger.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

static struct ledger book;

struct state {
    int64_t record;
    struct sha256 photo;
    struct err e;
};

static const char *
path_of(const char *name)
{
    return arena_fmt(test_arena(), "%s/%s", test_dir(), name).p;
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
    int64_t id;
    return evidence_add(w, &in, &id, e);
}

static bool
make_head(struct work *w, void *arg, struct err *e)
{
    struct checkpoint_row c;
    (void)arg;
    return proof_make(w, 0, &c, e);
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
        .why = S("一\t二\\三\"\n四"),
        .snapshot = S("{}")};
    for (int i = 0; i < 700; i++)
        if (!journal_append(w, &entry, NULL, e))
            return false;
    return true;
}

/* A record with a file, many entries with odd characters, a checkpoint, a pack. */
static bool
opened(struct state *s)
{
    struct blob_writer *b;
    int64_t size;
    *s = (struct state){.record = 0};
    if (!CHECK_OK(ledger_open(&book, &s->e), &s->e))
        return false;
    struct record_input in = ledger_meeting(&book);
    in.body = S("反斜杠\\、制表\t、换行\n、引号\"、\\N");
    return CHECK_OK(ledger_save(&book, &book.clerk, &in, &s->record, &s->e), &s->e) &&
        CHECK_OK(blob_open(house_files(book.house), 100, &b, &s->e), &s->e) &&
        CHECK_OK(blob_add(b, S("photo"), &s->e), &s->e) &&
        CHECK_OK(blob_finish(b, &s->photo, &size, &s->e), &s->e) &&
        CHECK_OK(ledger_write(&book, &book.clerk, add_photo, s, &s->e), &s->e) &&
        CHECK_OK(ledger_write(&book, NULL, append, s, &s->e), &s->e) &&
        CHECK_OK(ledger_write(&book, NULL, make_head, s, &s->e), &s->e);
}

static struct backup_numbers
made(struct state *s, const char *path)
{
    struct backup_numbers n = {.at_ms = 0};
    CHECK_OK(backup_make(book.house, path, NULL, &n, &s->e), &s->e);
    return n;
}

/* What a table holds, as one digest. */
static struct sha256
table_digest(struct db *db, const struct copy_table *t, struct err *e)
{
    struct sha256_stream hash;
    struct stmt *s;
    sha256_begin(&hash);
    CHECK_OK(copy_rows(db, t, NULL, 100000, &s, e), e);
    stmt_each (s, e) {
        for (size_t i = 0; i < t->n; i++) {
            sha256_add(&hash, stmt_null(s, (int)i) ? S("\1") : S("\2"));
            if (t->columns[i].type == COPY_INT)
                sha256_add(&hash, arena_fmt(test_arena(), "%lld", (long long)stmt_int(s, (int)i)));
            else
                sha256_add(&hash, stmt_str(s, (int)i));
        }
    }
    CHECK(!stmt_failed(s));
    stmt_close(s);
    return sha256_end(&hash);
}

static struct house *
house_at(const char *data, const char *db, struct err *e)
{
    struct house *house = NULL;
    struct house_options options = {
        .data = data, .db = db, .clock = clock_fixed(date_make(2023, 7, 10), 9, 0)};
    CHECK_OK(house_open(&options, &house, e), e);
    return house;
}

/* The backup's own row and its entry in the journal came after what the backup holds. */
static bool
grew_since(struct str table)
{
    return str_eq(table, S("backup_run")) || str_eq(table, S("journal")) ||
        str_eq(table, S("store_id"));
}

static void
check_tables(struct db *one, struct db *two, struct err *e)
{
    struct copy_tables tables, others;
    CHECK_OK(copy_tables(one, test_arena(), &tables, e), e);
    CHECK_OK(copy_tables(two, test_arena(), &others, e), e);
    CHECK(tables.n > 40);
    REQUIRE(CHECK_INT((int64_t)tables.n, (int64_t)others.n));
    for (size_t i = 0; i < tables.n; i++) {
        struct str name = tables.v[i].name;
        CHECK(str_eq(name, others.v[i].name));
        if (grew_since(name))
            continue;
        struct sha256 x = table_digest(one, &tables.v[i], e),
                      y = table_digest(two, &others.v[i], e);
        test_check(sha256_eq(&x, &y), __FILE__, __LINE__, arena_cstr(test_arena(), name));
    }
}

static void
check_same(struct house *a, struct house *b, struct err *e)
{
    struct db *one, *two;
    REQUIRE(CHECK_OK(store_reader(a->store, &one, e), e));
    REQUIRE(CHECK_OK(store_reader(b->store, &two, e), e));
    CHECK_OK(db_read_begin(one, e), e);
    CHECK_OK(db_read_begin(two, e), e);
    check_tables(one, two, e);
    db_close(one);
    db_close(two);
}

static void
check_verified(struct house *house, const struct backup_numbers *n, struct err *e)
{
    struct reader *reader;
    struct work w;
    struct verify_result r;
    struct verify_ask ask = {.given_n = 0};
    struct actor actor = actor_system();
    REQUIRE(CHECK_OK(reader_open(house, &reader, e), e));
    CHECK_OK(work_begin(reader, test_arena(), &actor, &w, e), e);
    CHECK_OK(proof_verify(&w, &ask, &r, e), e);
    CHECK_INT(r.entries, n->entries);
    CHECK(sha256_eq(&r.root, &n->root));
    CHECK_INT(r.bad_entry, 0);
    CHECK_INT(r.bad_tile, 0);
    CHECK_INT((int64_t)r.heads_bad, 0);
    CHECK_INT(r.heads_kept, 1);
    CHECK_INT(r.files, 1);
    CHECK_INT((int64_t)r.bad_n, 0);
    work_end(&w);
    reader_close(reader);
}

TEST(a_house_is_put_back_whole)
{
    struct state s;
    struct stat st;
    REQUIRE(opened(&s));
    struct backup_numbers n = made(&s, path_of("b.tar")), back;
    CHECK(n.entries > 700 && n.files == 1 && n.damaged == 0 && n.rows > 750);
    CHECK_INT(n.bytes, file_size(path_of("b.tar")));
    REQUIRE(stat(path_of("b.tar"), &st) == 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    CHECK_OK(backup_check(path_of("b.tar"), &back, &s.e), &s.e);
    CHECK(sha256_eq(&back.digest, &n.digest));
    CHECK_INT(back.rows, n.rows);
    struct restore_place place = {.data = path_of("new")}; /* SQLite, wherever it comes from */
    CHECK_OK(backup_restore(path_of("b.tar"), &place, &back, &s.e), &s.e);
    CHECK(file_exists(path_of("new/keys/journal.key")));
    REQUIRE(stat(path_of("new/keys/journal.key"), &st) == 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    struct house *house = house_at(place.data, NULL, &s.e);
    REQUIRE(house != NULL);
    check_verified(house, &n, &s.e);
    check_same(book.house, house, &s.e);
    house_close(house);
    ledger_close(&book);
}

/* The other way: out of SQLite into the database of the tests, a schema of its own on PostgreSQL. */
TEST(either_database_takes_the_others_backup)
{
    struct state s;
    struct backup_numbers n, back;
    struct str message;
    REQUIRE(opened(&s));
    n = made(&s, path_of("b.tar"));
    struct restore_place first = {.data = path_of("first")};
    CHECK_OK(backup_restore(path_of("b.tar"), &first, &back, &s.e), &s.e);
    struct house *house = house_at(first.data, NULL, &s.e);
    REQUIRE(house != NULL);
    struct backup_numbers second;
    CHECK_OK(backup_make(house, path_of("c.tar"), NULL, &second, &s.e), &s.e);
    house_close(house);
    bool pg = str_starts(str_from(test_db_url()), S("postgres"));
    ledger_close(&book);
    if (pg)
        CHECK(fixture_sql(
            "DO $$ BEGIN EXECUTE 'DROP SCHEMA ' || current_schema() || ' CASCADE; CREATE SCHEMA ' || "
            "current_schema(); END $$",
            &message));
    struct restore_place place = {.data = path_of("back"), .db = pg ? test_db_url() : NULL};
    CHECK_OK(backup_restore(path_of("c.tar"), &place, &back, &s.e), &s.e);
    CHECK_INT(back.rows, second.rows);
    house = house_at(place.data, place.db, &s.e);
    REQUIRE(house != NULL);
    check_verified(house, &second, &s.e);
    CHECK_INT(second.entries, n.entries);
    struct house *sqlite = house_at(first.data, NULL, &s.e);
    check_same(sqlite, house, &s.e);
    house_close(sqlite);
    house_close(house);
}

TEST(nothing_that_is_not_empty_is_written_over)
{
    struct state s;
    struct backup_numbers n;
    REQUIRE(opened(&s));
    (void)made(&s, path_of("b.tar"));
    CHECK_OK(dir_make(path_of("full"), &s.e), &s.e);
    CHECK_OK(file_write(path_of("full/x"), S("mine"), &s.e), &s.e);
    struct restore_place place = {.data = path_of("full")};
    CHECK(!backup_restore(path_of("b.tar"), &place, &n, &s.e));
    CHECK_ERR(&s.e, ERR_CONFLICT, "不是空的");
    CHECK(file_exists(path_of("full/x")));
    if (str_starts(str_from(test_db_url()), S("postgres"))) {
        place = (struct restore_place){path_of("empty"), test_db_url()};
        CHECK(!backup_restore(path_of("b.tar"), &place, &n, &s.e));
        CHECK_ERR(&s.e, ERR_CONFLICT, "已经有数据");
        CHECK(!file_exists(path_of("empty")));
    }
    ledger_close(&book);
}

static struct str
bytes_of(const char *path, struct err *e)
{
    struct str bytes = S("");
    CHECK_OK(file_read(test_arena(), path, (size_t)64 << 20, &bytes, e), e);
    return bytes;
}

static void
check_refused(struct state *s, struct str bytes)
{
    struct backup_numbers n;
    struct restore_place place = {.data = path_of("none")};
    CHECK_OK(file_write(path_of("broken.tar"), bytes, &s->e), &s->e);
    CHECK(!backup_check(path_of("broken.tar"), &n, &s->e));
    CHECK_ERR(&s->e, ERR_INPUT, "broken.tar");
    CHECK(!backup_restore(path_of("broken.tar"), &place, &n, &s->e));
    CHECK_ERR(&s->e, ERR_INPUT, "broken.tar");
    CHECK(!file_exists(path_of("none")));
}

TEST(a_backup_that_is_not_whole_is_refused)
{
    struct state s;
    REQUIRE(opened(&s));
    (void)made(&s, path_of("b.tar"));
    struct str bytes = bytes_of(path_of("b.tar"), &s.e);
    check_refused(&s, str_slice(bytes, 0, bytes.n / 2 / 512 * 512));
    check_refused(&s, str_slice(bytes, 0, bytes.n - 2048));
    check_refused(&s, S("nothing"));
    char *copy = arena_array(test_arena(), char, bytes.n);
    for (size_t at = 600; at < bytes.n - 3000; at += bytes.n / 23) {
        memcpy(copy, bytes.p, bytes.n);
        copy[at] ^= 1;
        check_refused(&s, str_make(copy, bytes.n));
    }
    ledger_close(&book);
}

struct writer_thread {
    pthread_t thread;
    atomic_bool stop;
    atomic_int written;
    struct err e;
};

static void *
write_on(void *arg)
{
    struct writer_thread *t = arg;
    struct actor actor = actor_system();
    while (!atomic_load(&t->stop)) {
        struct arena *a = arena_open();
        if (house_write(book.house, a, &actor, append, NULL, &t->e))
            atomic_fetch_add(&t->written, 1);
        arena_close(a);
    }
    return NULL;
}

TEST(what_is_written_meanwhile_is_of_one_moment)
{
    struct state s;
    struct writer_thread t = {.stop = false};
    struct backup_numbers n, back;
    REQUIRE(opened(&s));
    REQUIRE(pthread_create(&t.thread, NULL, write_on, &t) == 0);
    while (atomic_load(&t.written) == 0)
        (void)sched_yield();
    n = made(&s, path_of("b.tar"));
    int before = atomic_load(&t.written);
    while (atomic_load(&t.written) == before)
        (void)sched_yield();
    atomic_store(&t.stop, true);
    (void)pthread_join(t.thread, NULL);
    struct restore_place place = {.data = path_of("new")};
    CHECK_OK(backup_restore(path_of("b.tar"), &place, &back, &s.e), &s.e);
    struct house *house = house_at(place.data, NULL, &s.e);
    REQUIRE(house != NULL);
    check_verified(house, &n, &s.e);
    house_close(house);
    ledger_close(&book);
}

static struct backup_run
last(enum backup_what what, struct err *e)
{
    struct backup_run run;
    CHECK_OK(backup_last(ledger_look(&book, NULL), 0, what, &run, e), e);
    return run;
}

TEST(a_rehearsal_is_noted_with_what_it_found)
{
    struct state s;
    struct rehearsal r;
    REQUIRE(opened(&s));
    CHECK(!last(BACKUP_RUN, &s.e).known);
    struct backup_numbers n = made(&s, path_of("b.tar"));
    struct backup_run run = last(BACKUP_RUN, &s.e);
    CHECK(run.known && run.entries == n.entries && run.bytes == n.bytes && run.faults == 0);
    CHECK_STR(run.file, path_of("b.tar"));
    CHECK(!last(BACKUP_REHEARSAL, &s.e).known);
    CHECK_OK(backup_rehearse(book.house, path_of("b.tar"), &r, &s.e), &s.e);
    CHECK_INT(r.faults, 0);
    CHECK(last(BACKUP_REHEARSAL, &s.e).known);
    struct str *names;
    size_t names_n;
    CHECK_OK(dir_names(test_arena(), house_data(book.house), S(""), &names, &names_n, &s.e), &s.e);
    for (size_t i = 0; i < names_n; i++)
        CHECK(!str_starts(names[i], S("rehearsal")));
    /* A file that was damaged before the backup is found by it, and again by the rehearsal. */
    CHECK_OK(
        file_write(blob_path(test_arena(), house_files(book.house), s.photo), S("phoTo"), &s.e),
        &s.e);
    n = made(&s, path_of("c.tar"));
    CHECK_INT(n.damaged, 1);
    CHECK_INT(last(BACKUP_RUN, &s.e).faults, 1);
    CHECK_OK(backup_rehearse(book.house, path_of("c.tar"), &r, &s.e), &s.e);
    CHECK_INT(r.faults, 1);
    CHECK_INT(last(BACKUP_REHEARSAL, &s.e).faults, 1);
    struct backup_run hidden;
    struct actor nobody = {.name = S("")};
    CHECK(!backup_last(ledger_look(&book, &nobody), book.root, BACKUP_RUN, &hidden, &s.e));
    ledger_close(&book);
}

TEST(too_long_without_a_backup_is_counted_in_days)
{
    struct state s;
    int64_t days = -1, real;
    struct clock now = clock_system();
    REQUIRE(opened(&s));
    real = clock_now_ms(&now);
    CHECK_OK(backup_days(ledger_look(&book, NULL), &days, &s.e), &s.e);
    CHECK_INT(days, 0); /* the database is younger than the tests' clock */
    book.house->clock = clock_fixed(date_make(2030, 1, 1), 9, 0);
    book.house->clock.fixed_ms = real + (int64_t)9 * 24 * 3600 * 1000;
    CHECK_OK(backup_days(ledger_look(&book, NULL), &days, &s.e), &s.e);
    CHECK_INT(days, 9);
    (void)made(&s, path_of("b.tar"));
    CHECK_OK(backup_days(ledger_look(&book, NULL), &days, &s.e), &s.e);
    CHECK_INT(days, 0);
    book.house->clock.fixed_ms += (int64_t)8 * 24 * 3600 * 1000;
    CHECK_OK(backup_days(ledger_look(&book, NULL), &days, &s.e), &s.e);
    CHECK_INT(days, 8);
    ledger_close(&book);
}
