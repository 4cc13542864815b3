/* What the writer remembers from save to save never outlives what it stands for. */
#include "support_ledger.h"

#include "harness.h"

#include "domain/account.h"
#include "domain/house_int.h"
#include "domain/person.h"

static bool
save(struct ledger *l, const struct actor *actor, struct err *e)
{
    struct record_input in = ledger_meeting(l);
    int64_t id;
    err_clear(e);
    return ledger_save(l, actor, &in, &id, e);
}

struct leaving {
    int64_t person;
    struct record_input *then_save; /* in the same job */
};

static bool
leave(struct work *w, void *arg, struct err *e)
{
    const struct leaving *l = arg;
    struct person p;
    int64_t id;
    return person_get(w, l->person, &p, e) &&
        person_leave(w, l->person, p.version, date_make(2023, 7, 1), S("调出"), e) &&
        (!l->then_save || record_save(w, l->then_save, &id, e));
}

static bool
disable(struct work *w, void *arg, struct err *e)
{
    return account_disable(w, *(int64_t *)arg, true, S("离任"), e);
}

/* The same database, as another program sees it. */
static bool
open_beside(const struct ledger *book, struct ledger *beside, struct err *e)
{
    const char *data = arena_fmt(book->a, "%s/ledger", test_dir()).p;
    struct house_options options = {.data = data, .db = test_db_url(), .clock = book->house->clock};
    *beside = *book;
    return house_open(&options, &beside->house, e);
}

static void
see_changes_of(struct ledger *book, struct ledger *by)
{
    struct err e;
    struct actor system = actor_system();
    CHECK_OK(save(book, &book->clerk, &e), &e);
    CHECK_OK(save(book, &book->clerk, &e), &e);
    struct leaving leaving = {.person = book->people[5]};
    CHECK_OK(ledger_write(by, &system, leave, &leaving, &e), &e);
    CHECK(!save(book, &book->clerk, &e));
    CHECK_ERR(&e, ERR_INPUT, "不属于本组织");
    CHECK(save(book, &book->clerk, &e) == false); /* and now it is remembered so */
    CHECK_OK(ledger_write(by, &system, disable, &book->clerk.account, &e), &e);
    CHECK(!save(book, &book->clerk, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "无权查看");
}

TEST(what_this_program_changes_the_next_save_sees)
{
    struct ledger book;
    struct err e;
    err_clear(&e);
    REQUIRE(CHECK_OK(ledger_open(&book, &e), &e));
    see_changes_of(&book, &book);
    ledger_close(&book);
}

TEST(what_another_program_changes_the_next_save_sees)
{
    struct ledger book, beside;
    struct err e;
    err_clear(&e);
    REQUIRE(CHECK_OK(ledger_open(&book, &e), &e));
    REQUIRE(CHECK_OK(open_beside(&book, &beside, &e), &e));
    see_changes_of(&book, &beside);
    house_close(beside.house);
    ledger_close(&book);
}

TEST(what_was_undone_is_not_remembered)
{
    struct ledger book;
    struct err e;
    err_clear(&e);
    REQUIRE(CHECK_OK(ledger_open(&book, &e), &e));
    CHECK_OK(save(&book, &book.clerk, &e), &e);
    struct record_input in = ledger_meeting(&book);
    struct leaving leaving = {.person = book.people[5], .then_save = &in};
    CHECK(!ledger_write(&book, &book.clerk, leave, &leaving, &e)); /* he is on its roll */
    CHECK_ERR(&e, ERR_INPUT, "不属于本组织");
    CHECK_OK(save(&book, &book.clerk, &e), &e);
    ledger_close(&book);
}

static bool
lend(struct work *w, void *arg, struct err *e)
{
    const struct ledger *l = arg;
    return grant_add(w, l->upper.account, l->branch, ROLE_CLERK, date_make(2023, 7, 12), e);
}

static bool
end_other_grants(struct work *w, void *arg, struct err *e)
{
    const struct ledger *l = arg;
    struct grants list;
    if (!grant_of_account(w, l->upper.account, &list, e))
        return false;
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].org_id == l->root && !grant_end(w, list.v[i].id, S("改任"), e))
            return false;
    return true;
}

TEST(a_right_ends_with_its_day)
{
    struct ledger book;
    struct err e;
    struct actor system = actor_system();
    err_clear(&e);
    REQUIRE(CHECK_OK(ledger_open(&book, &e), &e));
    CHECK_OK(ledger_write(&book, &system, lend, &book, &e), &e);
    CHECK_OK(ledger_write(&book, &system, end_other_grants, &book, &e), &e);
    CHECK_OK(save(&book, &book.upper, &e), &e);
    CHECK_OK(save(&book, &book.upper, &e), &e);
    ledger_day(2023, 7, 13);
    CHECK(!save(&book, &book.upper, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "无权查看");
    ledger_close(&book);
}
