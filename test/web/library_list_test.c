/* 素材库: adding, the list with its filters, the log, taking several out at once, and who may what. */
#include "support_library.h"

#include "base/file.h"

static bool
is_kept(struct pages *p, const char *bytes)
{
    struct sha256 digest = sha256_of(str_from(bytes));
    return file_exists(blob_path(test_arena(), house_files(p->house), digest));
}

TEST(an_empty_library_says_how_to_begin)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.clerk, "/library");
    CHECK_ANSWER(a, 200, "素材库里还没有您能看的文件");
    CHECK(answer_has(a, "action=\"/library/add\" enctype=\"multipart/form-data\""));
    struct client *inspector = pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR);
    a = client_get(inspector, "/library");
    CHECK_ANSWER(a, 200, "请本组织的党务工作者添加");
    CHECK(!answer_has(a, "/library/add"));
    CHECK_ANSWER(client_get(p.clerk, "/library/log"), 200, "还没有入库过");
    CHECK_ANSWER(client_get(p.clerk, "/library/residue"), 200, "没有剪去过什么");
    pages_close(&p);
}

TEST(what_was_added_is_listed_logged_and_found)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct sent_file files[] = {{"通知.txt", S(LIBRARY_NOTICE)}, {"又一份.txt", S(LIBRARY_NOTICE)},
        {"坏的.docx", S("PK\3\4 not a package")}};
    struct answer a = library_send(
        p.clerk, "/library/add", "folder=政策/2023&tags=农资、春耕&lock=shared", files, 3);
    CHECK_ANSWER(a, 303, "");
    CHECK(str_starts(a.location, S("/library/log/")));
    a = client_follow(p.clerk, a);
    CHECK_ANSWER(a, 200, "坏的.docx");
    CHECK(answer_has(a, "入库完成：新增 1 份，内容重复 1 份，原来就有 0 份，没有文字 1 份。"));
    a = client_get(p.clerk, "/library");
    CHECK_ANSWER(a, 200, "共 3 份");
    CHECK(answer_has(a, "关于做好春耕农资供应工作的通知</a>"));
    CHECK(answer_has(a, "云供〔2023〕5号") && answer_has(a, "内容重复") && answer_has(a, "读不出"));
    CHECK_ANSWER(client_get(p.clerk, "/library/log"), 200, "3 个文件");
    CHECK_ANSWER(client_get(p.clerk, "/search?q=库存，确保春耕"), 200, "共 2 篇");
    /* The same files again: nothing new. */
    a = client_follow(p.clerk, library_send(p.clerk, "/library/add", "folder=政策/2023", files, 1));
    CHECK(answer_has(a, "新增 0 份，内容重复 0 份，原来就有 1 份"));
    CHECK_ANSWER(client_get(p.clerk, "/library"), 200, "共 3 份");
    pages_close(&p);
}

TEST(each_filter_leaves_out_what_it_should)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    REQUIRE(library_put(p.clerk, "a.txt", LIBRARY_NOTICE, "folder=政策/2023&tags=农资") > 0);
    REQUIRE(library_put(p.clerk, "b.txt", "防汛值班安排\n汛期实行领导带班。\n", "folder=防汛") > 0);
    static const char *const notice[] = {
        "folder=政策", "folder=政策/2023", "tag=农资", "y=2023", "state=cuts"};
    for (size_t i = 0; i < sizeof(notice) / sizeof(*notice); i++) {
        struct answer a = client_get(p.clerk, textf("/library?%s", notice[i]));
        CHECK_ANSWER(a, 200, "共 1 份");
        CHECK(answer_has(a, "春耕农资供应"));
    }
    static const char *const both[] = {"type=txt", "here=1", "order=dated"};
    for (size_t i = 0; i < sizeof(both) / sizeof(*both); i++)
        CHECK_ANSWER(client_get(p.clerk, textf("/library?%s", both[i])), 200, "共 2 份");
    static const char *const none[] = {
        "tag=没有", "type=pdf", "y=1999", "state=none", "state=repeated", "state=removed"};
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
        CHECK_ANSWER(client_get(p.clerk, textf("/library?%s", none[i])), 200, "没有符合条件的文件");
    struct answer a = client_get(p.clerk, "/library/export?folder=防汛");
    CHECK_ANSWER(a, 200, "防汛值班安排");
    CHECK(!answer_has(a, "春耕") && str_starts(a.body, S("\xEF\xBB\xBF")));
    pages_close(&p);
}

TEST(several_come_out_as_one_archive)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t a1 = library_put(p.clerk, "a.txt", LIBRARY_NOTICE, "folder=政策");
    int64_t b1 = library_put(p.clerk, "b.txt", "防汛值班安排\n汛期实行领导带班。\n", "");
    struct answer a = client_get(p.clerk, textf("/library/zip?id=%" PRId64 "&id=%" PRId64, a1, b1));
    CHECK_ANSWER(a, 200, LIBRARY_NOTICE);
    CHECK_STR(a.type, "application/zip");
    CHECK(answer_has(a, "政策/a.txt") && answer_has(a, "汛期实行领导带班"));
    a = client_get(p.clerk, textf("/library/zip?id=%" PRId64, b1));
    CHECK_ANSWER(a, 200, "汛期实行领导带班");
    CHECK(!answer_has(a, "a.txt"));
    CHECK_ANSWER(client_get(p.clerk, "/library/zip?folder=政策"), 200, "政策/a.txt");
    CHECK_ANSWER(client_get(p.clerk, "/library/zip?folder=没有"), 422, "没有选中文件");
    CHECK_INT(client_get(p.clerk, "/library/zip?id=999999").status, 404);
    pages_close(&p);
}

TEST(an_archive_that_is_sent_is_unpacked)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t a1 = library_put(p.clerk, "a.txt", LIBRARY_NOTICE, "folder=政策");
    int64_t b1 = library_put(p.clerk, "b.txt", "防汛值班安排\n汛期实行领导带班。\n", "");
    struct answer zip =
        client_get(p.clerk, textf("/library/zip?id=%" PRId64 "&id=%" PRId64, a1, b1));
    struct sent_file files[] = {{"全部.zip", zip.body}, {"不是.zip", S("not an archive")}};
    struct answer a = library_send(p.clerk, "/api/v1/library", "folder=包", files, 2);
    CHECK_ANSWER(a, 200, "\"added\":0,\"duplicate\":2,\"known\":0,\"failed\":1");
    CHECK(answer_has(a, "{\"name\":\"全部.zip\",\"outcome\":\"duplicate\",\"id\":"));
    CHECK(answer_has(a, "{\"name\":\"不是.zip\",\"outcome\":\"failed\""));
    CHECK_ANSWER(client_get(p.clerk, "/library?folder=包/全部.zip/政策"), 200, "共 1 份");
    a = library_send(p.clerk, "/api/v1/library", "folder=包", files, 1);
    CHECK_ANSWER(a, 200, "\"duplicate\":0,\"known\":2,\"failed\":0");
    pages_close(&p);
}

TEST(only_those_who_write_add_and_only_those_who_may_read_see)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t shared = library_put(p.clerk, "a.txt", LIBRARY_NOTICE, "lock=shared");
    int64_t own = library_put(p.clerk, "b.txt", "内部安排\n只限本支部。\n", "lock=own");
    REQUIRE(shared > 0 && own > 0);
    struct client *inspector = pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR);
    struct client *other = pages_enter(&p, p.other, "linju", ROLE_CLERK);
    struct sent_file f = {"x.txt", S("not wanted")};
    CHECK_INT(library_send(inspector, "/library/add", "", &f, 1).status, 403);
    CHECK_INT(library_send(inspector, "/api/v1/library", "", &f, 1).status, 403);
    CHECK_INT(
        library_send(other, textf("/library/add?org=%" PRId64, p.org), "", &f, 1).status, 404);
    CHECK(!is_kept(&p, "not wanted"));
    /* A sibling's: neither listed, nor read, nor taken out, nor changed. */
    CHECK_ANSWER(client_get(other, "/library"), 200, "还没有您能看的文件");
    static const char *const ways[] = {"", "/original", "/text", "/docx", "/copied"};
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
        CHECK_INT(client_get(other, textf("/library/%" PRId64 "%s", shared, ways[i])).status, 404);
        CHECK_INT(client_get(other, textf("/library/%" PRId64 "%s", own, ways[i])).status, 404);
    }
    CHECK_INT(client_get(other, textf("/library/zip?id=%" PRId64, shared)).status, 404);
    CHECK_INT(client_get(other, textf("/api/v1/library/%" PRId64, shared)).status, 404);
    CHECK_INT(
        client_get(other, textf("/library/compare?a=%" PRId64 "&b=%" PRId64, own, shared)).status,
        404);
    CHECK_INT(
        client_post(other, textf("/library/%" PRId64 "/remove", shared), "version=1&remove_why=x")
            .status,
        404);
    CHECK_INT(client_post(
                  inspector, textf("/library/%" PRId64 "/remove", shared), "version=1&remove_why=x")
                  .status,
        403);
    CHECK_INT(client_get(other, textf("/library/log?org=%" PRId64, p.org)).status, 404);
    /* A member sees what is shared, and no log. */
    struct client *member = pages_enter(&p, p.org, "dangyuan", ROLE_MEMBER);
    CHECK_ANSWER(client_get(member, textf("/library/%" PRId64, shared)), 200, "春耕农资供应");
    CHECK_INT(client_get(member, "/library/log").status, 403);
    CHECK(!answer_has(client_get(member, "/library"), "/library/log"));
    pages_close(&p);
}

TEST(programs_list_read_and_add)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct sent_file files[] = {
        {"a.txt", S(LIBRARY_NOTICE)}, {"同样的.txt", S(LIBRARY_NOTICE)}, {"空.txt", S(" \n")}};
    struct answer a = library_send(p.clerk, "/api/v1/library", "folder=政策", files, 3);
    CHECK_ANSWER(a, 200, "\"added\":1,\"duplicate\":1,\"known\":0,\"failed\":1");
    CHECK(answer_has(a, "{\"name\":\"a.txt\",\"outcome\":\"added\",\"id\":"));
    CHECK(answer_has(a, "{\"name\":\"同样的.txt\",\"outcome\":\"duplicate\",\"id\":"));
    CHECK(answer_has(a, "{\"name\":\"空.txt\",\"outcome\":\"failed\",\"id\":"));
    a = library_send(p.clerk, "/api/v1/library", "folder=政策", files, 1);
    CHECK_ANSWER(a, 200, "{\"name\":\"a.txt\",\"outcome\":\"known\",\"id\":");
    a = client_get(p.clerk, "/api/v1/library?folder=政策");
    CHECK_ANSWER(a, 200, "\"total\":3");
    CHECK(answer_has(a, "\"number\":\"云供〔2023〕5号\""));
    int64_t id = library_first_id(client_get(p.clerk, "/library?state=cuts&order=dated"));
    a = client_get(p.clerk, textf("/api/v1/library/%" PRId64 "/text", id));
    CHECK_ANSWER(a, 200, "切实做好农资供应工作");
    a = client_get(p.clerk, "/api/v1/search?q=供应工作，摸清&in=library");
    CHECK_ANSWER(a, 200, "\"total\":2,\"exact\":true");
    CHECK_ANSWER(client_get(p.clerk, "/api/v1/search"), 200, "\"total\":0");
    pages_close(&p);
}
