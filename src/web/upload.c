/* Parts of a multipart form: fields into the parameters, files straight to the disk. */
#include "web/exchange.h"

#include "base/bug.h"
#include "base/file.h"
#include "base/utf8.h"

enum {
    FILES_MAX = 16,
    FIELD_BYTES = 64 * 1024,
    NAME_BYTES = 200
};

struct file_part {
    struct file_part *next;
    struct blob_writer *writer; /* NULL when finished */
    struct upload upload;
};

static struct file_part *
last_file(struct exchange *x, size_t *n)
{
    struct file_part *last = NULL;
    *n = 0;
    for (struct file_part *f = x->files; f; f = f->next, ++*n)
        last = f;
    return last;
}

/* A name safe to show and to give back: no control characters, at most NAME_BYTES. */
static struct str
clean_name(struct arena *a, struct str name)
{
    struct out o;
    out_init(&o, NAME_BYTES);
    uint32_t cp;
    for (struct str rest = name; utf8_next(&rest, &cp) && o.n + 4 <= NAME_BYTES;)
        if (cp >= 0x20 && cp != 0x7F && cp != '/' && cp != '\\' && !(cp >= 0x202A && cp <= 0x202E))
            utf8_put(&o, cp);
    struct str clean = arena_str(a, str_trim(out_str(&o)));
    out_release(&o);
    return clean.n ? clean : S("file");
}

static bool
begin_file(struct exchange *x, const struct multipart_part *part, struct err *e)
{
    const struct param *p = param_declared(x->rq.params, part->name);
    if (!p || p->type != PARAM_FILE || part->file_name.n == 0)
        return true; /* thrown away */
    if (exchange_forged(x))
        return err_set(
            e, ERR_DENIED, "%s", tr("这张表单已经失效，没有保存。请返回上一页，刷新后再提交。"));
    size_t n;
    struct file_part *last = last_file(x, &n);
    if (n == FILES_MAX)
        return err_set(e, ERR_LIMIT, tr("一次最多上传 %d 个文件，请分几次上传。"), FILES_MAX);
    struct file_part *f = arena_new(x->arena, struct file_part);
    if (!blob_open(house_files(app_house(x->app)), x->rq.route->upload_max, &f->writer, e))
        return false;
    f->upload.field = p->name;
    f->upload.name = clean_name(x->arena, part->file_name);
    f->upload.type = arena_str(x->arena, str_slice(part->type, 0, 100));
    *(last ? &last->next : &x->files) = f;
    if (last)
        last->upload.next = &f->upload;
    else
        x->rq.uploads = &f->upload; /* its size and digest come with upload_finish */
    x->file = f;
    return true;
}

static bool
begin(void *arg, const struct multipart_part *part, struct err *e)
{
    struct exchange *x = arg;
    x->file = NULL;
    x->field_name = S("");
    if (part->is_file)
        return begin_file(x, part, e);
    x->field_name = arena_str(x->arena, part->name);
    out_clear(&x->body);
    return true;
}

static bool
data(void *arg, struct str bytes, struct err *e)
{
    struct exchange *x = arg;
    if (x->file && !blob_add(x->file->writer, bytes, e))
        return false;
    if (x->field_name.n)
        out_put(&x->body, bytes);
    x->fields_seen += x->field_name.n ? bytes.n : 0;
    if (x->body.overflow || x->fields_seen > x->body.max)
        return err_set(e, ERR_LIMIT, "%s", tr("表单的一栏太长，没有保存。"));
    return true;
}

static bool
end(void *arg, struct err *e)
{
    (void)e;
    struct exchange *x = arg;
    if (x->field_name.n)
        param_set_add(x->rq.params, x->field_name, arena_str(x->arena, out_str(&x->body)));
    if (x->file)
        app_count(x->app, COUNT_UPLOADS);
    x->file = NULL;
    x->field_name = S("");
    return true;
}

bool
upload_begin(struct exchange *x)
{
    struct multipart_sink sink = {begin, data, end, x};
    x->is_multipart = multipart_init(&x->multipart, x->head[HEAD_CONTENT_TYPE], sink);
    return x->is_multipart;
}

bool
upload_finish(struct exchange *x, struct err *e)
{
    for (struct file_part *f = x->files; f; f = f->next) {
        struct blob_writer *w = f->writer;
        f->writer = NULL; /* freed by blob_finish in any case */
        if (!blob_finish(w, &f->upload.digest, &f->upload.size, e))
            return false;
    }
    return true;
}

void
upload_abort(struct exchange *x)
{
    for (struct file_part *f = x->files; f; f = f->next) {
        if (f->writer)
            blob_abort(f->writer);
        f->writer = NULL;
    }
}

int
upload_fd(const struct request *rq, const struct upload *upload)
{
    const struct file_part *f = exchange_of(rq)->files;
    while (f && &f->upload != upload)
        f = f->next;
    BUG_ON(!f || !f->writer, "a file is read in `prepare`, before it is kept");
    return blob_fd(f->writer);
}
