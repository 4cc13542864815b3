#include "base/bug.h"
#include "base/lang.h"
#include "domain/account_int.h"
#include "domain/duty.h"
#include "domain/right.h"
#include "store/store.h"

#define HOUR_MS    ((int64_t)60 * 60 * 1000)
#define SESSION_MS (12 * HOUR_MS)
#define SWEEP_MS   (24 * HOUR_MS)

/* What has ended long ago goes when somebody signs in. */
static bool
sweep(struct work *w, struct err *e)
{
    return db_run(w->db, SQL_SESSION_SWEEP, VALS(v_int(w->now_ms)), NULL, e) &&
        db_run(w->db, SQL_LOGIN_TRY_SWEEP, VALS(v_int(w->now_ms - SWEEP_MS)), NULL, e);
}

bool
session_open(struct work *w, int64_t account_id, struct token_text *cookie, struct err *e)
{
    struct account_row row;
    BUG_ON(!w->writing, "session_open outside of a job");
    if (!account_load(w, account_id, &row, e))
        return false;
    if (row.a.disabled)
        return err_set(
            e, ERR_DENIED, tr("账号“%.*s”已经停用，请联系管理员。"), STR_ARG(row.a.login));
    *cookie = token_random();
    struct token_text csrf = token_random();
    struct hex_text digest = secret_digest(str_from(cookie->z));
    account_act(w, &row.a);
    return sweep(w, e) &&
        db_run(
            w->db, SQL_LOGIN_TRY_CLEAR, VALS(v_str(login_key(w->arena, row.a.login))), NULL, e) &&
        db_run(w->db, SQL_SESSION_ADD,
            VALS(v_str(str_from(digest.z)), v_int(row.a.root_id), v_int(account_id),
                v_str(str_from(csrf.z)), v_int(w->now_ms), v_int(w->now_ms + SESSION_MS)),
            NULL, e) &&
        account_journal(w, &row.a, row.a.root_id, S("session.open"), S(""), e) &&
        duty_continue(w, w->today.year, e);
}

bool
session_find(struct work *w, struct str cookie, struct session *session, bool *found, struct err *e)
{
    struct stmt *s;
    struct arena *a = w->arena;
    *found = false;
    if (cookie.n != TOKEN_TEXT)
        return true;
    struct hex_text digest = secret_digest(cookie);
    if (!stmt_open(
            w->db, SQL_SESSION_GET, VALS(v_str(str_from(digest.z)), v_int(w->now_ms)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        *session = (struct session){.account_id = stmt_int(s, 0),
            .org_id = stmt_int(s, 1),
            .year = (int)stmt_int(s, 2),
            .csrf = stmt_text(s, 3, a),
            .login = stmt_text(s, 4, a),
            .name = stmt_text(s, 5, a),
            .lang = stmt_text(s, 6, a),
            .digest = arena_str(a, str_from(digest.z))};
        w->actor = (struct actor){
            .account = session->account_id, .person = stmt_int(s, 7), .name = session->name};
        w->grants = NULL;
        *found = true;
    }
    stmt_close(s);
    return step != STEP_ERROR;
}

bool
session_renew(struct work *w, struct str digest, struct err *e)
{
    BUG_ON(!w->writing, "session_renew outside of a job");
    int64_t expires = w->now_ms + SESSION_MS;
    return db_run(w->db, SQL_SESSION_RENEW,
        VALS(v_str(digest), v_int(w->now_ms), v_int(expires), v_int(expires - HOUR_MS)), NULL, e);
}

bool
session_look(struct work *w, struct str digest, int64_t org_id, int year, struct err *e)
{
    BUG_ON(!w->writing, "session_look outside of a job");
    if (year < 1900 || year > 2999)
        return err_field(e, "year", tr("年度不对，请从列表中选择。"));
    return right_check(w, org_id, RIGHT_SEE, e) &&
        db_run(w->db, SQL_SESSION_LOOK,
            VALS(v_str(digest), v_int(w->now_ms), v_int(org_id), v_int(year)), NULL, e) &&
        session_renew(w, digest, e);
}

bool
session_once(struct work *w, struct str digest, struct str form, int64_t *record_id, bool *found,
    struct err *e)
{
    return db_get_int(
        w->db, SQL_SESSION_ONCE, VALS(v_str(digest), v_str(form)), record_id, found, e);
}

bool
session_did(struct work *w, struct str digest, struct str form, int64_t record_id, struct err *e)
{
    BUG_ON(!w->writing, "session_did outside of a job");
    return db_run(
        w->db, SQL_SESSION_DID, VALS(v_str(digest), v_str(form), v_int(record_id)), NULL, e);
}

bool
session_end(struct work *w, struct str digest, struct err *e)
{
    struct account_row row;
    int64_t account_id;
    bool found;
    BUG_ON(!w->writing, "session_end outside of a job");
    if (!db_get_int(w->db, SQL_SESSION_ACCOUNT, VALS(v_str(digest)), &account_id, &found, e))
        return false;
    if (!found)
        return true;
    return account_load(w, account_id, &row, e) &&
        db_run(w->db, SQL_SESSION_END, VALS(v_str(digest)), NULL, e) &&
        account_journal(w, &row.a, row.a.root_id, S("session.end"), S(""), e);
}
