/* 格式: the parts that the outline demands, the length, the share of the problems, headings in order. */
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/review_int.h"

enum {
    HEADING_BYTES =
        180, /* sixty characters; a longer line is an inline heading up to its first 。 */
    PROBLEMS_LEAST = 5 /* per cent: reports have 8 to 15 */
};

/* What a section is about; reports call it by many names. */
enum role {
    ROLE_WORK,
    ROLE_PROBLEMS,
    ROLE_PLAN,
    ROLES
};

static const char *const role_words[ROLES] = {
    [ROLE_WORK] =
        "总结 成绩 经验 履职 工作开展 主要做法 主要工作 工作情况 完成情况 工作回顾 特色 亮点 述职",
    [ROLE_PROBLEMS] = "问题 不足 短板 差距 薄弱",
    [ROLE_PLAN] = "思路 打算 计划 安排 措施 下一步 下步 展望 努力方向 今后 来年 明年 重点工作"};

static enum role
role_of(struct str title)
{
    if (review_has(title, role_words[ROLE_PLAN]) && !review_has(title, "存在的 存在问题 突出问题"))
        return ROLE_PLAN;
    return review_has(title, role_words[ROLE_PROBLEMS]) ? ROLE_PROBLEMS : ROLE_WORK;
}

/* ---- headings ---- */

struct heading {
    size_t start, end; /* the line */
    size_t number_end;
    int level; /* 1 一、 2 （一） 3 1. 4 （1） */
    int number;
};

struct headings {
    struct heading *v;
    size_t n;
};

/* 一 … 九十九 at *at; 0 without. */
static int
chinese_number(struct str s, size_t *at)
{
    static const struct str digits[] = {str_lit("一"), str_lit("二"), str_lit("三"), str_lit("四"),
        str_lit("五"), str_lit("六"), str_lit("七"), str_lit("八"), str_lit("九")};
    int tens = 0, ones = 0;
    for (int round = 0; round < 3; round++) {
        struct str c = str_slice(s, *at, 3);
        int digit = 0;
        for (int i = 0; i < 9; i++)
            digit = str_eq(c, digits[i]) ? i + 1 : digit;
        if (str_eq(c, S("十")) && tens == 0) {
            tens = ones ? ones : 1;
            ones = 0;
        } else if (digit && ones == 0) {
            ones = digit;
        } else {
            break;
        }
        *at += c.n;
    }
    return tens * 10 + ones;
}

static int
arabic_number(struct str s, size_t *at)
{
    int value = 0;
    for (int n = 0; n < 2 && *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9'; n++)
        value = value * 10 + (s.p[(*at)++] - '0');
    return value;
}

static bool
take(struct str s, size_t *at, struct str mark)
{
    if (!str_starts(str_slice(s, *at, mark.n), mark))
        return false;
    *at += mark.n;
    return true;
}

static bool
bracketed(struct str s, struct heading *h)
{
    size_t at = 0;
    if (!take(s, &at, S("（")) && !take(s, &at, S("(")))
        return false;
    h->level = 2;
    h->number = chinese_number(s, &at);
    if (!h->number) {
        h->level = 4;
        h->number = arabic_number(s, &at);
    }
    h->number_end = at;
    return h->number > 0 && (take(s, &h->number_end, S("）")) || take(s, &h->number_end, S(")")));
}

/* The number a line begins with. */
static bool
numbered(struct str s, struct heading *h)
{
    size_t at = 0;
    if (bracketed(s, h))
        return true;
    h->level = 1;
    h->number = chinese_number(s, &at);
    if (h->number && (take(s, &at, S("、")) || take(s, &at, S("．")))) {
        h->number_end = at;
        return true;
    }
    at = 0;
    h->level = 3;
    h->number = arabic_number(s, &at);
    if (!h->number || !(take(s, &at, S(".")) || take(s, &at, S("．")) || take(s, &at, S("、"))))
        return false;
    h->number_end = at;
    return at < s.n && !(s.p[at] >= '0' && s.p[at] <= '9'); /* 1.5万亩 is no heading */
}

static struct headings
read_headings(struct reviewing *r)
{
    struct headings list = {NULL, 0};
    struct heading h = {0, 0, 0, 0, 0};
    size_t at = 0;
    while (review_line(r->body, &at, &h.start, &h.end))
        if (numbered(str_slice(r->body, h.start, h.end - h.start), &h)) {
            h.number_end += h.start;
            LIST_ADD(r->w->arena, &list, h);
        }
    return list;
}

/* ---- numbering ---- */

static struct str
chinese_text(struct arena *a, int n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    return arena_fmt(
        a, "%s%s%s", n >= 20 ? digits[n / 10 % 10] : "", n >= 10 ? "十" : "", digits[n % 10]);
}

static struct str
number_text(struct arena *a, int level, int n)
{
    struct str word = level <= 2 ? chinese_text(a, n) : arena_fmt(a, "%d", n);
    switch (level) {
    case 1:
        return arena_fmt(a, "%.*s、", STR_ARG(word));
    case 3:
        return arena_fmt(a, "%.*s.", STR_ARG(word));
    default:
        return arena_fmt(a, "（%.*s）", STR_ARG(word));
    }
}

static int
highest_level(const struct headings *list)
{
    int top = 4;
    for (size_t i = 0; i < list->n; i++)
        top = list->v[i].level < top ? list->v[i].level : top;
    return top;
}

static void
check_numbers(struct reviewing *r, const struct headings *list)
{
    struct arena *a = r->w->arena;
    int last[5] = {0, 0, 0, 0, 0}, top = highest_level(list);
    for (size_t i = 0; i < list->n; i++) {
        const struct heading *h = &list->v[i];
        /* a list of its own; and below headings without numbers */
        bool again = h->number == 1 && (h->level >= 3 || (h->level == top && top > 1));
        int wanted = last[h->level] + 1;
        if (h->number != wanted && !again) {
            struct str said = str_slice(r->body, h->start, h->number_end - h->start);
            struct str right = number_text(a, h->level, wanted);
            review_add(r, &r->review->form, h->start, h->number_end, S("numbering"),
                arena_fmt(a, tr("标题序号不连续：这里应为“%.*s”，写的是“%.*s”。"), STR_ARG(right),
                    STR_ARG(said)));
        }
        last[h->level] = h->number;
        for (int below = h->level + 1; below <= 4; below++)
            last[below] = 0;
        if ((h->level == 2 || h->level == 4) &&
            str_starts(str_slice(r->body, h->number_end, 3), S("、")))
            review_add(r, &r->review->form, h->start, h->number_end + 3, S("numbering"),
                arena_str(a, str_from(tr("带括号的序号后面不加顿号。"))));
    }
}

/* ---- parts ---- */

/* The title of a heading: its line, or of an inline heading what stands before the first 。 */
static struct str
title_of(const struct reviewing *r, const struct heading *h)
{
    struct str line = str_slice(r->body, h->number_end, h->end - h->number_end);
    size_t stop = str_find(line, S("。"), 0);
    line = str_slice(line, 0, stop == SIZE_MAX ? line.n : stop);
    return line.n <= HEADING_BYTES ? line : S("");
}

/* The level of the sections: that of the first heading. */
static int
section_level(const struct headings *list)
{
    return list->n ? list->v[0].level : 0;
}

/* Where texts without numbers begin a part: a short line of its own. */
static bool
has_plain_heading(const struct reviewing *r, enum role role)
{
    size_t at = 0, start, end;
    while (review_line(r->body, &at, &start, &end)) {
        struct str line = str_slice(r->body, start, end - start);
        if (line.n && line.n <= HEADING_BYTES / 2 && start > 0 && !review_has(line, "。 ，") &&
            role_of(line) == role && review_has(line, role_words[role]))
            return true;
    }
    return false;
}

/* Or with a sentence that opens it: 存在的不足主要有…, 下一步，… */
static bool
has_opening(const struct reviewing *r, enum role role)
{
    static const char *const openings[ROLES] = {[ROLE_WORK] = "",
        [ROLE_PROBLEMS] =
            "存在的问题 存在问题 存在的不足 存在的主要 存在的突出 存在不足 主要问题 主要不足 不足之处 问题和不足 问题与不足 存在的差距 存在的短板 还存在 仍存在 也存在 仍有不足",
        [ROLE_PLAN] = "下一步 下步 今后 来年 明年 新的一年 下一阶段 下阶段 努力方向 下年度 接下来"};
    return review_has(r->body, openings[role]);
}

static bool
has_part(const struct reviewing *r, const struct headings *list, enum role role)
{
    for (size_t i = 0; i < list->n; i++) {
        struct str title = title_of(r, &list->v[i]);
        if (role_of(title) == role && (role == ROLE_WORK || review_has(title, role_words[role])))
            return true;
    }
    bool plain = list->n == 0 && role == ROLE_WORK; /* a text without headings is about the work */
    return plain || has_plain_heading(r, role) || has_opening(r, role);
}

/* The outline's sections, each kind of them once. */
static void
check_parts(struct reviewing *r, const struct headings *list)
{
    struct pack_outline outline = rules_outline(r->w->arena, r->rules);
    bool asked[ROLES] = {false};
    for (size_t i = 0; i < outline.n; i++) {
        const struct pack_part *part = outline.v[i];
        enum role role = role_of(part->text);
        if (part->kind != PART_SECTION || asked[role])
            continue;
        asked[role] = true;
        if (has_part(r, list, role))
            continue;
        static const char *const wants[ROLES] = {[ROLE_WORK] = N_("没有写工作情况的部分。"),
            [ROLE_PROBLEMS] = N_("没有写存在问题的部分。"),
            [ROLE_PLAN] = N_("没有写下一步打算的部分。")};
        review_add(r, &r->review->form, 0, 0, S("missing_part"),
            arena_str(r->w->arena, str_from(tr(wants[role]))));
    }
}

/* ---- lengths ---- */

/* Characters as they are counted for a limit: without blanks. */
static int64_t
count(struct str s)
{
    uint32_t cp;
    int64_t n = 0;
    while (utf8_next(&s, &cp))
        n += cp > ' ' && cp != 0x3000 && cp != 0xA0;
    return n;
}

static void
check_length(struct reviewing *r)
{
    struct pack_outline outline = rules_outline(r->w->arena, r->rules);
    int64_t n = count(r->body);
    if (outline.length > 0 && n > outline.length)
        review_add(r, &r->review->form, 0, 0, S("too_long"),
            arena_fmt(r->w->arena, tr("全文%lld字，超过规定的%lld字。"), (long long)n,
                (long long)outline.length));
}

/* The section of the problems, where one of its own is found, against the whole. */
static void
check_share(struct reviewing *r, const struct headings *list)
{
    int level = section_level(list);
    for (size_t i = 0; i < list->n; i++) {
        const struct heading *h = &list->v[i];
        if (h->level != level || role_of(title_of(r, h)) != ROLE_PROBLEMS)
            continue;
        size_t next = i + 1;
        while (next < list->n && list->v[next].level > level)
            next++;
        size_t end = next < list->n ? list->v[next].start : r->body.n;
        int64_t part = count(str_slice(r->body, h->start, end - h->start)), all = count(r->body);
        if (part * 100 < all * PROBLEMS_LEAST)
            review_add(r, &r->review->form, h->start, h->end, S("problems_share"),
                arena_fmt(r->w->arena,
                    tr("写问题的部分只占全文的%lld%%（一般为8%%至15%%），请看是否写够。"),
                    (long long)(part * 100 / all)));
        return;
    }
}

void
review_form(struct reviewing *r)
{
    struct headings list = read_headings(r);
    check_parts(r, &list);
    check_length(r);
    check_share(r, &list);
    check_numbers(r, &list);
}
