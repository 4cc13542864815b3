/* In the child: an archive's entries as frames. */
#include "doc/child_form.h"

#include "base/lang.h"

#include <zip.h>

enum {
    ENTRIES_MAX = 100000,
    RATIO_MAX = 200, /* unpacked bytes for one packed byte, above the first MiB of an entry */
    RATIO_FREE = 1024 * 1024,
    READ = 32 * 1024
};

#define ENTRY_MAX INT64_C(209715200)   /* 200 MiB: more is no document that could be read */
#define ALL_MAX   INT64_C(17179869184) /* 16 GiB out of one archive */

struct unzip {
    zip_t *zip;
    int to;
    int64_t all;
};

static bool
frame(int to, enum child_frame_kind kind, struct str bytes)
{
    struct out o;
    out_init(&o, (size_t)CHILD_CHUNK * 2);
    child_put_frame(&o, kind, bytes);
    bool ok = child_write(to, out_str(&o));
    out_release(&o);
    return ok;
}

static bool
refuse(int to, enum child_frame_kind kind, const struct err *why)
{
    struct out o;
    out_init(&o, CHILD_CHUNK);
    child_put_refusal(&o, why);
    bool ok = frame(to, kind, str_slice(out_str(&o), 4, SIZE_MAX)); /* without the mark */
    out_release(&o);
    return ok;
}

static bool
too_large(const struct unzip *u, int64_t got, const zip_stat_t *st, struct err *e)
{
    if (got > ENTRY_MAX)
        return err_set(e, ERR_LIMIT, tr("解开后超过 %d MiB，没有收入。"), (int)(ENTRY_MAX >> 20));
    if (got > RATIO_FREE && (uint64_t)(got - RATIO_FREE) / RATIO_MAX > st->comp_size)
        return err_set(e, ERR_LIMIT, "%s", tr("压缩比异常，疑似压缩炸弹，没有收入。"));
    if (u->all + got > ALL_MAX)
        return err_set(
            e, ERR_LIMIT, tr("压缩包解开后超过 %d GiB，其余没有收入。"), (int)(ALL_MAX >> 30));
    return true;
}

/* *why is filled where the entry is bad; false when the other side is gone. */
static bool
copy_entry(struct unzip *u, zip_file_t *file, const zip_stat_t *st, struct err *why)
{
    char buffer[READ];
    int64_t got = 0;
    zip_int64_t n;
    while ((n = zip_fread(file, buffer, sizeof(buffer))) > 0) {
        got += n;
        if (!too_large(u, got, st, why))
            break;
        if (!frame(u->to, CHILD_BYTES, str_make(buffer, (size_t)n)))
            return false;
    }
    if (n < 0)
        (void)err_set(
            why, ERR_INPUT, tr("压缩包中的这个文件已损坏（%s）。"), zip_file_strerror(file));
    u->all += got;
    return true;
}

static bool
unzip_entry(struct unzip *u, zip_uint64_t i)
{
    zip_stat_t st;
    struct err why = {0};
    const char *name = zip_get_name(u->zip, i, ZIP_FL_ENC_RAW);
    struct str raw = str_slice(str_from(name), 0, CHILD_NAME_MAX);
    if (zip_stat_index(u->zip, i, 0, &st) != 0 || (st.valid & ZIP_STAT_COMP_SIZE) == 0)
        st = (zip_stat_t){.comp_size = 0};
    if (raw.n == 0 || str_ends(raw, S("/")) || str_ends(raw, S("\\")))
        return true; /* a folder */
    if (!frame(u->to, CHILD_BEGIN, raw))
        return false;
    zip_file_t *file = NULL;
    if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
        (void)err_set(
            &why, ERR_INPUT, "%s", tr("压缩包设有密码，读不出来。请去掉密码后重新打包。"));
    else if ((file = zip_fopen_index(u->zip, i, 0)) == NULL)
        (void)err_set(
            &why, ERR_INPUT, tr("压缩包中的这个文件已损坏（%s）。"), zip_strerror(u->zip));
    bool there = !file || copy_entry(u, file, &st, &why);
    if (file)
        (void)zip_fclose(file);
    return there &&
        (why.code == ERR_NONE ? frame(u->to, CHILD_END, S("")) : refuse(u->to, CHILD_BAD, &why));
}

/* An office document that was given a .zip name. */
static bool
is_office(zip_t *zip)
{
    return zip_name_locate(zip, "[Content_Types].xml", 0) >= 0 ||
        (zip_name_locate(zip, "META-INF/manifest.xml", 0) >= 0 &&
            zip_name_locate(zip, "content.xml", 0) >= 0);
}

static bool
unzip_all(struct unzip *u)
{
    struct err why = {0};
    zip_int64_t n = zip_get_num_entries(u->zip, 0);
    if (is_office(u->zip))
        return frame(u->to, CHILD_OFFICE, S(""));
    if (n > ENTRIES_MAX) {
        (void)err_set(&why, ERR_LIMIT, tr("压缩包里有 %lld 个文件，超过上限 %d 个，没有收入。"),
            (long long)n, (int)ENTRIES_MAX);
        return refuse(u->to, CHILD_STOP, &why);
    }
    for (zip_int64_t i = 0; i < n; i++)
        if (!unzip_entry(u, (zip_uint64_t)i))
            return false;
    return frame(u->to, CHILD_DONE, S(""));
}

bool
child_unzip(int fd, int to)
{
    int code = 0;
    struct unzip u = {.zip = zip_fdopen(fd, 0, &code), .to = to};
    if (!u.zip) {
        zip_error_t error;
        struct err why = {0};
        zip_error_init_with_code(&error, code);
        (void)err_set(&why, ERR_INPUT, tr("压缩包已损坏或不是 zip 格式（%s）。请重新打包后再试。"),
            zip_error_strerror(&error));
        zip_error_fini(&error);
        return refuse(to, CHILD_STOP, &why);
    }
    bool ok = unzip_all(&u);
    zip_discard(u.zip);
    return ok;
}
