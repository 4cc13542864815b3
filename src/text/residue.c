#include "text/residue.h"

#include "base/lang.h"
#include "base/out.h"
#include "base/utf8.h"
#include "text/residue_int.h"

#include <stdlib.h>

typedef void anchor_judge(struct residue_scan *s, size_t at);

struct anchor {
    struct str word;
    anchor_judge *judge;
};

/* A word that makes a place worth a look; it proves nothing yet. Every first character stands in the filter below. */
static const struct anchor anchors[] = {
    {str_lit("素材库"), residue_advert},
    {str_lit("资料库"), residue_advert},
    {str_lit("众号"), residue_advert},
    {str_lit("网盘"), residue_advert},
    {str_lit("客服"), residue_advert},
    {str_lit("代笔"), residue_advert},
    {str_lit("代写"), residue_advert},
    {str_lit("谨防"), residue_advert},
    {str_lit("微信"), residue_advert},
    {str_lit("联系"), residue_advert},
    {str_lit("扫码"), residue_advert},
    {str_lit("珍藏版"), residue_shared},
    {str_lit("典藏版"), residue_shared},
    {str_lit("享，可在线"), residue_shared},
    {str_lit("享,可在线"), residue_shared},
    {str_lit("未完"), residue_notice},
    {str_lit("隐藏"), residue_notice},
    {str_lit("省略"), residue_notice},
    {str_lit("小编"), residue_notice},
    {str_lit("精选"), residue_notice},
    {str_lit("通用"), residue_notice},
    {str_lit("范文"), residue_notice},
    {str_lit("剩余"), residue_notice},
    {str_lit("示：全文"), residue_notice},
    {str_lit("浏览"), residue_site},
    {str_lit("阅读"), residue_site},
    {str_lit("点击"), residue_site},
    {str_lit("更新时"), residue_site},
    {str_lit("更新日"), residue_site},
    {str_lit("发布时"), residue_site},
    {str_lit("发布日"), residue_site},
    {str_lit("下载本"), residue_site},
    {str_lit("会员上传"), residue_site},
    {str_lit("推荐"), residue_site},
    {str_lit("上传"), residue_site},
    {str_lit("积分"), residue_site},
    {str_lit("编辑："), residue_site},
    {str_lit("编辑:"), residue_site},
    {str_lit("责编"), residue_site},
    {str_lit("本站"), residue_site},
    {str_lit("本网"), residue_site},
    {str_lit("侵权"), residue_site},
    {str_lit("位置："), residue_site},
    {str_lit("字体"), residue_site},
    {str_lit("查看更"), residue_site},
    {str_lit("扫一扫"), residue_site},
    {str_lit("举报"), residue_site},
    {str_lit("则范文"), residue_notice},
    {str_lit("优选"), residue_notice},
    {str_lit("集锦"), residue_notice},
    {str_lit("汇总"), residue_notice},
    {str_lit("猜你"), residue_site},
    {str_lit("篇："), residue_site},
    {str_lit("欢迎"), residue_site},
    {str_lit("打印"), residue_site},
    {str_lit("关闭"), residue_site},
    {str_lit("返回"), residue_site},
    {str_lit("收藏"), residue_site},
};

enum {
    FILTER_BITS = 1 << 13
};

/* One bit for each hash of an anchor's first character. */
struct filter {
    uint64_t bits[FILTER_BITS / 64];
};

static inline uint32_t
hash3(const char *p)
{
    return ((uint32_t)((unsigned char)p[0] & 0xF) << 9 ^
               (uint32_t)((unsigned char)p[1] & 0x3F) << 6 ^
               (uint32_t)((unsigned char)p[2] & 0x3F)) &
        (FILTER_BITS - 1);
}

static void
filter_make(struct filter *f)
{
    *f = (struct filter){{0}};
    for (size_t i = 0; i < sizeof(anchors) / sizeof(anchors[0]); i++) {
        uint32_t h = hash3(anchors[i].word.p);
        f->bits[h / 64] |= UINT64_C(1) << (h % 64);
    }
}

/* What a lead byte may begin. */
enum lead {
    LEAD_NONE,
    LEAD_LINE,   /* line feed, form feed */
    LEAD_ASCII,  /* a byte that some form begins with */
    LEAD_TWO,    /* 0xC3 … 0xC7: × and letters with tone marks */
    LEAD_WIDE,   /* three bytes */
    LEAD_SYMBOL, /* 0xE3 and 0xEF: 〔, ＊, U+FFFD */
};

static enum lead
lead_of(unsigned char c)
{
    if (c == '\n' || c == '\f')
        return LEAD_LINE;
    if (c < 0x80)
        return c != 0 && strchr("#$<&{-*XxA?", c) != NULL ? LEAD_ASCII
            : residue_digit((char)c)                      ? LEAD_ASCII
                                                          : LEAD_NONE;
    if (c >= 0xC3 && c <= 0xC7)
        return LEAD_TWO;
    if (c == 0xE3 || c == 0xEF)
        return LEAD_SYMBOL;
    return c >= 0xE4 && c <= 0xE9 ? LEAD_WIDE : LEAD_NONE;
}

static size_t
ascii_form(struct residue_scan *s, size_t at)
{
    switch (s->text.p[at]) {
    case '#':
    case '$':
        return residue_marker(s, at);
    case '<':
        return residue_tag(s, at);
    case '&':
        return residue_entity(s, at);
    case '{':
    case '-':
        return residue_braces(s, at);
    case '?':
        return residue_dropped(s, at);
    case 'A':
        return residue_replaced(s, at);
    case '*':
    case 'X':
    case 'x':
        return residue_mask(s, at);
    default:
        return residue_digits(s, at);
    }
}

static size_t
symbol_form(struct residue_scan *s, size_t at)
{
    if (residue_at(s->text, at, S("〔")) || residue_at(s->text, at, S("\xef\xbf\xbd")))
        return residue_dropped(s, at);
    if (residue_at(s->text, at, S("＊")))
        return residue_mask(s, at);
    return at + 3;
}

static void
word_form(struct residue_scan *s, size_t at)
{
    for (size_t i = 0; i < sizeof(anchors) / sizeof(anchors[0]); i++)
        if (residue_at(s->text, at, anchors[i].word))
            anchors[i].judge(s, at);
}

static size_t
form(struct residue_scan *s, enum lead lead, size_t at)
{
    switch (lead) {
    case LEAD_LINE:
        return residue_page_line(s, at + 1);
    case LEAD_ASCII:
        return ascii_form(s, at);
    case LEAD_TWO:
        return residue_at(s->text, at, S("×")) ? residue_mask(s, at) : residue_tone(s, at);
    case LEAD_SYMBOL:
        return symbol_form(s, at);
    case LEAD_WIDE:
        word_form(s, at);
        return at + 3;
    case LEAD_NONE:
        break;
    }
    return at + 1;
}

static void
scan(struct residue_scan *s)
{
    unsigned char leads[256];
    for (size_t i = 0; i < sizeof(leads); i++)
        leads[i] = (unsigned char)lead_of((unsigned char)i);
    struct filter filter;
    filter_make(&filter);
    size_t n = s->text.n;
    size_t at = residue_page_line(s, 0);
    while (at < n) {
        enum lead lead = (enum lead)leads[(unsigned char)s->text.p[at]];
        if (lead == LEAD_NONE) {
            at++;
            continue;
        }
        if (lead == LEAD_WIDE) {
            if (n - at < 3)
                return;
            uint32_t h = hash3(s->text.p + at);
            if (!(filter.bits[h / 64] >> (h % 64) & 1)) {
                at += 3;
                continue;
            }
        }
        at = form(s, lead, at);
    }
}

static int
by_place(const void *a, const void *b)
{
    const struct residue *x = a;
    const struct residue *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->end != y->end)
        return x->end > y->end ? -1 : 1; /* the longer first */
    return (int)x->kind - (int)y->kind;
}

/* Sorted and without overlaps: what is cut goes before what is only marked, the earlier before the later. */
static struct residues
settle(struct residue_scan *s)
{
    if (s->n > 0)
        qsort(s->v, s->n, sizeof(*s->v), by_place);
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct residue r = s->v[i];
        while (r.cut && kept > 0 && !s->v[kept - 1].cut && s->v[kept - 1].end > r.start)
            kept--;
        if (kept > 0 && s->v[kept - 1].end > r.start) {
            if (!r.cut || r.end <= s->v[kept - 1].end)
                continue;
            r.start = s->v[kept - 1].end;
        }
        s->v[kept++] = r;
    }
    return (struct residues){s->v, kept};
}

/* Pinyin that stands behind a character this often is no help for readers: a machine put it there. */
static void
judge_pinyin(struct residue_scan *s)
{
    enum {
        MACHINE = 5
    };

    for (size_t i = 0; i < s->n && s->pinyin >= MACHINE; i++)
        if (s->text.p[s->v[i].start] == '(')
            s->v[i].cut = true;
}

struct residues
residue_find(struct arena *a, struct str text)
{
    struct residue_scan s = {.arena = a, .text = text};
    scan(&s);
    residue_pages(&s);
    judge_pinyin(&s);
    return settle(&s);
}

struct kind_name {
    struct str code;
    const char *title;
};

static const struct kind_name names[] = {
    [RESIDUE_MARKER] = {str_lit("marker"), N_("付费标记")},
    [RESIDUE_ADVERT] = {str_lit("advert"), N_("广告")},
    [RESIDUE_CONTACT] = {str_lit("contact"), N_("招揽联系方式")},
    [RESIDUE_SHARE] = {str_lit("share"), N_("文库分享语")},
    [RESIDUE_PAGE] = {str_lit("page"), N_("页码")},
    [RESIDUE_NOTICE] = {str_lit("notice"), N_("网站提示")},
    [RESIDUE_TEMPLATE] = {str_lit("template"), N_("网页代码")},
    [RESIDUE_MASKED] = {str_lit("masked"), N_("隐去的内容")},
    [RESIDUE_TRUNCATED] = {str_lit("truncated"), N_("残缺的内容")},
};

struct str
residue_code(enum residue_kind kind)
{
    return names[kind].code;
}

struct str
residue_title(enum residue_kind kind)
{
    return str_from(tr(names[kind].title));
}

struct str
residue_cut(struct arena *a, struct str text, const struct residues *found, const bool *kept,
    size_t **offsets)
{
    char *to = arena_array(a, char, text.n + 1);
    size_t *places = offsets ? arena_array(a, size_t, found->n + 1) : NULL;
    size_t n = 0;
    size_t from = 0;
    for (size_t i = 0; i < found->n; i++) {
        const struct residue *r = &found->v[i];
        if (r->start > from)
            memcpy(to + n, text.p + from, r->start - from);
        n += r->start - from;
        from = r->start;
        if (places)
            places[i] = n;
        if (r->cut && !(kept && kept[i]))
            from = r->end;
    }
    if (text.n > from)
        memcpy(to + n, text.p + from, text.n - from);
    n += text.n - from;
    if (offsets)
        *offsets = places;
    return (struct str){to, n};
}
