/* A number with its measure word: where it counts something, and how firmly. */
#include "text/claim_int.h"

enum {
    CLAUSE_BYTES = 360, /* how far a clause is looked at */
    NAME_BYTES = 60,    /* a quotation as long as this is speech */
    LOOK = 36
};

/* ---- clauses ---- */

static bool
is_between_digits(struct str s, size_t at)
{
    return at > 0 && at + 1 < s.n && s.p[at - 1] >= '0' && s.p[at - 1] <= '9' &&
        s.p[at + 1] >= '0' && s.p[at + 1] <= '9';
}

static size_t
mark_at(struct str s, size_t at)
{
    size_t n = 0;
    list_begin(str_slice(s, at, 3), "， ； ： 。 , （ ） ; : ( )", &n);
    return n && !is_between_digits(s, at) ? n : 0;
}

/* （套） in 台（套） and the like parts nothing. */
static bool
in_unit(struct str s, size_t at)
{
    size_t open = at;
    for (int i = 0; i < 3 && open >= 3; i++) {
        open -= 3;
        if (list_begin(str_slice(s, open, 3), "（", NULL))
            return claim_unit_at(s, open + 3) + open + 3 == at;
    }
    return false;
}

size_t
claim_clause_begin(struct str s, size_t at)
{
    for (size_t low = at > CLAUSE_BYTES ? at - CLAUSE_BYTES : 0; at > low; at--)
        for (size_t n = 1; n <= 3; n += 2)
            if (at >= n && mark_at(s, at - n) == n && !in_unit(s, at - n))
                return at;
    while (at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80)
        at++;
    return at;
}

size_t
claim_clause_end(struct str s, size_t at)
{
    size_t high = s.n - at > CLAUSE_BYTES ? at + CLAUSE_BYTES : s.n;
    while (at < high && mark_at(s, at) == 0)
        at++;
    while (at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* ---- what a number is no claim for ---- */

static bool
behind_letter(struct str s, size_t at)
{
    if (at == 0)
        return false;
    char c = s.p[at - 1];
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
        memchr(".+-_/*", c, 6);
}

bool
claim_in_name(struct str s, size_t at)
{
    size_t low = at > NAME_BYTES ? at - NAME_BYTES : 0;
    size_t opened = list_last(str_slice(s, low, at - low), "“ 《 「 〔 [");
    size_t closed = list_last(str_slice(s, low, at - low), "” 》 」 〕 ]");
    if (opened == 0 || closed > opened)
        return false;
    struct str rest = str_slice(s, low + opened, NAME_BYTES);
    size_t close = SIZE_MAX;
    for (size_t i = 0; i < rest.n && close == SIZE_MAX; i++)
        if (list_begin(str_slice(rest, i, 3), "” 》 」 〕 ]", NULL))
            close = i;
    return close != SIZE_MAX && !list_in(str_slice(rest, 0, close), "， 。 ；");
}

static bool
is_date(struct str behind)
{
    return list_begin(behind,
               "年 月 日 号 时 点 分 周年 世纪 岁 届 级 楼 室 路 ： : ° ℃ 大精神 大报告 中全会 × + ＋ "
               "／ / 刻 秒 后 代表性 型 式 码 ） 、",
               NULL) &&
        !list_begin(behind, "分钟的 点位 点次 时长 路灯 月饼 级台阶", NULL);
}

static bool
is_ordinal(struct str before, const struct numeral *n)
{
    if (str_ends(before, S("周")))
        return n->chinese || !list_end(before, "每周 按周 一周", NULL);
    if (n->chinese && list_end(before, "新 某", NULL) &&
        !list_end(before, "创新 翻新 更新 最新 重新", NULL))
        return true;
    return list_end(before, "第 × X 〔 [ No. ＋ + 星期 十 党的 每 头 前 后", NULL) &&
        !list_end(before,
            "随后 会前 会后 目前 提前 之前 之后 以前 以后 日前 当前 此前 此后 牵头 带头 赛前 节前 节后 课后 课前 事前 事后 岗前 "
            "产前 产后 售后 班后 训前 训后 源头 街头 户前 门前",
            NULL);
}

/* ---- hedges ---- */

static enum claim_hedge
hedge_before(struct str before)
{
    while (before.n && before.p[before.n - 1] == ' ')
        before.n--;
    size_t n = 0;
    struct str head = before;
    if (list_end(before, "召开 开展 组织 举办 参加 学习 走访", &n))
        head = str_slice(before, 0, before.n - n);
    if (list_end(before, "不少于 不低于 至少 超过 突破 超 逾 多于 高于 不得少于 不下于", NULL) ||
        list_end(head, "至少 不少于", NULL))
        return CLAIM_AT_LEAST;
    if (list_end(before, "近 接近 将近", NULL) &&
        !list_end(before, "附近 最近 就近 临近 远近 邻近", NULL))
        return CLAIM_NEAR;
    if (list_end(before, "约 大约 约为 约有 大概", NULL) &&
        !list_end(before, "节约 预约 签约 履约 集约 违约", NULL))
        return CLAIM_ABOUT;
    return CLAIM_EXACT;
}

static enum claim_hedge
hedge_behind(struct str behind, size_t *n)
{
    if (list_begin(behind, "以上 之多", n))
        return CLAIM_AT_LEAST;
    if (list_begin(behind, "左右 上下", n))
        return CLAIM_ABOUT;
    *n = 0;
    return CLAIM_EXACT;
}

/* ---- a number and its unit ---- */

static bool
counts_noun(struct str s, size_t at, const struct numeral *n)
{
    return (!n->chinese || n->over || n->range || n->scale > 1) && claim_noun_at(s, at) &&
        (n->over || n->low >= 2 * NUMERAL_ONE);
}

static bool
read_unit(struct str s, struct claim_spot *p)
{
    size_t at = p->number_end;
    while (at < s.n && s.p[at] == ' ')
        at++;
    struct str before = str_slice(s, 0, p->at);
    if (str_ends(before, S("百分之"))) {
        p->unit = S("%");
        p->at -= S("百分之").n;
        p->end = p->number_end;
        return true;
    }
    if (is_date(str_slice(s, at, 15)))
        return false;
    size_t n = claim_unit_at(s, at);
    p->unit = str_slice(s, at, n);
    p->end = at + n;
    size_t from = p->at > LOOK ? p->at - LOOK : 0;
    return n == 0 ? counts_noun(s, at, &p->n)
                  : claim_unit_counts(p->unit, str_slice(s, from, p->at - from),
                        str_slice(s, p->end, LOOK), &p->n);
}

bool
claim_spot_at(struct str s, size_t at, struct claim_spot *p)
{
    *p = (struct claim_spot){.at = at, .has_number = true};
    if (!numeral_at(s, at, &p->n))
        return false;
    p->number_end = p->n.end;
    size_t from = at > LOOK ? at - LOOK : 0;
    struct str before = str_slice(s, from, at - from);
    if (behind_letter(s, at) || is_ordinal(before, &p->n) || !read_unit(s, p) ||
        claim_in_name(s, at))
        return false;
    size_t n = 0;
    p->hedge = hedge_before(str_slice(s, from, p->at - from));
    enum claim_hedge later = hedge_behind(str_slice(s, p->end, 12), &n);
    p->end += n;
    if (later != CLAIM_EXACT)
        p->hedge = later;
    else if (p->n.range)
        p->hedge = p->hedge == CLAIM_EXACT ? CLAIM_RANGE : p->hedge;
    else if (p->n.over)
        p->hedge = CLAIM_OVER;
    p->clause = claim_clause_begin(s, p->at);
    p->clause_end = claim_clause_end(s, p->end);
    return true;
}
