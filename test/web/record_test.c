/* The page of a record: versions, void and back, evidence, what is private. */
#include "support_pages.h"

#include <png.h>

static struct answer
upload_bytes(struct client *c, int64_t id, const char *name, struct str bytes)
{
    const char *head =
        textf("--cut\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n%.*s\r\n"
              "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
              "Content-Type: text/html\r\n\r\n",
            STR_ARG(client_csrf(c)), name);
    const struct str parts[] = {str_from(head), bytes, S("\r\n--cut--\r\n")};
    struct sent s = {.method = "POST",
        .target = textf("/record/%" PRId64 "/evidence", id),
        .body = arena_join(test_arena(), parts, 3, S("")),
        .type = "multipart/form-data; boundary=cut"};
    return client_send(c, &s);
}

static struct answer
upload(struct client *c, int64_t id, const char *name, const char *bytes)
{
    return upload_bytes(c, id, name, str_from(bytes));
}

/* The id in the first link to a file. */
static int64_t
file_id(struct answer a)
{
    int64_t id = 0;
    (void)str_to_i64(answer_between(a, "href=\"/evidence/", "\""), 1, INT64_MAX, &id);
    return id;
}

TEST(a_file_comes_back_as_it_was_and_never_as_a_page)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    CHECK_ANSWER(upload(p.clerk, id, "签到表.html", "<script>x</script>"), 303, "");
    struct answer a = client_get(p.clerk, textf("/record/%" PRId64, id));
    CHECK_ANSWER(a, 200, ">签到表.html</a>");
    CHECK(answer_has(a, "18 B"));
    int64_t file = file_id(a);
    a = client_get(p.clerk, textf("/evidence/%" PRId64, file));
    CHECK_INT(a.status, 200);
    CHECK_STR(a.body, "<script>x</script>");
    CHECK_STR(a.type, "application/octet-stream");
    struct str disposition = answer_header(a, "Content-Disposition");
    CHECK(str_starts(disposition, S("attachment;")));
    CHECK(str_find(disposition, S("filename*=UTF-8''%E7%AD%BE%E5%88%B0%E8%A1%A8.html"), 0) !=
        SIZE_MAX);
    CHECK_STR(answer_header(a, "X-Content-Type-Options"), "nosniff");
    CHECK_ANSWER(
        upload(p.clerk, id, "另一个名字.html", "<script>x</script>"), 409, "id=\"problems\"");
    a = client_post(p.clerk, textf("/evidence/%" PRId64 "/remove", file),
        textf("record=%" PRId64 "&why=拿错了", id));
    CHECK_ANSWER(a, 303, "");
    CHECK_ANSWER(client_follow(p.clerk, a), 200, "还没有佐证");
    CHECK_INT(
        client_get(p.clerk, textf("/evidence/%" PRId64, file)).status, 200); /* the file stays */
    a = client_get(p.clerk, textf("/record/%" PRId64, id));
    CHECK(answer_has(a, "已取下的佐证") && answer_has(a, "拿错了"));
    CHECK(!answer_has(client_get(pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR),
                          textf("/record/%" PRId64, id)),
        "/restore\""));
    a = client_post(
        p.clerk, textf("/evidence/%" PRId64 "/restore", file), textf("record=%" PRId64, id));
    CHECK_ANSWER(a, 303, "");
    a = client_follow(p.clerk, a);
    CHECK(!answer_has(a, "还没有佐证") && !answer_has(a, "已取下的佐证"));
    pages_close(&p);
}

TEST(an_upload_without_a_file_says_so_once)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    struct answer a = upload(p.clerk, id, "", "");
    CHECK_ANSWER(a, 422, "id=\"e-file\"");
    CHECK_INT(answer_times(a, "id=\"problems\""), 1);
    CHECK_ANSWER(
        upload(pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR), id, "a.txt", "a"), 403, "");
    CHECK_ANSWER(client_get(p.clerk, textf("/record/%" PRId64, id)), 200, "还没有佐证");
    pages_close(&p);
}

TEST(a_void_asks_why_and_is_taken_back)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    const char *page = textf("/record/%" PRId64, id);
    struct answer a = client_post(p.clerk, textf("%s/void", page), "version=1&why=");
    CHECK_ANSWER(a, 422, "id=\"e-why\"");
    CHECK(answer_has(a, "<details class=\"fold\" open>"));
    CHECK_INT(answer_times(a, "id=\"problems\""), 1);
    CHECK_ANSWER(client_get(p.clerk, "/figure/committee_n"), 200, "<strong>1</strong>");
    CHECK_ANSWER(client_post(p.clerk, textf("%s/void", page), "version=1&why=重复登记"), 303, "");
    CHECK_ANSWER(client_get(p.clerk, page), 200, "已作废");
    a = client_get(p.clerk, page);
    CHECK(answer_has(a, "重复登记") && answer_has(a, "/unvoid\"") && !answer_has(a, "/edit\""));
    CHECK_ANSWER(client_get(p.clerk, "/figure/committee_n"), 200, "无记录");
    CHECK_ANSWER(client_post(p.clerk, textf("%s/unvoid", page), "version=1&why=没有重复"), 409, "");
    CHECK_ANSWER(client_post(p.clerk, textf("%s/unvoid", page), "version=2&why=没有重复"), 303, "");
    CHECK_ANSWER(client_get(p.clerk, "/figure/committee_n"), 200, "<strong>1</strong>");
    CHECK_ANSWER(client_get(p.clerk, textf("%s/version/2", page)), 200, "这是第 2 版");
    CHECK_ANSWER(client_get(p.clerk, textf("%s/version/9", page)), 404, "");
    pages_close(&p);
}

static int64_t
talk(struct pages *p, struct client *c)
{
    struct answer a = client_post(c, "/new",
        textf("kind=talk&held_on=2023-06-12&title=谈心&body=不外传的话&field.follow_up=再谈一次"
              "&att.%" PRId64 "=present&att.%" PRId64 "=present",
            p->people[0], p->people[3]));
    return CHECK_ANSWER(a, 303, "") ? answer_id(a) : 0;
}

TEST(what_was_said_in_private_stays_between_those_present_and_the_secretary)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct client *secretary = pages_enter(&p, p.org, "shuji", ROLE_SECRETARY);
    int64_t id = talk(&p, secretary);
    const char *page = textf("/record/%" PRId64, id);
    CHECK_ANSWER(upload(secretary, id, "谈话记录.txt", "不外传的附件"), 303, "");
    struct answer a = client_get(secretary, page);
    CHECK_ANSWER(a, 200, "不外传的话");
    int64_t file = file_id(a);
    CHECK(file > 0 && answer_has(a, "再谈一次"));
    struct client *others[] = {p.admin, p.clerk, pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR)};
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        a = client_get(others[i], page);
        CHECK_ANSWER(a, 200, "内容只对参加的人和书记公开");
        CHECK(!answer_has(a, "不外传") && !answer_has(a, "再谈一次") && !answer_has(a, "谈话记录"));
        a = client_get(others[i], textf("%s/version/1", page));
        CHECK(!answer_has(a, "不外传") && !answer_has(a, "再谈一次"));
        a = client_get(others[i], textf("%s/edit", page));
        CHECK(!answer_has(a, "不外传") && !answer_has(a, "再谈一次"));
        CHECK_INT(client_get(others[i], textf("/evidence/%" PRId64, file)).status, 403);
        a = client_get(others[i], "/records?text=不外传");
        CHECK_ANSWER(a, 200, "没有符合条件的记录");
    }
    /* A change by one who cannot see it keeps it. */
    a = client_post(p.clerk, textf("%s/edit", page),
        textf("kind=talk&held_on=2023-06-12&title=谈心谈话&version=2&att.%" PRId64
              "=present&att.%" PRId64 "=present",
            p.people[0], p.people[3]));
    CHECK_ANSWER(a, 303, "");
    CHECK_ANSWER(client_get(secretary, page), 200, "不外传的话");
    pages_close(&p);
}

/* A picture of two slopes, as large as asked for. */
static struct str
picture(size_t side)
{
    png_alloc_size_t n = 2 * side * side + 4096;
    unsigned char *grey = arena_array(test_arena(), unsigned char, side *side);
    char *bytes = arena_array(test_arena(), char, n);
    png_image image = {.version = PNG_IMAGE_VERSION,
        .width = (png_uint_32)side,
        .height = (png_uint_32)side,
        .format = PNG_FORMAT_GRAY};
    for (size_t y = 0; y < side; y++)
        for (size_t x = 0; x < side; x++)
            grey[y * side + x] = (unsigned char)(x * 7 / side * 36 + y * 5 / side * 20);
    CHECK(png_image_write_to_memory(&image, bytes, &n, 0, grey, 0, NULL));
    return str_make(bytes, n);
}

TEST(the_same_picture_at_two_meetings_is_known_again)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t one = pages_meeting(&p, "2023-06-09", "六月支委会");
    int64_t other = pages_meeting(&p, "2023-06-12", "又一次支委会");
    const char *check = textf("/report/check?org=%" PRId64 "&year=2023", p.org);
    CHECK_ANSWER(upload_bytes(p.clerk, one, "现场.png", picture(840)), 303, "");
    CHECK_ANSWER(upload_bytes(p.clerk, other, "通知.png", S("\x89PNG\r\n\x1A\nbroken")), 303, "");
    CHECK(!answer_has(client_get(p.clerk, check), "看来是同一张"));
    CHECK_ANSWER(upload_bytes(p.clerk, other, "合影.png", picture(420)), 303, "");
    CHECK_ANSWER(client_get(p.clerk, check), 200, "看来是同一张");
    pages_close(&p);
}
