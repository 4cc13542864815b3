#include "base/hash.h"

#include "harness.h"

/* The examples of FIPS 180-4 for SHA-256 and the digest of nothing. */
TEST(sha256_known_answers)
{
    CHECK_STR(str_from(sha256_hex(sha256_of(S("abc"))).z),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_STR(str_from(sha256_hex(sha256_of(str_from(NULL))).z),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK_STR(
        str_from(
            sha256_hex(sha256_of(S("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))).z),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(sha256_in_parts_is_sha256_at_once)
{
    struct sha256_stream stream;
    sha256_begin(&stream);
    char part[1000];
    memset(part, 'a', sizeof(part));
    for (int i = 0; i < 1000; i++)
        sha256_add(&stream, str_make(part, sizeof(part)));
    sha256_add(&stream, S(""));
    CHECK_STR(str_from(sha256_hex(sha256_end(&stream)).z),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(sha256_reads_hex)
{
    struct sha256 h, want = sha256_of(S("abc"));
    struct hex_text hex = sha256_hex(want);
    CHECK(sha256_from_hex(str_from(hex.z), &h) && memcmp(&h, &want, sizeof(h)) == 0);
    CHECK(!sha256_from_hex(str_slice(str_from(hex.z), 0, 62), &h));
    hex.z[63] = 'g';
    CHECK(!sha256_from_hex(str_from(hex.z), &h));
    CHECK(!sha256_from_hex(S(""), &h));
}

TEST(tokens_are_long_and_differ)
{
    struct token_text a = token_random(), b = token_random();
    CHECK_INT(strlen(a.z), TOKEN_TEXT);
    CHECK_INT(strspn(a.z, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        TOKEN_TEXT);
    CHECK(strcmp(a.z, b.z) != 0);
    uint64_t x = 0, y = 0;
    random_bytes(&x, sizeof(x));
    random_bytes(&y, sizeof(y));
    CHECK(x != y);
}

TEST(secrets_compare)
{
    CHECK(secret_eq(S("abc"), S("abc")));
    CHECK(!secret_eq(S("abc"), S("abd")));
    CHECK(!secret_eq(S("abc"), S("ab")));
    CHECK(secret_eq(S(""), str_from(NULL)));
}

TEST(passwords_verify_and_are_salted)
{
    struct err e = {0};
    struct str first, second;
    REQUIRE(CHECK_OK(password_hash(test_arena(), S("正确的口令 1"), &first, &e), &e));
    REQUIRE(CHECK_OK(password_hash(test_arena(), S("正确的口令 1"), &second, &e), &e));
    CHECK(str_starts(first, S("$argon2id$v=19$m=65536,t=2,p=1$")));
    CHECK(!str_eq(first, second));
    CHECK(password_verify(first, S("正确的口令 1")));
    CHECK(!password_verify(first, S("正确的口令 2")));
    CHECK(!password_verify(S(""), S("")));
    CHECK(!password_verify(S("not a hash"), S("x")));
    char longer[500];
    memset(longer, '$', sizeof(longer));
    CHECK(!password_verify(str_make(longer, sizeof(longer)), S("x")));
}
