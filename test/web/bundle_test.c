/* Several files as one archive: read back by another reader, names, and what breaks off. */
#include "web/bundle.h"

#include "base/file.h"
#include "support_client.h"

#include <zip.h>

static struct bundle_file files[8];
static size_t files_n;

static bool
send_files(struct request *rq, struct response *rs, struct err *e)
{
    (void)rq;
    return bundle_send(rs, files, files_n, S("材料.zip"), e);
}

static const struct route routes[] = {
    {.method = GET, .path = "/all", .access = ACCESS_PUBLIC, .handler = send_files}, {0}};

static void
add(const char *name, struct str bytes, struct date dated)
{
    struct err e = {0};
    struct str path = arena_fmt(test_arena(), "%s/f%zu", test_dir(), files_n);
    CHECK_OK(file_write(path.p, bytes, &e), &e);
    files[files_n++] = (struct bundle_file){str_from(name), path.p, (int64_t)bytes.n, dated};
}

static struct client *
begin(void)
{
    struct client_options o = {.routes = routes};
    files_n = 0;
    return client_open(&o);
}

static bool
holds(zip_t *z, const char *name, struct str bytes)
{
    zip_file_t *f = zip_fopen(z, name, 0);
    if (!CHECK(f != NULL))
        return false;
    char *got = arena_array(test_arena(), char, bytes.n + 1);
    zip_int64_t n = zip_fread(f, got, bytes.n + 1);
    /* The last read of a file compares its CRC. */
    return CHECK_INT(zip_fclose(f), 0) && CHECK_INT(n, (int64_t)bytes.n) &&
        CHECK(memcmp(got, bytes.p, bytes.n) == 0);
}

TEST(an_archive_is_read_back_by_another_reader)
{
    struct client *c = begin();
    struct str big = {arena_array(test_arena(), char, 300000), 300000};
    for (size_t i = 0; i < big.n; i++)
        ((char *)(uintptr_t)big.p)[i] = (char)(i * 31 >> 3);
    add("政策/2023/通知.txt", S("一、总体要求"), date_make(2023, 7, 1));
    add("政策/2023/通知.txt", S("同名"), date_make(2023, 7, 2));
    add("../../etc/pass:wd", S("x"), (struct date){0});
    add("空.txt", S(""), (struct date){0});
    add("大.bin", big, date_make(2024, 2, 29));
    struct answer a = client_get(c, "/all");
    CHECK_INT(a.status, 200);
    CHECK_STR(a.type, "application/zip");
    zip_error_t ze;
    zip_error_init(&ze);
    zip_source_t *source = zip_source_buffer_create(a.body.p, a.body.n, 0, &ze);
    zip_t *z = source ? zip_open_from_source(source, ZIP_CHECKCONS | ZIP_RDONLY, &ze) : NULL;
    if (CHECK(z != NULL)) {
        CHECK_INT(zip_get_num_entries(z, 0), 5);
        holds(z, "政策/2023/通知.txt", S("一、总体要求"));
        holds(z, "政策/2023/通知 (2).txt", S("同名"));
        holds(z, "etc/pass_wd", S("x"));
        holds(z, "空.txt", S(""));
        holds(z, "大.bin", big);
        zip_discard(z);
    }
    client_close(c);
}

TEST(none_is_an_empty_archive)
{
    struct client *c = begin();
    struct answer a = client_get(c, "/all");
    CHECK_INT(a.status, 200);
    CHECK_INT((int64_t)a.body.n, 22);
    client_close(c);
}

TEST(too_much_is_refused_before_anything_is_sent)
{
    struct client *c = begin();
    add("a", S("x"), (struct date){0});
    files[0].size = INT64_C(5) << 30;
    struct answer a = client_get(c, "/all");
    CHECK_INT(a.status, 429);
    CHECK(answer_has(a, "4 GB"));
    client_close(c);
}

static bool
drain(const struct body_stream *s, size_t *total)
{
    char piece[4096];
    size_t n = 1;
    for (*total = 0; n; *total += n)
        if (!s->next(s->arg, piece, sizeof(piece), &n))
            return false;
    return true;
}

TEST(a_file_gone_or_shorter_breaks_off)
{
    files_n = 0;
    add("a", S("x"), (struct date){0});
    add("b", S("0123456789"), (struct date){0});
    struct response rs = {.arena = test_arena()};
    struct err e = {0};
    size_t total;
    files[1].size = 11;
    REQUIRE(CHECK_OK(bundle_send(&rs, files, 2, S("x.zip"), &e), &e));
    CHECK(!drain(rs.stream, &total));
    rs.stream->close(rs.stream->arg);
    files[1].path = "/nonexistent";
    REQUIRE(CHECK_OK(bundle_send(&rs, files, 2, S("x.zip"), &e), &e));
    CHECK(!drain(rs.stream, &total));
    rs.stream->close(rs.stream->arg);
}
