#include "text/claim.h"

#include "base/utf8.h"
#include "text/claim_int.h"

enum {
    HEAD_BYTES = 400,      /* in which a text says what it is */
    TAIL_BYTES = 96,       /* how far an object may reach behind its number */
    SENTENCE_BYTES = 6000, /* a longer one is cut: looking back and forth stays bounded */
    NOUN_BYTES = 6,        /* what must stand before a number to be its object */
    CLAIMS_MAX = 100000
};

struct finder {
    struct arena *a;
    struct str text;
    struct claims found;
    struct claim_era era;
    enum claim_part part;
    int report_year;
    size_t taken; /* byte up to which claims reach already */
    struct str sentence;
    size_t from;   /* of the sentence in the text */
    size_t passed; /* byte of the sentence behind the last number with a unit */
};

/* A number with its measure word in a sentence; offsets in the sentence. */
struct spot {
    size_t at, number_end, end; /* end: behind unit and hedge */
    size_t clause, clause_end;
    struct numeral n;
    struct str unit;
    enum claim_hedge hedge;
    bool has_number;
    struct str rhythm;
};

static struct claim *
add(struct finder *f)
{
    struct claims *c = &f->found;
    if ((c->n & (c->n - 1)) == 0) {
        struct claim *wider = arena_array(f->a, struct claim, c->n ? 2 * c->n : 1);
        if (c->n)
            memcpy(wider, c->v, c->n * sizeof(*c->v));
        c->v = wider;
    }
    return &c->v[c->n++];
}

/* ---- clauses ---- */

static size_t
mark_at(struct str s, size_t at, struct word_list marks)
{
    size_t n = 0;
    return words_begin(str_slice(s, at, 3), marks, &n) ? n : 0;
}

static const struct word_list hard = {
    (const struct str[]){str_lit("，"), str_lit("；"), str_lit("："), str_lit("。"), str_lit("\n"),
        str_lit(","), str_lit("（"), str_lit("）"), str_lit(";"), str_lit(":")},
    10};

static bool
is_between_digits(struct str s, size_t at)
{
    return at > 0 && at + 1 < s.n && s.p[at - 1] >= '0' && s.p[at - 1] <= '9' &&
        s.p[at + 1] >= '0' && s.p[at + 1] <= '9';
}

static size_t
clause_begin(struct str s, size_t at)
{
    while (at > 0) {
        for (size_t n = 1; n <= 3; n += 2)
            if (at >= n && mark_at(s, at - n, hard) == n && !is_between_digits(s, at - n))
                return at;
        at--;
    }
    return 0;
}

static size_t
clause_stop(struct str s, size_t at)
{
    while (at < s.n && (mark_at(s, at, hard) == 0 || is_between_digits(s, at)))
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
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
        c == '+' || c == '-' || c == '_' || c == '/' || c == '*';
}

/* The part of a quotation that a number opens: “三会一课” and the like are names. */
static bool
in_quotes(struct str s, size_t at)
{
    size_t open = SIZE_MAX;
    for (size_t i = 0; i < at; i++) {
        if (str_starts(str_slice(s, i, 3), S("“")) || str_starts(str_slice(s, i, 3), S("《")))
            open = i;
        else if (str_starts(str_slice(s, i, 3), S("”")) || str_starts(str_slice(s, i, 3), S("》")))
            open = SIZE_MAX;
    }
    return open != SIZE_MAX;
}

static bool
is_date_unit(struct str behind)
{
    return words_begin(behind,
        WORDS(S("年"), S("月"), S("日"), S("号"), S("时"), S("点"), S("分"), S("周年"), S("世纪"),
            S("岁"), S("届"), S("级"), S("楼"), S("室"), S("路"), S("："), S(":"), S("°"), S("℃"),
            S("大精神"), S("中全会"), S("×"), S("+"), S("＋"), S("／"), S("/")),
        NULL);
}

static bool
is_ordinal(struct str before, const struct numeral *n)
{
    if (str_ends(before, S("周")))
        return n->chinese || !words_end(before, WORDS(S("每周"), S("按周"), S("一周")));
    return words_end(before,
        WORDS(S("第"), S("×"), S("X"), S("〔"), S("["), S("No."), S("＋"), S("+"), S("星期"),
            S("十"), S("党的"), S("新"), S("每"), S("某")));
}

/* ---- hedges ---- */

static enum claim_hedge
hedge_before(struct str before)
{
    while (before.n && (before.p[before.n - 1] == ' '))
        before.n--;
    if (words_end(before,
            WORDS(S("不少于"), S("不低于"), S("至少"), S("超过"), S("突破"), S("超"), S("逾"),
                S("多于"), S("至少召开"), S("至少开展"), S("至少组织"), S("不得少于"))))
        return CLAIM_AT_LEAST;
    if (words_end(before, WORDS(S("近"), S("接近"), S("将近"))) &&
        !words_end(before, WORDS(S("附近"), S("最近"))))
        return CLAIM_NEAR;
    if (words_end(before, WORDS(S("约"), S("大约"), S("约为"))))
        return CLAIM_ABOUT;
    return CLAIM_EXACT;
}

static enum claim_hedge
hedge_behind(struct str behind, size_t *n)
{
    if (words_begin(behind, WORDS(S("以上"), S("之多")), n))
        return CLAIM_AT_LEAST;
    if (words_begin(behind, WORDS(S("左右"), S("上下")), n))
        return CLAIM_ABOUT;
    *n = 0;
    return CLAIM_EXACT;
}

/* ---- a number and its unit ---- */

static bool
read_unit(struct str s, struct spot *p)
{
    size_t at = p->number_end;
    while (at < s.n && s.p[at] == ' ')
        at++;
    if (is_date_unit(str_slice(s, at, 12)))
        return false;
    size_t n = claim_unit_at(s, at);
    p->unit = str_slice(s, at, n);
    p->end = at + n;
    struct str behind = str_slice(s, p->end, 24);
    if (n == 0)
        return (!p->n.chinese || p->n.over || p->n.range) && claim_noun_at(s, at) &&
            (p->n.over || p->n.low >= 2 * NUMERAL_ONE);
    return claim_unit_counts(p->unit, behind, &p->n);
}

static bool
read_spot(struct str s, size_t at, struct spot *p)
{
    *p = (struct spot){.at = at, .has_number = true};
    if (!numeral_at(s, at, &p->n))
        return false;
    p->number_end = p->n.end;
    struct str before = str_slice(s, 0, at);
    if (behind_letter(s, at) || is_ordinal(before, &p->n) || in_quotes(s, at) || !read_unit(s, p))
        return false;
    size_t n = 0;
    p->hedge = hedge_before(before);
    enum claim_hedge later = hedge_behind(str_slice(s, p->end, 12), &n);
    p->end += n;
    if (later != CLAIM_EXACT)
        p->hedge = later;
    else if (p->n.range)
        p->hedge = p->hedge == CLAIM_EXACT ? CLAIM_RANGE : p->hedge;
    else if (p->n.over)
        p->hedge = CLAIM_OVER;
    p->clause = clause_begin(s, at);
    p->clause_end = clause_stop(s, p->end);
    return true;
}

/* The year of the report in a longer number: a blind replacement on the way. */
static bool
is_damaged(const struct finder *f, const struct spot *p)
{
    int64_t value = p->n.low / NUMERAL_ONE;
    (void)f;
    return p->n.scale == 1 && p->n.over && p->n.step == 0 && value >= 1000;
}

/* ---- building a claim ---- */

static void
set_bounds(struct claim *c, const struct spot *p)
{
    const struct numeral *n = &p->n;
    c->hedge = p->hedge;
    if (!p->has_number)
        return;
    bool money = str_eq(p->unit, S("元")) && n->scale > 1;
    int64_t by = money ? n->scale : 1;
    int64_t times = str_eq(p->unit, S("成")) ? 10 : 1;
    int64_t low = n->low / by * times, high = n->high / by * times, step = n->step / by;
    c->has_min = c->has_max = true;
    c->value = c->min = low;
    c->max = high;
    switch (p->hedge) {
    case CLAIM_OVER:
        c->has_max = step > NUMERAL_ONE;
        c->max = low + step - NUMERAL_ONE;
        break;
    case CLAIM_NEAR:
        c->min = low / 10 * 9;
        c->max = low;
        break;
    case CLAIM_ABOUT:
        c->min = low / 10 * 9;
        c->max = low / 10 * 11;
        break;
    case CLAIM_AT_LEAST:
        c->has_max = false;
        break;
    case CLAIM_EXACT:
    case CLAIM_RANGE:
    case CLAIM_NONE:
        break;
    }
    if (!c->has_max)
        c->max = 0;
}

static struct str
unit_of(struct arena *a, const struct spot *p)
{
    if (str_eq(p->unit, S("元")) && p->n.scale > 1)
        return arena_fmt(a, "%s元", p->n.scale == 10000 ? "万" : "亿");
    if (str_eq(p->unit, S("％")) || str_eq(p->unit, S("成")))
        return S("%");
    return p->unit;
}

/* Across 、 while what lies before has no number of its own: 固定学习日活动、主题党日和党员活动日20余次. */
static size_t
span_begin(const struct finder *f, const struct spot *p)
{
    size_t from = p->clause, low = f->taken > f->from ? f->taken - f->from : 0;
    if (from < low)
        from = low;
    struct str lead = str_slice(f->sentence, from, 12);
    size_t n = 0;
    while (words_begin(lead, WORDS(S("、"), S("，"), S(" "), S("其中"), S("并"), S("还")), &n)) {
        from += n;
        lead = str_slice(f->sentence, from, 12);
    }
    return from < p->at ? from : p->at;
}

/* An object behind the number belongs to it; not beyond the next 、. */
static size_t
span_end(const struct finder *f, const struct spot *p)
{
    struct str s = f->sentence;
    size_t at = p->end;
    while (at < p->clause_end && at - p->end < TAIL_BYTES &&
        !str_starts(str_slice(s, at, 3), S("、"))) {
        struct numeral n;
        if (at > p->end && numeral_at(s, at, &n) && claim_unit_at(s, n.end) && !n.chinese)
            return p->end;
        at++;
    }
    bool whole = at == p->clause_end || str_starts(str_slice(s, at, 3), S("、"));
    return whole ? at : p->end;
}

/* What a claim speaks of when its own clause does not say. */
static struct str
period_left(const struct finder *f)
{
    return f->era.running.n ? f->era.running : f->era.title;
}

/* A share of what stood before, or a part of it: 占52.6%, 其中…, 35岁及以下的178.4万名. */
static bool
goes_on(const struct claim *c, struct str clause, size_t number)
{
    return str_eq(c->unit, S("%")) || words_begin(clause, WORDS(S("其中"), S("占")), NULL) ||
        str_ends(str_slice(clause, 0, number), S("的"));
}

static void
take(struct finder *f, const struct spot *p)
{
    struct str s = f->sentence;
    size_t begin = span_begin(f, p), end = span_end(f, p);
    const struct claim *last = f->found.n ? &f->found.v[f->found.n - 1] : NULL;
    bool same_sentence = last && last->start >= f->from;
    struct claim *c = add(f);
    last = f->found.n > 1 ? &f->found.v[f->found.n - 2] : NULL;
    struct str reach = str_slice(s, begin, end - begin);
    *c = (struct claim){.start = f->from + begin, .end = f->from + end, .unit = unit_of(f->a, p)};
    set_bounds(c, p);
    size_t behind = p->rhythm.n ? p->number_end : p->end;
    c->kind = claim_kind_of(reach, p->at - begin, behind - begin, c->unit);
    if (c->kind == CLAIM_KINDS)
        c->kind = same_sentence ? last->kind : CLAIM_SERVICE;
    struct str clause = str_slice(s, p->clause, end - p->clause);
    c->period = p->rhythm.n ? p->rhythm : claim_period_of(f->a, &f->era, clause);
    if (same_sentence && str_eq(c->period, period_left(f)) && goes_on(c, clause, p->at - p->clause))
        c->period = last->period;
    c->object = reach;
    c->suspect = p->has_number && is_damaged(f, p);
    f->taken = c->end;
}

/* ---- rules of the sentence ---- */

static bool
is_scope(struct str clause, size_t number)
{
    struct str before = str_slice(clause, 0, number);
    return words_begin(before,
               WORDS(S("在"), S("为"), S("对"), S("向"), S("给"), S("从"), S("由"), S("督促"),
                   S("指导"), S("围绕"), S("面向"), S("依托")),
               NULL) ||
        words_end(before,
            WORDS(S("在"), S("为"), S("所辖"), S("从"), S("由"), S("面向"), S("辖区"), S("的")));
}

/* The next number of the same clause, or false. */
static bool
next_in_clause(struct str s, const struct spot *p, struct spot *next)
{
    for (size_t at = p->end; at < p->clause_end; at++)
        if (read_spot(s, at, next))
            return true;
    return false;
}

static bool
is_remedied(struct str clause)
{
    return words_in(clause,
        WORDS(S("整改"), S("已解决"), S("化解"), S("销号"), S("办结"), S("已完成"), S("已处理")));
}

/* Goes on telling what there is, after 现有 in an earlier clause of the sentence, until something was done. */
static bool
is_roll(const struct finder *f, const struct spot *p, struct str clause)
{
    struct str earlier = str_slice(f->sentence, 0, p->clause);
    return words_in(earlier,
               WORDS(S("现有"), S("共有"), S("下辖"), S("党员总数"), S("总人口"), S("总户数"),
                   S("位于"), S("在册"))) &&
        !words_in(clause,
            WORDS(S("召开"), S("开展"), S("组织"), S("完成"), S("新增"), S("净增"), S("发展党员"),
                S("举办"), S("新建"), S("建成"), S("解决"), S("走访"), S("培训"), S("增长"),
                S("增加"), S("累计"), S("转正")));
}

/* 全市25个边境县: parts of a district, not something done. */
static bool
is_place_count(struct str before, struct str behind)
{
    return words_end(
               before, WORDS(S("省"), S("市"), S("县"), S("区"), S("镇"), S("乡"), S("州、"))) &&
        words_in(str_slice(behind, 0, 15),
            WORDS(S("县"), S("市"), S("区"), S("乡"), S("镇"), S("村"), S("街道"), S("州")));
}

/* 十家服务中心之一, 三个支部的…: the number only says of which. */
static bool
is_one_of(struct str behind)
{
    return str_ends(behind, S("之一")) ||
        words_in(behind, WORDS(S("之一参与"), S("漏记"), S("边境线")));
}

static bool
is_wanted(const struct finder *f, const struct spot *p)
{
    struct str s = f->sentence, clause = str_slice(s, p->clause, p->clause_end - p->clause);
    size_t since = f->passed > p->clause && f->passed <= p->at ? f->passed : p->clause;
    struct str before = str_slice(s, since, p->at - since);
    struct spot next;
    if (f->part == PART_PLAN || (f->part == PART_PROBLEMS && !is_remedied(clause)))
        return false;
    if (claim_is_plan(clause) || claim_is_background(clause, before) || is_roll(f, p, clause))
        return false;
    if (words_end(before, WORDS(S("聚焦"), S("不到"))) ||
        is_place_count(before, str_slice(s, p->end, p->clause_end - p->end)) ||
        is_one_of(str_slice(s, p->end, p->clause_end - p->end)))
        return false;
    if (p->hedge == CLAIM_AT_LEAST && str_starts(str_slice(s, p->end, 3), S("的")))
        return false;
    if (words_begin(str_slice(s, p->end, 24), WORDS(S("支部的"), S("年级的"), S("村的")), NULL))
        return false;
    if (!next_in_clause(s, p, &next))
        return true;
    bool close = next.at == p->end;
    if (words_begin(str_slice(s, p->end, 6), WORDS(S("至"), S("到"), S("增"), S("压")), NULL) &&
        words_in(before, WORDS(S("由"), S("从"))))
        return false;
    return close || !is_scope(clause, p->at - p->clause);
}

/* ---- rhythms ---- */

static const struct word_list doings = {
    (const struct str[]){str_lit("开展"), str_lit("召开"), str_lit("抽查"), str_lit("提供"),
        str_lit("组织"), str_lit("举办"), str_lit("检查"), str_lit("研判"), str_lit("例会"),
        str_lit("碰头"), str_lit("推送"), str_lit("通报"), str_lit("学习"), str_lit("督查"),
        str_lit("调度"), str_lit("走访"), str_lit("公示"), str_lit("公开"), str_lit("巡查"),
        str_lit("听取"), str_lit("分析"), str_lit("排查"), str_lit("报告"), str_lit("更新")},
    24};

/* 每月召开…, 每周一例会: a rhythm where the clause has no number that counts. */
static bool
take_rhythm(struct finder *f, size_t at, size_t *behind)
{
    struct str s = f->sentence, period = S("");
    size_t n = claim_rhythm_at(s, at, &period);
    if (n == 0)
        return false;
    struct spot p = {.at = at, .number_end = at + n, .end = at + n, .rhythm = period};
    p.clause = clause_begin(s, at);
    p.clause_end = clause_stop(s, p.end);
    size_t list = str_find(str_slice(s, p.end, p.clause_end - p.end), S("、"), 0);
    if (list != SIZE_MAX)
        p.clause_end = p.end + list;
    *behind = p.end;
    struct str clause = str_slice(s, p.clause, p.clause_end - p.clause);
    struct str rest = str_slice(s, p.end, p.clause_end - p.end);
    for (size_t i = p.end; i < p.clause_end; i++) {
        struct spot number;
        if (read_spot(s, i, &number))
            return false;
    }
    if (f->part != PART_WORK || claim_is_plan(clause) || !words_in(rest, doings) ||
        in_quotes(s, at))
        return false;
    p.hedge = CLAIM_NONE;
    if (str_starts(rest, S("一")) && !words_begin(rest, WORDS(S("一起"), S("一线")), NULL) &&
        rest.n <= 18) {
        p.has_number = true;
        p.hedge = CLAIM_EXACT;
        p.n = (struct numeral){.low = NUMERAL_ONE, .high = NUMERAL_ONE, .scale = 1};
    }
    p.end = p.clause_end;
    *behind = p.clause_end;
    take(f, &p);
    return true;
}

/* ---- going through ---- */

static void
find_in_sentence(struct finder *f)
{
    struct str s = f->sentence;
    for (size_t at = 0; at < s.n && f->found.n < CLAIMS_MAX;) {
        struct spot p;
        if (f->from + at < f->taken) {
            at = f->taken - f->from; /* the object of the claim before */
            continue;
        }
        size_t behind = at + 1;
        if (take_rhythm(f, at, &behind)) {
            at = behind;
            continue;
        }
        struct numeral n;
        if (!numeral_at(s, at, &n)) {
            at = behind;
            continue;
        }
        bool counts = read_spot(s, at, &p);
        if (counts && is_wanted(f, &p))
            take(f, &p);
        at = counts ? p.end : n.end;
        f->passed = at;
    }
}

static int
year_of(struct str head)
{
    for (size_t at = 0; at < head.n; at++) {
        struct numeral n;
        if (!numeral_at(head, at, &n))
            continue;
        if (n.low >= 1990 * NUMERAL_ONE && n.low <= 2100 * NUMERAL_ONE && !n.range &&
            str_starts(str_slice(head, n.end, 3), S("年")))
            return (int)(n.low / NUMERAL_ONE);
        at = n.end - 1;
    }
    return 0;
}

static void
take_sentence(struct finder *f, size_t from, size_t to)
{
    struct str s = str_slice(f->text, from, to - from);
    struct str trimmed = str_trim(s);
    if (trimmed.n == 0)
        return;
    f->from = from + (size_t)(trimmed.p - s.p);
    f->sentence = trimmed;
    f->passed = 0;
    f->part = claim_part_of(f->part, trimmed, f->report_year);
    if (claim_is_furniture(trimmed))
        return;
    if (f->part == PART_WORK)
        claim_era_note(f->a, &f->era, trimmed);
    find_in_sentence(f);
}

struct claims
claims_find(struct arena *a, struct str text)
{
    const struct word_list ends = WORDS(S("。"), S("！"), S("？"), S("\n"));
    struct str head = str_slice(text, 0, HEAD_BYTES);
    struct finder f = {.a = a,
        .text = text,
        .era = claim_era_begin(head),
        .part = PART_WORK,
        .report_year = year_of(head)};
    size_t from = 0;
    for (size_t at = 0; at < text.n; at++) {
        size_t n = mark_at(text, at, ends);
        bool cut = at - from >= SENTENCE_BYTES && ((unsigned char)text.p[at] & 0xC0) != 0x80;
        if (n || cut) {
            take_sentence(&f, from, at);
            from = at + n;
            at = n ? from - 1 : at;
        }
    }
    take_sentence(&f, from, text.n);
    return f.found;
}

void
claim_number(struct out *o, int64_t micro)
{
    if (micro < 0) {
        out_char(o, '-');
        micro = -micro;
    }
    out_int(o, micro / NUMERAL_ONE);
    int64_t part = micro % NUMERAL_ONE;
    if (part == 0)
        return;
    out_char(o, '.');
    for (int64_t unit = NUMERAL_ONE / 10; part > 0; unit /= 10) {
        out_char(o, (char)('0' + part / unit));
        part %= unit;
    }
}
