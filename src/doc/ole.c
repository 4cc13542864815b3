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
    TABLE_LISTS = 4096,
    SMALL_SECTOR = 64
};

/* Where things stand in an entry of the directory. */
enum {
    LEFT = 68,
    RIGHT = 72,
    ROOT_CHILD = 76,
    START = 116,
    SIZE = 120
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

/* The entries of the root storage form a tree by left and right siblings; what is embedded deeper (a workbook in
   a letter) does not count. Empty when there is none of this name. */
static struct str
find_entry(const struct directory *d, struct str name)
{
    uint32_t todo[MAX_TODO];
    size_t n = 0, steps = 0;
    todo[n++] = u32_at(entry(d, 0), ROOT_CHILD);
    while (n > 0 && ++steps <= MAX_STEPS) {
        struct str e = entry(d, todo[--n]);
        if (e.n == 0)
            continue;
        if (name_is(e, name))
            return e;
        if (n + 2 > MAX_TODO)
            break;
        todo[n++] = u32_at(e, LEFT);
        todo[n++] = u32_at(e, RIGHT);
    }
    return (struct str){0};
}

enum ole_kind
ole_kind(struct str bytes)
{
    static const struct {
        struct str name;
        enum ole_kind kind;
    } STREAMS[] = {{str_lit("EncryptedPackage"), OLE_ENCRYPTED},
        {str_lit("WordDocument"), OLE_WORD}, {str_lit("Workbook"), OLE_EXCEL},
        {str_lit("Book"), OLE_EXCEL}};
    struct directory d;
    if (!open_directory(bytes, &d) || entry(&d, 0).n == 0)
        return OLE_DAMAGED;
    for (size_t i = 0; i < sizeof(STREAMS) / sizeof(STREAMS[0]); i++)
        if (find_entry(&d, STREAMS[i].name).n)
            return STREAMS[i].kind;
    return OLE_OTHER;
}

/* The sectors of a chain, end to end, as far as `size`. */
static struct str
chain(struct arena *a, const struct directory *d, uint32_t first, size_t size)
{
    if (size > d->bytes.n)
        return (struct str){0};
    char *p = arena_array(a, char, size + 1);
    size_t n = 0;
    for (uint32_t number = first; n < size && number < SECTOR_LAST;) {
        struct str part = str_slice(sector(d, number), 0, size - n);
        if (part.n == 0)
            break;
        memcpy(p + n, part.p, part.n);
        n += part.n;
        if (!next_sector(d, number, &number))
            break;
    }
    return str_make(p, n);
}

/* Small streams are kept in pieces of 64 bytes inside the root entry's stream, with a table of their own. */
static struct str
small_chain(struct arena *a, const struct directory *d, uint32_t first, size_t size)
{
    struct str root = entry(d, 0);
    struct str pool = chain(a, d, u32_at(root, START), u32_at(root, SIZE));
    struct str table = chain(a, d, u32_at(d->bytes, 60), (size_t)u32_at(d->bytes, 64) << d->shift);
    char *p = arena_array(a, char, size + 1);
    size_t n = 0;
    for (uint32_t number = first; n < size && number < SECTOR_LAST;) {
        size_t at = (size_t)number * SMALL_SECTOR, left = size - n;
        struct str part = str_slice(pool, at, left < SMALL_SECTOR ? left : SMALL_SECTOR);
        if (part.n == 0)
            break;
        memcpy(p + n, part.p, part.n);
        n += part.n;
        if (4 * (size_t)number + 4 > table.n)
            break;
        number = u32_at(table, 4 * (size_t)number);
    }
    return str_make(p, n);
}

struct str
ole_stream(struct arena *a, struct str bytes, struct str name)
{
    struct directory d;
    struct str e = {0};
    if (open_directory(bytes, &d))
        e = find_entry(&d, name);
    if (e.n == 0)
        return (struct str){0};
    size_t size = u32_at(e, SIZE);
    bool small = size < u32_at(bytes, 56);
    return (small ? small_chain : chain)(a, &d, u32_at(e, START), size);
}
