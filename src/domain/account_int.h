/* Accounts without asking for rights: for the domain's own files, after they asked. */
#ifndef DOMAIN_ACCOUNT_INT_H
#define DOMAIN_ACCOUNT_INT_H

#include "domain/account.h"

struct account_row {
    struct account a;
    struct str password_hash; /* "" until the link was used */
};

/* ERR_NOT_FOUND when there is none. */
bool account_load(struct work *w, int64_t id, struct account_row *row, struct err *e);
bool account_load_login(
    struct work *w, struct str login, struct account_row *row, bool *found, struct err *e);
/* Whether the actor is the account itself or manages it (account.h); else ERR_NOT_FOUND. */
bool account_reach(struct work *w, int64_t id, struct account_row *row, struct err *e);
/* A journal entry about the account, at org_id, with its snapshot. */
bool account_journal(struct work *w, const struct account *a, int64_t org_id, struct str what,
    struct str why, struct err *e);
/* Latin letters in lower case: "Zhang" and "zhang" are one login. */
struct str login_fold(struct arena *a, struct str login);
/* What login_failed counts by: "login:zhang". */
struct str login_key(struct arena *a, struct str login);
/* The account acts for itself from here on: by a link or a password it showed who it is. */
void account_act(struct work *w, const struct account *a);
/* A new one-time link; those before it are used up. */
bool link_make(struct work *w, const struct account *a, struct token_text *link, struct err *e);
/* A further one-time link; the first of them that is used ends the others. */
bool link_make_beside(
    struct work *w, const struct account *a, struct token_text *link, struct err *e);
/* grant_add without asking for rights, journaled. */
bool grant_make(struct work *w, const struct grant *grant, int64_t root_id, struct err *e);
/* The SHA-256 under which a secret is kept. */
struct hex_text secret_digest(struct str secret);

#endif
