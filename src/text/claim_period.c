/* The time a claim speaks of (期间). */
#include "text/claim_int.h"

/* Spelling as written → as given. */
static const struct {
    struct str written, period;
} rhythms[] = {{str_lit("每个月"), str_lit("每月")}, {str_lit("每月"), str_lit("每月")},
    {str_lit("按月"), str_lit("每月")}, {str_lit("逐月"), str_lit("每月")},
    {str_lit("每个季度"), str_lit("每季度")}, {str_lit("每季度"), str_lit("每季度")},
    {str_lit("按季度"), str_lit("每季度")}, {str_lit("每季"), str_lit("每季度")},
    {str_lit("按季"), str_lit("每季度")}, {str_lit("一季一"), str_lit("每季度")},
    {str_lit("每周"), str_lit("每周")}, {str_lit("按周"), str_lit("每周")},
    {str_lit("每星期"), str_lit("每周")}, {str_lit("每日"), str_lit("每日")},
    {str_lit("每天"), str_lit("每日")}, {str_lit("按日"), str_lit("每日")},
    {str_lit("每半年"), str_lit("每半年")}, {str_lit("半年一"), str_lit("每半年")},
    {str_lit("每半月"), str_lit("每半月")}, {str_lit("每年度"), str_lit("每年")},
    {str_lit("每年"), str_lit("每年")}, {str_lit("逢单月"), str_lit("每两月")},
    {str_lit("逢双月"), str_lit("每两月")}, {str_lit("每两个月"), str_lit("每两月")},
    {str_lit("每两月"), str_lit("每两月")}, {str_lit("一月一"), str_lit("每月")},
    {str_lit("一周一"), str_lit("每周")}, {str_lit("日均"), str_lit("每日")}};

size_t
claim_rhythm_at(struct str text, size_t at, struct str *period)
{
    struct str rest = str_slice(text, at, 24);
    size_t best = 0;
    for (size_t i = 0; i < sizeof(rhythms) / sizeof(*rhythms); i++)
        if (rhythms[i].written.n > best && str_starts(rest, rhythms[i].written)) {
            best = rhythms[i].written.n;
            *period = rhythms[i].period;
        }
    /* 一月一, 一周一: the last 一 is the number. */
    return best && str_ends(str_slice(rest, 0, best), S("一")) ? best - strlen("一") : best;
}

struct claim_era
claim_era_begin(struct str head)
{
    if (words_in(head, WORDS(S("半年"))))
        return (struct claim_era){S("半年"), S("")};
    if (words_in(head,
            WORDS(S("述职"), S("总结"), S("汇报"), S("报告"), S("一年来"), S("小结"), S("年度"),
                S("回顾"))))
        return (struct claim_era){S("year"), S("")};
    return (struct claim_era){S("n/a"), S("")};
}

/* Back from `end` to what parts clauses. */
static struct str
back_to_clause(struct str s, size_t end)
{
    size_t from = 0;
    const struct word_list marks = {
        (const struct str[]){str_lit("，"), str_lit("。"), str_lit("；"), str_lit("：")}, 4};
    for (size_t at = end; at >= 3; at--)
        if (words_begin(str_slice(s, at - 3, 3), marks, NULL)) {
            from = at;
            break;
        }
    return str_slice(s, from, end - from);
}

enum {
    ERA_BYTES = 36
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 今年以来, 自去年以来; 2020年以来 only where the text does not speak of one year anyway. "" without. */
static struct str
since_when(const struct claim_era *era, struct str sentence)
{
    size_t at = str_find(sentence, S("以来"), 0);
    if (at == SIZE_MAX)
        return S("");
    struct str clause = back_to_clause(sentence, at + strlen("以来"));
    if (str_starts(clause, S("自")))
        clause = str_slice(clause, strlen("自"), clause.n);
    bool dated = clause.n >= 4 && is_digit(clause.p[0]) && is_digit(clause.p[3]) &&
        !str_eq(era->title, S("year"));
    bool wanted = dated || words_begin(clause, WORDS(S("今年"), S("去年")), NULL);
    return wanted && clause.n <= ERA_BYTES ? clause : S("");
}

/* 截至10月, 自运营至11月20日: the day alone; "" without, or when a state of things is told and not doings. */
static struct str
until_when(struct str sentence)
{
    if (words_in(sentence, WORDS(S("现有"), S("共有"), S("总数"))))
        return S("");
    size_t at = str_find(sentence, S("截至"), 0), skip = strlen("截至");
    if (at == SIZE_MAX)
        at = str_find(sentence, S("截止"), 0);
    if (at == SIZE_MAX && str_starts(sentence, S("自"))) {
        at = str_find(str_slice(sentence, 0, ERA_BYTES), S("至"), 0);
        skip = strlen("至");
    }
    struct str rest = at == SIZE_MAX ? S("") : str_slice(sentence, at + skip, ERA_BYTES);
    size_t stop = str_find(rest, S("，"), 0);
    struct str when = str_slice(rest, 0, stop == SIZE_MAX ? 0 : stop);
    if (str_starts(when, S("今年")))
        when = str_slice(when, strlen("今年"), when.n);
    return words_in(when, WORDS(S("目前"), S("现在"))) ? S("") : when;
}

void
claim_era_note(struct arena *a, struct claim_era *era, struct str sentence)
{
    struct str since = since_when(era, sentence), until = until_when(sentence);
    if (since.n)
        era->running = arena_str(a, since);
    if (until.n)
        era->running = arena_fmt(a, "截至%.*s", STR_ARG(until));
}

/* 8月, 1—8月 at the head of a clause; "" without. */
static struct str
months_at_head(struct str clause)
{
    size_t at = 0;
    while (at < clause.n &&
        (is_digit(clause.p[at]) || str_starts(str_slice(clause, at, 3), S("—")) ||
            clause.p[at] == '-'))
        at += is_digit(clause.p[at]) || clause.p[at] == '-' ? 1 : 3;
    struct str behind = str_slice(clause, at, 6);
    if (at == 0 || !str_starts(behind, S("月")) || str_starts(behind, S("月份")))
        return S("");
    size_t day = at + 3;
    if (day < clause.n && is_digit(clause.p[day]))
        return S("");
    return str_slice(clause, 0, at + 3);
}

struct str
claim_period_of(struct arena *a, const struct claim_era *era, struct str clause)
{
    static const struct str spans[] = {str_lit("全年"), str_lit("上半年"), str_lit("下半年"),
        str_lit("今年以来"), str_lit("去年以来"), str_lit("一季度"), str_lit("二季度"),
        str_lit("三季度"), str_lit("四季度"), str_lit("前三季度"), str_lit("累计"),
        str_lit("三年来"), str_lit("两年来"), str_lit("五年来"), str_lit("近三年"), str_lit("本月"),
        str_lit("上年")};
    struct str period = S("");
    for (size_t at = clause.n; at > 0 && period.n == 0; at--)
        if (claim_rhythm_at(clause, at - 1, &period) == 0)
            period = S("");
    if (period.n)
        return period;
    if (words_in(clause, WORDS(S("日接待"), S("日服务"), S("日处理"))))
        return S("每日");
    if (words_in(clause, WORDS(S("年产值"), S("年产量"))))
        return S("每年");
    if (words_in(clause, WORDS(S("年度"))) && words_in(clause, WORDS(S("不少于"))))
        return S("每年");
    for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++)
        if (str_find(clause, spans[i], 0) != SIZE_MAX && !str_eq(spans[i], S("上年")))
            return spans[i];
    struct str months = months_at_head(clause);
    if (months.n)
        return arena_str(a, months);
    if (words_in(clause, WORDS(S("建成"), S("已达"), S("已收集"), S("已建"))) &&
        str_eq(era->title, S("n/a")) && era->running.n == 0)
        return S("累计");
    if (era->running.n)
        return era->running;
    if (words_begin(clause, WORDS(S("今年")), NULL))
        return S("今年");
    return era->title;
}
