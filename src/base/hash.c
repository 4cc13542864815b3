#include "base/hash.h"

#include "base/lang.h"

#include <sodium.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct sha256_stream),
    "struct sha256_stream holds libsodium's state");
_Static_assert(alignof(crypto_hash_sha256_state) <= alignof(struct sha256_stream),
    "struct sha256_stream is aligned as libsodium's state");
_Static_assert(SHA256_BYTES == crypto_hash_sha256_BYTES, "SHA-256 has 32 bytes");

enum {
    PASSWORD_PASSES = 2,
    PASSWORD_MEMORY = 64 * 1024 * 1024
};

bool
crypto_start(void)
{
    return sodium_init() >= 0;
}

static const unsigned char *
bytes_of(struct str s)
{
    return (const unsigned char *)(s.n ? s.p : "");
}

struct sha256
sha256_of(struct str bytes)
{
    struct sha256 h;
    (void)crypto_hash_sha256(h.bytes, bytes_of(bytes), bytes.n);
    return h;
}

static crypto_hash_sha256_state *
state_of(struct sha256_stream *s)
{
    void *state = s->state;
    return state;
}

void
sha256_begin(struct sha256_stream *s)
{
    (void)crypto_hash_sha256_init(state_of(s));
}

void
sha256_add(struct sha256_stream *s, struct str bytes)
{
    (void)crypto_hash_sha256_update(state_of(s), bytes_of(bytes), bytes.n);
}

struct sha256
sha256_end(struct sha256_stream *s)
{
    struct sha256 h;
    (void)crypto_hash_sha256_final(state_of(s), h.bytes);
    return h;
}

struct hex_text
sha256_hex(struct sha256 h)
{
    struct hex_text t;
    (void)sodium_bin2hex(t.z, sizeof(t.z), h.bytes, sizeof(h.bytes));
    return t;
}

bool
sha256_from_hex(struct str hex, struct sha256 *h)
{
    size_t n = 0;
    return hex.n == SHA256_HEX &&
        sodium_hex2bin(h->bytes, sizeof(h->bytes), hex.p, hex.n, NULL, &n, NULL) == 0 &&
        n == sizeof(h->bytes);
}

struct token_text
token_random(void)
{
    struct token_text t;
    unsigned char secret[SHA256_BYTES];
    randombytes_buf(secret, sizeof(secret));
    (void)sodium_bin2base64(
        t.z, sizeof(t.z), secret, sizeof(secret), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(secret, sizeof(secret));
    return t;
}

void
random_bytes(void *p, size_t n)
{
    randombytes_buf(p, n);
}

bool
secret_eq(struct str a, struct str b)
{
    return a.n == b.n && sodium_memcmp(bytes_of(a), bytes_of(b), a.n) == 0;
}

bool
password_hash(struct arena *a, struct str password, struct str *hash, struct err *e)
{
    char z[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(z, password.n ? password.p : "", password.n, PASSWORD_PASSES,
            PASSWORD_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(e, ERR_IO, "%s", tr("服务器内存不足，密码没有保存。请稍后再试。"));
    *hash = arena_str(a, str_from(z));
    return true;
}

bool
password_verify(struct str hash, struct str password)
{
    char z[crypto_pwhash_STRBYTES] = "";
    if (hash.n == 0 || hash.n >= sizeof(z))
        return false;
    memcpy(z, hash.p, hash.n);
    return crypto_pwhash_str_verify(z, password.n ? password.p : "", password.n) == 0;
}
