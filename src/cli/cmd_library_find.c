/* library search, library get. */
#include "base/file.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "domain/library.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    COPY_CHUNK = 256 * 1024
};

static struct str
query_of(struct call *c)
{
    return arena_join(c->arena, c->args, c->args_n, S(" "));
}

/* Thousandths as a number. */
static struct str
thousandths(struct arena *a, int v)
{
    return arena_fmt(a, "%s%d.%03d", v < 0 ? "-" : "", v < 0 ? -v / 1000 : v / 1000,
        v < 0 ? -v % 1000 : v % 1000);
}

/* Places in code points, as everywhere in JSON. */
static void
json_marks(struct json_out *j, struct str text, const struct marks *marks)
{
    size_t at = 0, points = 0;
    json_key(j, S("marks"));
    json_array(j);
    for (size_t i = 0; i < marks->n; i++) {
        points += utf8_count(str_slice(text, at, marks->v[i].start - at));
        size_t n =
            utf8_count(str_slice(text, marks->v[i].start, marks->v[i].end - marks->v[i].start));
        json_array(j);
        json_int(j, (int64_t)points);
        json_int(j, (int64_t)(points + n));
        json_array_end(j);
        points += n;
        at = marks->v[i].end;
    }
    json_array_end(j);
}

static void
json_hit(struct json_out *j, struct arena *a, const struct search_hit *h)
{
    static const struct str SOURCES[] = {str_lit("record"), str_lit("report"), str_lit("library")};
    json_object(j);
    json_field_int(j, S("id"), h->ref_id);
    json_field_str(j, S("title"), h->title);
    json_field_str(j, S("snippet"), h->snippet.text);
    json_key(j, S("score"));
    json_number(j, thousandths(a, h->score));
    json_marks(j, h->snippet.text, &h->snippet.marks);
    json_field_str(j, S("source"), SOURCES[h->source]);
    json_field_str(j, S("kind"), h->kind);
    json_field_str(j, S("org"), h->org_name);
    json_key(j, S("year"));
    if (h->year)
        json_int(j, h->year);
    else
        json_null(j);
    json_field_opt(j, S("date"), str_from(date_format(h->dated).z));
    json_key(j, S("why"));
    json_object(j);
    json_field_int(j, S("title"), h->why.title);
    json_field_int(j, S("phrase"), h->why.phrase);
    json_field_int(j, S("near"), h->why.near);
    json_field_int(j, S("words"), h->why.words);
    json_field_int(j, S("fresh"), h->why.fresh);
    json_object_end(j);
    json_object_end(j);
}

static void
print_json(struct call *c, const struct search_result *r)
{
    struct json_out j = json_begin(&c->out);
    json_object(&j);
    json_field_int(&j, S("total"), r->total);
    json_field_bool(&j, S("exact"), true);
    json_field_int(&j, S("took_us"), r->took_us);
    json_key(&j, S("hits"));
    json_array(&j);
    for (size_t i = 0; i < r->hits_n; i++)
        json_hit(&j, c->arena, &r->hits[i]);
    json_array_end(&j);
    json_field_int(&j, S("unsearchable"), r->unsearchable);
    json_field_bool(&j, S("cut"), r->cut);
    json_object_end(&j);
    out_char(&c->out, '\n');
}

/* Hits in bold on a terminal. */
static void
put_snippet(struct out *o, const struct snippet *s, bool bold)
{
    size_t at = 0;
    for (size_t i = 0; bold && i < s->marks.n; i++) {
        out_put(o, str_slice(s->text, at, s->marks.v[i].start - at));
        out_lit(o, "\x1b[1m");
        out_put(
            o, str_slice(s->text, s->marks.v[i].start, s->marks.v[i].end - s->marks.v[i].start));
        out_lit(o, "\x1b[0m");
        at = s->marks.v[i].end;
    }
    out_put(o, str_slice(s->text, at, s->text.n));
}

static void
print_hits(struct call *c, const struct search_result *r)
{
    bool bold = isatty(STDOUT_FILENO) == 1;
    for (size_t i = 0; i < r->hits_n; i++) {
        const struct search_hit *h = &r->hits[i];
        out_fmt(&c->out, "%lld  %.*s", (long long)h->ref_id, STR_ARG(h->title));
        if (h->year)
            out_fmt(&c->out, tr("（%d 年）"), h->year);
        out_lit(&c->out, "\n    ");
        put_snippet(&c->out, &h->snippet, bold);
        out_char(&c->out, '\n');
    }
    out_fmt(&c->out, tr("共 %lld 份，用时 %lld.%lld 毫秒。"), (long long)r->total,
        (long long)(r->took_us / 1000), (long long)(r->took_us % 1000 / 100));
    if (r->unsearchable > 0)
        out_fmt(&c->out, tr("另有 %lld 份没有文字，无法检索。"), (long long)r->unsearchable);
    if (r->cut)
        out_fmt(&c->out, tr("检索式太长，末尾没有检索。"));
    out_char(&c->out, '\n');
}

bool
cmd_library_search(struct call *c, struct err *e)
{
    struct work w;
    struct org org = {0};
    struct search_result r;
    struct search_ask ask = {.typed = query_of(c),
        .variants = call_has(c, "variants"),
        .sources = call_has(c, "all") ? 0U : 1U << SEARCH_LIBRARY,
        .year = (int)call_int(c, "year", 0),
        .kind = call_text(c, "kind"),
        .newest_first = call_has(c, "newest"),
        .offset = (size_t)call_int(c, "offset", 0),
        .limit = (size_t)call_int(c, "limit", 20)};
    if (!call_read(c, &w, e))
        return false;
    bool ok = !call_has(c, "org") || call_org(c, &w, &org, e);
    ask.org_id = org.id;
    ok = ok && search_run(&w, &ask, &r, e);
    if (ok && c->json)
        print_json(c, &r);
    else if (ok)
        print_hits(c, &r);
    work_end(&w);
    return ok;
}

/* ---- library get ---- */
static bool
cannot(const char *what, struct err *e)
{
    return err_set(e, ERR_IO, tr("写 %s 失败（系统错误 %d）。"), what, errno);
}

static bool
pour(int from, int to)
{
    static char buffer[COPY_CHUNK];
    ssize_t n;
    while ((n = read(from, buffer, sizeof(buffer))) != 0) {
        if (n < 0 && errno != EINTR)
            return false;
        for (ssize_t done = 0; done < n;) {
            ssize_t put = write(to, buffer + done, (size_t)(n - done));
            if (put < 0 && errno != EINTR)
                return false;
            done += put > 0 ? put : 0;
        }
    }
    return true;
}

/* In constant memory, whatever its size. */
static bool
copy_file(const char *path, const char *to, struct err *e)
{
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return err_set(e, ERR_IO, tr("读 %s 失败（系统错误 %d）。"), path, errno);
    int out = to ? open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : STDOUT_FILENO;
    bool ok = (out >= 0 && pour(from, out)) || cannot(to ? to : tr("标准输出"), e);
    if (to && out >= 0 && close(out) != 0 && ok)
        ok = cannot(to, e);
    (void)close(from);
    return ok;
}

static bool
give(struct call *c, struct str bytes, const char *to, struct err *e)
{
    if (to)
        return file_write(to, bytes, e);
    out_put(&c->out, bytes);
    return true;
}

bool
cmd_library_get(struct call *c, struct err *e)
{
    struct work w;
    struct library_doc d;
    struct library_reading r;
    struct str bytes;
    const char *path;
    int64_t id;
    struct str as = call_has(c, "as") ? call_text(c, "as") : S("text");
    const char *to = call_has(c, "output") ? arena_cstr(c->arena, call_text(c, "output")) : NULL;
    if (!call_id(c, 0, &id, e))
        return false;
    if (!str_eq(as, S("original")) && !str_eq(as, S("text")) && !str_eq(as, S("docx")))
        return err_set(
            e, ERR_USAGE, tr("--as 应为 original、text 或 docx，不是“%.*s”。"), STR_ARG(as));
    if (!call_read(c, &w, e))
        return false;
    bool ok;
    if (str_eq(as, S("original")))
        ok = library_original(&w, id, &d, &path, e) && copy_file(path, to, e);
    else if (!library_read(&w, id, &r, e))
        ok = false;
    else if (r.text.n == 0)
        ok = err_set(e, ERR_INPUT, tr("这份文件没有读出文字：%.*s"), STR_ARG(r.doc.why));
    else if (str_eq(as, S("docx")))
        ok = library_docx(c->arena, &r, &bytes, e) && give(c, bytes, to, e);
    else
        ok = give(c, r.text, to, e);
    work_end(&w);
    return ok;
}
