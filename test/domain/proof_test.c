#include "domain/proof.h"

#include "base/file.h"
#include "domain/house_int.h"
#include "domain/journal.h"
#include "domain/journal_tree.h"
#include "domain/proof_keeper.h"
#include "support_house.h"

#include <sys/stat.h>
#include <unistd.h>

struct making {
    int64_t org;
    struct checkpoint_row c;
    bool made;
};

static bool
make(struct work *w, void *arg, struct err *e)
{
    struct making *m = arg;
    return proof_make(w, m->org, &m->c, e);
}

static bool
daily(struct work *w, void *arg, struct err *e)
{
    struct making *m = arg;
    return proof_daily(w, &m->made, e);
}

static bool
append(struct work *w, void *arg, struct err *e)
{
    const struct fixture *f = arg;
    struct journal_entry entry = {.root_id = f->org,
        .org_id = f->org,
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

static struct checkpoint_row
made(struct fixture *f, const struct actor *actor, int64_t org)
{
    struct making m = {.org = org};
    CHECK_OK(fixture_write(f, actor, make, &m), &f->e);
    /* The job's memory is the test's. */
    return m.c;
}

static struct proof_keys
keys_of(struct fixture *f)
{
    struct proof_keys keys = {NULL, 0};
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(proof_keys(&w, &keys, &f->e), &f->e);
    work_end(&w);
    return keys;
}

TEST(a_head_is_signed_with_the_houses_own_key)
{
    struct fixture f;
    struct note note;
    struct checkpoint c;
    struct stat st;
    REQUIRE(fixture_open(&f));
    struct checkpoint_row row = made(&f, &f.system, 0);
    REQUIRE(CHECK_OK(note_read(test_arena(), row.note, &note, &f.e), &f.e));
    CHECK_OK(checkpoint_read(test_arena(), note.text, &c, &f.e), &f.e);
    CHECK_INT(c.size, row.size);
    CHECK(sha256_eq(&c.root, &row.root));
    struct proof_keys keys = keys_of(&f);
    REQUIRE(keys.n == 1);
    CHECK(str_eq(c.origin, keys.v[0].name));
    CHECK(str_starts(c.origin, S("taizhang/")));
    CHECK(note_signed_by(&note, &keys.v[0], NULL));
    const char *path = proof_key_path(test_arena(), f.house);
    REQUIRE(stat(path, &st) == 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    fixture_close(&f);
}

TEST(nothing_new_gives_the_same_head_and_something_new_another)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct checkpoint_row first = made(&f, &f.system, 0), again = made(&f, &f.system, 0);
    CHECK_INT(again.size, first.size);
    CHECK(str_eq(again.note, first.note));
    CHECK_OK(fixture_write(&f, &f.system, append, &f), &f.e);
    struct checkpoint_row next = made(&f, &f.system, 0);
    CHECK_INT(next.size, first.size + 300);
    CHECK(!sha256_eq(&next.root, &first.root));
    struct checkpoints list;
    struct work w = fixture_read(&f, &f.system);
    CHECK_OK(proof_list(&w, f.org, 0, 10, &list, &f.e), &f.e);
    REQUIRE(list.n == 2);
    CHECK_INT(list.v[0].size, next.size);
    CHECK(str_eq(list.v[1].note, first.note));
    CHECK_OK(proof_list(&w, f.org, next.size, 10, &list, &f.e), &f.e);
    CHECK_INT((int64_t)list.n, 1);
    work_end(&w);
    fixture_close(&f);
}

TEST(heads_are_linked_by_proofs)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct checkpoint_row first = made(&f, &f.system, 0);
    CHECK_OK(fixture_write(&f, &f.system, append, &f), &f.e);
    struct checkpoint_row next = made(&f, &f.system, 0);
    struct tlog_proof proof;
    struct sha256 leaf;
    struct work w = fixture_read(&f, &f.system);
    CHECK_OK(proof_of_growth(&w, f.org, first.size, next.size, &proof, &f.e), &f.e);
    CHECK(tlog_consistency_holds(first.size, next.size, &proof, &first.root, &next.root));
    for (int64_t seq = 1; seq <= next.size; seq += 37) {
        CHECK_OK(proof_of_entry(&w, seq, next.size, &leaf, &proof, &f.e), &f.e);
        CHECK(tlog_inclusion_holds(seq - 1, next.size, leaf, &proof, &next.root));
    }
    CHECK(!proof_of_entry(&w, 0, next.size, &leaf, &proof, &f.e));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "流水");
    CHECK(!proof_of_entry(&w, next.size + 1, next.size, &leaf, &proof, &f.e));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "流水");
    CHECK(!proof_of_entry(&w, 9, 8, &leaf, &proof, &f.e));
    CHECK_ERR(&f.e, ERR_INPUT, "起止");
    CHECK(!proof_of_growth(&w, f.org, 3, next.size + 1, &proof, &f.e));
    CHECK_ERR(&f.e, ERR_INPUT, "起止");
    work_end(&w);
    fixture_close(&f);
}

TEST(one_head_a_day_is_made_by_itself)
{
    struct fixture f;
    struct making m = {.org = 0};
    REQUIRE(fixture_open(&f));
    CHECK_OK(fixture_write(&f, &f.system, daily, &m), &f.e);
    CHECK(m.made);
    fixture_later(&f, 3600000);
    CHECK_OK(fixture_write(&f, &f.system, append, &f), &f.e);
    CHECK_OK(fixture_write(&f, &f.system, daily, &m), &f.e);
    CHECK(!m.made);
    fixture_day(&f, date_make(2023, 6, 16));
    CHECK_OK(fixture_write(&f, &f.system, daily, &m), &f.e);
    CHECK(m.made);
    fixture_close(&f);
}

TEST(the_server_looks_after_it)
{
    struct fixture f;
    struct checkpoints list;
    REQUIRE(fixture_open(&f));
    proof_keeper_close(proof_keeper_open(f.house));
    proof_keeper_close(proof_keeper_open(f.house));
    struct work w = fixture_read(&f, &f.system);
    CHECK_OK(proof_list(&w, f.org, 0, 10, &list, &f.e), &f.e);
    CHECK_INT((int64_t)list.n, 1);
    work_end(&w);
    fixture_close(&f);
}

TEST(a_key_that_is_lost_is_followed_by_another_of_the_same_name)
{
    struct fixture f;
    struct note note;
    REQUIRE(fixture_open(&f));
    (void)made(&f, &f.system, 0);
    CHECK_INT(unlink(proof_key_path(test_arena(), f.house)), 0);
    CHECK_OK(fixture_write(&f, &f.system, append, &f), &f.e);
    struct checkpoint_row next = made(&f, &f.system, 0);
    struct proof_keys keys = keys_of(&f);
    REQUIRE(keys.n == 2);
    CHECK(str_eq(keys.v[0].name, keys.v[1].name));
    REQUIRE(CHECK_OK(note_read(test_arena(), next.note, &note, &f.e), &f.e));
    CHECK(note_signed_by(&note, &keys.v[0], NULL) != note_signed_by(&note, &keys.v[1], NULL));
    fixture_close(&f);
}

TEST(another_journals_key_signs_nothing_here)
{
    struct fixture f;
    struct out o;
    struct making m = {.org = 0};
    struct sign_secret secret = {{9}};
    struct note_key key = note_key_of(S("taizhang/other"), NOTE_SIGNATURE, sign_public_of(&secret));
    REQUIRE(fixture_open(&f));
    (void)made(&f, &f.system, 0);
    CHECK_OK(fixture_write(&f, &f.system, append, &f), &f.e);
    out_init(&o, 1000);
    note_secret_put(&o, &key, &secret);
    CHECK_OK(file_write_secret(proof_key_path(test_arena(), f.house), out_str(&o), &f.e), &f.e);
    CHECK(!fixture_write(&f, &f.system, make, &m));
    CHECK_ERR(&f.e, ERR_INPUT, "另一本台账");
    CHECK_OK(file_write_secret(proof_key_path(test_arena(), f.house), S("broken"), &f.e), &f.e);
    CHECK(!fixture_write(&f, &f.system, make, &m));
    CHECK_ERR(&f.e, ERR_INPUT, "私钥");
    out_release(&o);
    fixture_close(&f);
}

TEST(who_may_sign_and_who_may_see)
{
    struct fixture f;
    struct checkpoints list;
    struct tlog_proof proof;
    struct sha256 leaf;
    REQUIRE(fixture_open(&f));
    struct actor member = fixture_account(&f, f.org, "member", ROLE_MEMBER),
                 upper = fixture_account(&f, f.org, "upper", ROLE_UPPER),
                 clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct making m = {.org = f.org};
    CHECK(!fixture_write(&f, &upper, make, &m));
    CHECK_ERR(&f.e, ERR_DENIED, "");
    CHECK_OK(fixture_write(&f, &clerk, make, &m), &f.e);
    m.org = 0;
    CHECK(!fixture_write(&f, &clerk, make, &m)); /* the whole house is the machine's own to sign */
    struct work w = fixture_read(&f, &upper);
    CHECK_OK(proof_list(&w, f.org, 0, 10, &list, &f.e), &f.e);
    CHECK_OK(proof_of_entry(&w, 1, 3, &leaf, &proof, &f.e), &f.e);
    work_end(&w);
    w = fixture_read(&f, &member);
    CHECK(!proof_list(&w, f.org, 0, 10, &list, &f.e));
    CHECK_ERR(&f.e, ERR_DENIED, "");
    CHECK(!proof_of_entry(&w, 1, 3, &leaf, &proof, &f.e));
    CHECK(!proof_of_growth(&w, f.org, 1, 3, &proof, &f.e));
    work_end(&w);
    fixture_close(&f);
}

TEST(the_database_keeps_heads_and_keys)
{
    static const char *const attempts[] = {"UPDATE proof_checkpoint SET at_ms = 0",
        "DELETE FROM proof_checkpoint", "UPDATE proof_key SET name = 'x'", "DELETE FROM proof_key"};
    struct fixture f;
    struct str message;
    REQUIRE(fixture_open(&f));
    (void)made(&f, &f.system, 0);
    for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
        CHECK(!fixture_sql(attempts[i], &message));
    fixture_close(&f);
}
