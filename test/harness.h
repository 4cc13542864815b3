/* The test harness: one program a module, TAP-like lines, a last line "N passed, N failed".

       TEST(str_trims_wide_blanks)
       {
           CHECK_STR(str_trim(S("　会议 ")), "会议");
       }

   Tests register themselves and run in the order of the file. A failed CHECK is counted and the test goes on;
   REQUIRE ends the test. */
#ifndef TEST_HARNESS_H
#define TEST_HARNESS_H

#include "base/arena.h"
#include "base/err.h"

struct test_case {
    const char *name;
    void (*run)(void);
    struct test_case *next;
};

void test_register(struct test_case *t);
bool test_check(bool ok, const char *file, int line, const char *what);
bool test_check_int(int64_t got, int64_t want, const char *file, int line, const char *what);
bool test_check_str(struct str got, struct str want, const char *file, int line, const char *what);
bool test_check_err(
    const struct err *e, enum err_code code, const char *part, const char *file, int line);

#define TEST(id)                                                         \
    static void test_##id(void);                                         \
    static struct test_case case_##id = {.name = #id, .run = test_##id}; \
    __attribute__((constructor)) static void register_##id(void)         \
    {                                                                    \
        test_register(&case_##id);                                       \
    }                                                                    \
    static void test_##id(void)

#define CHECK(cond) test_check((cond), __FILE__, __LINE__, #cond)
#define CHECK_INT(got, want) \
    test_check_int((int64_t)(got), (int64_t)(want), __FILE__, __LINE__, #got)
#define CHECK_STR(got, want) test_check_str((got), str_from(want), __FILE__, __LINE__, #got)
/* The error has this code and its text contains `part` (error text is tested). */
#define CHECK_ERR(e, code, part) test_check_err((e), (code), (part), __FILE__, __LINE__)
/* The call succeeded; prints the error's text when not. */
#define CHECK_OK(call, e)                          \
    (test_check((call), __FILE__, __LINE__, #call) \
            ? true                                 \
            : test_check(false, __FILE__, __LINE__, (e)->text))
#define REQUIRE(cond)     \
    do {                  \
        if (!CHECK(cond)) \
            return;       \
    } while (0)

/* An arena that lives until the test's end, and an empty folder of its own that is removed then. */
struct arena *test_arena(void);
const char *test_dir(void);
/* The database for this run: the PostgreSQL URL in TAIZHANG_TEST_DB with a fresh schema's name appended, or an
   SQLite path in test_dir(). The runner runs store, domain and web tests once with each. */
const char *test_db_url(void);
/* Skips what needs a thing that this machine lacks; counted and printed, never silent. */
void test_skip(const char *why);

#endif
