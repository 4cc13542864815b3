/* 接口令牌: a secret with which a program acts for an account, within scopes and for a time. */
#include "base/bug.h"
#include "base/lang.h"
#include "domain/account_int.h"
#include "domain/check.h"
#include "domain/list.h"
#include "store/store.h"

enum {
    DAYS_MAX = 366,
    NAME_MAX_CHARS = 40
};

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

static const struct {
    enum token_scope scope;
    struct str word;
} scope_words[] = {{SCOPE_READ, str_lit("read")}, {SCOPE_WRITE, str_lit("write")},
    {SCOPE_METRICS, str_lit("metrics")}};

enum {
    SCOPES_N = sizeof(scope_words) / sizeof(*scope_words)
};

static struct str
scope_text(struct arena *a, unsigned scopes)
{
    struct str words[SCOPES_N];
    size_t n = 0;
    for (size_t i = 0; i < SCOPES_N; i++)
        if (scopes & scope_words[i].scope)
            words[n++] = scope_words[i].word;
    return arena_join(a, words, n, S(" "));
}

static unsigned
scope_bits(struct str text)
{
    unsigned bits = 0;
    struct str word;
    while (str_split(&text, ' ', &word))
        for (size_t i = 0; i < SCOPES_N; i++)
            if (str_eq(word, scope_words[i].word))
                bits |= scope_words[i].scope;
    return bits;
}

static bool
token_fits(struct work *w, const struct token_input *in, const struct account *a, struct err *e)
{
    if (in->scopes == 0 || (in->scopes & ~(unsigned)(SCOPE_READ | SCOPE_WRITE | SCOPE_METRICS)))
        return err_field(e, "scope", tr("请选择令牌的权限。"));
    if (in->days < 1 || in->days > DAYS_MAX)
        return err_field(e, "days", tr("令牌的有效期是 1 到 %d 天。"), DAYS_MAX);
    if ((in->scopes & SCOPE_METRICS) && !right_has(w, a->root_id, RIGHT_MANAGE))
        return err_field(e, "scope", tr("运行指标只有管理员的令牌可以读取。"));
    return check_line(str_trim(in->name), "name", tr("令牌的用途"), 1, NAME_MAX_CHARS, e);
}

bool
token_add(struct work *w, const struct token_input *in, struct token_text *token, struct err *e)
{
    struct account_row row;
    int64_t id;
    BUG_ON(!w->writing, "token_add outside of a job");
    if (!account_reach(w, in->account_id, &row, e) || !token_fits(w, in, &row.a, e) ||
        !db_new_id(w->db, &id, e))
        return false;
    *token = token_random();
    struct str name = str_trim(in->name);
    struct hex_text digest = secret_digest(str_from(token->z));
    return db_run(w->db, SQL_TOKEN_ADD,
               VALS(v_int(id), v_int(row.a.root_id), v_int(in->account_id),
                   v_str(str_from(digest.z)), v_str(name), v_str(scope_text(w->arena, in->scopes)),
                   v_int(w->now_ms), v_int(w->now_ms + in->days * DAY_MS)),
               NULL, e) &&
        account_journal(w, &row.a, row.a.root_id, S("token.add"), name, e);
}

bool
token_list(struct work *w, int64_t account_id, struct api_tokens *list, struct err *e)
{
    struct account_row row;
    struct stmt *s;
    struct arena *a = w->arena;
    *list = (struct api_tokens){NULL, 0};
    if (!account_reach(w, account_id, &row, e) ||
        !stmt_open(w->db, SQL_TOKEN_LIST, VALS(v_int(account_id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct api_token t = {.id = stmt_int(s, 0),
            .created_ms = stmt_int(s, 1),
            .expires_ms = stmt_int(s, 2),
            .name = stmt_text(s, 3, a),
            .scope = stmt_text(s, 4, a),
            .revoked = !stmt_null(s, 5)};
        LIST_ADD(a, list, t);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
token_owner(struct work *w, int64_t token_id, int64_t *account_id, struct str *name, struct err *e)
{
    struct stmt *s;
    *account_id = 0;
    *name = S("");
    if (!stmt_open(w->db, SQL_TOKEN_GET, VALS(v_int(token_id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        *account_id = stmt_int(s, 0);
        *name = stmt_text(s, 1, w->arena);
    }
    stmt_close(s);
    return step == STEP_ROW ||
        (step == STEP_DONE && err_set(e, ERR_NOT_FOUND, tr("没有这个接口令牌。")));
}

bool
token_revoke(struct work *w, int64_t token_id, struct err *e)
{
    struct account_row row;
    int64_t account_id;
    struct str name;
    BUG_ON(!w->writing, "token_revoke outside of a job");
    return token_owner(w, token_id, &account_id, &name, e) &&
        account_reach(w, account_id, &row, e) &&
        db_run(w->db, SQL_TOKEN_REVOKE, VALS(v_int(token_id), v_int(w->now_ms)), NULL, e) &&
        account_journal(w, &row.a, row.a.root_id, S("token.revoke"), name, e);
}

bool
token_find(struct work *w, struct str token, unsigned *scopes, bool *found, struct err *e)
{
    struct stmt *s;
    *found = false;
    *scopes = 0;
    if (token.n != TOKEN_TEXT)
        return true;
    struct hex_text digest = secret_digest(token);
    if (!stmt_open(w->db, SQL_TOKEN_FIND, VALS(v_str(str_from(digest.z)), v_int(w->now_ms)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        *scopes = scope_bits(stmt_str(s, 1));
        w->actor = (struct actor){.token = stmt_int(s, 0),
            .scopes = *scopes,
            .account = stmt_int(s, 2),
            .name = stmt_text(s, 3, w->arena),
            .person = stmt_int(s, 4)};
        w->grants = NULL;
        *found = true;
    }
    stmt_close(s);
    return step != STEP_ERROR;
}
