/* SHA-256 (FIPS 180-4), randomness and passwords, all by libsodium. crypto_start() once at start. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/arena.h"
#include "base/err.h"

enum {
    SHA256_BYTES = 32,
    SHA256_HEX = 64,
    TOKEN_TEXT = 43
};

struct sha256 {
    uint8_t bytes[SHA256_BYTES];
};

struct sha256_stream {
    alignas(16) uint8_t state[112]; /* libsodium's crypto_hash_sha256_state */
};

struct hex_text {
    char z[SHA256_HEX + 1];
};

bool crypto_start(void); /* false: no randomness on this machine */
struct sha256 sha256_of(struct str bytes);
void sha256_begin(struct sha256_stream *s);
void sha256_add(struct sha256_stream *s, struct str bytes);
struct sha256 sha256_end(struct sha256_stream *s);
struct hex_text sha256_hex(struct sha256 h);
bool sha256_from_hex(struct str hex, struct sha256 *h);

/* A secret of 256 bits as 43 characters of base64url, for links, sessions and tokens. The store keeps only
   its SHA-256. */
struct token_text {
    char z[TOKEN_TEXT + 1];
};
struct token_text token_random(void);
void random_bytes(void *p, size_t n);
/* Takes the same time whatever differs. Lengths are not secret. */
bool secret_eq(struct str a, struct str b);

/* argon2id, t=2, m=64 MiB: about 0.1 s, so never on the writer's or an HTTP thread. */
bool password_hash(struct arena *a, struct str password, struct str *hash, struct err *e);
bool password_verify(struct str hash, struct str password);

#endif
