#include "base/bug.h"
#include "base/in.h"
#include "base/lang.h"
#include "base/out.h"
#include "domain/list.h"
#include "domain/search_view.h"
#include "store/store.h"

enum {
    FACTS_MAGIC = 0x31464354,
    FACTS_BYTES_MAX = 1 << 30,
    SLOTS_FIRST = 64,
    TITLE_POINTS_MAX = 255
};

static struct search_facts *
facts_alloc(uint32_t max)
{
    struct arena *a = arena_open();
    struct search_facts *f = arena_new(a, struct search_facts);
    f->arena = a;
    atomic_init(&f->refs, 1);
    f->docno = arena_array(a, uint32_t, max);
    f->points = arena_array(a, uint32_t, max);
    f->day = arena_array(a, int32_t, max);
    f->scope = arena_array(a, uint32_t, max);
    f->kind = arena_array(a, uint16_t, max);
    f->year = arena_array(a, uint16_t, max);
    f->source = arena_array(a, uint8_t, max);
    f->flags = arena_array(a, uint8_t, max);
    f->title_points = arena_array(a, uint8_t, max);
    return f;
}

bool
search_broken(struct err *e)
{
    return err_set(e, ERR_STORE, tr("检索索引已损坏。请停止使用，检查磁盘，并从备份恢复。"));
}

struct search_facts *
facts_open(uint32_t max)
{
    return facts_alloc(max ? max : 1);
}

void
facts_ref(struct search_facts *f)
{
    atomic_fetch_add(&f->refs, 1);
}

void
facts_unref(struct search_facts *f)
{
    if (f && atomic_fetch_sub(&f->refs, 1) == 1)
        arena_close(f->arena);
}

/* ---- adding ---- */

static uint32_t
scope_hash(int64_t org_id, enum search_lock lock)
{
    uint64_t h = ((uint64_t)org_id * 4 + (uint64_t)lock) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(h >> 32);
}

static uint32_t *
scope_slot(struct search_facts *f, int64_t org_id, enum search_lock lock)
{
    uint32_t at = scope_hash(org_id, lock) & (f->slots_n - 1);
    while (f->slots[at]) {
        const struct search_scope *s = &f->scopes[f->slots[at] - 1];
        if (s->org_id == org_id && s->lock == lock)
            break;
        at = (at + 1) & (f->slots_n - 1);
    }
    return &f->slots[at];
}

static void
scopes_wider(struct search_facts *f)
{
    f->slots_n = f->slots_n ? f->slots_n * 2 : SLOTS_FIRST;
    f->slots = arena_array(f->arena, uint32_t, f->slots_n);
    for (uint32_t i = 0; i < f->scopes_n; i++)
        *scope_slot(f, f->scopes[i].org_id, f->scopes[i].lock) = i + 1;
}

static uint32_t
scope_of(struct search_facts *f, const struct search_scope *scope)
{
    if (f->scopes_n * 2 >= f->slots_n)
        scopes_wider(f);
    uint32_t *slot = scope_slot(f, scope->org_id, scope->lock);
    if (*slot == 0) {
        f->scopes = list_room(f->arena, f->scopes, f->scopes_n, sizeof *f->scopes);
        f->scopes[f->scopes_n] = (struct search_scope){.org_id = scope->org_id,
            .root_id = scope->root_id,
            .lock = scope->lock,
            .path = arena_str(f->arena, scope->path)};
        *slot = ++f->scopes_n;
    }
    return *slot - 1;
}

static uint16_t
kind_of(struct search_facts *f, struct str code, struct str title)
{
    for (uint32_t i = 0; i < f->kinds_n; i++)
        if (str_eq(f->kinds[i].code, code) && str_eq(f->kinds[i].title, title))
            return (uint16_t)i;
    if (f->kinds_n == UINT16_MAX) /* so many kinds are a mistake of somebody's */
        return 0;
    f->kinds = list_room(f->arena, f->kinds, f->kinds_n, sizeof *f->kinds);
    f->kinds[f->kinds_n++] =
        (struct search_kind){arena_str(f->arena, code), arena_str(f->arena, title)};
    return (uint16_t)(f->kinds_n - 1);
}

void
facts_add(struct search_facts *f, const struct search_fact *one)
{
    uint32_t i = f->n++;
    BUG_ON(i > 0 && f->docno[i - 1] >= one->docno, "documents out of order");
    struct search_scope scope = {.org_id = one->org_id, .root_id = one->root_id, .lock = one->lock};
    f->docno[i] = one->docno;
    f->points[i] = one->points;
    f->day[i] = date_is_none(one->dated) ? FACT_NO_DAY : date_to_days(one->dated);
    f->scope[i] = scope_of(f, &scope);
    f->kind[i] = kind_of(f, one->kind, one->kind_title);
    f->year[i] = one->year > 0 && one->year <= UINT16_MAX ? (uint16_t)one->year : 0;
    f->source[i] = (uint8_t)one->source;
    f->flags[i] = (uint8_t)one->flags;
    f->title_points[i] =
        (uint8_t)(one->title_points < TITLE_POINTS_MAX ? one->title_points : TITLE_POINTS_MAX);
}

void
facts_add_from(struct search_facts *f, const struct search_facts *from, uint32_t i)
{
    uint32_t n = f->n++;
    const struct search_kind *kind = &from->kinds[from->kind[i]];
    f->docno[n] = from->docno[i];
    f->points[n] = from->points[i];
    f->day[n] = from->day[i];
    f->scope[n] = scope_of(f, &from->scopes[from->scope[i]]);
    f->kind[n] = kind_of(f, kind->code, kind->title);
    f->year[n] = from->year[i];
    f->source[n] = from->source[i];
    f->flags[n] = from->flags[i];
    f->title_points[n] = from->title_points[i];
}

uint32_t
facts_find(const struct search_facts *f, uint32_t docno)
{
    uint32_t low = 0, high = f->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (f->docno[mid] < docno)
            low = mid + 1;
        else
            high = mid;
    }
    return low < f->n && f->docno[low] == docno ? low : UINT32_MAX;
}

bool
facts_finish(struct work *w, struct search_facts *f, struct err *e)
{
    f->empty = arena_array(f->arena, uint32_t, f->n + 1);
    f->empty_n = 0;
    for (uint32_t i = 0; i < f->n; i++)
        if (f->points[i] == 0)
            f->empty[f->empty_n++] = i;
    for (uint32_t i = 0; i < f->scopes_n; i++) {
        struct stmt *s;
        if (f->scopes[i].path.n)
            continue; /* an org stays where it is */
        if (!stmt_open(w->db, SQL_RIGHT_ORG_PATH, VALS(v_int(f->scopes[i].org_id)), &s, e))
            return false;
        if (stmt_step(s, e) == STEP_ROW)
            f->scopes[i].path = stmt_text(s, 0, f->arena);
        bool failed = stmt_failed(s);
        stmt_close(s);
        if (failed)
            return false;
    }
    return true;
}

/* ---- as bytes, little end first ---- */

static void
put(struct out *o, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        out_char(o, (char)(v >> (8 * i) & 0xFF));
}

static void
put_text(struct out *o, struct str s)
{
    put(o, s.n, 4);
    out_put(o, s);
}

struct str
facts_encode(struct arena *a, const struct search_facts *f)
{
    struct out o;
    out_init(&o, FACTS_BYTES_MAX);
    put(&o, FACTS_MAGIC, 4);
    put(&o, f->n, 4);
    put(&o, f->scopes_n, 4);
    put(&o, f->kinds_n, 4);
    for (uint32_t i = 0; i < f->scopes_n; i++) {
        put(&o, (uint64_t)f->scopes[i].org_id, 8);
        put(&o, (uint64_t)f->scopes[i].root_id, 8);
        put(&o, (uint64_t)f->scopes[i].lock, 1);
    }
    for (uint32_t i = 0; i < f->kinds_n; i++) {
        put_text(&o, f->kinds[i].code);
        put_text(&o, f->kinds[i].title);
    }
    for (uint32_t i = 0; i < f->n; i++) {
        put(&o, f->docno[i], 4);
        put(&o, f->points[i], 4);
        put(&o, (uint32_t)f->day[i], 4);
        put(&o, f->scope[i], 4);
        put(&o, f->kind[i], 2);
        put(&o, f->year[i], 2);
        put(&o, f->source[i], 1);
        put(&o, f->flags[i], 1);
        put(&o, f->title_points[i], 1);
    }
    BUG_ON(o.overflow, "too many facts for one segment");
    struct str bytes = arena_str(a, out_str(&o));
    out_release(&o);
    return bytes;
}

enum {
    FACT_BYTES = 23
};

static uint64_t
take_u64(struct in *in)
{
    uint64_t low = in_u32le(in);
    return (uint64_t)in_u32le(in) << 32 | low;
}

static void
decode_tables(struct search_facts *f, struct in *in)
{
    f->scopes = arena_array(f->arena, struct search_scope, f->scopes_n + 1);
    for (uint32_t i = 0; i < f->scopes_n; i++) {
        f->scopes[i].org_id = (int64_t)take_u64(in);
        f->scopes[i].root_id = (int64_t)take_u64(in);
        f->scopes[i].lock = (enum search_lock)in_byte(in);
    }
    f->kinds = arena_array(f->arena, struct search_kind, f->kinds_n + 1);
    for (uint32_t i = 0; i < f->kinds_n; i++) {
        f->kinds[i].code = arena_str(f->arena, in_take(in, in_u32le(in)));
        f->kinds[i].title = arena_str(f->arena, in_take(in, in_u32le(in)));
    }
}

static void
decode_docs(struct search_facts *f, struct in *in)
{
    for (uint32_t i = 0; i < f->n; i++) {
        f->docno[i] = in_u32le(in);
        f->points[i] = in_u32le(in);
        f->day[i] = (int32_t)in_u32le(in);
        f->scope[i] = in_u32le(in);
        f->kind[i] = in_u16le(in);
        f->year[i] = in_u16le(in);
        f->source[i] = (uint8_t)in_byte(in);
        f->flags[i] = (uint8_t)in_byte(in);
        f->title_points[i] = (uint8_t)in_byte(in);
        in->bad |= f->scope[i] >= f->scopes_n || f->kind[i] >= f->kinds_n ||
            (i > 0 && f->docno[i - 1] >= f->docno[i]) || f->source[i] > SEARCH_LIBRARY;
    }
}

bool
facts_decode(struct str bytes, struct search_facts **facts, struct err *e)
{
    struct in in = in_from(bytes);
    uint32_t magic = in_u32le(&in), n = in_u32le(&in), scopes = in_u32le(&in),
             kinds = in_u32le(&in);
    *facts = NULL;
    if (!in.bad && magic == FACTS_MAGIC && n <= bytes.n / FACT_BYTES && scopes <= bytes.n &&
        kinds <= UINT16_MAX) {
        struct search_facts *f = facts_alloc(n + 1);
        f->n = n;
        f->scopes_n = scopes;
        f->kinds_n = kinds;
        decode_tables(f, &in);
        decode_docs(f, &in);
        if (!in.bad && in_left(&in) == 0) {
            *facts = f;
            return true;
        }
        facts_unref(f);
    }
    return err_set(e, ERR_STORE, tr("检索索引已损坏。请停止使用，检查磁盘，并从备份恢复。"));
}
