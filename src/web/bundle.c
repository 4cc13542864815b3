#include "web/bundle.h"

#include "base/log.h"
#include "base/utf8.h"

#include <fcntl.h>
#include <unistd.h>

enum {
    HEAD_BYTES = 30,
    AFTER_BYTES = 16, /* data descriptor: what is known only behind the bytes */
    ENTRY_BYTES = 46,
    END_BYTES = 22,
    NAME_BYTES = 400,
    NAMES_ALIKE = 10000,
    FLAGS = 0x0808, /* sizes and CRC follow the bytes; names are UTF-8 */
    VERSION = 20
};

enum part {
    PART_HEAD,
    PART_BYTES,
    PART_ENTRY,
    PART_END,
    PART_DONE
};

struct bundle {
    struct bundle_file *files;
    size_t n, at;
    uint32_t *crc, *offset;
    uint32_t table[256];
    uint32_t sent, directory;
    enum part part;
    int fd;            /* of the file being sent; -1 */
    int64_t left;      /* bytes of it */
    struct out record; /* written whole, sent in pieces */
    size_t record_sent;
};

static void
make_table(uint32_t table[256])
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
        table[i] = c;
    }
}

static uint32_t
crc_add(const uint32_t table[256], uint32_t crc, const char *p, size_t n)
{
    crc = ~crc;
    for (size_t i = 0; i < n; i++)
        crc = table[(crc ^ (unsigned char)p[i]) & 0xFF] ^ (crc >> 8);
    return ~crc;
}

static void
put(struct out *o, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        out_char(o, (char)(value >> (8 * i)));
}

/* Date in MS-DOS form, midnight. */
static uint32_t
dos_date(struct date d)
{
    if (d.year < 1980 || d.year > 2107)
        return 1U << 5 | 1U;
    return (uint32_t)(d.year - 1980) << 9 | (uint32_t)d.month << 5 | (uint32_t)d.day;
}

static void
put_common(struct bundle *b, const struct bundle_file *f, uint32_t crc, uint32_t size)
{
    put(&b->record, VERSION, 2);
    put(&b->record, FLAGS, 2);
    put(&b->record, 0, 2); /* stored */
    put(&b->record, 0, 2); /* time */
    put(&b->record, dos_date(f->dated), 2);
    put(&b->record, crc, 4);
    put(&b->record, size, 4);
    put(&b->record, size, 4);
    put(&b->record, (uint32_t)f->name.n, 2);
    put(&b->record, 0, 2); /* extra field */
}

static bool
begin_file(struct bundle *b)
{
    const struct bundle_file *f = &b->files[b->at];
    b->fd = open(f->path, O_RDONLY | O_CLOEXEC);
    b->left = f->size;
    b->offset[b->at] = b->sent;
    put(&b->record, 0x04034B50, 4);
    put_common(b, f, 0, 0);
    out_put(&b->record, f->name);
    if (b->fd < 0)
        log_error("a file that should go into an archive cannot be read: %s", f->path);
    return b->fd >= 0;
}

static void
end_file(struct bundle *b)
{
    uint32_t size = (uint32_t)b->files[b->at].size;
    (void)close(b->fd);
    b->fd = -1;
    put(&b->record, 0x08074B50, 4);
    put(&b->record, b->crc[b->at], 4);
    put(&b->record, size, 4);
    put(&b->record, size, 4);
}

static void
put_entry(struct bundle *b)
{
    const struct bundle_file *f = &b->files[b->at];
    put(&b->record, 0x02014B50, 4);
    put(&b->record, VERSION, 2);
    put_common(b, f, b->crc[b->at], (uint32_t)f->size);
    put(&b->record, 0, 2); /* comment */
    put(&b->record, 0, 2); /* disk */
    put(&b->record, 0, 2);
    put(&b->record, 0, 4); /* attributes */
    put(&b->record, b->offset[b->at], 4);
    out_put(&b->record, f->name);
}

static void
put_end(struct bundle *b)
{
    put(&b->record, 0x06054B50, 4);
    put(&b->record, 0, 4); /* disks */
    put(&b->record, (uint32_t)b->n, 2);
    put(&b->record, (uint32_t)b->n, 2);
    put(&b->record, b->sent - b->directory, 4);
    put(&b->record, b->directory, 4);
    put(&b->record, 0, 2); /* comment */
}

/* Makes the record of the part that comes now and names the part after it. */
static bool
turn(struct bundle *b)
{
    out_clear(&b->record);
    b->record_sent = 0;
    switch (b->part) {
    case PART_HEAD:
        b->part = PART_BYTES;
        return begin_file(b);
    case PART_BYTES: /* all sent */
        end_file(b);
        b->at++;
        b->part = b->at < b->n ? PART_HEAD : PART_ENTRY;
        if (b->part == PART_ENTRY) {
            b->at = 0;
            b->directory = b->sent + AFTER_BYTES;
        }
        return true;
    case PART_ENTRY:
        put_entry(b);
        b->at++;
        b->part = b->at < b->n ? PART_ENTRY : PART_END;
        return true;
    case PART_END:
        put_end(b);
        b->part = PART_DONE;
        return true;
    case PART_DONE:
        break;
    }
    return true;
}

static bool
read_file(struct bundle *b, char *to, size_t max, size_t *n)
{
    size_t want = (int64_t)max < b->left ? max : (size_t)b->left;
    ssize_t got = read(b->fd, to, want);
    if (got <= 0) /* gone, or shorter than it was */
        return false;
    b->crc[b->at] = crc_add(b->table, b->crc[b->at], to, (size_t)got);
    b->left -= got;
    *n = (size_t)got;
    return true;
}

static bool
bundle_next(void *arg, char *to, size_t max, size_t *n)
{
    struct bundle *b = arg;
    *n = 0;
    if (b->record_sent == b->record.n && !(b->part == PART_BYTES && b->left > 0)) {
        if (b->part == PART_DONE)
            return true;
        if (!turn(b))
            return false;
    }
    if (b->record_sent < b->record.n) {
        *n = b->record.n - b->record_sent < max ? b->record.n - b->record_sent : max;
        memcpy(to, b->record.p + b->record_sent, *n);
        b->record_sent += *n;
    } else if (!read_file(b, to, max, n)) {
        return false;
    }
    b->sent += (uint32_t)*n;
    return true;
}

static void
bundle_close(void *arg)
{
    struct bundle *b = arg;
    if (b->fd >= 0)
        (void)close(b->fd);
    out_release(&b->record);
}

/* ---- names ---- */

/* Relative, without "..", control characters and what Windows does not take. */
static struct str
safe_name(struct arena *a, struct str name)
{
    struct out o;
    out_init(&o, NAME_BYTES);
    struct str rest = name, part;
    while (str_split(&rest, '/', &part)) {
        part = str_trim(part);
        if (part.n == 0 || str_eq(part, S(".")) || str_eq(part, S("..")))
            continue;
        if (o.n)
            out_char(&o, '/');
        uint32_t cp;
        while (utf8_next(&part, &cp) && o.n + 4 <= NAME_BYTES) {
            bool bad = cp < 0x20 || cp == 0x7F || (cp < 0x80 && strchr("\\:*?\"<>|", (int)cp)) ||
                (cp >= 0x202A && cp <= 0x202E);
            utf8_put(&o, bad ? '_' : cp);
        }
    }
    struct str safe = o.n ? arena_str(a, out_str(&o)) : S("file");
    out_release(&o);
    return safe;
}

static bool
is_taken(const struct bundle_file *files, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(files[i].name, name))
            return true;
    return false;
}

/* "通知.docx", "通知 (2).docx" … */
static struct str
own_name(struct arena *a, const struct bundle_file *files, size_t n)
{
    struct str name = safe_name(a, files[n].name), own = name;
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.' && name.p[dot - 1] != '/')
        dot--;
    dot = dot > 0 && name.p[dot - 1] == '.' ? dot - 1 : name.n;
    for (int i = 2; is_taken(files, n, own) && i < NAMES_ALIKE; i++)
        own = arena_fmt(a, "%.*s (%d)%.*s", STR_ARG(str_slice(name, 0, dot)), i,
            STR_ARG(str_slice(name, dot, name.n)));
    return own;
}

bool
bundle_send(
    struct response *rs, struct bundle_file *files, size_t n, struct str name, struct err *e)
{
    struct arena *a = rs->arena;
    struct bundle *b = arena_new(a, struct bundle);
    struct body_stream *s = arena_new(a, struct body_stream);
    if (n > BUNDLE_FILES)
        return err_set(e, ERR_LIMIT, tr("一次最多打包 %d 个文件，请少选一些。"), BUNDLE_FILES);
    int64_t size = END_BYTES;
    for (size_t i = 0; i < n; i++) {
        files[i].name = own_name(a, files, i);
        size +=
            HEAD_BYTES + AFTER_BYTES + ENTRY_BYTES + 2 * (int64_t)files[i].name.n + files[i].size;
    }
    if (size >= UINT32_MAX)
        return err_set(e, ERR_LIMIT, "%s", tr("选中的文件合起来超过 4 GB，请少选一些。"));
    *b = (struct bundle){.files = files, .n = n, .fd = -1, .part = n ? PART_HEAD : PART_END};
    b->crc = arena_array(a, uint32_t, n);
    b->offset = arena_array(a, uint32_t, n);
    make_table(b->table);
    out_init(&b->record, ENTRY_BYTES + NAME_BYTES + 32);
    *s = (struct body_stream){size, b, bundle_next, bundle_close};
    rs->stream = s;
    response_download(rs, S("application/zip"), name);
    return true;
}
