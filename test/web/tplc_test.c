/* The template compiler: what it writes, and that its errors name file and line. */
#include "harness.h"

#include "base/file.h"

#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* The program beside the folder of this test. */
static const char *
tplc(void)
{
    static char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
    CHECK(n > 0);
    path[n > 0 ? n : 0] = '\0';
    for (int up = 0; up < 2; up++)
        *strrchr(path, '/') = '\0';
    return arena_fmt(test_arena(), "%s/tplc", path).p;
}

struct run {
    int status;
    struct str code, head, errors;
};

static struct run
compile(const char *html)
{
    struct run r = {.status = -1};
    struct err e = {0};
    struct arena *a = test_arena();
    const char *in = arena_fmt(a, "%s/x.html", test_dir()).p,
               *h = arena_fmt(a, "%s/x.h", test_dir()).p;
    const char *c = arena_fmt(a, "%s/x.c", test_dir()).p,
               *log = arena_fmt(a, "%s/log", test_dir()).p;
    if (!CHECK_OK(file_write(in, str_from(html), &e), &e))
        return r;
    const char *argv[] = {tplc(), h, c, in, NULL};
    posix_spawn_file_actions_t files;
    pid_t pid;
    (void)posix_spawn_file_actions_init(&files);
    (void)posix_spawn_file_actions_addopen(&files, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (CHECK(posix_spawn(&pid, argv[0], &files, NULL, (char **)(uintptr_t)argv, environ) == 0)) {
        int status;
        (void)waitpid(pid, &status, 0);
        r.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    (void)posix_spawn_file_actions_destroy(&files);
    (void)file_read(a, log, 10000, &r.errors, &e);
    if (r.status == 0) {
        (void)file_read(a, c, 100000, &r.code, &e);
        (void)file_read(a, h, 100000, &r.head, &e);
    }
    return r;
}

static bool
has(struct str s, const char *part)
{
    return str_find(s, str_from(part), 0) != SIZE_MAX;
}

TEST(a_template_becomes_a_function)
{
    struct run r =
        compile("{{include \"web/form.h\"}}\n{{def row(const struct view *v)}}\n"
                "<p class=\"x\">{{= v->title}}</p>\n  <b>\n{{t 共 %d 条 | v->n}}</b>\n{{end}}\n");
    CHECK_INT(r.status, 0);
    CHECK(has(r.head, "#include \"web/form.h\"\n"));
    CHECK(has(r.head, "void tpl_row(struct out *o, const struct view *v);\n"));
    CHECK(has(r.code,
        "out_put(o, S(\"<p class=\\\"x\\\">\"));\n#line 3 \"tpl/x.html\"\n    html_put(o, (v->title));\n"));
    CHECK(has(r.code,
        "out_put(o, S(\"</p><b>\"));\n#line 5 \"tpl/x.html\"\n    html_fmt(o, tr(\"共 %d 条\"), v->n);\n"));
}

TEST(line_breaks_go_where_nobody_misses_them)
{
    struct run r =
        compile("{{def x()}}\n<p>\n 支部\n 会议 two\n words <a\n  href=\"y\">z</a>\n</p>{{end}}");
    CHECK(has(r.code, "S(\"<p>支部会议 two\\nwords <a href=\\\"y\\\">z</a></p>\")"));
}

TEST(blocks_become_blocks)
{
    struct run r = compile(
        "{{def x(int n)}}{{for int i = 0; i < n; i++}}{{let int k = i}}{{if k == 1}}a{{else if k}}b{{else}}c"
        "{{end}}{{end}}{{call y(\"}}\", n)}}{{call z()}}{{end}}");
    CHECK_INT(r.status, 0);
    CHECK(has(r.code, "for (int i = 0; i < n; i++) {"));
    CHECK(has(r.code, "int k = i;"));
    CHECK(has(r.code, "} else if (k) {"));
    CHECK(has(r.code, "tpl_y(o, \"}}\", n);"));
    CHECK(has(r.code, "tpl_z(o);"));
}

TEST(errors_name_the_line)
{
    static const struct {
        const char *html, *error;
    } bad[] = {
        {"text", "tpl/x.html:1: text outside of {{def …}}"},
        {"{{def x()}}\n{{= }}{{end}}", "tpl/x.html:2: an expression is missing"},
        {"{{def x()}}\n\n{{if a}}\n", "tpl/x.html:3: {{if}} is not ended"},
        {"{{def x()}}\n", "tpl/x.html:1: {{def}} is not ended"},
        {"{{def x()}}{{end}}\n{{end}}", "tpl/x.html:2: {{end …}} outside of"},
        {"{{def x()}}{{else}}{{end}}", "without an {{if}}"},
        {"{{def x()}}{{if a}}{{else}}{{else}}{{end}}{{end}}", "without an {{if}}"},
        {"{{def x()}}{{end}}\n{{def x()}}{{end}}",
            "tpl/x.html:2: template x is defined already at tpl/x.html:1"},
        {"{{def x()}}\n{{def y()}}{{end}}{{end}}",
            "tpl/x.html:2: {{def …}} inside of the {{def}} of line 1"},
        {"{{def X()}}{{end}}", "wants name(arguments)"},
        {"{{def x()}}\n{{print a}}{{end}}", "tpl/x.html:2: there is no directive {{print}}"},
        {"{{def x()}}{{}}{{end}}", "is empty"},
        {"{{def x()}}\n{{= a", "tpl/x.html:2: {{ without }}"},
        {"{{def x()}}\n<p style=\"color: red\">{{end}}", "no inline style"},
        {"{{def x()}}<p\n onclick=\"x()\">{{end}}", "no inline handler"},
        {"{{def x()}}<script>{{end}}", "no inline script"},
        {"{{def x()}}<p class={{= a}}>{{end}}", "belongs in double quotes"},
        {"{{def x()}}<p class=\"a{{end}}", "ends inside of a tag"},
        {"{{def x()}}{{include \"a.h\"}}{{end}}", "belongs before"},
        {"{{include a.h}}", "in double quotes"},
        {"{{= a}}", "outside of {{def …}}"},
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct run r = compile(bad[i].html);
        CHECK_INT(r.status, 1);
        if (!CHECK(has(r.errors, bad[i].error)))
            printf("# %zu: %.*s\n", i, STR_ARG(r.errors));
    }
}
