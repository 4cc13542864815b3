/* Ed25519 signatures (RFC 8032), by libsodium, and base64 with padding (RFC 4648, section 4) in which they are written. */
#ifndef BASE_SIGN_H
#define BASE_SIGN_H

#include "base/arena.h"
#include "base/out.h"

enum {
    SIGN_SEED = 32,
    SIGN_PUBLIC = 32,
    SIGN_BYTES = 64
};

struct sign_public {
    uint8_t bytes[SIGN_PUBLIC];
};

struct sign_secret {
    uint8_t seed[SIGN_SEED];
};

struct signature {
    uint8_t bytes[SIGN_BYTES];
};

struct sign_secret sign_random(void);
struct sign_public sign_public_of(const struct sign_secret *secret);
struct signature sign_make(const struct sign_secret *secret, struct str message);
bool sign_holds(
    const struct sign_public *key, const struct signature *signature, struct str message);

void base64_put(struct out *o, struct str bytes);
/* False for anything but the one canonical form. */
bool base64_read(struct arena *a, struct str text, struct str *bytes);

#endif
