/* What could not be judged (无法判断的部分), so that silence is not taken for agreement. */
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/review_int.h"
#include "text/variant.h"

enum {
    READ_BYTES = 2 << 20, /* of a report: as much as may be sent */
    FOLD_SHARE = 25,      /* one character in so many is traditional: the text is */
    CLAIMS_MOST = 100000  /* what goes beyond, claims_find leaves */
};

struct str
review_head(struct str text)
{
    if (text.n <= READ_BYTES)
        return text;
    size_t n = READ_BYTES;
    while (n > 0 && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;
    return str_slice(text, 0, n);
}

static bool
is_ideograph(uint32_t cp)
{
    return cp >= 0x4E00 && cp <= 0x9FFF;
}

struct str
review_plain(struct arena *a, struct str text)
{
    size_t all = 0, changed = 0;
    uint32_t cp;
    for (struct str rest = text; utf8_next(&rest, &cp);) {
        all += is_ideograph(cp);
        changed += is_ideograph(cp) && variant_fold(cp) != cp;
    }
    if (changed * FOLD_SHARE <= all)
        return text;
    struct out o;
    out_init(&o, READ_BYTES + 8);
    for (struct str rest = text; rest.n;) {
        struct str one = rest;
        (void)utf8_next(&rest, &cp);
        uint32_t simple = is_ideograph(cp) ? variant_fold(cp) : cp;
        if (is_ideograph(cp) && is_ideograph(simple))
            utf8_put(&o, simple); /* three bytes for three */
        else
            out_put(&o, str_slice(one, 0, one.n - rest.n));
    }
    struct str plain = arena_str(a, out_str(&o));
    out_release(&o);
    return plain;
}

static void
tell(struct reviewing *r, size_t start, size_t end, const char *kind, struct str why)
{
    review_add(r, &r->review->unread, start, end, str_from(kind), why);
}

/* Characters of Chinese and of anything else that is a letter. */
static void
count_letters(struct str s, int64_t *chinese, int64_t *other)
{
    uint32_t cp;
    *chinese = *other = 0;
    while (utf8_next(&s, &cp)) {
        bool han = (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
            (cp >= 0x20000 && cp <= 0x3FFFF);
        bool letter = (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z' && cp < 0x80;
        *chinese += han;
        *other += letter || (!han && cp >= 0xC0 && cp < 0x2000) || (cp >= 0x3040 && cp < 0x3400) ||
            (cp >= 0xAC00 && cp < 0xD800);
    }
}

enum {
    FOREIGN_TIMES = 4 /* letters of other scripts to a Chinese character: a word has several */
};

static bool
scan_language(struct reviewing *r)
{
    int64_t chinese, other;
    struct arena *a = r->w->arena;
    count_letters(r->text, &chinese, &other);
    if (chinese + other == 0)
        tell(r, 0, 0, "no_text",
            arena_str(a,
                str_from(tr("文件里没有文字（可能只有图片或扫描页），无法核对。请先转成文字。"))));
    else if (other > FOREIGN_TIMES * chinese)
        tell(r, 0, 0, "foreign",
            arena_str(
                a, str_from(tr("正文大部分不是中文，数字说法没有核对；只核对了雷同和残留。"))));
    bool readable = chinese > 0 && other <= FOREIGN_TIMES * chinese;
    r->review->wanting = r->review->wanting || !readable;
    return readable;
}

static void
scan_damaged(struct reviewing *r)
{
    for (size_t i = 0; i < r->review->claims_n; i++) {
        const struct claim *c = &r->review->claims[i].claim;
        if (c->suspect)
            tell(r, c->start, c->end, "damaged",
                arena_str(
                    r->w->arena, str_from(tr("这个数像是在转抄中损坏的，没有核对。请对照原件。"))));
    }
}

/* 【待补】 says nothing that could be held against the records. */
static void
scan_pending(struct reviewing *r)
{
    static const struct str marks[] = {str_lit("【待补"), str_lit("【待填"), str_lit("【待定")};
    for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++)
        for (size_t at = str_find(r->body, marks[m], 0); at != SIZE_MAX;
             at = str_find(r->body, marks[m], at + marks[m].n)) {
            size_t end = str_find(str_slice(r->body, at, 120), S("】"), 0);
            end = end == SIZE_MAX ? at + marks[m].n : at + end + strlen("】");
            tell(r, at, end, "pending",
                arena_str(r->w->arena, str_from(tr("这里还没有写，没有可以核对的内容。"))));
        }
}

bool
review_unread(struct reviewing *r, bool cut)
{
    bool readable = scan_language(r);
    if (cut || r->review->claims_n >= CLAIMS_MOST)
        tell(r, 0, 0, "too_long",
            arena_fmt(r->w->arena, tr("文件太长，只核对了前面的%zu个字符，其余没有核对。"),
                r->review->claims_n >= CLAIMS_MOST
                    ? utf8_count(
                          str_slice(r->text, 0, r->review->claims[CLAIMS_MOST - 1].claim.end))
                    : utf8_count(r->text)));
    scan_damaged(r);
    scan_pending(r);
    return readable;
}
