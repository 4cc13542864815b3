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
    {str_lit("一周一"), str_lit("每周")}, {str_lit("日均"), str_lit("每日")},
    {str_lit("月均"), str_lit("每月")}, {str_lit("年均"), str_lit("每年")},
    {str_lit("每两周"), str_lit("每两周")}, {str_lit("每双周"), str_lit("每两周")},
    {str_lit("每学期"), str_lit("每学期")}, {str_lit("每旬"), str_lit("每旬")},
    {str_lit("每双月"), str_lit("每两月")}, {str_lit("每单月"), str_lit("每两月")},
    {str_lit("每隔一周"), str_lit("每两周")}, {str_lit("每晚"), str_lit("每日")}};

size_t
claim_rhythm_at(struct str text, size_t at, struct str *period)
{
    struct str rest = str_slice(text, at, 24);
    size_t best = 0;
    if (!list_begin(CLAIM_AT(text, at), "每 按 逐 一 半 逢 日 月 年", NULL))
        return 0;
    for (size_t i = 0; i < sizeof(rhythms) / sizeof(*rhythms); i++)
        if (rhythms[i].written.n > best && str_starts(rest, rhythms[i].written)) {
            best = rhythms[i].written.n;
            *period = rhythms[i].period;
        }
    /* 一月一, 一周一: the last 一 is the number. */
    if (best && str_ends(str_slice(rest, 0, best), S("一")))
        return best - strlen("一");
    struct str day = str_slice(rest, best, rest.n);
    size_t n = 0;
    if (best && str_eq(*period, S("每周")) && list_begin(day, "二 三 四 五 六 日 天", &n))
        return best + n;
    struct numeral number;
    if (best && str_eq(*period, S("每月")) && numeral_at(day, 0, &number) && !number.chinese &&
        list_begin(str_slice(day, number.end, day.n), "日 号", &n))
        return best + number.end + n;
    return best;
}

enum {
    NEWS_BYTES = 1900, /* a text without a title of the genre is a news item when it is shorter */
    ERA_BYTES = 36,
    EARLIER_CLAUSES = 6
};

struct claim_era
claim_era_begin(struct str head, size_t text_bytes)
{
    static const char *const halves[] = {
        "上半年", "下半年", "半年", "一季度", "二季度", "三季度", "四季度"};
    size_t line = str_find_char(head, '\n', 0);
    struct str title = str_slice(head, 0, line == SIZE_MAX ? head.n : line);
    for (size_t i = 0; i < sizeof(halves) / sizeof(*halves); i++)
        if (str_find(title, str_from(halves[i]), 0) != SIZE_MAX)
            return (struct claim_era){.title = str_from(halves[i])};
    if (list_in(head, "新闻联播 本报讯 记者 央视网"))
        return (struct claim_era){.title = S("n/a")};
    if (list_in(head, "述职 总结 汇报 报告 一年来 小结 年度 回顾") || text_bytes > NEWS_BYTES)
        return (struct claim_era){.title = S("year")};
    return (struct claim_era){.title = S("n/a")};
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 今年以来, 自去年以来; 2020年以来 only where the text does not speak of one year anyway. "" without. */
static struct str
since_when(const struct claim_era *era, const struct claim_sentence *s)
{
    struct str sentence = s->s;
    size_t at = str_find(sentence, S("以来"), 0);
    if (at == SIZE_MAX)
        return S("");
    size_t end = at + strlen("以来"), from = s->map->begin[at];
    struct str clause = str_slice(sentence, from, end - from);
    if (str_starts(clause, S("自")))
        clause = str_slice(clause, strlen("自"), clause.n);
    bool dated = clause.n >= 4 && is_digit(clause.p[0]) && is_digit(clause.p[3]) &&
        !str_eq(era->title, S("year"));
    bool wanted = dated || list_begin(clause, "今年 去年 年初", NULL);
    return wanted && clause.n <= ERA_BYTES ? clause : S("");
}

/* 截至10月, 自运营至11月20日: the day alone; the end of a year is the year. "" without. */
static struct str
until_when(struct str sentence)
{
    size_t at = str_find(sentence, S("截至"), 0), skip = strlen("截至");
    if (at == SIZE_MAX)
        at = str_find(sentence, S("截止"), 0);
    if (at == SIZE_MAX && str_starts(sentence, S("自"))) {
        at = str_find(str_slice(sentence, 0, ERA_BYTES), S("至"), 0);
        skip = strlen("至");
    }
    struct str rest = at == SIZE_MAX ? S("") : str_slice(sentence, at + skip, ERA_BYTES);
    size_t stop = 0;
    while (stop < rest.n && !list_begin(str_slice(rest, stop, 3), "， ,", NULL))
        stop++;
    struct str when = str_slice(rest, 0, stop == rest.n ? 0 : stop);
    if (str_starts(when, S("今年")))
        when = str_slice(when, strlen("今年"), when.n);
    return list_in(when, "目前 现在 当前") ? S("") : when;
}

void
claim_era_note(
    struct arena *a, struct claim_era *era, const struct claim_sentence *s, bool new_line)
{
    struct str sentence = s->s;
    struct str since = since_when(era, s), until = until_when(sentence);
    if (since.n)
        era->running = arena_str(a, since);
    if (until.n && list_end(until, "年底 年末", NULL) && is_digit(until.p[0])) {
        if (str_eq(era->title, S("n/a")))
            era->running = arena_str(a, str_slice(until, 0, until.n - strlen("底")));
    } else if (until.n)
        era->running = arena_fmt(a, "截至%.*s", STR_ARG(until));
    struct numeral n;
    if (new_line)
        era->dated = numeral_at(sentence, 0, &n) &&
            list_in(str_slice(sentence, n.end, ERA_BYTES / 2), "日 号");
}

/* 8月, 1—8月, 2025年1—8月 at the head of a clause: the months; "" without. */
static struct str
months_at_head(struct str clause)
{
    size_t at = 0, from = 0;
    for (int round = 0; round < 2; round++) {
        from = at;
        while (at < clause.n &&
            (is_digit(clause.p[at]) || clause.p[at] == '-' ||
                list_begin(str_slice(clause, at, 3), "— 至 ～", NULL)))
            at += is_digit(clause.p[at]) || clause.p[at] == '-' ? 1 : 3;
        if (round || !str_starts(str_slice(clause, at, 3), S("年")))
            break;
        at += strlen("年");
    }
    struct str behind = str_slice(clause, at, 6);
    if (at == from || !str_starts(behind, S("月")) || str_starts(behind, S("月份")))
        return S("");
    size_t day = at + strlen("月");
    if (day < clause.n &&
        (is_digit(clause.p[day]) || list_begin(str_slice(clause, day, 3), "底 初 末 中", NULL)))
        return S("");
    return str_slice(clause, from, day - from);
}

/* A year that a clause begins with: 2022年召开…. */
static struct str
year_at_head(struct str clause)
{
    struct numeral n;
    if (!numeral_at(clause, 0, &n) || n.range || n.end != 4 || n.low < 1990 * NUMERAL_ONE ||
        !str_starts(str_slice(clause, n.end, 3), S("年")) ||
        is_digit(clause.p[clause.n > 7 ? 7 : 0]))
        return S("");
    return str_slice(clause, 0, n.end + strlen("年"));
}

/* The words of a stretch of time in a clause; "" without. *holds: for all the sentence, not only for its clause. */
static struct str
span_in(struct str clause, bool *holds)
{
    static const char *const spans[] = {"全年", "上半年", "下半年", "今年以来", "去年以来",
        "前三季度", "一季度", "二季度", "三季度", "四季度", "三年来", "两年来", "四年来", "五年来",
        "十年来", "近三年", "近两年", "近五年", "本月", "本季度"};
    for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++)
        if (str_find(clause, str_from(spans[i]), 0) != SIZE_MAX) {
            *holds = i > 0;
            return str_from(spans[i]);
        }
    *holds = true;
    return months_at_head(clause);
}

static bool
has_digits(struct str clause, struct str but)
{
    for (size_t at = 0; at < clause.n; at++)
        if (is_digit(clause.p[at]) && !(clause.p + at >= but.p && clause.p + at < but.p + but.n))
            return true;
    return false;
}

/* What the clauses before say: 上半年，…; 全年未间断，共12期. */
static struct str
span_before(const struct claim_era *era, const struct claim_sentence *sentence, size_t from)
{
    struct str s = sentence->s;
    for (int i = 0; i < EARLIER_CLAUSES && from > 1; i++) {
        size_t end = from - 1;
        while (end > 0 && ((unsigned char)s.p[end] & 0xC0) == 0x80)
            end--;
        size_t begin = sentence->map->begin[end];
        struct str clause = str_slice(s, begin, end - begin);
        bool holds = false;
        struct str span = span_in(clause, &holds);
        if (span.n &&
            (holds || str_eq(era->title, S("n/a")) || (i == 0 && !has_digits(clause, span))))
            return span;
        from = begin;
    }
    return S("");
}

static bool
is_running_total(const struct claim_era *era, struct str s, struct str clause)
{
    if (list_begin(s, "目前， 截至目前， 截止目前，", NULL) && list_in(clause, "已 建成 累计"))
        return true;
    return str_eq(era->title, S("n/a")) && era->running.n == 0 &&
        list_in(clause,
            "建成 已达 已经 已收集 已建 已组建 已成立 已发展 已有 已培育 已开通 已打造 已覆盖 总数达");
}

/* The rhythm of a clause, the last one that it names. */
static struct str
rhythm_in(struct str clause)
{
    struct str period = S("");
    for (size_t i = clause.n; i > 0; i--)
        if (claim_rhythm_at(clause, i - 1, &period))
            return period;
    if (list_in(clause, "日接待 日服务 日处理"))
        return S("每日");
    if ((list_in(clause, "年产值 年产量 年收入 年销售额") && list_in(clause, "达到 达")) ||
        (list_in(clause, "年度") && list_in(clause, "不少于")))
        return S("每年");
    return S("");
}

/* What the clause or those before it name. */
static struct str
named_period(struct arena *a, const struct claim_era *era, const struct claim_sentence *sentence,
    size_t from, size_t end)
{
    struct str clause = str_slice(sentence->s, from, end - from), span = rhythm_in(clause);
    bool holds = false;
    if (span.n)
        return span;
    span = span_in(clause, &holds);
    if (span.n == 0 && list_in(clause, "累计"))
        return S("累计");
    if (span.n == 0)
        span = year_at_head(clause);
    if (span.n == 0)
        span = span_before(era, sentence, from);
    return span.n ? arena_str(a, span) : span;
}

struct str
claim_period_of(struct arena *a, const struct claim_era *era, const struct claim_sentence *sentence,
    size_t from, size_t end)
{
    struct str clause = str_slice(sentence->s, from, end - from);
    struct str named = named_period(a, era, sentence, from, end);
    if (named.n)
        return named;
    if (list_begin(clause, "“我", NULL))
        return S("n/a");
    if (is_running_total(era, sentence->s, clause))
        return S("累计");
    if (era->dated && (era->running.n || !str_eq(era->title, S("year"))))
        return S("n/a");
    if (era->running.n)
        return era->running;
    return list_begin(clause, "今年", NULL) ? S("今年") : era->title;
}
