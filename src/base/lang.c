#include "base/lang.h"

#include "base/in.h"

/* A GNU .mo file: a header of seven words, then two tables of (length, offset), the originals in strcmp order and
   their translations. msgfmt writes it in little-endian order on every machine. */
struct catalogue {
    struct str mo;
    uint32_t count, originals, translations; /* the tables: offsets into mo */
};

enum {
    ENTRY_BYTES = 8,
    LANGS = 2
};

static struct catalogue catalogues[LANGS];
static _Thread_local enum lang current;

/* The text at place `i` of a table, up to its first NUL (plural forms stand behind it). p is NULL when broken. */
static struct str
entry(const struct catalogue *c, uint32_t table, uint32_t i)
{
    struct in in = in_from(c->mo);
    in_skip(&in, table);
    in_skip(&in, (size_t)i * ENTRY_BYTES);
    uint32_t n = in_u32le(&in), at = in_u32le(&in);
    struct in text = in_from(c->mo);
    in_skip(&text, at);
    struct str s = in_take(&text, n);
    if (in.bad || text.bad || in_byte(&text) != '\0')
        return (struct str){NULL, 0};
    return str_from(s.p);
}

static bool
well_formed(const struct catalogue *c)
{
    struct str before = {NULL, 0};
    for (uint32_t i = 0; i < c->count; i++) {
        struct str from = entry(c, c->originals, i);
        if (!from.p || !entry(c, c->translations, i).p)
            return false;
        if (i > 0 && str_cmp(before, from) >= 0)
            return false;
        before = from;
    }
    return true;
}

bool
lang_install(enum lang lang, struct str mo)
{
    struct in in = in_from(mo);
    struct catalogue c = {.mo = mo};
    bool magic = in_accept(&in, S("\xde\x12\x04\x95"));
    uint32_t revision = in_u32le(&in);
    c.count = in_u32le(&in);
    c.originals = in_u32le(&in);
    c.translations = in_u32le(&in);
    if (!magic || in.bad || revision >> 16 != 0 || !well_formed(&c))
        return false;
    catalogues[lang] = c;
    return true;
}

void
lang_use(enum lang lang)
{
    current = lang;
}

enum lang
lang_current(void)
{
    return current;
}

struct str
lang_tag(enum lang lang)
{
    return lang == LANG_EN ? S("en") : S("zh-CN");
}

/* The weight of one entry of Accept-Language in thousandths: "en;q=0.8" has 800. */
static int
weight_of(struct str parameters)
{
    struct str part;
    while (str_split(&parameters, ';', &part)) {
        part = str_trim(part);
        if (!str_starts(part, S("q=")) && !str_starts(part, S("Q=")))
            continue;
        int weight = part.n > 2 && part.p[2] == '1' ? 1000 : 0;
        int scale = 100;
        for (size_t i = 4; i < part.n && part.p[i] >= '0' && part.p[i] <= '9'; i++, scale /= 10)
            weight += (part.p[i] - '0') * scale;
        return weight;
    }
    return 1000;
}

static bool
known(struct str tag, enum lang *lang)
{
    struct str primary = str_slice(tag, 0, 2);
    bool whole =
        tag.n == 2 || (tag.n > 2 && (tag.p[2] == '-' || tag.p[2] == '_' || tag.p[2] == '.'));
    *lang = str_eq_nocase(primary, S("en")) ? LANG_EN : LANG_ZH;
    return whole && (*lang == LANG_EN || str_eq_nocase(primary, S("zh")));
}

enum lang
lang_from(struct str wanted)
{
    enum lang best = LANG_ZH, lang;
    int best_weight = 0;
    struct str item;
    while (str_split(&wanted, ',', &item)) {
        size_t tag_end = str_find_char(item, ';', 0);
        struct str tag = str_trim(str_slice(item, 0, tag_end));
        struct str rest = tag_end == SIZE_MAX ? S("") : str_slice(item, tag_end + 1, item.n);
        int weight = weight_of(rest);
        if (weight > best_weight && known(tag, &lang)) {
            best = lang;
            best_weight = weight;
        }
    }
    return best;
}

/* p is NULL where the thread's language has no text for it. */
static struct str
translation(struct str zh)
{
    const struct catalogue *c = &catalogues[current];
    uint32_t low = 0, high = zh.n ? c->count : 0; /* "" names the catalogue's own header */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_cmp(zh, entry(c, c->originals, middle));
        if (order == 0) {
            struct str text = entry(c, c->translations, middle);
            return text.n ? text : (struct str){NULL, 0};
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return (struct str){NULL, 0};
}

const char *
tr(const char *zh)
{
    struct str text = translation(str_from(zh));
    return text.p ? text.p : zh;
}

struct str
trs(struct str zh)
{
    struct str text = translation(zh);
    return text.p ? text : zh;
}
