#include "support_house.h"

#include "base/file.h"
#include "base/out.h"
#include "doc/package.h"
#include "domain/journal.h"
#include "domain/library_int.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static struct fixture f;

/* ---- files ---- */
static const char *
path_of(const char *name)
{
    return arena_fmt(test_arena(), "%s/in/%s", test_dir(), name).p;
}

static void
put(const char *name, struct str bytes)
{
    struct err e = {0};
    const char *path = path_of(name);
    struct str s = str_from(path);
    struct str above = str_slice(s, 0, s.n - library_last_part(s).n - 1);
    CHECK_OK(dir_make(arena_cstr(test_arena(), above), &e), &e);
    CHECK_OK(file_write(path, bytes, &e), &e);
}

/* A text long enough to be compared. */
static struct str
long_text(const char *head)
{
    struct out o;
    out_init(&o, 1 << 20);
    out_put(&o, str_from(head));
    for (int i = 1; i <= 40; i++)
        out_fmt(&o, "第%d条　各支部应当在本月内完成第%d项工作，并把结果报送组织部门。\n", i, i * 7);
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

/* ---- intake ---- */
static struct library_target
target(int64_t org)
{
    return (struct library_target){.org_id = org, .lock = SEARCH_LOCK_SHARED, .folder = S("资料")};
}

static struct library_failures failures;

static bool
add_as(const struct actor *actor, int64_t org, const char *path, enum library_way way,
    struct library_tally *tally)
{
    struct library_intake *in;
    struct err first = {0};
    struct library_intake_options options = {
        .house = f.house, .actor = actor, .to = target(org), .way = way, .source = S("测试")};
    f.e = (struct err){0};
    if (!library_intake_open(&options, &in, &f.e))
        return false;
    bool ok = library_intake_path(in, path, &first);
    ok = library_intake_close(in, test_arena(), tally, &failures, &f.e) && ok;
    if (first.code != ERR_NONE)
        f.e = first;
    return ok;
}

static struct library_tally
add(const char *path)
{
    struct library_tally t = {0};
    CHECK_OK(add_as(&f.system, f.org, path, LIBRARY_BY_COMMAND, &t), &f.e);
    return t;
}

/* Ends the process when it cannot be read. */
static struct library_docs
all(const struct library_filter *filter)
{
    struct work w = fixture_read(&f, &f.system);
    struct library_filter any = {.limit = 200};
    struct library_docs list = {NULL, 0, 0};
    CHECK_OK(library_list(&w, filter ? filter : &any, &list, &f.e), &f.e);
    work_end(&w);
    return list;
}

static struct library_reading
reading(int64_t id)
{
    struct work w = fixture_read(&f, &f.system);
    struct library_reading r = {.cuts_n = 0};
    CHECK_OK(library_read(&w, id, &r, &f.e), &f.e);
    work_end(&w);
    return r;
}

static int64_t
found(const struct actor *actor, const char *typed)
{
    struct work w = fixture_read(&f, actor);
    struct search_ask ask = {
        .typed = str_from(typed), .sources = 1U << SEARCH_LIBRARY, .limit = 20};
    struct search_result r = {.total = -1};
    CHECK_OK(search_run(&w, &ask, &r, &f.e), &f.e);
    work_end(&w);
    return r.total;
}

static int64_t
id_of(const char *name)
{
    struct library_docs list = all(NULL);
    for (size_t i = 0; i < list.n; i++)
        if (str_eq(list.v[i].name, str_from(name)))
            return list.v[i].id;
    CHECK(false);
    return 0;
}

TEST(a_folder_is_taken_in_with_its_folders)
{
    REQUIRE(fixture_open(&f));
    put("a.txt", S("关于开展主题教育的通知\n各支部要认真组织学习。\n"));
    put("下/b.md", S("# 总则\n甲乙丙丁\n## 细则\n戊己庚辛\n"));
    put(".hidden", S("看不见\n"));
    put("下/~$c.docx", S("锁\n"));
    struct library_tally t = add(path_of(""));
    CHECK_INT(t.added, 2);
    CHECK_INT(t.duplicate, 0);
    CHECK_INT(t.failed, 0);
    CHECK_INT(found(&f.system, "认真组织"), 1);
    struct library_reading r = reading(id_of("b.md"));
    CHECK_STR(r.doc.folder, "资料/下");
    CHECK_STR(r.doc.path, "下/b.md");
    CHECK_STR(r.doc.format, "md");
    REQUIRE(CHECK_INT(r.headings_n, 2));
    CHECK_INT(r.headings[1].level, 2);
    CHECK_STR(
        str_slice(r.text, r.headings[1].start, r.headings[1].end - r.headings[1].start), "## 细则");
    fixture_close(&f);
}

static void
check_order(enum library_order order, const char *first, const char *second, const char *third)
{
    struct library_filter filter = {.order = order, .limit = 10};
    struct library_docs list = all(&filter);
    REQUIRE(list.n == 3);
    CHECK_STR(list.v[0].title, first);
    CHECK_STR(list.v[1].title, second);
    CHECK_STR(list.v[2].title, third);
}

TEST(a_list_is_sorted_as_asked)
{
    REQUIRE(fixture_open(&f));
    put("1.txt", S("丙村工作简报\n2021年3月1日\n春耕开始，农资已经备齐。\n"));
    (void)add(path_of("1.txt"));
    put("2.txt", S("甲村工作简报\n2023年3月1日\n春耕结束。\n"));
    (void)add(path_of("2.txt"));
    put("3.txt",
        S("乙村工作简报\n2022年3月1日\n春耕过半，各组进度都已上墙公布，等着看的人不少。\n"));
    (void)add(path_of("3.txt"));
    check_order(LIBRARY_BY_ADDED, "乙村工作简报", "甲村工作简报", "丙村工作简报");
    check_order(LIBRARY_BY_DATE, "甲村工作简报", "乙村工作简报", "丙村工作简报");
    check_order(LIBRARY_BY_TITLE, "丙村工作简报", "乙村工作简报", "甲村工作简报");
    check_order(LIBRARY_BY_SIZE, "乙村工作简报", "丙村工作简报", "甲村工作简报");
    fixture_close(&f);
}

TEST(the_same_file_is_taken_in_once)
{
    REQUIRE(fixture_open(&f));
    put("a.txt", S("会议记录一份\n"));
    put("b.txt", S("会议记录一份\n"));
    struct library_tally t = add(path_of(""));
    CHECK_INT(t.added, 1);
    CHECK_INT(t.duplicate, 1);
    struct library_docs list = all(NULL);
    REQUIRE(CHECK_INT(list.n, 2));
    CHECK_INT(list.v[0].same_as, list.v[1].id);
    CHECK_INT(list.v[1].same_as, 0);
    t = add(path_of(""));
    CHECK_INT(t.added + t.duplicate + t.failed, 0);
    CHECK_INT(t.known, 2);
    CHECK_INT(all(NULL).total, 2);
    CHECK_INT(found(&f.system, "会议记录"), 2);
    put("a.txt", S("会议记录两份\n"));
    t = add(path_of("a.txt"));
    CHECK_INT(t.added, 1);
    CHECK_INT(all(NULL).total, 3);
    fixture_close(&f);
}

TEST(what_cannot_be_read_is_kept_with_the_reason)
{
    struct work w;
    struct library_doc d;
    const char *path;
    struct str bytes;
    REQUIRE(fixture_open(&f));
    put("坏.docx", S("PK\x03\x04 坏的"));
    put("空.txt", S(""));
    put("空白.txt", S(" \n\n"));
    struct library_tally t = add(path_of(""));
    CHECK_INT(t.added, 0);
    CHECK_INT(t.failed, 3);
    REQUIRE(CHECK_INT(failures.n, 3));
    for (size_t i = 0; i < 3; i++)
        CHECK(failures.v[i].why.n > 0 && failures.v[i].doc_id != 0);
    int64_t bad = id_of("坏.docx");
    w = fixture_read(&f, &f.system);
    REQUIRE(CHECK_OK(library_original(&w, bad, &d, &path, &f.e), &f.e));
    CHECK_INT(d.state, LIBRARY_REFUSED);
    CHECK_STR(d.format, "docx");
    REQUIRE(CHECK_OK(file_read(test_arena(), path, 100, &bytes, &f.e), &f.e));
    CHECK_STR(bytes, "PK\x03\x04 坏的");
    work_end(&w);
    struct library_filter filter = {.without_text = true, .limit = 10};
    CHECK_INT(all(&filter).total, 3);
    t = add(path_of("")); /* told again, kept once */
    CHECK_INT(t.failed, 3);
    CHECK_INT(all(NULL).total, 3);
    struct library_tally watch = {0};
    CHECK_OK(add_as(&f.system, f.org, path_of(""), LIBRARY_BY_WATCH, &watch), &f.e);
    CHECK_INT(watch.failed, 0);
    fixture_close(&f);
}

/* By its size, before anything of it is read: the file takes no room. */
TEST(what_is_too_large_stays_where_it_is)
{
    REQUIRE(fixture_open(&f));
    put("大.txt", S("开头"));
    put("小.txt", S("开会学习"));
    REQUIRE(truncate(path_of("大.txt"), LIBRARY_FILE_MAX + 1) == 0);
    struct library_tally t = add(path_of(""));
    CHECK_INT(t.added, 1);
    CHECK_INT(t.bytes, S("开会学习").n);
    REQUIRE(CHECK_INT(failures.n, 1));
    CHECK(str_find(failures.v[0].why, S("1 GiB"), 0) != SIZE_MAX);
    CHECK_INT(failures.v[0].doc_id, 0);
    fixture_close(&f);
}

/* Names of the same length, wherever they stand. */
static void
rename_in(struct str *zip, const char *from, const char *to)
{
    char *p = (char *)(uintptr_t)zip->p;
    for (size_t at = 0; (at = str_find(*zip, str_from(from), at)) != SIZE_MAX; at += strlen(to))
        memcpy(p + at, to, strlen(to));
}

TEST(an_archive_is_opened_and_its_names_are_labels)
{
    struct str inner, outer, third;
    REQUIRE(fixture_open(&f));
    const struct package_part deepest[] = {{S("深.txt"), S("太深\n")}};
    REQUIRE(CHECK_OK(package_write(test_arena(), deepest, 1, &third, &f.e), &f.e));
    const struct package_part parts[] = {{S("里.txt"), S("里面的文字\n")}, {S("三.zip"), third}};
    REQUIRE(CHECK_OK(package_write(test_arena(), parts, 2, &inner, &f.e), &f.e));
    const struct package_part all_parts[] = {{S("../../etc/aCTRL.txt"), S("外面的文字\n")},
        {S("夹/内.zip"), inner}, {S("OLDN.txt"), S("旧名字\n")}};
    REQUIRE(CHECK_OK(package_write(test_arena(), all_parts, 3, &outer, &f.e), &f.e));
    rename_in(
        &outer, "OLDN", "\xBE\xC9\xC3\xFB"); /* as old programs write it: GBK, and no word of it */
    rename_in(&outer, "CTRL", "\x01\x02\x1B\x7F");
    put("包.zip", outer);
    struct library_tally t = add(path_of("包.zip"));
    CHECK_INT(t.added, 3);
    CHECK_INT(t.failed, 1);
    REQUIRE(CHECK_INT(failures.n, 1));
    CHECK_STR(failures.v[0].path, "包.zip/夹/内.zip/三.zip");
    struct library_reading r = reading(id_of("a.txt"));
    CHECK_STR(r.doc.path, "包.zip/etc/a.txt");
    CHECK_STR(r.doc.folder, "资料/包.zip/etc");
    CHECK_STR(r.text, "外面的文字\n");
    r = reading(id_of("里.txt"));
    CHECK_STR(r.doc.path, "包.zip/夹/内.zip/里.txt");
    CHECK_STR(reading(id_of("旧名.txt")).text, "旧名字\n");
    t = add(path_of("包.zip"));
    CHECK_INT(t.known, 3);
    CHECK_INT(all(NULL).total, 3);
    put("坏.zip", S("PK\x03\x04"));
    t = add(path_of("坏.zip"));
    CHECK_INT(t.failed, 1);
    fixture_close(&f);
}

TEST(nearly_the_same_text_is_noticed)
{
    REQUIRE(fixture_open(&f));
    put("甲.txt", long_text("县委文件\n"));
    put("乙.txt", long_text("转发通知，请遵照执行。\n"));
    put("丙.txt",
        S("完全不同的另一篇文章，说的是春耕生产和田间管理，与其他文件没有关系。它也足够长，可以"
          "拿来比较。水稻育秧要抓住晴好天气，及时做好秧田管理，防止烂秧死苗。\n"));
    struct library_tally t = add(path_of(""));
    CHECK_INT(t.added, 3);
    struct library_reading r =
        reading(id_of("甲.txt")); /* bytewise before 乙? whichever came second is linked */
    struct library_reading s = reading(id_of("乙.txt"));
    CHECK_INT((r.doc.alike != 0) + (s.doc.alike != 0), 1);
    struct library_doc *second = r.doc.alike ? &r.doc : &s.doc;
    CHECK_INT(second->alike, r.doc.alike ? s.doc.id : r.doc.id);
    CHECK(second->alike_per_mille >= 800);
    CHECK_INT(reading(id_of("丙.txt")).doc.alike, 0);
    fixture_close(&f);
}

/* ---- changes ---- */
struct changing {
    struct library_change change;
    int n;
    bool kept, restore, remove, keep;
};

static bool
change(struct work *w, void *arg, struct err *e)
{
    const struct changing *c = arg;
    int64_t id = c->change.id, version = c->change.version;
    if (c->keep)
        return library_keep(w, id, version, c->n, c->kept, e);
    if (c->remove)
        return library_remove(w, id, version, c->change.why, e);
    return c->restore ? library_restore(w, id, version, e) : library_change(w, &c->change, e);
}

static bool
do_change(const struct actor *actor, struct changing c)
{
    f.e = (struct err){0};
    return fixture_write(&f, actor, change, &c);
}

TEST(residue_is_cut_shown_and_put_back)
{
    REQUIRE(fixture_open(&f));
    put("a.txt",
        S("# 党支部工作总结\n今年以来，##paidbegin##个人自学抓得很紧，成效明显。\n## 下一步\n继续努力。\n"));
    CHECK_OK(file_write(path_of("a.md"),
                 S("# 总结\n今年以来，##paidbegin##个人自学抓得很紧。\n## 下一步\n努力。\n"), &f.e),
        &f.e);
    CHECK_INT(add(path_of("a.md")).added, 1);
    int64_t id = id_of("a.md");
    struct library_reading r = reading(id);
    CHECK_STR(r.text, "# 总结\n今年以来，个人自学抓得很紧。\n## 下一步\n努力。\n");
    REQUIRE(CHECK_INT(r.cuts_n, 1));
    CHECK_STR(r.cuts[0].text, "##paidbegin##");
    CHECK(r.cuts[0].cut && !r.cuts[0].kept);
    CHECK_STR(str_slice(r.text, 0, r.cuts[0].start), "# 总结\n今年以来，");
    REQUIRE(CHECK_INT(r.headings_n, 2));
    CHECK_STR(str_slice(r.text, r.headings[1].start, r.headings[1].end - r.headings[1].start),
        "## 下一步");
    CHECK_INT(found(&f.system, "以来，个人自学"), 1);
    CHECK(do_change(&f.system,
        (struct changing){.change = {.id = id, .version = 1}, .keep = true, .kept = true}));
    r = reading(id);
    CHECK_INT(r.doc.version, 2);
    CHECK_STR(r.text, "# 总结\n今年以来，##paidbegin##个人自学抓得很紧。\n## 下一步\n努力。\n");
    CHECK(r.cuts[0].kept);
    CHECK_STR(str_slice(r.text, r.cuts[0].start, r.cuts[0].end - r.cuts[0].start), "##paidbegin##");
    CHECK_STR(str_slice(r.text, r.headings[1].start, r.headings[1].end - r.headings[1].start),
        "## 下一步");
    CHECK_INT(found(&f.system, "以来，个人自学"), 0);
    CHECK_INT(found(&f.system, "paidbegin##个人"), 1);
    CHECK(
        !do_change(&f.system, (struct changing){.change = {.id = id, .version = 1}, .keep = true}));
    CHECK_ERR(&f.e, ERR_CONFLICT, "已被别人改动");
    CHECK(do_change(
        &f.system, (struct changing){.change = {.id = id, .version = 2}, .keep = true, .n = -1}));
    CHECK_STR(reading(id).text, "# 总结\n今年以来，个人自学抓得很紧。\n## 下一步\n努力。\n");
    CHECK_INT(found(&f.system, "以来，个人自学"), 1);
    fixture_close(&f);
}

TEST(each_cut_is_put_back_alone)
{
    static const char *const RAW =
        "## 起\n甲##paidbegin##乙。\n## 承\n丙##paidend##丁。\n## 转\n戊。\n";
    REQUIRE(fixture_open(&f));
    put("a.md", str_from(RAW));
    CHECK_INT(add(path_of("a.md")).added, 1);
    int64_t id = id_of("a.md");
    REQUIRE(CHECK_INT(reading(id).cuts_n, 2));
    CHECK_STR(reading(id).text, "## 起\n甲乙。\n## 承\n丙丁。\n## 转\n戊。\n");
    for (int64_t step = 0; step < 4; step++) { /* the second, both, the first, none */
        static const int N[] = {1, 0, 1, 0};
        static const bool KEPT[] = {true, true, false, false};
        static const char *const WANT[] = {"## 起\n甲乙。\n## 承\n丙##paidend##丁。\n## 转\n戊。\n",
            NULL, "## 起\n甲##paidbegin##乙。\n## 承\n丙丁。\n## 转\n戊。\n",
            "## 起\n甲乙。\n## 承\n丙丁。\n## 转\n戊。\n"};
        struct changing c = {.change = {.id = id, .version = step + 1},
            .keep = true,
            .n = N[step],
            .kept = KEPT[step]};
        CHECK_OK(do_change(&f.system, c), &f.e);
        struct library_reading r = reading(id);
        CHECK_STR(r.text, WANT[step] ? WANT[step] : RAW);
        REQUIRE(CHECK_INT(r.headings_n, 3));
        CHECK_STR(str_slice(r.text, r.headings[2].start, r.headings[2].end - r.headings[2].start),
            "## 转");
        for (size_t i = 0; i < 2; i++)
            CHECK_STR(str_slice(r.text, r.cuts[i].start, r.cuts[i].end - r.cuts[i].start),
                r.cuts[i].kept ? (i ? "##paidend##" : "##paidbegin##") : "");
    }
    fixture_close(&f);
}

TEST(a_plain_text_has_an_outline_by_its_forms)
{
    struct library_heading *h;
    size_t n;
    struct str text =
        S("条例\n第一章　总则\n第一条　为了规范管理，制定本条例。\n（一）范围\n第二章　职责\n"
          "一、这是一句话。\n十二、附则\n2023年\n");
    library_outline_of(test_arena(), text, &h, &n);
    REQUIRE(CHECK_INT(n, 4));
    CHECK_STR(str_slice(text, h[0].start, h[0].end - h[0].start), "第一章　总则");
    CHECK_STR(str_slice(text, h[3].start, h[3].end - h[3].start), "十二、附则");
    CHECK_INT(h[0].level, 1);
    CHECK_INT(h[1].level, 3);
    CHECK_INT(h[2].level, 1);
    CHECK_INT(h[3].level, 2);
}

TEST(an_upload_is_taken_by_its_digest)
{
    struct library_intake *in;
    struct library_tally t = {0};
    struct blob_writer *b;
    struct library_upload up = {.name = S("报告\\2023\\总结.txt")};
    REQUIRE(fixture_open(&f));
    REQUIRE(CHECK_OK(blob_open(house_files(f.house), 1000, &b, &f.e), &f.e));
    REQUIRE(CHECK_OK(blob_add(b, S("上传来的总结\n"), &f.e), &f.e));
    REQUIRE(CHECK_OK(blob_finish(b, &up.digest, &up.size, &f.e), &f.e));
    struct library_intake_options options = {.house = f.house,
        .actor = &f.system,
        .to = target(f.org),
        .way = LIBRARY_BY_PAGE,
        .source = S("1 个文件")};
    for (int i = 0; i < 2; i++) {
        REQUIRE(CHECK_OK(library_intake_open(&options, &in, &f.e), &f.e));
        CHECK_OK(library_intake_upload(in, &up, &f.e), &f.e);
        CHECK_OK(library_intake_close(in, NULL, &t, NULL, &f.e), &f.e);
        CHECK_INT(t.added, i == 0);
        CHECK_INT(t.known, i == 1);
    }
    CHECK_STR(reading(id_of("总结.txt")).doc.folder, "资料/报告/2023");
    fixture_close(&f);
}

TEST(facts_are_put_right_by_the_clerk)
{
    REQUIRE(fixture_open(&f));
    put("扫描.txt", S("没有标题的一段话，讲的是春耕。\n"));
    CHECK_INT(add(path_of("扫描.txt")).added, 1);
    int64_t id = id_of("扫描.txt");
    struct str tags[] = {S("春耕"), S(" 农业 "), S("春耕")};
    struct changing c = {.change = {.id = id,
                             .version = 1,
                             .lock = SEARCH_LOCK_OWN,
                             .folder = S("农业//2023/"),
                             .title = S("春耕生产简报"),
                             .issuer = S("农业农村局"),
                             .year = 2023,
                             .tags = tags,
                             .tags_n = 3}};
    CHECK_OK(do_change(&f.system, c), &f.e);
    struct library_reading r = reading(id);
    CHECK_STR(r.doc.title, "春耕生产简报");
    CHECK_STR(r.doc.folder, "农业/2023");
    CHECK_INT(r.doc.version, 2);
    REQUIRE(CHECK_INT(r.doc.tags_n, 2));
    CHECK_STR(r.doc.tags[0], "农业");
    CHECK_INT(found(&f.system, "春耕生产简报"),
        1); /* a clerk's title is found as if it stood in the text */
    CHECK_INT(found(&f.system, "year:2023 春耕"), 1);
    struct library_filter filter = {.tag = S("春耕"), .folder = S("农业"), .limit = 10};
    CHECK_INT(all(&filter).total, 1);
    filter.folder_only = true;
    CHECK_INT(all(&filter).total, 0);
    c.change.version = 2;
    c.change.title = S("");
    CHECK(!do_change(&f.system, c));
    CHECK_ERR(&f.e, ERR_INPUT, "");
    CHECK_STR(str_from(f.e.field), "title");
    fixture_close(&f);
}

TEST(what_is_removed_can_be_restored)
{
    struct work w;
    struct journal_rows rows;
    REQUIRE(fixture_open(&f));
    put("a.txt", S("一段要移出的文字\n"));
    add(path_of("a.txt"));
    int64_t id = id_of("a.txt");
    struct changing c = {.change = {.id = id, .version = 1, .why = S("误收")}, .remove = true};
    CHECK_OK(do_change(&f.system, c), &f.e);
    CHECK_INT(found(&f.system, "移出的文字"), 0);
    CHECK_INT(all(NULL).total, 0);
    struct library_reading r = reading(id);
    CHECK(r.doc.removed);
    CHECK_STR(r.text, "一段要移出的文字\n");
    struct library_tally t = {0};
    CHECK_OK(add_as(&f.system, f.org, path_of("a.txt"), LIBRARY_BY_WATCH, &t), &f.e);
    CHECK_INT(t.known, 1);
    CHECK_INT(all(NULL).total, 0);
    CHECK_OK(do_change(
                 &f.system, (struct changing){.change = {.id = id, .version = 2}, .restore = true}),
        &f.e);
    CHECK_INT(found(&f.system, "移出的文字"), 1);
    CHECK_STR(reading(id).text, "一段要移出的文字\n");
    c.change.version = 3;
    CHECK_OK(do_change(&f.system, c), &f.e);
    CHECK_INT(add(path_of("a.txt")).added, 1); /* added by hand: it is wanted again */
    CHECK_INT(found(&f.system, "移出的文字"), 1);
    w = fixture_read(&f, &f.system);
    CHECK_OK(journal_of_object(&w, S("library"), id, &rows, &f.e), &f.e);
    CHECK_INT(rows.n, 5);
    work_end(&w);
    fixture_close(&f);
}

TEST(rights_are_asked)
{
    struct work w;
    struct library_doc d;
    struct library_tally t = {0};
    REQUIRE(fixture_open(&f));
    int64_t below = fixture_org(&f, f.org, "下级支部", "branch");
    struct actor member = fixture_account(&f, f.org, "member", ROLE_MEMBER);
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct actor lower = fixture_account(&f, below, "lower", ROLE_CLERK);
    put("a.txt", S("共享的文字\n"));
    put("b.txt", S("自用的文字\n"));
    CHECK(!add_as(&member, f.org, path_of("a.txt"), LIBRARY_BY_PAGE, &t));
    CHECK_ERR(&f.e, ERR_DENIED, "");
    CHECK(!add_as(&lower, f.org, path_of("a.txt"), LIBRARY_BY_PAGE, &t));
    CHECK_OK(add_as(&clerk, f.org, path_of(""), LIBRARY_BY_PAGE, &t), &f.e);
    CHECK_INT(t.added, 2);
    int64_t own = id_of("b.txt");
    struct changing c = {
        .change = {.id = own, .version = 1, .lock = SEARCH_LOCK_OWN, .title = S("自用")}};
    CHECK_OK(do_change(&clerk, c), &f.e);
    CHECK_INT(found(&member, "的文字"), 2);
    CHECK_INT(found(&lower, "的文字"), 1);
    w = fixture_read(&f, &lower);
    struct library_filter any = {.limit = 10};
    struct library_docs list;
    CHECK_OK(library_list(&w, &any, &list, &f.e), &f.e);
    CHECK_INT(list.total, 1);
    CHECK(!library_get(&w, own, &d, &f.e));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "无权查看");
    work_end(&w);
    CHECK_OK(add_as(&lower, below, path_of("b.txt"), LIBRARY_BY_PAGE, &t), &f.e);
    CHECK_INT(t.added, 1); /* that it is the same as one above is not told */
    CHECK_INT(t.duplicate, 0);
    w = fixture_read(&f, &lower);
    any.org_id = below;
    CHECK_OK(library_list(&w, &any, &list, &f.e), &f.e);
    REQUIRE(CHECK_INT(list.n, 1));
    CHECK_INT(list.v[0].same_as, 0);
    work_end(&w);
    w = fixture_read(&f, &clerk);
    CHECK_OK(library_list(&w, &any, &list, &f.e), &f.e);
    REQUIRE(CHECK_INT(list.n, 1));
    CHECK_INT(list.v[0].same_as, own);
    work_end(&w);
    c.change.version = 2;
    CHECK(!do_change(&member, c));
    CHECK_ERR(&f.e, ERR_DENIED, "");
    CHECK(!do_change(&lower, c));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "");
    fixture_close(&f);
}

TEST(many_files_come_back_in_order_and_whole)
{
    REQUIRE(fixture_open(&f));
    for (int i = 0; i < 150; i++)
        put(arena_fmt(test_arena(), "%03d.txt", i).p,
            arena_fmt(test_arena(), "第 %d 份材料，编号 N%04dX\n", i, i));
    struct library_tally t = add(path_of(""));
    CHECK_INT(t.added, 150);
    CHECK_INT(found(&f.system, "份材料"), 150);
    CHECK_INT(found(&f.system, "N0077X"), 1);
    struct library_docs list = all(NULL);
    CHECK_INT(list.total, 150);
    CHECK_STR(list.v[0].name, "149.txt");
    CHECK_STR(list.v[149].name, "000.txt");
    fixture_close(&f);
}

TEST(the_log_says_what_came_in)
{
    struct work w;
    struct library_batches log;
    struct library_failures list;
    struct library_stats st;
    REQUIRE(fixture_open(&f));
    put("a.txt", S("文字\n"));
    put("坏.docx", S("PK\x03\x04"));
    add(path_of(""));
    w = fixture_read(&f, &f.system);
    REQUIRE(CHECK_OK(library_batch_list(&w, f.org, 0, 10, &log, &f.e), &f.e));
    REQUIRE(CHECK_INT(log.n, 1));
    CHECK_INT(log.v[0].tally.added, 1);
    CHECK_INT(log.v[0].tally.failed, 1);
    CHECK(log.v[0].ended_ms != 0);
    CHECK_OK(library_batch_failures(&w, log.v[0].id, 0, 10, &list, &f.e), &f.e);
    REQUIRE(CHECK_INT(list.n, 1));
    CHECK_STR(list.v[0].path, "坏.docx");
    CHECK_OK(library_stats(&w, f.org, &st, &f.e), &f.e);
    CHECK_INT(st.docs, 2);
    CHECK_INT(st.refused, 1);
    work_end(&w);
    fixture_close(&f);
}

TEST(a_clean_docx_is_made_of_the_text)
{
    struct library_reading r;
    struct str bytes;
    struct doc *doc;
    struct out o;
    REQUIRE(fixture_open(&f));
    put("a.txt", S("关于春耕的通知\n一、总体要求\n抓好春耕。\n姓名\t职务\n张三\t书记\n"));
    add(path_of("a.txt"));
    r = reading(id_of("a.txt"));
    REQUIRE(CHECK_OK(library_docx(test_arena(), &r, &bytes, &f.e), &f.e));
    REQUIRE(CHECK_OK(doc_read_bytes(test_arena(), bytes, NULL, &doc, &f.e), &f.e));
    out_init(&o, 1 << 20);
    doc_text(doc, &o);
    CHECK_STR(
        str_trim(out_str(&o)), "关于春耕的通知\n一、总体要求\n抓好春耕。\n姓名\t职务\n张三\t书记");
    out_release(&o);
    fixture_close(&f);
}
