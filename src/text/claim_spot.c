/* A number with its measure word: where it counts something, and how firmly. */
#include "text/claim_int.h"

enum {
    CLAUSE_BYTES = 450, /* a longer one is cut */
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
    unsigned char c = (unsigned char)s.p[at];
    size_t n = 0;
    if (c == 0xEF || c == 0xE3 || c == ',' || c == ';' || c == ':' || c == '(' || c == ')')
        list_begin(CLAIM_AT(s, at), "， ； ： 。 , （ ） ; : ( )", &n);
    return n && !is_between_digits(s, at) ? n : 0;
}

/* （套） in 台（套） and the like parts nothing: the byte behind it, or 0. */
static size_t
bracketed_unit(struct str s, size_t at)
{
    if (!str_starts(CLAIM_AT(s, at), S("（")) || at < 3 || claim_unit_at(s, at - 3) <= 3)
        return 0;
    return at - 3 + claim_unit_at(s, at - 3);
}

/* What stands at `at`: bytes of it; *parts: clauses are parted there, before those bytes. */
static size_t
step(struct str s, size_t at, size_t begin, bool *parts)
{
    size_t n = mark_at(s, at), unit = n ? bracketed_unit(s, at) : 0;
    bool wide = at - begin >= CLAUSE_BYTES && ((unsigned char)s.p[at] & 0xC0) != 0x80;
    *parts = (n && !unit) || (wide && !n);
    if (unit)
        return unit - at;
    return n ? n : wide ? 0 : 1;
}

void
claim_map_clauses(struct claim_sentence *sentence)
{
    struct str s = sentence->s;
    struct claim_map *m = sentence->map;
    size_t begin = 0, filled = 0;
    for (size_t at = 0; at < s.n;) {
        bool parts;
        size_t next = at + step(s, at, begin, &parts);
        for (size_t i = at; i < next; i++)
            m->begin[i] = (uint16_t)begin;
        for (; parts && filled <= at; filled++)
            m->end[filled] = (uint16_t)at;
        begin = parts ? next : begin;
        at = next;
    }
    m->begin[s.n] = (uint16_t)begin;
    for (; filled <= s.n; filled++)
        m->end[filled] = (uint16_t)s.n;
}

/* ---- what a number is no claim for ---- */

static bool
behind_letter(struct str s, size_t at)
{
    if (at == 0)
        return false;
    char c = s.p[at - 1];
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
        str_find_char(S(".+-_/*"), c, 0) != SIZE_MAX;
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
        if (((unsigned char)rest.p[i] >= 0xE0 || rest.p[i] == ']') &&
            list_begin(str_slice(rest, i, 3), "” 》 」 〕 ]", NULL))
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
read_unit(const struct claim_sentence *sentence, struct claim_spot *p)
{
    struct str s = sentence->s;
    size_t at = p->number_end;
    while (at < s.n && s.p[at] == ' ')
        at++;
    if (str_ends(str_slice(s, 0, p->at), S("百分之"))) {
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
    if (n == 0)
        return counts_noun(s, at, &p->n);
    size_t from = p->at > LOOK ? p->at - LOOK : 0;
    struct claim_round round = {.before = str_slice(s, from, p->at - from),
        .behind = str_slice(s, p->end, LOOK),
        .done = claim_is_done(sentence, from, p->at)};
    return claim_unit_counts(p->unit, &round, &p->n);
}

bool
claim_spot_at(const struct claim_sentence *sentence, size_t at, struct claim_spot *p)
{
    struct str s = sentence->s;
    *p = (struct claim_spot){.at = at, .has_number = true};
    if (!numeral_at(s, at, &p->n))
        return false;
    p->number_end = p->n.end;
    size_t from = at > LOOK ? at - LOOK : 0;
    struct str before = str_slice(s, from, at - from);
    if (behind_letter(s, at) || is_ordinal(before, &p->n) || !read_unit(sentence, p) ||
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
    p->clause = sentence->map->begin[p->at];
    p->clause_end = sentence->map->end[p->end];
    return true;
}

/* Cheap: what may begin a number. */
static bool
may_begin(struct str s, size_t at)
{
    unsigned char c = (unsigned char)s.p[at];
    return (c >= '0' && c <= '9') || c == 0xEF ||
        (c >= 0xE3 &&
            list_begin(
                CLAIM_AT(s, at), "一 二 三 四 五 六 七 八 九 十 百 千 两 数 几 零 〇", NULL));
}

void
claim_spots(struct claim_sentence *s)
{
    s->spots_n = 0;
    for (size_t at = 0; at < s->s.n;) {
        struct claim_spot *p = &s->spots[s->spots_n];
        struct numeral n;
        if (!may_begin(s->s, at) || !numeral_at(s->s, at, &n)) {
            at++;
            continue;
        }
        bool counts = claim_spot_at(s, at, p);
        at = counts ? p->end : n.end;
        s->spots_n += counts;
    }
}

const struct claim_spot *
claim_spot_behind(const struct claim_sentence *s, size_t at)
{
    size_t low = 0, high = s->spots_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->spots[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->spots_n ? &s->spots[low] : NULL;
}
