/* 设置: the org and those below, years and packs, accounts and roles, one's own API tokens, the journal. */
#ifndef WEB_PAGE_SETTINGS_H
#define WEB_PAGE_SETTINGS_H

#include "domain/account.h"
#include "domain/journal.h"
#include "domain/org.h"
#include "domain/pack.h"
#include "web/form.h"
#include "web/request.h"

struct settings_view {
    struct org org;
    struct orgs children;
    const struct rules *rules;
    struct choice *kinds; /* of org */
    size_t kinds_n;
    int *years;
    size_t years_n;
    int next_year; /* that may be opened: this one, or the one after the latest */
    struct accounts accounts;
    struct grants grants;
    struct api_tokens tokens;
    bool may_manage;
};

/* The page after a link or a token was made: it is shown this once. */
struct secret_view {
    const char *title, *hint;
    struct str secret;
};

struct journal_view {
    struct journal_rows rows;
    int64_t next; /* 0: no more */
};

bool page_settings(struct request *rq, struct response *rs, struct err *e);
bool org_save_post(struct request *rq, struct response *rs, struct err *e);
bool org_add_post(struct request *rq, struct response *rs, struct err *e);
bool year_open_post(struct request *rq, struct response *rs, struct err *e);
bool account_add_post(struct request *rq, struct response *rs, struct err *e);
bool account_link_post(struct request *rq, struct response *rs, struct err *e);
bool account_disable_post(struct request *rq, struct response *rs, struct err *e);
bool grant_end_post(struct request *rq, struct response *rs, struct err *e);
bool token_add_post(struct request *rq, struct response *rs, struct err *e);
bool token_revoke_post(struct request *rq, struct response *rs, struct err *e);
bool page_journal(struct request *rq, struct response *rs, struct err *e);

/* Whether the org's flags contain the word. */
bool org_flag(struct str flags, struct str word);

extern const struct param org_save_params[], org_add_params[], year_open_params[],
    account_add_params[], account_disable_params[], grant_end_params[], token_add_params[],
    journal_params[];

#endif
