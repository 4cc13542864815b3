#include "support_pages.h"

#include "base/bug.h"
#include "domain/house_int.h"
#include "domain/org.h"
#include "domain/person.h"

#include <stdio.h>

const char *
textf(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct str text = arena_vfmt(test_arena(), fmt, ap);
    va_end(ap);
    return text.p;
}

void
pages_day(struct pages *p, struct date day)
{
    p->house->clock = clock_fixed(day, 9, 0);
}

void
pages_later(struct pages *p, int64_t ms)
{
    p->house->clock.fixed_ms += ms;
}

bool
pages_write(struct pages *p, work_fn fn, void *arg)
{
    struct actor actor = actor_system();
    err_clear(&p->e);
    return CHECK_OK(house_write(p->house, test_arena(), &actor, fn, arg, &p->e), &p->e);
}

static bool
add_branch(struct work *w, int64_t root, struct str name, int64_t *id, struct err *e)
{
    struct org_input in = {.parent_id = root, .name = name, .kind = S("branch"), .flags = S("")};
    return org_save(w, &in, id, e);
}

static bool
add_people(struct work *w, struct pages *p, struct err *e)
{
    static const struct str names[PAGES_PEOPLE] = {str_lit("赵甲"), str_lit("钱乙"),
        str_lit("孙丙"), str_lit("李丁"), str_lit("周戊"), str_lit("吴己"), str_lit("郑庚"),
        str_lit("王辛")};
    static const struct str posts[PAGES_PEOPLE] = {
        str_lit("secretary"), str_lit("organisation"), str_lit("publicity")};
    struct date since = date_make(2010, 7, 1);
    for (int i = 0; i < PAGES_PEOPLE; i++) {
        struct person_input in = {.org_id = p->org,
            .name = names[i],
            .membership = S("full"),
            .joined_on = since,
            .full_on = since};
        struct post_input post = {.org_id = p->org, .post = posts[i], .from_on = since};
        if (!person_save(w, &in, &p->people[i], e))
            return false;
        post.person_id = p->people[i];
        if (posts[i].n && !post_save(w, &post, &post.id, e))
            return false;
    }
    return true;
}

static bool
found(struct work *w, void *arg, struct err *e)
{
    struct pages *p = arg;
    struct token_text link;
    struct beginning in = {S("云溪党委"), S("committee"), S("guanli")};
    return house_found(w, &in, &p->root, &link, e) &&
        add_branch(w, p->root, S("云溪支部"), &p->org, e) &&
        add_branch(w, p->root, S("石桥支部"), &p->other, e) && add_people(w, p, e);
}

struct entry {
    int64_t org, account;
    const char *login;
    enum role role;
    unsigned scopes;
    struct token_text secret;
};

static bool
find_account(struct work *w, struct entry *n, struct err *e)
{
    struct accounts list;
    struct token_text link;
    if (!account_list(w, n->org, &list, e))
        return false;
    n->account = 0;
    for (size_t i = 0; i < list.n; i++)
        if (str_eq(list.v[i].login, str_from(n->login)))
            n->account = list.v[i].id;
    struct account_input in = {
        .org_id = n->org, .login = str_from(n->login), .name = str_from(n->login), .role = n->role};
    return n->account || n->role == ROLE_NONE || account_add(w, &in, &n->account, &link, e);
}

static bool
enter(struct work *w, void *arg, struct err *e)
{
    struct entry *n = arg;
    return find_account(w, n, e) && session_open(w, n->account, &n->secret, e);
}

static bool
ask_token(struct work *w, void *arg, struct err *e)
{
    struct entry *n = arg;
    if (!find_account(w, n, e))
        return false;
    struct token_input in = {
        .account_id = n->account, .name = S("试验"), .scopes = n->scopes, .days = 30};
    return token_add(w, &in, &n->secret, e);
}

static bool
ask_account(struct work *w, void *arg, struct err *e)
{
    return find_account(w, arg, e);
}

int64_t
pages_account(struct pages *p, int64_t org, const char *login)
{
    struct entry n = {.org = org, .login = login};
    (void)pages_write(p, ask_account, &n);
    return n.account;
}

struct client *
pages_enter(struct pages *p, int64_t org, const char *login, enum role role)
{
    struct entry n = {.org = org, .login = login, .role = role};
    struct client_options o = {.house = p->house};
    BUG_ON(p->clients_n == PAGES_CLIENTS, "too many browsers");
    struct client *c = client_open(&o);
    p->clients[p->clients_n++] = c;
    if (login && pages_write(p, enter, &n))
        client_cookie(c, "tz_session", str_from(n.secret.z));
    (void)client_get(c, login ? "/today" : "/sign-in");
    return c;
}

struct str
pages_token(struct pages *p, int64_t org, const char *login, enum role role, unsigned scopes)
{
    struct entry n = {.org = org, .login = login, .role = role, .scopes = scopes};
    (void)pages_write(p, ask_token, &n);
    return arena_str(test_arena(), str_from(n.secret.z));
}

bool
pages_open(struct pages *p)
{
    return pages_open_on(p, test_db_url());
}

bool
pages_open_on(struct pages *p, const char *db)
{
    *p = (struct pages){0};
    struct house_options o = {.data = textf("%s/data", test_dir()),
        .db = db,
        .clock = clock_fixed(date_make(2023, 6, 15), 9, 0),
        .create = true};
    if (!CHECK_OK(house_open(&o, &p->house, &p->e), &p->e))
        return false;
    if (!pages_write(p, found, p))
        return false;
    p->admin = pages_enter(p, p->root, "guanli", ROLE_ADMIN);
    p->clerk = pages_enter(p, p->org, "wenshu", ROLE_CLERK);
    struct answer a = client_post(p->admin, "/look", textf("org=%" PRId64 "&back=/today", p->org));
    return CHECK_ANSWER(a, 303, "") &&
        CHECK_ANSWER(client_post(p->admin, "/settings/year", "open=2023"), 303, "");
}

void
pages_close(struct pages *p)
{
    for (size_t i = 0; i < p->clients_n; i++)
        client_close(p->clients[i]);
    house_close(p->house);
}

int64_t
answer_id(struct answer a)
{
    size_t at = a.location.n;
    int64_t id = 0;
    while (at > 0 && a.location.p[at - 1] >= '0' && a.location.p[at - 1] <= '9')
        at--;
    (void)str_to_i64(str_slice(a.location, at, a.location.n), 1, INT64_MAX, &id);
    return id;
}

int
answer_times(struct answer a, const char *part)
{
    struct str want = str_from(part);
    int n = 0;
    for (size_t at = 0; (at = str_find(a.body, want, at)) != SIZE_MAX; at += want.n)
        n++;
    return n;
}

struct str
answer_between(struct answer a, const char *begin, const char *end)
{
    struct str b = str_from(begin);
    size_t from = str_find(a.body, b, 0);
    if (from == SIZE_MAX)
        return S("");
    size_t to = str_find(a.body, str_from(end), from + b.n);
    return to == SIZE_MAX ? S("") : str_slice(a.body, from + b.n, to - from - b.n);
}

bool
answer_is(struct answer a, int status, const char *part, const char *file, int line)
{
    bool ok = a.status == status && answer_has(a, part);
    size_t main = str_find(a.body, S("<main"), 0);
    struct str shown = str_slice(a.body, main == SIZE_MAX ? 0 : main, 2000);
    if (!ok)
        printf("# got %d %.*s: %.*s\n", a.status, STR_ARG(a.location), STR_ARG(shown));
    return test_check(ok, file, line, textf("answer %d with %s", status, part));
}

const char *
meeting_form(struct pages *p, const char *day, const char *title)
{
    return textf("kind=committee_meeting&held_on=%s&title=%s&att.%" PRId64 "=present&att.%" PRId64
                 "=present",
        day, title, p->people[0], p->people[1]);
}

int64_t
pages_meeting(struct pages *p, const char *day, const char *title)
{
    struct answer a = client_post(p->clerk, "/new", meeting_form(p, day, title));
    return CHECK_ANSWER(a, 303, "") ? answer_id(a) : 0;
}

struct str
duty_cell(struct client *c, const char *duty, int period)
{
    struct answer a = client_get(c, "/duties?all=1");
    size_t link = str_find(a.body, arena_fmt(test_arena(), "\"/duty/%s/%d?", duty, period), 0);
    static const struct str mark = str_lit("cell cell-");
    size_t at = SIZE_MAX;
    for (size_t i = 0; link != SIZE_MAX && (i = str_find(a.body, mark, i)) < link; i += mark.n)
        at = i + mark.n;
    if (at == SIZE_MAX)
        return S("");
    return str_slice(a.body, at, str_find_char(a.body, '"', at) - at);
}
