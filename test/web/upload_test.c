/* Uploads of those who may not write, and forms that are all fields. */
#include "support_pages.h"

#include "base/file.h"
#include "base/hash.h"

static struct answer
send_parts(struct client *c, int64_t id, int fields, size_t bytes, const char *file)
{
    struct out o;
    out_init(&o, 4 << 20);
    out_fmt(&o, "--B\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n%.*s\r\n",
        STR_ARG(client_csrf(c)));
    for (int i = 0; i < fields; i++) {
        out_fmt(&o, "--B\r\nContent-Disposition: form-data; name=\"year\"\r\n\r\n");
        for (size_t k = 0; k < bytes; k++)
            out_char(&o, '1');
        out_lit(&o, "\r\n");
    }
    out_fmt(&o,
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n%s\r\n"
        "--B--\r\n",
        file);
    struct sent s = {.method = "POST",
        .target = textf("/record/%" PRId64 "/evidence", id),
        .body = arena_str(test_arena(), out_str(&o)),
        .type = "multipart/form-data; boundary=B"};
    out_release(&o);
    return client_send(c, &s);
}

static bool
is_kept(struct pages *p, const char *bytes)
{
    struct sha256 digest = sha256_of(str_from(bytes));
    return file_exists(blob_path(test_arena(), house_files(p->house), digest));
}

TEST(a_file_of_one_who_may_not_write_is_not_kept)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    struct client *inspector = pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR);
    CHECK_INT(send_parts(inspector, id, 0, 0, "not wanted").status, 403);
    CHECK(!is_kept(&p, "not wanted"));
    CHECK_INT(send_parts(p.clerk, id + 999, 0, 0, "nowhere").status, 404);
    CHECK(!is_kept(&p, "nowhere"));
    CHECK_INT(send_parts(p.clerk, id, 0, 0, "wanted").status, 303);
    CHECK(is_kept(&p, "wanted"));
    pages_close(&p);
}

TEST(fields_beside_files_are_bounded_together)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    CHECK_INT(send_parts(p.clerk, id, 40, 4000, "x").status, 413);
    pages_close(&p);
}
