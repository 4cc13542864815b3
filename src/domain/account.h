/* Accounts, roles, sessions, tokens and the one-time link. No default password, ever: an account begins with a link
   that sets its password once. */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "base/hash.h"
#include "domain/right.h"

struct account {
    int64_t id, root_id, person_id, version;
    struct str login, name, lang;
    bool has_password, disabled;
};

struct accounts {
    struct account *v;
    size_t n;
};

/* A new account and its one-time link (7 days). RIGHT_MANAGE on org_id. login: 2–40 of letters, digits, . _ - or
   Chinese characters; Latin letters are kept in lower case. An inspector's first grant ends after 30 days.

   Whoever changes or reads another's account needs RIGHT_MANAGE on every org where that account has a grant, so
   that nobody takes over an account above his own. */
struct account_input {
    int64_t org_id, person_id; /* person_id 0: no person of the lists */
    struct str login, name;
    enum role role;
};

bool account_add(struct work *w, const struct account_input *in, int64_t *id,
    struct token_text *link, struct err *e);
bool account_get(struct work *w, int64_t id, struct account *account, struct err *e);
/* Who has a grant on the org or below it, by login. */
bool account_list(struct work *w, int64_t org_id, struct accounts *list, struct err *e);
bool account_disable(struct work *w, int64_t id, bool disabled, struct str why, struct err *e);
/* A new link that sets the password again; sessions of the account end when it is used. */
bool account_link(struct work *w, int64_t account_id, struct token_text *link, struct err *e);
/* While nobody has set a password: one more first link. The one given before stays good until one of them is used,
   for whoever wrote it down. ERR_CONFLICT when the account has a password. */
bool account_link_first(struct work *w, int64_t account_id, struct token_text *link, struct err *e);

struct grant {
    int64_t id, account_id, org_id, version;
    struct str org_name, login, name;
    enum role role;
    struct date until_on;
};

struct grants {
    struct grant *v;
    size_t n;
};

/* Those of today, on the org itself. RIGHT_MANAGE. */
bool grant_list(struct work *w, int64_t org_id, struct grants *list, struct err *e);
bool grant_of_account(struct work *w, int64_t account_id, struct grants *list, struct err *e);
/* until_on: the last day; none: without end. An inspector needs an end. A grant of the same role on the same org is
   given a new end. */
bool grant_add(struct work *w, int64_t account_id, int64_t org_id, enum role role,
    struct date until_on, struct err *e);
bool grant_end(struct work *w, int64_t grant_id, struct str why, struct err *e);

/* --- the link: two steps, since hashing takes 0.1 s and stays off the writer's thread --- */
/* Whether the link may be used now: ERR_NOT_FOUND (unknown), ERR_CONFLICT (used, expired). account is filled. */
bool link_check(struct work *w, struct str token, struct account *account, struct err *e);
/* Rules of a password: ≥ 10 characters, not the login, not one repeated character. ERR_INPUT field "password". */
bool password_rule(struct str login, struct str password, struct err *e);
/* In a job: sets the password that password_hash() made, uses up the link. */
bool link_use(
    struct work *w, struct str token, struct str password_hash, int64_t *account_id, struct err *e);

/* --- sign-in --- */
/* Read side, on any thread but the writer's: checks the rate limit (5 failures in 15 minutes for a login or 30 for an
   address: ERR_LIMIT with the minutes to wait) and the password. False with ERR_DENIED (post login_failed then) when
   login or password is wrong: an unknown or disabled login costs the same time and gives the same sentence.
   *account_id is 0 when it failed. */
bool login_verify(struct work *w, struct str login, struct str password, struct str address,
    int64_t *account_id, struct err *e);
/* In a job: records a failure. */
bool login_failed(struct work *w, struct str login, struct str address, struct err *e);
/* In a job: opens a session (12 hours), clears failures, journals. */
bool session_open(struct work *w, int64_t account_id, struct token_text *cookie, struct err *e);

struct session {
    int64_t account_id, org_id; /* org looked at */
    int year;
    struct str csrf;
    struct str login, name, lang;
    struct str digest;
};

/* Fills the session and w->actor. False without error (*found false) when there is none or it has ended. Cheap: one
   statement. */
bool session_find(
    struct work *w, struct str cookie, struct session *session, bool *found, struct err *e);
/* In a job: prolongs it to 12 hours from now when it was opened or prolonged more than an hour ago. session_look does
   it too. */
bool session_renew(struct work *w, struct str digest, struct err *e);
/* In a job: the org (RIGHT_SEE) and year looked at from now on. */
bool session_look(struct work *w, struct str digest, int64_t org_id, int year, struct err *e);
/* The record that the session's last form made, when it is this one; `form` is a digest of all that was sent. */
bool session_once(struct work *w, struct str digest, struct str form, int64_t *record_id,
    bool *found, struct err *e);
/* In a job: remembers it. */
bool session_did(
    struct work *w, struct str digest, struct str form, int64_t record_id, struct err *e);
bool session_end(struct work *w, struct str digest, struct err *e);
bool account_set_lang(struct work *w, int64_t account_id, struct str lang, struct err *e);

/* --- API tokens --- */
enum token_scope {
    SCOPE_READ = 1,
    SCOPE_WRITE = 2,
    SCOPE_METRICS = 4
};

struct api_token {
    int64_t id, created_ms, expires_ms;
    struct str name, scope;
    bool revoked;
};

struct api_tokens {
    struct api_token *v;
    size_t n;
};

/* For one's own account (or one that one manages); 1 – 366 days. SCOPE_METRICS needs RIGHT_MANAGE on the root. */
struct token_input {
    int64_t account_id;
    struct str name;
    unsigned scopes; /* enum token_scope */
    int days;
};

bool token_add(
    struct work *w, const struct token_input *in, struct token_text *token, struct err *e);
bool token_list(struct work *w, int64_t account_id, struct api_tokens *list, struct err *e);
bool token_revoke(struct work *w, int64_t token_id, struct err *e);
/* Fills w->actor. *found false when unknown, revoked, expired or the account is disabled. */
bool token_find(struct work *w, struct str token, unsigned *scopes, bool *found, struct err *e);

/* init: the first org, the packs for this year, an administrator's account with a link. System actor. */
struct beginning {
    struct str org_name;
    /* "": branch; "cooperative" begins with the cooperative's pack, all others with the party's. */
    struct str org_kind;
    struct str login; /* "": admin */
};

bool house_found(struct work *w, const struct beginning *in, int64_t *org_id,
    struct token_text *link, struct err *e);

#endif
