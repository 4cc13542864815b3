#include "domain/figure.h"
#include "domain/record.h"

enum {
    DECIMALS = 3,
    GROUP = 3 /* digits between commas */
};

static const int64_t whole_max = 9000000000000;

struct milli_text
milli_format(int64_t milli)
{
    struct milli_text t = {0};
    size_t at = sizeof t.z - 1; /* the last byte stays 0 */
    uint64_t v = milli < 0 ? 0 - (uint64_t)milli : (uint64_t)milli;
    bool shown = false; /* a decimal that is not a trailing 0 */
    for (int digit = 0; digit <= DECIMALS || v > 0; digit++, v /= 10) {
        if (digit == DECIMALS && shown)
            t.z[--at] = '.';
        shown = shown || digit >= DECIMALS || v % 10 != 0;
        if (shown)
            t.z[--at] = (char)('0' + v % 10);
    }
    if (milli < 0)
        t.z[--at] = '-';
    memmove(t.z, t.z + at, sizeof t.z - at);
    return t;
}

/* Takes a digit off the front; -1 when there is none. */
static int
digit_next(struct str *s)
{
    if (s->n == 0 || *s->p < '0' || *s->p > '9')
        return -1;
    int d = *s->p - '0';
    *s = str_slice(*s, 1, s->n);
    return d;
}

/* "1200" or "1,200": once there is a comma, every three digits from the right have one. */
static bool
whole_parse(struct str *s, int64_t *v)
{
    size_t digits = 0;
    bool commas = false;
    *v = 0;
    for (;;) {
        int d = digit_next(s);
        if (d < 0) {
            bool comma = s->n > 0 && *s->p == ',';
            if (comma && digits > 0 && (commas ? digits == GROUP : digits <= GROUP)) {
                *s = str_slice(*s, 1, s->n);
                commas = true;
                digits = 0;
                continue;
            }
            return digits > 0 && !comma && (!commas || digits == GROUP);
        }
        digits++;
        *v = *v * 10 + d;
        if (*v > whole_max)
            return false;
    }
}

bool
milli_parse(struct str s, int64_t *milli)
{
    int64_t whole;
    s = str_trim(s);
    if (!whole_parse(&s, &whole))
        return false;
    int64_t part = 0;
    if (s.n > 0 && *s.p == '.') {
        s = str_slice(s, 1, s.n);
        if (s.n == 0 || s.n > DECIMALS)
            return false;
        for (int i = 0; i < DECIMALS; i++) {
            int d = digit_next(&s);
            part = part * 10 + (d < 0 ? 0 : d);
        }
    }
    if (s.n > 0 || whole * 1000 + part > whole_max * 1000)
        return false;
    *milli = whole * 1000 + part;
    return true;
}

/* ---- what a record adds ---- */

static bool
counts_kind(const struct pack_figure *f, struct str kind)
{
    for (size_t i = 0; i < f->kinds.n; i++)
        if (str_eq(f->kinds.v[i], kind))
            return true;
    return false;
}

static bool
where_holds(const struct pack_figure *f, const struct record_input *in)
{
    if (str_empty(f->where_field))
        return true;
    for (size_t i = 0; i < in->fields_n; i++)
        if (str_eq(in->fields[i].code, f->where_field))
            return str_eq(in->fields[i].value, f->where_value);
    return false;
}

static bool
quantity_of(const struct record_input *in, struct str code, int64_t *milli)
{
    for (size_t i = 0; i < in->quantities_n; i++)
        if (str_eq(in->quantities[i].code, code)) {
            *milli = in->quantities[i].milli;
            return true;
        }
    return false;
}

bool
figure_adds(const struct pack_figure *f, const struct record *r, int64_t *milli)
{
    *milli = 0;
    if (!r || r->voided || !counts_kind(f, r->in.kind) || !where_holds(f, &r->in))
        return false;
    bool rolled = r->due_count > 0 || r->present_count > 0;
    switch (f->measure) {
    case MEASURE_RECORDS:
        *milli = 1000;
        return true;
    case MEASURE_PRESENT:
        *milli = r->present_count * 1000;
        return rolled;
    case MEASURE_PEOPLE:
        return rolled;
    case MEASURE_HOURS:
        *milli = r->in.hours_milli;
        return *milli > 0;
    case MEASURE_QUANTITY:
        break;
    }
    return quantity_of(&r->in, f->quantity, milli);
}
