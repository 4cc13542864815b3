/* 监视文件夹: which folders of the machine are watched, and for whom. */
#include "domain/library_int.h"

#include "base/bug.h"
#include "base/lang.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/right.h"
#include "store/store.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

static struct str
join_tags(struct arena *a, const struct library_target *to)
{
    return arena_join(a, to->tags, to->tags_n, S("\n"));
}

static bool
note(struct work *w, const struct library_org *org, int64_t id, const char *what,
    struct str snapshot, struct err *e)
{
    struct journal_entry entry = {.root_id = org->root_id,
        .org_id = org->id,
        .what = str_from(what),
        .object = S("library_watch"),
        .object_id = id,
        .snapshot = snapshot};
    return journal_append(w, &entry, NULL, e);
}

static bool
machine_only(struct work *w, struct err *e)
{
    BUG_ON(!w->writing, "watched folders are changed inside a job only");
    return w->actor.system ||
        err_set(e, ERR_DENIED, "%s",
            tr("监视哪些文件夹由管理员在本机上设置：taizhang library watch 文件夹。"));
}

bool
library_watch_add(
    struct work *w, struct str path, const struct library_target *given, int64_t *id, struct err *e)
{
    char root[PATH_MAX];
    struct stat st;
    struct library_org org;
    struct library_target to = *given;
    struct stmt *s;
    if (!machine_only(w, e) || !library_org_get(w, to.org_id, &org, e) ||
        !library_folder_check(w->arena, &to.folder, e) ||
        !library_tags_check(w->arena, to.tags, to.tags_n, &to.tags, &to.tags_n, e))
        return false;
    if (!realpath(arena_cstr(w->arena, path), root) || stat(root, &st) != 0 || !S_ISDIR(st.st_mode))
        return err_set(e, ERR_NOT_FOUND, tr("%.*s 不是文件夹，没有登记。"), STR_ARG(path));
    int64_t fresh;
    if (!db_new_id(w->db, &fresh, e) ||
        !stmt_open(w->db, SQL_LIBRARY_WATCH_PUT,
            VALS(v_int(fresh), v_int(org.root_id), v_int(org.id), v_int(to.lock),
                v_str(str_from(root)), v_str(to.folder), v_str(join_tags(w->arena, &to)),
                v_int(w->now_ms)),
            &s, e))
        return false;
    bool ok = stmt_step(s, e) == STEP_ROW;
    *id = ok ? stmt_int(s, 0) : 0;
    stmt_close(s);
    return ok && note(w, &org, *id, "library.watch", str_from(root), e);
}

bool
library_watch_remove(struct work *w, int64_t id, struct err *e)
{
    struct library_org org;
    struct stmt *s;
    if (!machine_only(w, e) || !stmt_open(w->db, SQL_LIBRARY_WATCH_ORG, VALS(v_int(id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    int64_t org_id = step == STEP_ROW ? stmt_int(s, 0) : 0;
    struct str path = step == STEP_ROW ? stmt_text(s, 1, w->arena) : S("");
    stmt_close(s);
    if (step == STEP_DONE)
        return err_set(e, ERR_NOT_FOUND, tr("没有编号 %lld 的监视文件夹。"), (long long)id);
    return step == STEP_ROW && library_org_get(w, org_id, &org, e) &&
        db_run(w->db, SQL_LIBRARY_WATCH_DROP, VALS(v_int(id)), NULL, e) &&
        note(w, &org, id, "library.unwatch", path, e);
}

static void
split_tags(struct arena *a, struct str tags, struct library_target *to)
{
    struct {
        struct str *v;
        size_t n;
    } list = {NULL, 0};

    struct str tag;
    while (str_split(&tags, '\n', &tag))
        LIST_ADD(a, &list, tag);
    to->tags = list.v;
    to->tags_n = list.n;
}

bool
library_watch_list(struct work *w, int64_t org_id, struct library_watches *list, struct err *e)
{
    struct library_range r;
    struct stmt *s;
    *list = (struct library_watches){NULL, 0};
    if (org_id == 0 && !w->actor.system)
        return err_set(e, ERR_DENIED, "%s", tr("请选择组织。"));
    if ((org_id != 0 && !right_check(w, org_id, RIGHT_READ, e)) ||
        !library_range(w, org_id, &r, e) ||
        !stmt_open(w->db, SQL_LIBRARY_WATCH_LIST, VALS(v_str(r.from), v_str(r.to)), &s, e))
        return false;
    stmt_each (s, e) {
        struct library_watch one = {.id = stmt_int(s, 0),
            .org_id = stmt_int(s, 1),
            .added_ms = stmt_int(s, 6),
            .path = stmt_text(s, 3, w->arena),
            .org_name = stmt_text(s, 7, w->arena)};
        one.to = (struct library_target){.org_id = one.org_id,
            .lock = (enum search_lock)stmt_int(s, 2),
            .folder = stmt_text(s, 4, w->arena)};
        split_tags(w->arena, stmt_text(s, 5, w->arena), &one.to);
        LIST_ADD(w->arena, list, one);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}
