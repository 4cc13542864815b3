#include "support_house.h"

#include "domain/house_int.h"

#include <stdio.h>
#include <stdlib.h>

static void
must(bool ok, const char *what, const struct err *e)
{
    if (ok)
        return;
    printf("# fixture: %s: %s\n", what, e->text);
    (void)fflush(stdout);
    abort();
}

struct founding {
    struct str kind;
    struct fixture *f;
};

static bool
found(struct work *w, void *arg, struct err *e)
{
    struct founding *a = arg;
    struct beginning in = {S("示例支部"), a->kind, S("admin")};
    return house_found(w, &in, &a->f->org, &a->f->link, e);
}

bool
fixture_open_as(struct fixture *f, const char *kind, struct date day)
{
    *f = (struct fixture){.system = actor_system()};
    struct house_options options = {
        .data = test_dir(), .db = test_db_url(), .clock = clock_fixed(day, 9, 0), .create = true};
    struct founding founding = {str_from(kind), f};
    bool ok = house_open(&options, &f->house, &f->e) && reader_open(f->house, &f->reader, &f->e) &&
        fixture_write(f, &f->system, found, &founding);
    if (!ok) {
        printf("# fixture: %s\n", f->e.text);
        fixture_close(f);
    }
    return ok;
}

bool
fixture_open(struct fixture *f)
{
    return fixture_open_as(f, "branch", date_make(2023, 6, 15));
}

void
fixture_close(struct fixture *f)
{
    reader_close(f->reader);
    house_close(f->house);
    f->reader = NULL;
    f->house = NULL;
}

void
fixture_day(struct fixture *f, struct date day)
{
    f->house->clock = clock_fixed(day, 9, 0);
}

void
fixture_later(struct fixture *f, int64_t ms)
{
    f->house->clock.fixed_ms += ms;
}

bool
fixture_write(struct fixture *f, const struct actor *actor, work_fn fn, void *arg)
{
    err_clear(&f->e);
    return house_write(f->house, test_arena(), actor, fn, arg, &f->e);
}

struct work
fixture_read(struct fixture *f, const struct actor *actor)
{
    struct work w;
    err_clear(&f->e);
    must(work_begin(f->reader, test_arena(), actor, &w, &f->e), "work_begin", &f->e);
    return w;
}

struct saving {
    union {
        struct org_input org;
        struct person_input person;
        struct post_input post;
    } in;

    int64_t id;
};

static bool
save_org(struct work *w, void *arg, struct err *e)
{
    struct saving *s = arg;
    return org_save(w, &s->in.org, &s->id, e);
}

int64_t
fixture_org(struct fixture *f, int64_t parent, const char *name, const char *kind)
{
    struct saving s = {
        .in.org = {
            .parent_id = parent, .name = str_from(name), .kind = str_from(kind), .flags = S("")}};
    must(fixture_write(f, &f->system, save_org, &s), name, &f->e);
    return s.id;
}

static bool
save_person(struct work *w, void *arg, struct err *e)
{
    struct saving *s = arg;
    return person_save(w, &s->in.person, &s->id, e);
}

int64_t
fixture_person(
    struct fixture *f, int64_t org, const char *name, const char *membership, struct date since)
{
    struct saving s = {.in.person = {.org_id = org,
                           .name = str_from(name),
                           .membership = str_from(membership),
                           .joined_on = since}};
    if (strcmp(membership, "full") == 0)
        s.in.person.full_on = since;
    must(fixture_write(f, &f->system, save_person, &s), name, &f->e);
    return s.id;
}

static bool
save_post(struct work *w, void *arg, struct err *e)
{
    struct saving *s = arg;
    return post_save(w, &s->in.post, &s->id, e);
}

int64_t
fixture_post(struct fixture *f, int64_t org, int64_t person, const char *post, struct date from_on)
{
    struct saving s = {
        .in.post = {
            .org_id = org, .person_id = person, .post = str_from(post), .from_on = from_on}};
    must(fixture_write(f, &f->system, save_post, &s), post, &f->e);
    return s.id;
}

struct opening {
    int64_t org, id;
    struct str login;
    enum role role;
    struct token_text link;
};

static bool
add_account(struct work *w, void *arg, struct err *e)
{
    struct opening *o = arg;
    struct account_input in = {
        .org_id = o->org, .login = o->login, .name = o->login, .role = o->role};
    return account_add(w, &in, &o->id, &o->link, e);
}

struct actor
fixture_account(struct fixture *f, int64_t org, const char *login, enum role role)
{
    struct opening o = {.org = org, .login = str_from(login), .role = role};
    must(fixture_write(f, &f->system, add_account, &o), login, &f->e);
    return (struct actor){.account = o.id, .name = str_from(login)};
}
