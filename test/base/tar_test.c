#include "base/tar.h"

#include "base/file.h"
#include "harness.h"

#include <sys/stat.h>
#include <unistd.h>

static const char *
path_of(const char *name)
{
    return arena_fmt(test_arena(), "%s/%s", test_dir(), name).p;
}

static struct str
long_text(void)
{
    char *p = arena_array(test_arena(), char, 200001);
    for (size_t i = 0; i < 200001; i++)
        p[i] = (char)('a' + i % 26);
    return str_make(p, 200001);
}

static bool
written(const char *path, struct sha256 *digest)
{
    struct tar_out *t;
    struct err e;
    int64_t size;
    return CHECK_OK(file_write(path_of("long"), long_text(), &e), &e) &&
        CHECK_OK(tar_create(path, &t, &e), &e) &&
        CHECK_OK(tar_add(t, S("a/empty"), S(""), &e), &e) &&
        CHECK_OK(tar_add(t, S("a/短"), S("内容"), &e), &e) &&
        CHECK_OK(tar_add_file(t, S("long"), path_of("long"), NULL, &e), &e) &&
        CHECK_OK(tar_finish(t, digest, &size, &e), &e) && CHECK_INT(size, file_size(path));
}

TEST(what_was_added_is_read_again)
{
    struct tar_in *t;
    struct tar_entry entry;
    struct sha256 digest, is;
    struct str bytes;
    struct err e;
    struct stat st;
    int64_t size;
    bool more;
    REQUIRE(written(path_of("x.tar"), &digest));
    CHECK_OK(file_digest(path_of("x.tar"), &is, &size, &e), &e);
    CHECK(memcmp(&digest, &is, sizeof(is)) == 0);
    REQUIRE(stat(path_of("x.tar"), &st) == 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    REQUIRE(CHECK_OK(tar_open(path_of("x.tar"), &t, &e), &e));
    CHECK_OK(tar_next(t, &entry, &more, &e), &e);
    CHECK_STR(entry.name, "a/empty");
    CHECK_INT(entry.size, 0);
    CHECK_STR(str_from(sha256_hex(entry.before).z), sha256_hex(sha256_of(S(""))).z);
    CHECK_OK(tar_next(t, &entry, &more, &e), &e);
    CHECK_STR(entry.name, "a/短");
    CHECK_OK(tar_read_all(t, test_arena(), 100, &bytes, &e), &e);
    CHECK_STR(bytes, "内容");
    CHECK_OK(tar_next(t, &entry, &more, &e), &e);
    CHECK_OK(tar_read_all(t, test_arena(), 300000, &bytes, &e), &e);
    CHECK(str_eq(bytes, long_text()));
    CHECK_OK(tar_next(t, &entry, &more, &e), &e);
    CHECK(!more);
    tar_close(t);
}

TEST(the_system_reads_it_too)
{
    struct sha256 digest;
    REQUIRE(written(path_of("x.tar"), &digest));
    /* POSIX: name at 0, size in octal at 124, the sum at 148, ustar at 257. */
    struct str bytes;
    struct err e;
    REQUIRE(CHECK_OK(file_read(test_arena(), path_of("x.tar"), 1000000, &bytes, &e), &e));
    CHECK_INT((int64_t)(bytes.n % 512), 0);
    CHECK_STR(str_slice(bytes, 512 + 124, 11), "00000000006");
    CHECK_STR(str_slice(bytes, 512 + 257, 5), "ustar");
    unsigned sum = 0;
    for (size_t i = 512; i < 1024; i++)
        sum += i >= 512 + 148 && i < 512 + 156 ? ' ' : (unsigned char)bytes.p[i];
    CHECK_STR(str_slice(bytes, 512 + 148, 6), arena_fmt(test_arena(), "%06o", sum).p);
}

static void
check_broken(const char *name, struct str bytes)
{
    struct tar_in *t;
    struct tar_entry entry;
    struct err e;
    bool more = true, ok = true;
    err_clear(&e);
    REQUIRE(CHECK_OK(file_write(path_of(name), bytes, &e), &e));
    REQUIRE(CHECK_OK(tar_open(path_of(name), &t, &e), &e));
    while (ok && more)
        ok = tar_next(t, &entry, &more, &e);
    CHECK(!ok);
    CHECK_ERR(&e, ERR_INPUT, name);
    tar_close(t);
}

TEST(what_is_broken_is_refused)
{
    struct sha256 digest;
    struct str bytes;
    struct err e;
    REQUIRE(written(path_of("x.tar"), &digest));
    REQUIRE(CHECK_OK(file_read(test_arena(), path_of("x.tar"), 1000000, &bytes, &e), &e));
    check_broken("cut", str_slice(bytes, 0, bytes.n - 5000));
    check_broken("end", str_slice(bytes, 0, bytes.n - 1024));
    check_broken("none", S("not a tar"));
    char *copy = arena_array(test_arena(), char, bytes.n);
    memcpy(copy, bytes.p, bytes.n);
    copy[1] ^= 1;
    check_broken("sum", str_make(copy, bytes.n));
}

/* The same header with another name and the right sum. */
static struct str
renamed(struct str bytes, const char *name)
{
    char *copy = arena_array(test_arena(), char, bytes.n);
    memcpy(copy, bytes.p, bytes.n);
    memset(copy, 0, 100);
    for (size_t i = 0; name[i]; i++)
        copy[i] = name[i];
    unsigned sum = 0;
    for (int i = 0; i < 512; i++)
        sum += i >= 148 && i < 156 ? ' ' : (unsigned char)copy[i];
    memcpy(copy + 148, arena_fmt(test_arena(), "%06o", sum).p, 6);
    return str_make(copy, bytes.n);
}

TEST(names_that_lead_elsewhere_are_refused)
{
    static const char *const names[] = {"/etc/passwd", "../a", "a/../../b", "a//b", "", "a/"};
    struct sha256 digest;
    struct str bytes;
    struct err e;
    REQUIRE(written(path_of("x.tar"), &digest));
    REQUIRE(CHECK_OK(file_read(test_arena(), path_of("x.tar"), 1000000, &bytes, &e), &e));
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        check_broken("name", renamed(bytes, names[i]));
}

TEST(what_is_given_up_leaves_nothing)
{
    struct tar_out *t;
    struct err e;
    REQUIRE(CHECK_OK(tar_create(path_of("y.tar"), &t, &e), &e));
    CHECK_OK(tar_add(t, S("a"), S("b"), &e), &e);
    tar_abort(t);
    CHECK(!file_exists(path_of("y.tar")) && !file_exists(path_of("y.tar.part")));
    CHECK(!tar_create(path_of("none/y.tar"), &t, &e));
    CHECK_ERR(&e, ERR_IO, "y.tar");
}
