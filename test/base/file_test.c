#include "base/file.h"

#include "harness.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *
path_of(const char *name)
{
    return arena_fmt(test_arena(), "%s/%s", test_dir(), name).p;
}

static int
entries(const char *folder)
{
    DIR *d = opendir(folder);
    int n = 0;
    if (!d)
        return -1;
    while (readdir(d))
        n++;
    (void)closedir(d);
    return n - 2; /* . and .. */
}

/* Files may not grow past `bytes`, as on a disk that is full; 0 lifts it. */
static void
limit_files(rlim_t bytes)
{
    struct rlimit limit;
    (void)signal(SIGXFSZ, SIG_IGN);
    (void)getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes ? bytes : limit.rlim_max;
    (void)setrlimit(RLIMIT_FSIZE, &limit);
}

TEST(file_reads_what_was_written)
{
    struct err e = {0};
    struct str got;
    const char *path = path_of("记录.txt");
    CHECK(!file_exists(path));
    CHECK_INT(file_size(path), -1);
    REQUIRE(CHECK_OK(file_write(path, S("第一版"), &e), &e));
    REQUIRE(CHECK_OK(file_write(path, S("第二版\0."), &e), &e));
    CHECK(file_exists(path));
    CHECK_INT(file_size(path), 11);
    REQUIRE(CHECK_OK(file_read(test_arena(), path, 100, &got, &e), &e));
    CHECK(str_eq(got, S("第二版\0.")));
    CHECK_INT(got.p[got.n], 0);
    CHECK_INT(entries(test_dir()), 1);
    REQUIRE(CHECK_OK(file_write(path, S(""), &e), &e));
    REQUIRE(CHECK_OK(file_read(test_arena(), path, 0, &got, &e), &e));
    CHECK_INT(got.n, 0);
}

TEST(file_read_has_a_limit)
{
    struct err e = {0};
    struct str got;
    const char *path = path_of("f");
    REQUIRE(CHECK_OK(file_write(path, S("0123456789"), &e), &e));
    CHECK_OK(file_read(test_arena(), path, 10, &got, &e), &e);
    CHECK(!file_read(test_arena(), path, 9, &got, &e));
    CHECK_ERR(&e, ERR_LIMIT, "9 字节");
    CHECK(!file_read(test_arena(), "/dev/zero", 100000, &got, &e));
    CHECK_ERR(&e, ERR_LIMIT, "/dev/zero");
}

TEST(file_errors_say_what_and_why)
{
    struct err e = {0};
    struct str got;
    CHECK(!file_read(test_arena(), path_of("none"), 10, &got, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "不存在");
    CHECK(!file_read(test_arena(), test_dir(), 10, &got, &e));
    CHECK_ERR(&e, ERR_IO, "文件夹");
    CHECK(!file_write(path_of("none/f"), S("x"), &e));
    CHECK_ERR(&e, ERR_IO, "不存在");
    CHECK(!file_write(test_dir(), S("x"), &e));
    CHECK_ERR(&e, ERR_IO, "文件夹");
    REQUIRE(CHECK_OK(file_write(path_of("plain"), S("x"), &e), &e));
    CHECK(!file_write(path_of("plain/f"), S("x"), &e));
    CHECK_ERR(&e, ERR_IO, "不是文件夹");
}

TEST(file_write_on_a_full_disk_keeps_the_old_file)
{
    struct err e = {0};
    struct str got;
    const char *path = path_of("f");
    REQUIRE(CHECK_OK(file_write(path, S("old"), &e), &e));
    char *large = arena_array(test_arena(), char, 100000);
    limit_files(50000);
    CHECK(!file_write(path, str_make(large, 100000), &e));
    limit_files(0);
    CHECK_ERR(&e, ERR_IO, "文件大小");
    REQUIRE(CHECK_OK(file_read(test_arena(), path, 100, &got, &e), &e));
    CHECK_STR(got, "old");
    CHECK_INT(entries(test_dir()), 1);
}

TEST(file_write_never_replaces_a_device)
{
    struct err e = {0};
    struct stat st;
    CHECK_OK(file_write("/dev/null", S("x"), &e), &e);
    CHECK(!file_write("/dev/full", S("x"), &e));
    CHECK_ERR(&e, ERR_IO, "磁盘空间不足");
    CHECK(stat("/dev/full", &st) == 0 && S_ISCHR(st.st_mode));
    CHECK(stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
}

TEST(dir_make_makes_all_above)
{
    struct err e = {0};
    struct stat st;
    CHECK_OK(dir_make(path_of("a/b//c/"), &e), &e);
    CHECK_OK(dir_make(path_of("a/b/c"), &e), &e);
    CHECK(stat(path_of("a/b/c"), &st) == 0 && S_ISDIR(st.st_mode));
    CHECK_INT(st.st_mode & 0777, 0700);
    REQUIRE(CHECK_OK(file_write(path_of("a/f"), S("x"), &e), &e));
    CHECK(!dir_make(path_of("a/f/d"), &e));
    CHECK_ERR(&e, ERR_IO, "a/f");
    CHECK(!dir_make("", &e));
}

static bool
store_text(const char *root, struct str text, struct sha256 *digest, struct err *e)
{
    struct blob_writer *w;
    int64_t size = 0;
    if (!blob_open(root, 1000, &w, e))
        return false;
    for (size_t i = 0; i < text.n; i += 5)
        if (!blob_add(w, str_slice(text, i, 5), e)) {
            blob_abort(w);
            return false;
        }
    return blob_finish(w, digest, &size, e) && size == (int64_t)text.n;
}

TEST(blob_is_found_by_its_digest)
{
    struct err e = {0};
    struct sha256 digest = {0};
    const char *root = path_of("files");
    REQUIRE(CHECK_OK(store_text(root, S("现场照片的内容"), &digest, &e), &e));
    struct sha256 want = sha256_of(S("现场照片的内容"));
    CHECK(memcmp(&digest, &want, sizeof(want)) == 0);
    struct str got, path = str_from(blob_path(test_arena(), root, digest));
    CHECK(str_starts(path, str_from(root)));
    CHECK_INT(path.n, strlen(root) + 1 + 2 + 1 + 62);
    REQUIRE(CHECK_OK(file_read(test_arena(), path.p, 100, &got, &e), &e));
    CHECK_STR(got, "现场照片的内容");
    CHECK_INT(entries(path_of("files/tmp")), 0);
}

TEST(blob_of_the_same_bytes_is_kept_once)
{
    struct err e = {0};
    struct sha256 digest = {0}, again = {0};
    struct stat before, after;
    const char *root = path_of("files");
    REQUIRE(CHECK_OK(store_text(root, S("same"), &digest, &e), &e));
    const char *path = blob_path(test_arena(), root, digest);
    REQUIRE(stat(path, &before) == 0);
    REQUIRE(CHECK_OK(store_text(root, S("same"), &again, &e), &e));
    REQUIRE(stat(path, &after) == 0);
    CHECK_INT(after.st_ino, before.st_ino);
    CHECK_INT(entries(path_of("files/tmp")), 0);
    CHECK_INT(entries(root), 2);
}

TEST(many_blobs_become_durable_at_once)
{
    struct err e = {0};
    struct sha256 digests[12];
    const char *root = path_of("files");
    for (size_t i = 0; i < 12; i++) {
        struct blob_writer *w;
        int64_t size = 0;
        struct str text = arena_fmt(test_arena(), "第 %zu 份", i);
        REQUIRE(CHECK_OK(blob_open(root, 1000, &w, &e), &e));
        REQUIRE(CHECK_OK(blob_add(w, text, &e), &e));
        REQUIRE(CHECK_OK(blob_finish_soon(w, &digests[i], &size, &e), &e));
        CHECK_INT(file_size(blob_path(test_arena(), root, digests[i])), text.n);
    }
    CHECK_OK(blob_sync(root, digests, 0, &e), &e);
    CHECK_OK(blob_sync(root, digests, 3, &e), &e);
    CHECK_OK(blob_sync(root, digests, 12, &e), &e);
    REQUIRE(unlink(blob_path(test_arena(), root, digests[1])) == 0);
    CHECK(!blob_sync(root, digests, 3, &e));
    CHECK_ERR(&e, ERR_IO, "没有保存");
    CHECK_INT(entries(path_of("files/tmp")), 0);
}

TEST(blob_mends_a_file_that_was_cut)
{
    struct err e = {0};
    struct sha256 digest = {0};
    const char *root = path_of("files");
    REQUIRE(CHECK_OK(store_text(root, S("whole"), &digest, &e), &e));
    const char *path = blob_path(test_arena(), root, digest);
    REQUIRE(truncate(path, 2) == 0);
    REQUIRE(CHECK_OK(store_text(root, S("whole"), &digest, &e), &e));
    CHECK_INT(file_size(path), 5);
}

TEST(blob_has_a_maximum_and_leaves_nothing)
{
    struct err e = {0};
    struct blob_writer *w;
    const char *root = path_of("files");
    REQUIRE(CHECK_OK(blob_open(root, 5, &w, &e), &e));
    CHECK_OK(blob_add(w, S("12345"), &e), &e);
    CHECK(!blob_add(w, S("6"), &e));
    CHECK_ERR(&e, ERR_LIMIT, "5 字节");
    blob_abort(w);
    blob_abort(NULL);
    CHECK_INT(entries(path_of("files/tmp")), 0);
    CHECK_INT(entries(root), 1);
}

TEST(blob_on_a_full_disk_says_so_and_goes_on_later)
{
    struct err e = {0};
    struct blob_writer *w;
    struct sha256 digest = {0};
    int64_t size = 0;
    const char *root = path_of("files");
    char *large = arena_array(test_arena(), char, 100000);
    REQUIRE(CHECK_OK(blob_open(root, 1000000, &w, &e), &e));
    limit_files(50000);
    CHECK(!blob_add(w, str_make(large, 100000), &e));
    limit_files(0);
    CHECK_ERR(&e, ERR_IO, "没有保存");
    blob_abort(w);
    CHECK_INT(entries(path_of("files/tmp")), 0);
    REQUIRE(CHECK_OK(blob_open(root, 1000000, &w, &e), &e));
    CHECK_OK(blob_add(w, str_make(large, 100000), &e), &e);
    CHECK_OK(blob_finish(w, &digest, &size, &e), &e);
    CHECK_INT(size, 100000);
}

TEST(blob_needs_a_folder_it_can_make)
{
    struct err e = {0};
    struct blob_writer *w;
    REQUIRE(CHECK_OK(file_write(path_of("f"), S("x"), &e), &e));
    CHECK(!blob_open(path_of("f/files"), 5, &w, &e));
    CHECK_ERR(&e, ERR_IO, "不是文件夹");
}

TEST(dir_names_are_those_with_the_ending_in_order)
{
    struct err e = {0};
    struct str *names;
    size_t n = 9;
    const char *folder = path_of("packs");
    REQUIRE(CHECK_OK(dir_names(test_arena(), folder, S(".yaml"), &names, &n, &e), &e));
    CHECK_INT(n, 0);
    REQUIRE(CHECK_OK(dir_make(folder, &e), &e));
    static const char *const files[] = {
        "packs/b.yaml", "packs/a.yaml", "packs/.c.yaml", "packs/d.yml"};
    for (size_t i = 0; i < 4; i++)
        REQUIRE(CHECK_OK(file_write(path_of(files[i]), S("x"), &e), &e));
    REQUIRE(CHECK_OK(dir_names(test_arena(), folder, S(".yaml"), &names, &n, &e), &e));
    REQUIRE(CHECK_INT(n, 2));
    CHECK_STR(names[0], "a.yaml");
    CHECK_STR(names[1], "b.yaml");
    CHECK(!dir_names(test_arena(), path_of("packs/a.yaml"), S(""), &names, &n, &e));
    CHECK_ERR(&e, ERR_IO, "路径中有一段不是文件夹");
}

TEST(a_files_digest_is_that_of_its_bytes)
{
    struct sha256 digest;
    int64_t size;
    struct err e;
    char *bytes = arena_array(test_arena(), char, 200000);
    memset(bytes, 'a', 200000);
    struct str all = str_make(bytes, 200000);
    CHECK_OK(file_write(path_of("long"), all, &e), &e);
    CHECK_OK(file_digest(path_of("long"), &digest, &size, &e), &e);
    CHECK_INT(size, 200000);
    CHECK_STR(str_from(sha256_hex(digest).z), sha256_hex(sha256_of(all)).z);
    CHECK(!file_digest(path_of("none"), &digest, &size, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "none");
}

TEST(a_secret_is_its_owners_alone)
{
    struct stat st;
    struct err e;
    CHECK_OK(file_write_secret(path_of("secret"), S("x"), &e), &e);
    REQUIRE(stat(path_of("secret"), &st) == 0);
    CHECK_INT(st.st_mode & 0777, 0600);
}

TEST(a_folder_is_removed_with_all_in_it)
{
    struct err e;
    CHECK_OK(dir_make(path_of("d/e/f"), &e), &e);
    CHECK_OK(file_write(path_of("d/x"), S("x"), &e), &e);
    CHECK_OK(file_write(path_of("d/e/f/y"), S("y"), &e), &e);
    CHECK_OK(file_write(path_of("beside"), S("z"), &e), &e);
    REQUIRE(symlink(path_of("beside"), path_of("d/link")) == 0);
    CHECK_OK(dir_remove(path_of("d"), &e), &e);
    CHECK(!file_exists(path_of("d")));
    CHECK(file_exists(path_of("beside")));
    CHECK_OK(dir_remove(path_of("d"), &e), &e);
}
