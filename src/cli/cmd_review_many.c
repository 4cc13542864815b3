/* Many reports checked at once: one table of what is to be looked at, in the order of the tree or of the files. No rank, no
   score. What cannot be read is a row too, and the others are checked. */
#include "base/file.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "cli/review.h"
#include "doc/child.h"
#include "domain/list.h"
#include "domain/report_keep.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SENT_AT_ONCE = 100,
    ORGS_MAX = 20000,
    HEAD_BYTES = 900, /* of a report, in which it names its org */
    QUOTED = 30       /* characters on a terminal */
};

struct table_of {
    struct call *c;
    struct work *w;
    int year;
    struct json_out j;
    size_t done, total;
};

/* One report of the table. */
struct entry {
    int64_t org_id;
    struct str org_name;
    struct str file; /* "" for what was sent */
    int64_t version; /* of what was sent */
    bool unnamed;    /* the file names none of the orgs: held against --org */
};

/* ---- rows ---- */

static void
tell_progress(const struct table_of *t)
{
    if (!isatty(STDERR_FILENO))
        return;
    (void)fputc('\r', stderr);
    (void)fprintf(stderr, tr("核对到第 %zu 份，共 %zu 份　"), t->done, t->total);
    if (t->done == t->total)
        (void)fputc('\n', stderr);
    (void)fflush(stderr);
}

static void
begin_report(struct table_of *t, const struct entry *n)
{
    struct json_out *j = &t->j;
    json_object(j);
    json_field_int(j, S("org"), n->org_id);
    json_field_str(j, S("org_name"), n->org_name);
    json_field_opt(j, S("file"), n->file);
    json_field_bool(j, S("named"), !n->unnamed);
    json_key(j, S("version"));
    if (n->version)
        json_int(j, n->version);
    else
        json_null(j);
}

static void
json_row(struct json_out *j, const struct review_item *item)
{
    json_object(j);
    json_key(j, S("paragraph"));
    if (item->paragraph)
        json_int(j, (int64_t)item->paragraph);
    else
        json_null(j);
    json_field_str(j, S("group"), review_group_code(item->group));
    json_field_str(j, S("kind"), item->kind);
    json_field_str(j, S("title"), review_kind_title(item->group, item->kind));
    json_field_str(j, S("quote"), item->quote);
    json_field_str(j, S("why"), item->why);
    json_key(j, S("records"));
    json_array(j);
    for (size_t i = 0; i < item->records_n; i++)
        json_int(j, item->records[i]);
    json_array_end(j);
    review_note_fields(j, item);
    json_object_end(j);
}

static void
text_row(struct table_of *t, const struct entry *n, const struct review_item *item)
{
    struct out *o = &t->c->out;
    struct str quote = utf8_head(item->quote, QUOTED);
    struct str title = review_kind_title(item->group, item->kind);
    out_fmt(o, "%.*s\t", STR_ARG(n->org_name));
    if (n->file.n)
        out_fmt(o, "%.*s\t", STR_ARG(n->file));
    if (item->paragraph)
        out_fmt(o, tr("第 %zu 段"), item->paragraph);
    else
        out_put(o, str_from(tr("整份")));
    out_fmt(o, "\t%.*s\t", STR_ARG(title));
    for (struct str rest = quote, line; str_split(&rest, '\n', &line);)
        out_put(o, line);
    out_fmt(o, "%s\t%.*s\t%.*s\n", quote.n < item->quote.n ? "…" : "", STR_ARG(item->why),
        STR_ARG(item->note ? item->note->note : S("")));
}

static void
put_report(struct table_of *t, const struct entry *n, const struct review_items *items)
{
    if (t->c->json) {
        begin_report(t, n);
        json_field_opt(&t->j, S("error"), S(""));
        json_key(&t->j, S("findings"));
        json_array(&t->j);
    }
    for (size_t i = 0; i < items->n; i++) {
        if (!items->v[i].fault)
            continue;
        t->c->found_wanting = 1;
        if (t->c->json)
            json_row(&t->j, &items->v[i]);
        else
            text_row(t, n, &items->v[i]);
    }
    if (t->c->json) {
        json_array_end(&t->j);
        json_object_end(&t->j);
    }
}

static void
put_failure(struct table_of *t, const struct entry *n, const struct err *why)
{
    t->c->found_wanting = 1;
    if (t->c->json) {
        begin_report(t, n);
        json_field_str(&t->j, S("error"), str_from(why->text));
        json_key(&t->j, S("findings"));
        json_array(&t->j);
        json_array_end(&t->j);
        json_object_end(&t->j);
        return;
    }
    out_fmt(&t->c->out, "%.*s\t%.*s\t%s\t%s\t\t%s\t\n", STR_ARG(n->org_name), STR_ARG(n->file),
        tr("整份"), tr("未能核对"), why->text);
}

/* ---- the table ---- */

static bool
begin_table(struct table_of *t, struct call *c, struct work *w, struct err *e)
{
    *t = (struct table_of){.c = c, .w = w, .year = (int)call_int(c, "year", 0)};
    if (!call_read(c, w, e))
        return false;
    t->j = json_begin(&c->out);
    if (c->json) {
        json_object(&t->j);
        json_key(&t->j, S("reports"));
        json_array(&t->j);
    }
    return true;
}

static void
end_table(struct table_of *t)
{
    if (t->c->json) {
        json_array_end(&t->j);
        json_object_end(&t->j);
        out_char(&t->c->out, '\n');
    } else if (!t->c->found_wanting) {
        out_fmt(&t->c->out, tr("核对了 %zu 份，没有发现需要改正的地方。\n"), t->done);
    }
    work_end(t->w);
}

/* ---- what was sent ---- */

static bool
check_sent(struct table_of *t, const struct review_sent *sent, struct err *e)
{
    struct work own = *t->w;
    struct review_items items;
    struct entry n = {.org_id = sent->org_id, .org_name = sent->org_name, .version = sent->version};
    own.arena = arena_open();
    own.grants = NULL; /* what is remembered lies in the arena */
    bool ok = review_sent_check(&own, sent, t->year, &items, e);
    if (ok)
        put_report(t, &n, &items);
    arena_close(own.arena);
    t->done++;
    tell_progress(t);
    return ok;
}

bool
review_all(struct call *c, struct err *e)
{
    struct table_of t;
    struct work w;
    struct org org;
    struct review_sents list = {0};
    if (!begin_table(&t, c, &w, e))
        return false;
    bool ok = call_org(c, &w, &org, e);
    do {
        ok = ok &&
            review_sent_list(
                &w, &(struct review_sent_filter){org.id, t.year, t.done, SENT_AT_ONCE}, &list, e);
        t.total = ok ? (size_t)list.total : 0;
        for (size_t i = 0; ok && i < list.n; i++)
            ok = check_sent(&t, &list.v[i], e);
    } while (ok && list.n && t.done < t.total);
    end_table(&t);
    return ok;
}

/* ---- files ---- */

bool
review_is_folder(struct str path, struct arena *a)
{
    struct stat st;
    return stat(arena_cstr(a, path), &st) == 0 && S_ISDIR(st.st_mode);
}

struct paths {
    struct str *v;
    size_t n;
};

static bool
add_paths(struct call *c, struct str path, struct paths *list, struct err *e)
{
    struct arena *a = c->arena;
    struct str *names;
    size_t n;
    if (!review_is_folder(path, a)) {
        LIST_ADD(a, list, path);
        return true;
    }
    if (!dir_names(a, arena_cstr(a, path), S(""), &names, &n, e))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct str file = arena_fmt(a, "%.*s/%.*s", STR_ARG(path), STR_ARG(names[i]));
        if (!review_is_folder(file, a))
            LIST_ADD(a, list, file);
    }
    return true;
}

static bool
read_text(struct arena *a, struct str path, struct str *text, struct err *e)
{
    struct child_text read;
    int fd = open(arena_cstr(a, path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(e, ERR_NOT_FOUND, tr("打不开文件“%.*s”。"), STR_ARG(path));
    bool ok = child_read(a, fd, str_ends(path, S(".md")), &read, e);
    (void)close(fd);
    if (ok && read.text.n > REPORT_TEXT_MAX)
        return err_set(e, ERR_LIMIT, "%s", tr("文字太长，请确认选对了文件。"));
    *text = ok ? read.text : S("");
    return ok;
}

/* The org that the file's name or the head of its text names; the longest name counts. */
static void
find_org(struct entry *n, const struct orgs *orgs, struct str text)
{
    size_t best = 0;
    struct str head = str_slice(text, 0, HEAD_BYTES);
    for (size_t i = 1; i < orgs->n; i++) {
        struct str name = orgs->v[i].name;
        if (name.n <= best ||
            (str_find(n->file, name, 0) == SIZE_MAX && str_find(head, name, 0) == SIZE_MAX))
            continue;
        best = name.n;
        n->org_id = orgs->v[i].id;
        n->org_name = name;
    }
    n->unnamed = best == 0 && orgs->n > 1;
}

static bool
check_one(struct table_of *t, const struct orgs *orgs, struct str path, struct err *e)
{
    struct work own = *t->w;
    struct review_items items;
    struct str text;
    struct err why = {0};
    struct entry n = {.org_id = orgs->v[0].id, .org_name = orgs->v[0].name, .file = path};
    bool ok = true;
    own.arena = arena_open();
    own.grants = NULL; /* what is remembered lies in the arena */
    bool readable = read_text(own.arena, path, &text, &why);
    find_org(&n, orgs, readable ? text : S(""));
    if (!readable) {
        put_failure(t, &n, &why);
    } else {
        ok = review_check(&own, n.org_id, t->year, text, &items, e);
        if (ok)
            put_report(t, &n, &items);
    }
    arena_close(own.arena);
    t->done++;
    tell_progress(t);
    return ok;
}

bool
review_files(struct call *c, struct err *e)
{
    struct table_of t;
    struct work w;
    struct org org;
    struct orgs orgs = {0};
    struct paths list = {0};
    for (size_t i = 0; i < c->args_n; i++)
        if (!add_paths(c, c->args[i], &list, e))
            return false;
    if (!begin_table(&t, c, &w, e))
        return false;
    bool ok = call_org(c, &w, &org, e) && org_subtree(&w, org.id, ORGS_MAX, &orgs, e);
    t.total = list.n;
    for (size_t i = 0; ok && i < list.n; i++)
        ok = check_one(&t, &orgs, list.v[i], e);
    end_table(&t);
    return ok;
}
