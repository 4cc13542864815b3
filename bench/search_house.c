#include "search_house.h"

#include "domain/account.h"
#include "domain/org.h"

static void
must(bool ok, const struct err *e)
{
    if (!ok)
        give_up("house", e->text);
}

/* The first time: orgs and the clerk. */
static bool
found(struct work *w, void *arg, struct err *e)
{
    struct bench_house *h = arg;
    struct token_text link;
    struct beginning in = {S("示例区委"), S("committee"), S("admin")};
    if (!house_found(w, &in, &h->root, &link, e))
        return false;
    for (int i = 0; i < BRANCHES; i++) {
        struct org_input org = {.parent_id = h->root,
            .name = arena_fmt(w->arena, "第%d支部", i + 1),
            .kind = S("branch"),
            .flags = S("")};
        if (!org_save(w, &org, &h->branch[i], e))
            return false;
    }
    struct account_input clerk = {h->root, 0, S("clerk"), S("赵甲"), ROLE_CLERK};
    return account_add(w, &clerk, &h->clerk.account, &link, e);
}

static bool
find(struct work *w, struct bench_house *h, struct err *e)
{
    struct orgs list;
    struct accounts accounts;
    if (!org_roots(w, &list, e))
        return false;
    h->root = list.v[0].id;
    if (!account_list(w, h->root, &accounts, e) || !org_children(w, h->root, &list, e))
        return false;
    for (size_t i = 0; i < accounts.n; i++)
        if (str_eq(accounts.v[i].login, S("clerk")))
            h->clerk.account = accounts.v[i].id;
    for (size_t i = 0; i < list.n && i < BRANCHES; i++)
        h->branch[i] = list.v[i].id;
    return true;
}

struct bench_house
bench_house_open(const char *folder, const char *db)
{
    struct err e = {0};
    struct bench_house h = {.arena = arena_open()};
    struct house_options options = {
        .data = folder, .db = db, .clock = clock_system(), .create = true};
    struct actor system = actor_system();
    struct reader *reader;
    struct work w;
    struct orgs roots;
    must(house_open(&options, &h.house, &e), &e);
    must(reader_open(h.house, &reader, &e) && work_begin(reader, h.arena, &system, &w, &e), &e);
    must(org_roots(&w, &roots, &e), &e);
    if (roots.n > 0)
        must(find(&w, &h, &e), &e);
    work_end(&w);
    reader_close(reader);
    if (roots.n == 0)
        must(house_write(h.house, h.arena, &system, found, &h, &e), &e);
    h.clerk.name = S("赵甲");
    return h;
}

struct search_item
bench_item(const struct bench_house *h, const struct shown *shown, size_t i)
{
    return (struct search_item){.source = SEARCH_LIBRARY,
        .lock = SEARCH_LOCK_SHARED,
        .ref_id = BENCH_REF + (int64_t)i,
        .root_id = h->root,
        .org_id = h->branch[i % BRANCHES],
        .kind = S("txt"),
        .kind_title = S(""),
        .title = shown[i].title,
        .text = shown[i].text,
        .year = 2000 + (int)(i % 24),
        .dated = date_make(2000 + (int)(i % 24), 1 + (int)(i % 12), 1 + (int)(i % 28))};
}

void
bench_tidy(const struct bench_house *h)
{
    struct err e = {0};
    for (bool more = true; more;)
        must(search_tidy(h->house, &more, &e), &e);
}

struct search_stats
bench_stats(const struct bench_house *h)
{
    struct err e = {0};
    struct search_stats s = {0};
    struct asker a = asker_open(h);
    struct actor system = actor_system();
    struct work w;
    must(work_begin(a.reader, a.arena, &system, &w, &e) && search_stats(&w, &s, &e), &e);
    work_end(&w);
    asker_close(&a);
    return s;
}

struct asker
asker_open(const struct bench_house *h)
{
    struct err e = {0};
    struct asker a = {.house = h, .arena = arena_open()};
    must(reader_open(h->house, &a.reader, &e), &e);
    return a;
}

void
asker_close(struct asker *a)
{
    reader_close(a->reader);
    arena_close(a->arena);
}

struct str
asked_typed(struct arena *a, const struct asked *q)
{
    return q->words == 2
        ? arena_fmt(a, "\"%.*s\" \"%.*s\"", STR_ARG(q->word[0]), STR_ARG(q->word[1]))
        : arena_fmt(a, "\"%.*s\"", STR_ARG(q->word[0]));
}

struct search_result
ask(struct asker *a, struct str typed, size_t offset, size_t limit)
{
    struct err e = {0};
    struct work w;
    struct search_result r = {0};
    struct search_ask question = {.typed = typed, .offset = offset, .limit = limit};
    must(work_begin(a->reader, a->arena, &a->house->clerk, &w, &e) &&
            search_run(&w, &question, &r, &e),
        &e);
    work_end(&w);
    return r;
}
