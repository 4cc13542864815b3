/* What could not be judged (无法判断的部分), so that silence is not taken for agreement. */
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/review_int.h"

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

static void
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
    r->review->wanting = r->review->wanting || chinese + other == 0;
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

void
review_unread(struct reviewing *r)
{
    scan_language(r);
    scan_damaged(r);
    scan_pending(r);
}
