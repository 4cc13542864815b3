#include "base/note.h"

#include "harness.h"

static void
from_hex(const char *hex, uint8_t *to, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned v = 0;
        for (int k = 0; k < 2; k++)
            v = v << 4 |
                (unsigned)(hex[2 * i + (size_t)k] <= '9' ? hex[2 * i + (size_t)k] - '0'
                                                         : hex[2 * i + (size_t)k] - 'a' + 10);
        to[i] = (uint8_t)v;
    }
}

/* RFC 8032, 7.1, TEST 2. */
TEST(ed25519_known_answer)
{
    struct sign_secret secret;
    struct sign_public want_key;
    struct signature want;
    from_hex(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", secret.seed, SIGN_SEED);
    from_hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", want_key.bytes,
        SIGN_PUBLIC);
    from_hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
             "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        want.bytes, SIGN_BYTES);
    struct sign_public key = sign_public_of(&secret);
    struct signature s = sign_make(&secret, S("\x72"));
    CHECK(memcmp(&key, &want_key, sizeof(key)) == 0);
    CHECK(memcmp(&s, &want, sizeof(s)) == 0);
    CHECK(sign_holds(&key, &s, S("\x72")));
    CHECK(!sign_holds(&key, &s, S("\x73")));
}

TEST(base64_is_the_canonical_form_only)
{
    static const char *const bad[] = {
        "", "Zg", "Zg=", "Zg===", "Zh==", "Zm9v YmFy", "Zm9v\n", "Zm9-", "Q\xE3\x80\x80x"};
    struct out o;
    struct str bytes;
    out_init(&o, 100);
    base64_put(&o, S("foobar"));
    out_char(&o, ' ');
    base64_put(&o, S("f"));
    CHECK_STR(out_str(&o), "Zm9vYmFy Zg==");
    CHECK(base64_read(test_arena(), S("Zm9vYmFy"), &bytes));
    CHECK_STR(bytes, "foobar");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CHECK(!base64_read(test_arena(), str_from(bad[i]), &bytes));
    out_release(&o);
}

/* The pair that the documentation of the note format shows: its id and public key follow from name and secret. */
TEST(keys_are_read_and_written)
{
    const struct str text = S("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    const struct str private =
        S("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n");
    struct note_key key, again;
    struct sign_secret secret;
    struct err e;
    struct out o;
    CHECK_OK(note_key_read(test_arena(), text, &key, &e), &e);
    CHECK_STR(key.name, "PeterNeumann");
    CHECK_INT(key.id, 0xc74f20a3);
    CHECK_OK(note_secret_read(test_arena(), private, &again, &secret, &e), &e);
    CHECK(memcmp(&key.key, &again.key, sizeof(key.key)) == 0);
    out_init(&o, 1000);
    note_key_put(&o, &again);
    CHECK_STR(out_str(&o), text.p);
    out_clear(&o);
    note_secret_put(&o, &again, &secret);
    CHECK_STR(out_str(&o), private.p);
    out_release(&o);
}

TEST(broken_keys_are_refused)
{
    static const char *const bad[] = {"", "a", "a+b",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2Q=="};
    struct note_key key;
    struct sign_secret secret;
    struct err e;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CHECK(!note_key_read(test_arena(), str_from(bad[i]), &key, &e));
        CHECK_ERR(&e, ERR_INPUT, "公钥");
        CHECK(!note_secret_read(
            test_arena(), arena_fmt(test_arena(), "PRIVATE+KEY+%s", bad[i]), &key, &secret, &e));
        CHECK_ERR(&e, ERR_INPUT, "私钥");
    }
}

/* Right in everything but its name. */
TEST(a_name_with_a_blank_is_no_name)
{
    struct sign_secret secret = {{7}};
    struct note_key key = note_key_of(S("two words"), NOTE_SIGNATURE, sign_public_of(&secret));
    struct out o;
    struct err e;
    out_init(&o, 1000);
    note_key_put(&o, &key);
    CHECK(!note_key_read(test_arena(), out_str(&o), &key, &e));
    out_release(&o);
}

struct signer {
    struct sign_secret secret;
    struct note_key key;
};

static struct signer
signer(const char *name, enum note_kind kind, uint8_t seed)
{
    struct signer s = {.secret = {{seed}}};
    s.key = note_key_of(str_from(name), kind, sign_public_of(&s.secret));
    return s;
}

static struct str
signed_note(const struct signer *a, const struct signer *b)
{
    struct checkpoint c = {S("taizhang/0011223344556677"), 300, tlog_leaf(S("x"))};
    struct out o, text;
    out_init(&text, 1000);
    out_init(&o, 4000);
    checkpoint_put(&text, &c);
    out_put(&o, out_str(&text));
    out_char(&o, '\n');
    note_sign(&o, out_str(&text), &a->key, &a->secret, 0);
    note_sign(&o, out_str(&text), &b->key, &b->secret, 1686790800);
    struct str all = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    out_release(&text);
    return all;
}

TEST(a_checkpoint_is_signed_and_countersigned)
{
    struct signer house = signer("taizhang/0011223344556677", NOTE_SIGNATURE, 1),
                  upper = signer("upper.example/seen", NOTE_COSIGNATURE, 2),
                  other = signer("taizhang/0011223344556677", NOTE_SIGNATURE, 3);
    struct str bytes = signed_note(&house, &upper);
    struct note note;
    struct checkpoint c;
    struct sha256 root = tlog_leaf(S("x"));
    struct err e;
    int64_t at = 0;
    REQUIRE(CHECK_OK(note_read(test_arena(), bytes, &note, &e), &e));
    CHECK_INT((int64_t)note.n, 2);
    CHECK(note_signed_by(&note, &house.key, NULL));
    CHECK(note_signed_by(&note, &upper.key, &at));
    CHECK_INT(at, 1686790800);
    CHECK(!note_signed_by(&note, &other.key, NULL));
    CHECK_OK(checkpoint_read(test_arena(), note.text, &c, &e), &e);
    CHECK_STR(c.origin, "taizhang/0011223344556677");
    CHECK_INT(c.size, 300);
    CHECK(sha256_eq(&c.root, &root));
}

/* Whatever byte is changed, no signature of the house's holds any more, or it is no note at all. */
TEST(no_byte_can_be_changed)
{
    struct signer house = signer("taizhang/0011223344556677", NOTE_SIGNATURE, 1),
                  upper = signer("upper.example/seen", NOTE_COSIGNATURE, 2);
    struct str bytes = signed_note(&house, &upper);
    size_t first_line = str_find(bytes, upper.key.name, 0);
    for (size_t i = 0; i < bytes.n; i++) {
        char *copy = arena_array(test_arena(), char, bytes.n);
        struct note note;
        memcpy(copy, bytes.p, bytes.n);
        copy[i] ^= 1;
        if (!note_read(test_arena(), str_make(copy, bytes.n), &note, NULL))
            continue;
        CHECK(!note_signed_by(&note, &house.key, NULL) || i >= first_line - 4);
        CHECK(!note_signed_by(&note, &upper.key, NULL) || (i < first_line && i > first_line - 150));
    }
}

TEST(what_is_no_note_is_refused)
{
    static const char *const bad[] = {"", "\n", "\n\n", "text\n", "text\n\n",
        "text\n\nnot a signature\n", "text\n\n\xE2\x80\x94 name\n",
        "text\n\n\xE2\x80\x94 name AAAA\n", "text\n\n\xE2\x80\x94 name AAAAAAAA",
        "te\rxt\n\n\xE2\x80\x94 name AAAAAAAA\n", "te\xFFxt\n\n\xE2\x80\x94 name AAAAAAAA\n",
        "text\n\n\xE2\x80\x94 na+me AAAAAAAA\n"};
    static const char *const heads[] = {"", "a\n", "a\n1\n", "a\n1\nAAAA\n",
        "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "a\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "a\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};
    struct note note;
    struct checkpoint c;
    struct err e;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CHECK(!note_read(test_arena(), str_from(bad[i]), &note, &e));
        CHECK_ERR(&e, ERR_INPUT, "检查点");
    }
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        CHECK(!checkpoint_read(test_arena(), str_from(heads[i]), &c, &e));
        CHECK_ERR(&e, ERR_INPUT, "检查点");
    }
    CHECK(note_read(test_arena(), S("text\n\n\xE2\x80\x94 name AAAAAAAA\n"), &note, &e));
}
