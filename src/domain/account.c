#include "domain/account.h"

#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/account_int.h"
#include "domain/check.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "domain/person_int.h"
#include "store/store.h"

enum {
    LOGIN_MIN = 2,
    LOGIN_MAX = 40,
    NAME_MAX_CHARS = 40,
    WHY_MAX_CHARS = 500,
    INSPECTOR_DAYS = 30,
    SNAPSHOT_MAX = 1 << 12
};

struct account_rows {
    struct account_row *v;
    size_t n;
};

static bool
rows_read(struct work *w, enum sql sql, struct vals vals, struct account_rows *rows, struct err *e)
{
    struct stmt *s;
    struct arena *a = w->arena;
    *rows = (struct account_rows){NULL, 0};
    if (!stmt_open(w->db, sql, vals, &s, e))
        return false;
    stmt_each (s, e) {
        struct account_row row = {.password_hash = stmt_text(s, 7, a)};
        row.a = (struct account){.id = stmt_int(s, 0),
            .root_id = stmt_int(s, 1),
            .person_id = stmt_int(s, 2),
            .version = stmt_int(s, 3),
            .login = stmt_text(s, 4, a),
            .name = stmt_text(s, 5, a),
            .lang = stmt_text(s, 6, a),
            .has_password = !stmt_null(s, 7),
            .disabled = !stmt_null(s, 8)};
        LIST_ADD(a, rows, row);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
unknown_account(struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, tr("没有这个账号，或者它不归您管理。"));
}

bool
account_load(struct work *w, int64_t id, struct account_row *row, struct err *e)
{
    struct account_rows rows;
    *row = (struct account_row){.password_hash = S("")};
    if (!rows_read(w, SQL_ACCOUNT_GET, VALS(v_int(id)), &rows, e))
        return false;
    if (rows.n == 0)
        return unknown_account(e);
    *row = rows.v[0];
    return true;
}

bool
account_load_login(
    struct work *w, struct str login, struct account_row *row, bool *found, struct err *e)
{
    struct account_rows rows;
    *found = false;
    if (!rows_read(w, SQL_ACCOUNT_BY_LOGIN, VALS(v_str(login)), &rows, e))
        return false;
    *found = rows.n > 0;
    if (*found)
        *row = rows.v[0];
    return true;
}

/* Every org where the account has a grant today must be the actor's to manage; without any grant, the root. */
static bool
manages_all(struct work *w, const struct account *a, bool *all, struct err *e)
{
    struct stmt *s;
    struct org_ids orgs = {NULL, 0};
    struct val today = v_date(w->arena, w->today);
    if (!stmt_open(w->db, SQL_GRANT_OF_ACCOUNT, VALS(v_int(a->id), today), &s, e))
        return false;
    stmt_each (s, e) {
        LIST_ADD(w->arena, &orgs, stmt_int(s, 2));
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    if (orgs.n == 0)
        LIST_ADD(w->arena, &orgs, a->root_id);
    *all = true;
    for (size_t i = 0; i < orgs.n && *all; i++)
        *all = right_has(w, orgs.v[i], RIGHT_MANAGE);
    return ok;
}

bool
account_reach(struct work *w, int64_t id, struct account_row *row, struct err *e)
{
    bool mine = false;
    if (!account_load(w, id, row, e))
        return false;
    if (w->actor.system || (w->actor.account == id && w->actor.token == 0))
        return true;
    return manages_all(w, &row->a, &mine, e) && (mine || unknown_account(e));
}

bool
account_journal(struct work *w, const struct account *a, int64_t org_id, struct str what,
    struct str why, struct err *e)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_int(&j, S("id"), a->id);
    json_field_str(&j, S("login"), a->login);
    json_field_str(&j, S("name"), a->name);
    json_field_int(&j, S("person"), a->person_id);
    json_field_str(&j, S("lang"), a->lang);
    json_field_bool(&j, S("password"), a->has_password);
    json_field_bool(&j, S("disabled"), a->disabled);
    json_field_int(&j, S("version"), a->version);
    json_object_end(&j);
    struct journal_entry entry = {.root_id = a->root_id,
        .org_id = org_id,
        .what = what,
        .object = S("account"),
        .object_id = a->id,
        .version = a->version,
        .why = why,
        .snapshot = arena_str(w->arena, out_str(&o))};
    out_release(&o);
    return journal_append(w, &entry, NULL, e);
}

struct hex_text
secret_digest(struct str secret)
{
    return sha256_hex(sha256_of(secret));
}

struct str
login_fold(struct arena *a, struct str login)
{
    struct str s = str_trim(login);
    char *p = arena_array(a, char, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= 'A' && c <= 'Z')
            c = "abcdefghijklmnopqrstuvwxyz"[c - 'A'];
        p[i] = c;
    }
    return str_make(p, s.n);
}

void
account_act(struct work *w, const struct account *a)
{
    w->actor = (struct actor){.account = a->id, .person = a->person_id, .name = a->name};
    w->grants = NULL;
}

/* ---- making ---- */

static bool
login_char(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static bool
login_check(struct str login, struct err *e)
{
    size_t n = utf8_count(login);
    struct str rest = login;
    uint32_t c;
    if (n < LOGIN_MIN || n > LOGIN_MAX)
        return err_field(e, "login", tr("登录名要有 %d 到 %d 个字。"), LOGIN_MIN, LOGIN_MAX);
    while (utf8_next(&rest, &c))
        if (!login_char(c))
            return err_field(e, "login", tr("登录名只能用字母、数字、汉字和 . _ - 三种符号。"));
    return true;
}

static bool
login_free(struct work *w, struct str login, struct err *e)
{
    struct account_row other;
    bool found;
    if (!account_load_login(w, login, &other, &found, e))
        return false;
    return !found ||
        err_field(e, "login", tr("登录名“%.*s”已经有人用了，请换一个。"), STR_ARG(login));
}

static bool
person_fits(struct work *w, int64_t person_id, int64_t root_id, struct err *e)
{
    struct person p;
    if (person_id == 0)
        return true;
    return person_load(w, person_id, &p, e) &&
        (p.root_id == root_id || err_field(e, "person_id", tr("没有这个人员，请从列表中选择。")));
}

static bool
account_clean(struct work *w, const struct account_input *in, struct account *a, struct err *e)
{
    a->person_id = in->person_id;
    a->login = login_fold(w->arena, in->login);
    a->name = str_trim(in->name);
    return login_check(a->login, e) &&
        check_line(a->name, "name", tr("姓名"), 1, NAME_MAX_CHARS, e) &&
        person_fits(w, a->person_id, a->root_id, e) && login_free(w, a->login, e);
}

bool
account_add(struct work *w, const struct account_input *in, int64_t *id, struct token_text *link,
    struct err *e)
{
    struct org org = {.id = in->org_id};
    BUG_ON(!w->writing, "account_add outside of a job");
    if (!right_check(w, org.id, RIGHT_MANAGE, e) || !org_load(w, org.id, &org, e))
        return false;
    struct account a = {.root_id = org.root_id, .version = 1, .lang = S("zh-CN")};
    if (!account_clean(w, in, &a, e) || !db_new_id(w->db, &a.id, e))
        return false;
    *id = a.id;
    struct grant grant = {.account_id = a.id, .org_id = org.id, .role = in->role};
    if (in->role == ROLE_INSPECTOR)
        grant.until_on = date_add_days(w->today, INSPECTOR_DAYS);
    return db_run(w->db, SQL_ACCOUNT_ADD,
               VALS(v_int(a.id), v_int(a.root_id), v_ref(a.person_id), v_str(a.login),
                   v_str(a.name), v_str(a.lang)),
               NULL, e) &&
        account_journal(w, &a, org.id, S("account.add"), S(""), e) &&
        grant_make(w, &grant, a.root_id, e) && link_make(w, &a, link, e);
}

bool
account_get(struct work *w, int64_t id, struct account *account, struct err *e)
{
    struct account_row row;
    if (!account_reach(w, id, &row, e))
        return false;
    *account = row.a;
    return true;
}

bool
account_list(struct work *w, int64_t org_id, struct accounts *list, struct err *e)
{
    struct account_rows rows;
    struct org org;
    *list = (struct accounts){NULL, 0};
    if (!right_check(w, org_id, RIGHT_MANAGE, e) || !org_load(w, org_id, &org, e) ||
        !rows_read(w, SQL_ACCOUNT_LIST,
            VALS(v_str(org.path), v_str(org_path_end(w->arena, org.path))), &rows, e))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        LIST_ADD(w->arena, list, rows.v[i].a);
    return true;
}

/* ---- changing ---- */

bool
account_disable(struct work *w, int64_t id, bool disabled, struct str why, struct err *e)
{
    struct account_row row;
    BUG_ON(!w->writing, "account_disable outside of a job");
    if (!account_reach(w, id, &row, e))
        return false;
    if (id == w->actor.account)
        return err_set(e, ERR_DENIED, tr("不能停用自己的账号，请让另一位管理员来做。"));
    if (!check_text(str_trim(why), "why", tr("原因"), disabled ? 1 : 0, WHY_MAX_CHARS, e))
        return false;
    if (row.a.disabled == disabled)
        return true;
    row.a.disabled = disabled;
    row.a.version++;
    return db_run(w->db, SQL_ACCOUNT_SET_DISABLED,
               VALS(v_int(id), disabled ? v_int(w->now_ms) : v_null()), NULL, e) &&
        (!disabled || db_run(w->db, SQL_SESSION_END_ALL, VALS(v_int(id)), NULL, e)) &&
        account_journal(w, &row.a, row.a.root_id,
            disabled ? S("account.disable") : S("account.enable"), str_trim(why), e);
}

bool
account_link(struct work *w, int64_t account_id, struct token_text *link, struct err *e)
{
    struct account_row row;
    BUG_ON(!w->writing, "account_link outside of a job");
    if (!account_reach(w, account_id, &row, e))
        return false;
    if (row.a.disabled)
        return err_set(
            e, ERR_CONFLICT, tr("账号“%.*s”已经停用，请先恢复使用。"), STR_ARG(row.a.login));
    return link_make(w, &row.a, link, e) &&
        account_journal(w, &row.a, row.a.root_id, S("account.link"), S(""), e);
}

bool
account_link_first(struct work *w, int64_t account_id, struct token_text *link, struct err *e)
{
    struct account_row row;
    BUG_ON(!w->writing, "account_link_first outside of a job");
    if (!account_reach(w, account_id, &row, e))
        return false;
    if (row.a.disabled || row.a.has_password)
        return err_set(
            e, ERR_CONFLICT, tr("账号“%.*s”已经设过口令或已停用。"), STR_ARG(row.a.login));
    return link_make_beside(w, &row.a, link, e) &&
        account_journal(w, &row.a, row.a.root_id, S("account.link"), S(""), e);
}

bool
account_set_lang(struct work *w, int64_t account_id, struct str lang, struct err *e)
{
    struct account_row row;
    BUG_ON(!w->writing, "account_set_lang outside of a job");
    if (!account_reach(w, account_id, &row, e))
        return false;
    row.a.lang = lang_tag(lang_from(lang));
    row.a.version++;
    return db_run(
               w->db, SQL_ACCOUNT_SET_LANG, VALS(v_int(account_id), v_str(row.a.lang)), NULL, e) &&
        account_journal(w, &row.a, row.a.root_id, S("account.lang"), S(""), e);
}
