/* How an account shows who it is: the one-time link, the password, the limit on guessing. */
#include "base/bug.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/account_int.h"
#include "store/store.h"

#include <pthread.h>

enum {
    LINK_DAYS = 7,
    PASSWORD_MIN = 10,
    PASSWORD_MAX = 200,
    TRIES_LOGIN = 5,
    TRIES_ADDRESS = 30,
    ADDRESS_MAX_BYTES = 64,
    LOGIN_MAX_BYTES = 160
};

#define MINUTE_MS ((int64_t)60 * 1000)
#define DAY_MS    ((int64_t)24 * 60 * MINUTE_MS)
#define LINK_MS   (LINK_DAYS * DAY_MS)
#define WINDOW_MS (15 * MINUTE_MS)

/* ---- the link ---- */

bool
link_make_beside(struct work *w, const struct account *a, struct token_text *link, struct err *e)
{
    *link = token_random();
    struct hex_text digest = secret_digest(str_from(link->z));
    return db_run(w->db, SQL_LINK_ADD,
        VALS(v_str(str_from(digest.z)), v_int(a->root_id), v_int(a->id), v_int(w->now_ms),
            v_int(w->now_ms + LINK_MS)),
        NULL, e);
}

bool
link_make(struct work *w, const struct account *a, struct token_text *link, struct err *e)
{
    return db_run(w->db, SQL_LINK_USE_UP, VALS(v_int(a->id), v_int(w->now_ms)), NULL, e) &&
        link_make_beside(w, a, link, e);
}

struct link {
    int64_t account_id, expires_ms;
    bool used;
};

static bool
link_load(struct work *w, struct str token, struct link *link, struct err *e)
{
    struct stmt *s;
    struct hex_text digest = secret_digest(token);
    *link = (struct link){.used = true};
    if (!stmt_open(w->db, SQL_LINK_GET, VALS(v_str(str_from(digest.z))), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        *link = (struct link){stmt_int(s, 0), stmt_int(s, 1), !stmt_null(s, 2)};
    stmt_close(s);
    return step == STEP_ROW ||
        (step == STEP_DONE &&
            err_set(e, ERR_NOT_FOUND,
                tr("这个链接不对。请核对是否复制完整，"
                   "或请管理员重新发一个。")));
}

bool
link_check(struct work *w, struct str token, struct account *account, struct err *e)
{
    struct link link;
    struct account_row row;
    if (!link_load(w, token, &link, e) || !account_load(w, link.account_id, &row, e))
        return false;
    *account = row.a;
    if (link.used)
        return err_set(e, ERR_CONFLICT,
            tr("这个链接已经用过或已被新的链接代替。可以直接登录，或请管理员重新发一个。"));
    if (link.expires_ms <= w->now_ms)
        return err_set(e, ERR_CONFLICT, tr("这个链接已经过期（%d 天内有效），请管理员重新发一个。"),
            LINK_DAYS);
    return !row.a.disabled ||
        err_set(e, ERR_CONFLICT, tr("账号“%.*s”已经停用，请联系管理员。"), STR_ARG(row.a.login));
}

static bool
one_character(struct str password)
{
    uint32_t first, c;
    struct str rest = password;
    if (!utf8_next(&rest, &first))
        return true;
    while (utf8_next(&rest, &c))
        if (c != first)
            return false;
    return true;
}

bool
password_rule(struct str login, struct str password, struct err *e)
{
    size_t n = utf8_count(password);
    if (n < PASSWORD_MIN)
        return err_field(
            e, "password", tr("口令至少要有 %d 个字符，现在是 %zu 个。"), PASSWORD_MIN, n);
    if (n > PASSWORD_MAX)
        return err_field(e, "password", tr("口令太长，最多 %d 个字符。"), PASSWORD_MAX);
    if (str_eq_nocase(login, password))
        return err_field(e, "password", tr("口令不能与登录名相同。"));
    if (one_character(password))
        return err_field(e, "password", tr("口令不能只是一个字符的重复。"));
    return true;
}

bool
link_use(
    struct work *w, struct str token, struct str password_hash, int64_t *account_id, struct err *e)
{
    struct account a;
    BUG_ON(!w->writing, "link_use outside of a job");
    *account_id = 0;
    if (!link_check(w, token, &a, e))
        return false;
    struct vals id = VALS(v_int(a.id));
    a.has_password = true;
    a.version++;
    if (!db_run(
            w->db, SQL_ACCOUNT_SET_PASSWORD, VALS(v_int(a.id), v_str(password_hash)), NULL, e) ||
        !db_run(w->db, SQL_LINK_USE_UP, VALS(v_int(a.id), v_int(w->now_ms)), NULL, e) ||
        !db_run(w->db, SQL_SESSION_END_ALL, id, NULL, e) ||
        !db_run(w->db, SQL_LOGIN_TRY_CLEAR, VALS(v_str(login_key(w->arena, a.login))), NULL, e))
        return false;
    account_act(w, &a);
    *account_id = a.id;
    return account_journal(w, &a, a.root_id, S("account.password"), S(""), e);
}

/* ---- the limit on guessing ---- */

struct str
login_key(struct arena *a, struct str login)
{
    return arena_fmt(a, "login:%.*s", STR_ARG(str_slice(login, 0, LOGIN_MAX_BYTES)));
}

static struct str
address_key(struct arena *a, struct str address)
{
    return arena_fmt(a, "addr:%.*s", STR_ARG(str_slice(address, 0, ADDRESS_MAX_BYTES)));
}

static bool
limit_check(struct work *w, struct str key, int64_t most, struct err *e)
{
    struct stmt *s;
    int64_t until = 0;
    if (!stmt_open(w->db, SQL_LOGIN_TRY_GET, VALS(v_str(key)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW && stmt_int(s, 1) >= most)
        until = stmt_int(s, 0) + WINDOW_MS;
    stmt_close(s);
    if (step == STEP_ERROR || until <= w->now_ms)
        return step != STEP_ERROR;
    int64_t minutes = (until - w->now_ms + MINUTE_MS - 1) / MINUTE_MS;
    return err_set(
        e, ERR_LIMIT, tr("登录失败的次数太多，请在 %lld 分钟后再试。"), (long long)minutes);
}

bool
login_failed(struct work *w, struct str login, struct str address, struct err *e)
{
    BUG_ON(!w->writing, "login_failed outside of a job");
    struct str keys[] = {
        login_key(w->arena, login_fold(w->arena, login)), address_key(w->arena, address)};
    for (size_t i = 0; i < 2; i++)
        if (utf8_valid(keys[i]) &&
            !db_run(w->db, SQL_LOGIN_TRY_ADD,
                VALS(v_str(keys[i]), v_int(w->now_ms), v_int(w->now_ms - WINDOW_MS)), NULL, e))
            return false;
    return true;
}

/* ---- the password ---- */

static pthread_once_t nobody_once = PTHREAD_ONCE_INIT;
static char nobody_hash[256];

/* What an unknown login is compared with, made as real ones are, so that it takes as long. */
static void
nobody_make(void)
{
    struct arena *a = arena_open();
    struct token_text secret = token_random();
    struct str hash;
    struct err e;
    if (password_hash(a, str_from(secret.z), &hash, &e) && hash.n < sizeof(nobody_hash))
        memcpy(nobody_hash, hash.p, hash.n);
    arena_close(a);
}

bool
login_verify(struct work *w, struct str login, struct str password, struct str address,
    int64_t *account_id, struct err *e)
{
    struct account_row row;
    bool found;
    struct str folded = login_fold(w->arena, login);
    *account_id = 0;
    BUG_ON(w->writing, "a password is checked outside of jobs: it takes 0.1 s");
    if (!utf8_valid(folded))
        folded = S("");
    if (!limit_check(w, address_key(w->arena, address), TRIES_ADDRESS, e) ||
        !limit_check(w, login_key(w->arena, folded), TRIES_LOGIN, e) ||
        !account_load_login(w, folded, &row, &found, e))
        return false;
    (void)pthread_once(&nobody_once, nobody_make);
    bool known = found && row.a.has_password;
    bool right = password_verify(known ? row.password_hash : str_from(nobody_hash), password);
    if (!right || !known || row.a.disabled)
        return err_set(e, ERR_DENIED,
            tr("登录名或口令不对。如果忘记了口令，请管理员重新发一个设置口令的链接。"));
    *account_id = row.a.id;
    return true;
}
