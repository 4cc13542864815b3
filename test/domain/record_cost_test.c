/* What a save asks of the store, counted: statements, and answers of a database server that it waits for. */
#include "support_ledger.h"

#include "harness.h"

#include "domain/house_int.h"
#include "store/store.h"

#include <stdio.h>

enum {
    STATEMENTS_MAX = 11,
    WAITS_MAX = 0 /* what it must know was read by saves before it */
};

static struct store_counts
spent(struct store_counts from, struct store_counts to)
{
    return (struct store_counts){
        .statements = to.statements - from.statements, .waits = to.waits - from.waits};
}

struct cost {
    struct record_input in;
    struct store_counts
        one; /* of the second: the first may be the one that reads what the batch shares */
};

static bool
save_two(struct work *w, void *arg, struct err *e)
{
    struct cost *cost = arg;
    struct store *store = w->house->store;
    int64_t id;
    if (!record_save(w, &cost->in, &id, e))
        return false;
    w->grants = NULL; /* as another request would begin */
    struct store_counts before = store_counts(store);
    if (!record_save(w, &cost->in, &id, e))
        return false;
    cost->one = spent(before, store_counts(store));
    return true;
}

TEST(a_save_asks_little_of_the_store)
{
    struct ledger book;
    struct err e;
    err_clear(&e);
    REQUIRE(CHECK_OK(ledger_open(&book, &e), &e));
    struct cost cost = {.in = ledger_meeting(&book)};
    CHECK_OK(ledger_write(&book, &book.clerk, save_two, &cost, &e), &e);
    CHECK_OK(ledger_write(&book, &book.clerk, save_two, &cost, &e), &e);
    printf("# %d in attendance, %lld duties: %lld statements, %lld waits\n",
        (int)cost.in.attendance_n, (long long)ledger_have(&book, book.branch, 2023, "D1", 3),
        (long long)cost.one.statements, (long long)cost.one.waits);
    CHECK(cost.one.statements <= STATEMENTS_MAX);
    CHECK(cost.one.waits <= (store_kind(book.house->store) == STORE_PG ? WAITS_MAX : 0));
    ledger_close(&book);
}
