#include "doc/ole.h"

#include "base/in.h"

#include <ctype.h>

enum {
    HEADER = 512,
    ENTRY = 128,
    NAME_BYTES = 64,
    HEADER_TABLES = 109
};

enum {
    MAX_SECTORS = 1024,
    MAX_TODO = 512,
    MAX_STEPS = 65536,
    TABLE_LISTS = 4096
};

#define SECTOR_LAST 0xFFFFFFF0U /* from here on: no sector, but an end or a mark */

/* The directory: its sectors found by the table of sectors, put end to end as far as MAX_SECTORS. */
struct directory {
    struct str bytes;
    unsigned shift; /* log2 of the size of a sector */
    uint32_t sectors[MAX_SECTORS];
    size_t n;
};

static uint32_t
u32_at(struct str s, size_t at)
{
    struct in in = in_from(str_slice(s, at, 4));
    return in_u32le(&in);
}

static struct str
sector(const struct directory *d, uint32_t number)
{
    return str_slice(d->bytes, ((size_t)number + 1) << d->shift, (size_t)1 << d->shift);
}

/* Where the n-th sector of the table of sectors is: the first 109 are told by the header, the others by a chain of
   lists. */
static uint32_t
table_sector(const struct directory *d, size_t which)
{
    if (which < HEADER_TABLES)
        return u32_at(d->bytes, 76 + 4 * which);
    which -= HEADER_TABLES;
    size_t per_list = ((size_t)1 << (d->shift - 2)) - 1;
    uint32_t list = u32_at(d->bytes, 68);
    for (size_t step = 0; which >= per_list && step < TABLE_LISTS; step++, which -= per_list)
        list = u32_at(sector(d, list), 4 * per_list);
    return which < per_list ? u32_at(sector(d, list), 4 * which) : UINT32_MAX;
}

static bool
next_sector(const struct directory *d, uint32_t number, uint32_t *next)
{
    size_t per_sector = (size_t)1 << (d->shift - 2);
    struct str table = sector(d, table_sector(d, number / per_sector));
    size_t at = 4 * (number % per_sector);
    if (at + 4 > table.n)
        return false;
    *next = u32_at(table, at);
    return true;
}

static bool
open_directory(struct str bytes, struct directory *d)
{
    struct in in = in_from(str_slice(bytes, 30, 2));
    *d = (struct directory){.bytes = bytes, .shift = in_u16le(&in)};
    if (bytes.n < HEADER || (d->shift != 9 && d->shift != 12))
        return false;
    uint32_t number = u32_at(bytes, 48);
    while (d->n < MAX_SECTORS && number < SECTOR_LAST && sector(d, number).n != 0) {
        d->sectors[d->n++] = number;
        if (!next_sector(d, number, &number))
            break;
    }
    return d->n > 0;
}

static struct str
entry(const struct directory *d, uint32_t index)
{
    size_t per_sector = (size_t)1 << (d->shift - 7), which = index / per_sector;
    if (which >= d->n)
        return (struct str){0};
    struct str e = str_slice(sector(d, d->sectors[which]), ENTRY * (index % per_sector), ENTRY);
    return e.n == ENTRY ? e : (struct str){0};
}

/* Names are UTF-16LE and compare without case; those looked for are ASCII. */
static bool
name_is(struct str e, struct str name)
{
    if (2 * name.n + 2 > NAME_BYTES)
        return false;
    for (size_t i = 0; i <= name.n; i++) {
        int c = i < name.n ? tolower((unsigned char)name.p[i]) : 0;
        if (tolower((unsigned char)e.p[2 * i]) != c || e.p[2 * i + 1] != '\0')
            return false;
    }
    return true;
}

static enum ole_kind
entry_kind(struct str e)
{
    if (name_is(e, S("EncryptedPackage")))
        return OLE_ENCRYPTED;
    if (name_is(e, S("WordDocument")))
        return OLE_WORD;
    return name_is(e, S("Workbook")) || name_is(e, S("Book")) ? OLE_EXCEL : OLE_OTHER;
}

/* The entries of the root storage form a tree by left and right siblings; what is embedded deeper (a workbook in
   a letter) does not count. */
enum ole_kind
ole_kind(struct str bytes)
{
    struct directory d;
    struct str root = {0};
    if (open_directory(bytes, &d))
        root = entry(&d, 0);
    if (root.n == 0)
        return OLE_DAMAGED;
    uint32_t todo[MAX_TODO];
    size_t n = 0, steps = 0;
    todo[n++] = u32_at(root, 76);
    while (n > 0 && ++steps <= MAX_STEPS) {
        struct str e = entry(&d, todo[--n]);
        if (e.n == 0)
            continue;
        enum ole_kind kind = entry_kind(e);
        if (kind != OLE_OTHER)
            return kind;
        if (n + 2 > MAX_TODO)
            break;
        todo[n++] = u32_at(e, 68);
        todo[n++] = u32_at(e, 72);
    }
    return OLE_OTHER;
}
