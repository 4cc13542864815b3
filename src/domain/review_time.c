/* At what time of the day a record says it was held (时间). */
#include "domain/review_int.h"

static int
number_at(struct str s, size_t *at)
{
    int value = 0, n = 0;
    while (n < 2 && *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9') {
        value = value * 10 + (s.p[(*at)++] - '0');
        n++;
    }
    return n ? value : -1;
}

/* 9:30, 14时, 9点半, 9：00 at a byte; -1 without. */
static int
time_at(struct str s, size_t *at)
{
    int hour = number_at(s, at), minute = 0;
    struct str rest = str_slice(s, *at, 3);
    if (hour < 0 || hour > 24)
        return -1;
    if (str_starts(rest, S(":")) || str_starts(rest, S("："))) {
        *at += str_starts(rest, S(":")) ? 1 : 3;
        minute = number_at(s, at);
        return minute < 0 || minute > 59 ? -1 : hour * 60 + minute;
    }
    if (!str_eq(rest, S("时")) && !str_eq(rest, S("点")))
        return -1;
    *at += rest.n;
    size_t behind = *at;
    if (str_eq(str_slice(s, *at, 3), S("半")))
        minute = 30;
    else if ((minute = number_at(s, &behind)) < 0 || !str_eq(str_slice(s, behind, 3), S("分")))
        minute = 0;
    return hour * 60 + minute;
}

/* Twelve hours more where 下午 or 晚 stands before it. */
static int
in_the_day(struct str s, size_t at, int minutes)
{
    size_t from = at > 12 ? at - 12 : 0;
    bool later = review_has(str_slice(s, from, at - from), "下午 晚") && minutes < 12 * 60;
    return minutes + (later ? 12 * 60 : 0);
}

static bool
is_digit(struct str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* The end, where a dash joins another time to the one that ends at `behind`; 0 without. */
static int
end_behind(struct str s, size_t behind)
{
    size_t next = behind;
    while (next < s.n && next < behind + 9 && !is_digit(s, next))
        next++;
    if (!review_has(str_slice(s, behind, next - behind), "- — – ~ ～ 至 到"))
        return 0;
    int to = time_at(s, &next);
    return to > 0 ? to : 0;
}

/* The first time of day a text names, and the second when a dash joins them. */
static struct review_hours
times_in(struct str s)
{
    for (size_t at = 0; at < s.n; at++) {
        size_t behind = at;
        if (!is_digit(s, at) || (at && is_digit(s, at - 1)))
            continue;
        int from = time_at(s, &behind);
        if (from < 0)
            continue;
        struct review_hours h = {in_the_day(s, at, from), end_behind(s, behind)};
        if (h.to && h.to <= h.from && h.to < 12 * 60)
            h.to += 12 * 60; /* 下午2时至4时 */
        return h;
    }
    return (struct review_hours){-1, 0};
}

static struct review_hours
half_day(struct str s)
{
    if (str_find(s, S("上午"), 0) != SIZE_MAX || str_find(s, S("早上"), 0) != SIZE_MAX)
        return (struct review_hours){8 * 60, 12 * 60};
    if (str_find(s, S("下午"), 0) != SIZE_MAX)
        return (struct review_hours){12 * 60, 18 * 60};
    if (str_find(s, S("晚"), 0) != SIZE_MAX)
        return (struct review_hours){18 * 60, 22 * 60};
    return (struct review_hours){-1, 0};
}

struct review_hours
review_hours_of(const struct record *rec)
{
    const struct str texts[] = {rec->in.title, rec->in.agenda, rec->in.body};
    struct review_hours h = {-1, 0};
    for (size_t i = 0; h.from < 0 && i < 3; i++)
        h = times_in(texts[i]);
    for (size_t i = 0; h.from < 0 && i < 3; i++)
        h = half_day(texts[i]);
    if (h.from >= 0 && h.to <= h.from) {
        int minutes = (int)(rec->in.hours_milli * 60 / 1000);
        h.to = h.from + (minutes > 0 && minutes < 1440 ? minutes : 60);
    }
    return h;
}
