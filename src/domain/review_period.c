/* Which days of the year a claim's period means (期间). */
#include "domain/review_int.h"

static const struct {
    struct str period;
    int every;
} rhythms[] = {{str_lit("每月"), 1}, {str_lit("每两月"), 2}, {str_lit("每季度"), 3},
    {str_lit("每半年"), 6}, {str_lit("每年"), 12}};

static const struct {
    struct str period;
    int from, to; /* months */
} spans[] = {{str_lit("上半年"), 1, 6}, {str_lit("半年"), 1, 6}, {str_lit("下半年"), 7, 12},
    {str_lit("一季度"), 1, 3}, {str_lit("二季度"), 4, 6}, {str_lit("三季度"), 7, 9},
    {str_lit("四季度"), 10, 12}, {str_lit("前三季度"), 1, 9}};

static const struct str whole[] = {str_lit("year"), str_lit("全年"), str_lit("今年"),
    str_lit("今年以来"), str_lit("n/a"), str_lit("年初以来")};

static struct review_span
months(int year, int from, int to)
{
    return (struct review_span){
        .from = date_make(year, from, 1), .to = date_make(year, to, date_month_days(year, to))};
}

/* "10月", "11月20日", "2023年10月": month and day; 0 without. */
static bool
read_day(int year, struct str s, int *month, int *day)
{
    int64_t n;
    struct str rest = s, year_part = S(""), month_part;
    size_t at = str_find(s, S("年"), 0);
    if (at != SIZE_MAX) {
        year_part = str_slice(s, 0, at);
        rest = str_slice(s, at + strlen("年"), s.n);
    }
    if (year_part.n && (!str_to_i64(year_part, 1900, 2200, &n) || n != year))
        return false;
    at = str_find(rest, S("月"), 0);
    if (at == SIZE_MAX)
        return false;
    month_part = str_slice(rest, 0, at);
    rest = str_slice(rest, at + strlen("月"), rest.n);
    if (!str_to_i64(month_part, 1, 12, &n))
        return false;
    *month = (int)n;
    *day = date_month_days(year, *month);
    at = str_find(rest, S("日"), 0);
    if (at != SIZE_MAX) {
        if (!str_to_i64(str_slice(rest, 0, at), 1, *day, &n))
            return false;
        *day = (int)n;
    }
    return true;
}

/* 8月, 1—8月. */
static bool
read_months(int year, struct str s, struct review_span *span)
{
    static const struct str dashes[] = {str_lit("—"), str_lit("至"), str_lit("-"), str_lit("～")};
    int from, to, day;
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        size_t at = str_find(s, dashes[i], 0);
        int64_t n;
        if (at == SIZE_MAX)
            continue;
        size_t behind = at + dashes[i].n;
        while (str_starts(str_slice(s, behind, s.n), dashes[i]))
            behind += dashes[i].n;
        if (!str_to_i64(str_slice(s, 0, at), 1, 12, &n) ||
            !read_day(year, str_slice(s, behind, s.n), &to, &day) || to < (int)n)
            return false;
        *span = months(year, (int)n, to);
        return true;
    }
    if (!str_ends(s, S("月")) || !read_day(year, s, &from, &day))
        return false;
    *span = months(year, from, from);
    return true;
}

bool
review_span_of(int year, struct str period, struct date today, struct review_span *span)
{
    *span = (struct review_span){date_make(year, 1, 1), date_make(year, 12, 31), true, 0};
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
        if (str_eq(period, whole[i]))
            return true;
    span->whole = false;
    for (size_t i = 0; i < sizeof rhythms / sizeof rhythms[0]; i++)
        if (str_eq(period, rhythms[i].period)) {
            span->every = rhythms[i].every;
            if (today.year == year)
                span->to = today;
            return true;
        }
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++)
        if (str_eq(period, spans[i].period)) {
            *span = months(year, spans[i].from, spans[i].to);
            return true;
        }
    if (str_ends(period, S("年"))) {
        int64_t n;
        span->whole = true;
        return str_to_i64(str_slice(period, 0, period.n - strlen("年")), 1900, 2200, &n) &&
            n == year;
    }
    if (str_starts(period, S("截至"))) {
        int month = 0, day = 0;
        struct str when = str_slice(period, strlen("截至"), period.n);
        if (!read_day(year, when, &month, &day))
            return false;
        span->to = date_make(year, month, day);
        return true;
    }
    return read_months(year, period, span);
}
