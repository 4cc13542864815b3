#include "doc/child.h"

#include "harness.h"

#include "base/file.h"
#include "doc/child_form.h"
#include "support_office.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int
file_of(struct str bytes)
{
    int fd = memfd_create("document", MFD_CLOEXEC);
    if (fd >= 0)
        (void)child_write(fd, bytes);
    return fd;
}

static bool
read_bytes(struct str bytes, bool markdown, struct child_text *t, struct err *e)
{
    int fd = file_of(bytes);
    *e = (struct err){0};
    bool ok = child_read(test_arena(), fd, markdown, t, e);
    (void)close(fd);
    return ok;
}

TEST(a_text_is_read_in_a_child)
{
    struct child_text t;
    struct err e;
    REQUIRE(CHECK_OK(read_bytes(S("第一行\n第二行\n"), false, &t, &e), &e));
    CHECK_STR(t.text, "第一行\n第二行\n");
    CHECK_INT(t.kind, DOC_TXT);
    CHECK_INT(t.headings_n, 0);
    CHECK_INT(t.pages_n, 0);
}

TEST(lines_of_a_markdown_text_are_headings)
{
    struct child_text t;
    struct err e;
    struct str text = S("# 总则\n正文\n## 第一节\n#不是\n");
    REQUIRE(CHECK_OK(read_bytes(text, true, &t, &e), &e));
    CHECK_STR(t.text, "# 总则\n正文\n## 第一节\n#不是\n");
    REQUIRE(CHECK_INT(t.headings_n, 2));
    CHECK_INT(t.headings[0].level, 1);
    CHECK_INT(t.headings[1].level, 2);
    CHECK_STR(str_slice(t.text, t.headings[1].start, t.headings[1].end - t.headings[1].start),
        "## 第一节");
    REQUIRE(CHECK_OK(read_bytes(text, false, &t, &e), &e));
    CHECK_INT(t.headings_n, 0);
}

TEST(a_form_feed_begins_a_page)
{
    struct child_text t;
    struct err e;
    REQUIRE(CHECK_OK(read_bytes(S("甲\n\f乙\n\f"), false, &t, &e), &e));
    CHECK_STR(t.text, "甲\n乙\n");
    REQUIRE(CHECK_INT(t.pages_n, 2));
    CHECK_INT(t.pages[0], 0);
    CHECK_INT(t.pages[1], 4);
}

TEST(what_cannot_be_read_is_refused_with_a_sentence)
{
    struct child_text t;
    struct err e;
    CHECK(!read_bytes(S(""), false, &t, &e));
    CHECK_ERR(&e, ERR_INPUT, "空的");
    CHECK(!read_bytes(S("PK\x03\x04 nothing"), false, &t, &e));
    CHECK_ERR(&e, ERR_INPUT, "损坏");
}

/* Eighty million paragraphs take more memory than a child has. */
TEST(a_child_without_memory_is_a_sentence)
{
    struct child_text t;
    struct err e = {0};
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    test_skip("memory is not limited under sanitizers");
#else
    struct out o;
    out_init(&o, 32 << 20);
    for (size_t i = 0; i < (30u << 20); i++)
        out_char(&o, '\n');
    CHECK(!read_bytes(out_str(&o), false, &t, &e));
    CHECK_ERR(&e, ERR_LIMIT, "内存");
    out_release(&o);
#endif
    CHECK_OK(read_bytes(S("还在\n"), false, &t, &e), &e);
}

static void *
read_some(void *arg)
{
    struct arena *a = arena_open();
    bool *ok = arg;
    struct str bytes = S("同时读\n");
    int fd = file_of(bytes);
    for (int i = 0; i < 20 && *ok; i++) {
        struct child_text t;
        struct err e = {0};
        *ok = child_read(a, fd, false, &t, &e) && str_eq(t.text, bytes);
    }
    (void)close(fd);
    arena_close(a);
    return NULL;
}

TEST(several_threads_read_at_once)
{
    enum {
        N = 4
    };

    pthread_t threads[N];
    bool ok[N] = {true, true, true, true};
    for (int i = 0; i < N; i++)
        REQUIRE(pthread_create(&threads[i], NULL, read_some, &ok[i]) == 0);
    for (int i = 0; i < N; i++) {
        (void)pthread_join(threads[i], NULL);
        CHECK(ok[i]);
    }
}

/* The reader process is the only child of this one; 0: the kernel does not say. */
static pid_t
reader_pid(void)
{
    struct err e;
    struct str list, first;
    int64_t pid = 0;
    const char *path = arena_fmt(test_arena(), "/proc/self/task/%d/children", (int)getpid()).p;
    if (!file_read(test_arena(), path, 4096, &list, &e) || !str_split(&list, ' ', &first))
        return 0;
    return str_to_i64(first, 1, INT32_MAX, &pid) ? (pid_t)pid : 0;
}

TEST(a_reader_process_that_dies_is_started_again)
{
    struct child_text t;
    struct err e;
    REQUIRE(CHECK_OK(read_bytes(S("先\n"), false, &t, &e), &e));
    pid_t before = reader_pid();
    if (before == 0) {
        test_skip("this kernel does not list a process's children");
        return;
    }
    REQUIRE(kill(before, SIGKILL) == 0);
    (void)waitid(P_PID, (id_t)before, NULL, WEXITED | WNOWAIT);
    REQUIRE(CHECK_OK(read_bytes(S("后\n"), false, &t, &e), &e));
    CHECK_STR(t.text, "后\n");
    CHECK(reader_pid() != before);
}

/* ---- the form in which a child answers ---- */
static struct str
formed(const struct child_text *t)
{
    struct out o;
    out_init(&o, CHILD_FORM_MAX);
    child_put_text(&o, t);
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

TEST(a_false_answer_is_not_believed)
{
    struct child_heading headings[] = {{1, 0, 3}, {2, 3, 6}};
    size_t pages[] = {0, 3};
    struct child_text in = {DOC_PDF, S("甲乙\n"), headings, 2, pages, 2}, t;
    struct err e = {0};
    struct str good = formed(&in);
    REQUIRE(CHECK_OK(child_take_text(test_arena(), good, &t, &e), &e));
    CHECK_STR(t.text, "甲乙\n");
    CHECK_INT(t.headings[1].level, 2);
    CHECK_INT(t.pages[1], 3);
    for (size_t n = 0; n < good.n; n++)
        CHECK(!child_take_text(test_arena(), str_slice(good, 0, n), &t, &e));
    char longer[200] = {0};
    REQUIRE(good.n < sizeof(longer));
    memcpy(longer, good.p, good.n);
    CHECK(!child_take_text(test_arena(), str_make(longer, good.n + 1), &t, &e));
    headings[1].end = 5;
    CHECK(!child_take_text(test_arena(), formed(&in), &t, &e));
    headings[1] = (struct child_heading){10, 3, 6};
    CHECK(!child_take_text(test_arena(), formed(&in), &t, &e));
    headings[1].level = 1;
    pages[1] = 8;
    CHECK(!child_take_text(test_arena(), formed(&in), &t, &e));
    pages[1] = 7;
    CHECK(child_take_text(test_arena(), formed(&in), &t, &e));
    in.text = S("\xFF\xFE");
    in.headings_n = in.pages_n = 0;
    CHECK(!child_take_text(test_arena(), formed(&in), &t, &e));
    in.text = S("a\x1B[31m");
    CHECK(!child_take_text(test_arena(), formed(&in), &t, &e));
    CHECK_ERR(&e, ERR_INPUT, "不完整");
}

/* ---- archives ---- */
struct seen {
    struct out all; /* name=bytes; or name!why; */
    bool in_entry;
};

static bool
seen_begin(void *arg, struct str name, struct err *e)
{
    (void)e;
    struct seen *s = arg;
    CHECK(!s->in_entry);
    s->in_entry = true;
    out_put(&s->all, name);
    out_char(&s->all, '=');
    return true;
}

static bool
seen_bytes(void *arg, struct str bytes, struct err *e)
{
    (void)e;
    struct seen *s = arg;
    CHECK(s->in_entry);
    out_put(&s->all, str_slice(bytes, 0, 40));
    return true;
}

static bool
seen_end(void *arg, const struct err *why, struct err *e)
{
    (void)e;
    struct seen *s = arg;
    s->in_entry = false;
    out_put(&s->all, why ? S("!") : S(""));
    out_char(&s->all, ';');
    return true;
}

static bool
unpack(struct str bytes, struct seen *s, bool *document, struct err *e)
{
    struct child_sink sink = {seen_begin, seen_bytes, seen_end, s};
    int fd = file_of(bytes);
    *s = (struct seen){.in_entry = false};
    *e = (struct err){0};
    out_init(&s->all, 1 << 20);
    bool ok = child_unpack(fd, &sink, document, e);
    (void)close(fd);
    return ok;
}

TEST(an_archive_is_unpacked_in_a_child)
{
    const struct package_part parts[] = {{S("../甲.txt"), S("一")}, {S("b/乙.txt"), S("二")}};
    struct str zip;
    struct err e;
    struct seen s;
    bool document = true;
    REQUIRE(CHECK_OK(package_write(test_arena(), parts, 2, &zip, &e), &e));
    CHECK_OK(unpack(zip, &s, &document, &e), &e);
    CHECK_STR(out_str(&s.all), "../甲.txt=一;b/乙.txt=二;");
    CHECK(!document);
    out_release(&s.all);
    CHECK(!unpack(str_slice(zip, 0, zip.n / 2), &s, &document, &e));
    CHECK_ERR(&e, ERR_INPUT, "zip");
    out_release(&s.all);
}

TEST(a_bomb_is_stopped_early)
{
    struct out zeros;
    struct str zip;
    struct err e;
    struct seen s;
    bool document;
    out_init(&zeros, 64 << 20);
    while (zeros.n < (32u << 20))
        out_put(&zeros, S("0000000000000000000000000000000000000000000000000000000000000000"));
    const struct package_part parts[] = {{S("bomb"), out_str(&zeros)}, {S("后面"), S("好")}};
    REQUIRE(CHECK_OK(package_write(test_arena(), parts, 2, &zip, &e), &e));
    out_release(&zeros);
    CHECK_OK(unpack(zip, &s, &document, &e), &e);
    CHECK(str_find(out_str(&s.all), S("!;后面=好;"), 0) != SIZE_MAX);
    out_release(&s.all);
}

TEST(an_office_package_is_no_archive)
{
    const struct package_part parts[] = {{S("[Content_Types].xml"), S("<Types/>")}};
    struct str zip;
    struct err e;
    struct seen s;
    bool document = false;
    REQUIRE(CHECK_OK(package_write(test_arena(), parts, 1, &zip, &e), &e));
    CHECK_OK(unpack(zip, &s, &document, &e), &e);
    CHECK(document);
    CHECK_INT(s.all.n, 0);
    out_release(&s.all);
}
