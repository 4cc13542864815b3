#include "base/sign.h"

#include <sodium.h>

_Static_assert(SIGN_SEED == crypto_sign_SEEDBYTES, "a seed has 32 bytes");
_Static_assert(SIGN_PUBLIC == crypto_sign_PUBLICKEYBYTES, "a public key has 32 bytes");
_Static_assert(SIGN_BYTES == crypto_sign_BYTES, "a signature has 64 bytes");

struct pair {
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
};

static const unsigned char *
bytes_of(struct str s)
{
    return (const unsigned char *)(s.n ? s.p : "");
}

static struct pair
pair_of(const struct sign_secret *secret)
{
    struct pair p;
    (void)crypto_sign_seed_keypair(p.public_key, p.secret_key, secret->seed);
    return p;
}

struct sign_secret
sign_random(void)
{
    struct sign_secret s;
    randombytes_buf(s.seed, sizeof(s.seed));
    return s;
}

struct sign_public
sign_public_of(const struct sign_secret *secret)
{
    struct pair p = pair_of(secret);
    struct sign_public key;
    memcpy(key.bytes, p.public_key, sizeof(key.bytes));
    sodium_memzero(&p, sizeof(p));
    return key;
}

struct signature
sign_make(const struct sign_secret *secret, struct str message)
{
    struct pair p = pair_of(secret);
    struct signature s;
    (void)crypto_sign_detached(s.bytes, NULL, bytes_of(message), message.n, p.secret_key);
    sodium_memzero(&p, sizeof(p));
    return s;
}

bool
sign_holds(const struct sign_public *key, const struct signature *signature, struct str message)
{
    return crypto_sign_verify_detached(
               signature->bytes, bytes_of(message), message.n, key->bytes) == 0;
}

void
base64_put(struct out *o, struct str bytes)
{
    char z[5];
    for (size_t i = 0; i < bytes.n; i += 3) {
        size_t n = bytes.n - i < 3 ? bytes.n - i : 3;
        (void)sodium_bin2base64(
            z, sizeof(z), bytes_of(bytes) + i, n, sodium_base64_VARIANT_ORIGINAL);
        out_put(o, str_make(z, 4));
    }
}

/* libsodium takes some bytes above ASCII for letters. */
static bool
is_written(struct str bytes, struct str text)
{
    struct out o;
    out_init(&o, text.n);
    base64_put(&o, bytes);
    bool same = !o.overflow && str_eq(out_str(&o), text);
    out_release(&o);
    return same;
}

bool
base64_read(struct arena *a, struct str text, struct str *bytes)
{
    size_t n = 0, room = text.n / 4 * 3 + 1;
    unsigned char *to = arena_array(a, unsigned char, room);
    const char *end = NULL;
    if (text.n == 0 ||
        sodium_base642bin(
            to, room, text.p, text.n, NULL, &n, &end, sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *bytes = str_make((const char *)to, n);
    return end == text.p + text.n && is_written(*bytes, text);
}
