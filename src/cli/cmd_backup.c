#include "base/file.h"
#include "base/lang.h"
#include "cli/commands.h"
#include "domain/backup.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* taizhang-2026-11-25-0930.tar: in the order of their names the oldest stands first. */
static struct str
dated_name(struct call *c)
{
    struct time_text now = clock_format(clock_now_ms(&c->clock));
    return arena_fmt(c->arena, "taizhang-%.10s-%.2s%.2s.tar", now.z, now.z + 11, now.z + 14);
}

static bool
keep_newest(struct call *c, const char *folder, int64_t keep, struct err *e)
{
    struct str *names;
    size_t n, ours = 0;
    if (!dir_names(c->arena, folder, S(".tar"), &names, &n, e))
        return false;
    for (size_t i = 0; i < n; i++)
        if (str_starts(names[i], S("taizhang-")))
            names[ours++] = names[i];
    for (size_t i = 0; (int64_t)(ours - i) > keep; i++)
        if (!file_remove(arena_fmt(c->arena, "%s/%.*s", folder, STR_ARG(names[i])).p, e))
            return false;
    return true;
}

static void
numbers_json(struct json_out *j, const struct backup_numbers *n)
{
    json_field_int(j, S("entries"), n->entries);
    json_field_str(j, S("root"), str_from(sha256_hex(n->root).z));
    json_field_int(j, S("rows"), n->rows);
    json_field_int(j, S("files"), n->files);
    json_field_int(j, S("damaged"), n->damaged);
    json_field_int(j, S("bytes"), n->bytes);
    json_field_str(j, S("sha256"), str_from(sha256_hex(n->digest).z));
}

/* On a terminal: a line that is written over. */
static void
tell(void *arg, int64_t bytes)
{
    int64_t *told = arg;

    enum {
        STEP = 16 * 1024 * 1024
    };

    if (bytes - *told < STEP)
        return;
    *told = bytes;
    (void)fprintf(stderr, tr("\r已写 %lld MB"), (long long)(bytes >> 20));
}

static void
print(struct call *c, const char *path, const struct backup_numbers *n)
{
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        json_field_str(&j, S("file"), str_from(path));
        numbers_json(&j, n);
        json_field_int(&j, S("took_ms"), n->took_ms);
        json_object_end(&j);
        out_char(&c->out, '\n');
        return;
    }
    long long megabytes = (n->bytes >> 20) + 1;
    out_fmt(&c->out, tr("已备份到 %s：%lld 行、文件 %lld 个，共 %lld MB，流水到第 %lld 条。\n"),
        path, (long long)n->rows, (long long)n->files, megabytes, (long long)n->entries);
    if (n->damaged)
        out_fmt(&c->out,
            tr("其中 %lld 个文件的内容与登记的不一致，照原样备份了；taizhang verify 列出是哪些。\n"),
            (long long)n->damaged);
    out_fmt(&c->out,
        tr("备份里有签名用的私钥和口令的散列，拿到它就能读到全部内容：请另存一处并妥善保管。\n"));
}

bool
cmd_backup(struct call *c, struct err *e)
{
    struct backup_numbers n;
    int64_t told = 0;
    struct backup_progress progress = {tell, &told};
    const char *path = arena_cstr(c->arena, c->args[0]), *folder = NULL;
    if (is_folder(path)) {
        folder = path;
        path = arena_fmt(c->arena, "%s/%.*s", folder, STR_ARG(dated_name(c))).p;
    } else if (call_has(c, "keep")) {
        return err_set(e, ERR_USAGE, tr("--keep 要和文件夹一起用，“%s”不是文件夹。"), path);
    }
    bool terminal = isatty(STDERR_FILENO);
    if (!call_house(c, false, e) ||
        !backup_make(c->house, path, terminal ? &progress : NULL, &n, e) ||
        (folder && call_has(c, "keep") && !keep_newest(c, folder, call_int(c, "keep", 1), e)))
        return false;
    if (told)
        (void)fputc('\n', stderr);
    print(c, path, &n);
    if (n.damaged)
        c->found_wanting = 1;
    return true;
}

static bool
rehearse(struct call *c, const char *path, struct err *e)
{
    struct rehearsal r;
    if (!call_house(c, false, e) || !backup_rehearse(c->house, path, &r, e))
        return false;
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        numbers_json(&j, &r.numbers);
        json_field_int(&j, S("faults"), r.faults);
        json_field_int(&j, S("took_ms"), r.numbers.took_ms);
        json_object_end(&j);
        out_char(&c->out, '\n');
    } else if (r.faults) {
        out_fmt(&c->out,
            tr("演练发现 %lld 处不符：这份备份恢复出来的台账通不过核验。请另作一份。\n"),
            (long long)r.faults);
    } else {
        out_fmt(&c->out,
            tr("演练通过：%lld 行、文件 %lld 个恢复出来，流水 %lld 条与备份时一致，核验无误；临时的一处已删去。\n"),
            (long long)r.numbers.rows, (long long)r.numbers.files, (long long)r.numbers.entries);
    }
    if (r.faults)
        c->found_wanting = 1;
    return true;
}

bool
cmd_restore(struct call *c, struct err *e)
{
    struct backup_numbers n;
    const char *path = arena_cstr(c->arena, c->args[0]);
    struct restore_place place = {.data = c->data, .db = c->db};
    if (call_has(c, "rehearse"))
        return rehearse(c, path, e);
    if (!backup_restore(path, &place, &n, e) || !call_house(c, false, e))
        return false;
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        numbers_json(&j, &n);
        json_object_end(&j);
        out_char(&c->out, '\n');
        return true;
    }
    out_fmt(&c->out, tr("已恢复到 %s：%lld 行、文件 %lld 个，流水到第 %lld 条。\n"), c->data,
        (long long)n.rows, (long long)n.files, (long long)n.entries);
    out_fmt(&c->out, tr("用 taizhang verify 全面核验；有带走的检查点，一并给出。\n"));
    return true;
}
