#include "text/numeral.h"

#include "base/utf8.h"

enum {
    DIGITS_MAX = 12,
    FRACTION_MAX = 6
};

static const struct {
    struct str text;
    int value;
} digits[] = {{str_lit("零"), 0}, {str_lit("〇"), 0}, {str_lit("一"), 1}, {str_lit("二"), 2},
    {str_lit("两"), 2}, {str_lit("三"), 3}, {str_lit("四"), 4}, {str_lit("五"), 5},
    {str_lit("六"), 6}, {str_lit("七"), 7}, {str_lit("八"), 8}, {str_lit("九"), 9}};

static const struct {
    struct str text;
    int64_t value;
} places[] = {{str_lit("十"), 10}, {str_lit("百"), 100}, {str_lit("千"), 1000}};

static bool
eat(struct str text, size_t *at, struct str what)
{
    if (!str_starts(str_slice(text, *at, what.n), what))
        return false;
    *at += what.n;
    return true;
}

static bool
eat_over(struct str text, size_t *at)
{
    return eat(text, at, S("余")) || eat(text, at, S("多"));
}

/* An ASCII or full-width digit; -1 without. */
static int
eat_digit(struct str text, size_t *at)
{
    struct str rest = str_slice(text, *at, 3);
    if (rest.n && rest.p[0] >= '0' && rest.p[0] <= '9') {
        *at += 1;
        return rest.p[0] - '0';
    }
    uint32_t cp = 0;
    if (rest.n == 3 && utf8_next(&rest, &cp) && cp >= 0xFF10 && cp <= 0xFF19) {
        *at += 3;
        return (int)(cp - 0xFF10);
    }
    return -1;
}

/* The place of the last digit that is not 0. */
static int64_t
place_of(int64_t value)
{
    int64_t place = 1;
    while (value != 0 && value % 10 == 0) {
        value /= 10;
        place *= 10;
    }
    return place;
}

/* Three digits behind a comma, and no fourth. */
static bool
is_group(struct str text, size_t at)
{
    for (int i = 0; i < 3; i++)
        if (eat_digit(text, &at) < 0)
            return false;
    return eat_digit(text, &at) < 0;
}

static bool
eat_comma(struct str text, size_t *at)
{
    size_t behind = *at;
    if (!(eat(text, &behind, S(",")) || eat(text, &behind, S("，"))) || !is_group(text, behind))
        return false;
    *at = behind;
    return true;
}

static bool
arabic(struct str text, size_t *at, int64_t *value)
{
    int64_t whole = 0, part = 0, unit = NUMERAL_ONE;
    int n = 0;
    bool grouped = false;
    for (;;) {
        int digit = eat_digit(text, at);
        if (digit >= 0 && n < DIGITS_MAX) {
            whole = whole * 10 + digit;
            n++;
        } else if (digit >= 0) {
            return false;
        } else if (n > 0 && (grouped || n <= 3) && eat_comma(text, at)) {
            grouped = true;
        } else {
            break;
        }
    }
    size_t behind = *at;
    if (n && (eat(text, &behind, S(".")) || eat(text, &behind, S("．")))) {
        int digit, kept = 0;
        size_t end = behind;
        while ((digit = eat_digit(text, &end)) >= 0 && kept++ < FRACTION_MAX) {
            unit /= 10;
            part += digit * unit;
        }
        if (end > behind)
            *at = end;
    }
    *value = whole * NUMERAL_ONE + part;
    return n > 0;
}

static bool
eat_chinese_digit(struct str text, size_t *at, int *value)
{
    for (size_t i = 0; i < sizeof(digits) / sizeof(*digits); i++)
        if (eat(text, at, digits[i].text)) {
            *value = digits[i].value;
            return true;
        }
    return false;
}

static int64_t
eat_place(struct str text, size_t *at)
{
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
        if (eat(text, at, places[i].text))
            return places[i].value;
    return 0;
}

/* 三十六, 百, 十二, 两千零五: below 10 000. */
static bool
chinese(struct str text, size_t *at, int64_t *value)
{
    int64_t sum = 0;
    bool any = false;
    for (;;) {
        int digit = 1;
        size_t behind = *at;
        bool has_digit = eat_chinese_digit(text, &behind, &digit);
        int64_t place = eat_place(text, &behind);
        if (!has_digit && (place == 0 || any))
            break;
        if (has_digit && place == 0 && any && digit != 0 && sum % 10 != 0)
            break; /* 六七: two numbers */
        sum += digit * (place ? place : 1);
        any = true;
        *at = behind;
        if (place == 0 && digit != 0)
            break;
    }
    *value = sum * NUMERAL_ONE;
    return any;
}

static int64_t
eat_scale(struct str text, size_t *at)
{
    return eat(text, at, S("万")) ? 10000 : eat(text, at, S("亿")) ? 100000000 : 1;
}

static bool
in_bounds(int64_t shown, int64_t scale)
{
    return shown <= INT64_C(1000000000000) * NUMERAL_ONE / scale;
}

/* 两三, 三四十, 数十, 几百: from and to. */
static bool
vague(struct str text, size_t at, struct numeral *n)
{
    int first = 0, second = 0;
    int64_t low, high;
    if (eat(text, &at, S("数")) || eat(text, &at, S("几"))) {
        int64_t place = eat_place(text, &at);
        if (place == 0)
            return false;
        low = 2 * place;
        high = 10 * place - 1;
    } else {
        if (!eat_chinese_digit(text, &at, &first) || !eat_chinese_digit(text, &at, &second) ||
            first == 0 || second != first + 1)
            return false;
        int64_t place = eat_place(text, &at);
        low = first * (place ? place : 1);
        high = second * (place ? place : 1);
    }
    n->scale = eat_scale(text, &at);
    n->shown = low * NUMERAL_ONE;
    n->low = low * n->scale * NUMERAL_ONE;
    n->high = high * n->scale * NUMERAL_ONE;
    n->end = at;
    n->range = n->chinese = true;
    return true;
}

static bool
plain(struct str text, size_t at, struct numeral *n)
{
    size_t start = at;
    if (!arabic(text, &at, &n->shown)) {
        at = start;
        if (!chinese(text, &at, &n->shown))
            return false;
        n->chinese = true;
    }
    n->written = at - start;
    n->over = eat_over(text, &at);
    int64_t place = n->chinese ? 0 : eat_place(text, &at); /* 3千, 5百 */
    n->scale = eat_scale(text, &at);
    if (place && n->shown <= INT64_C(1000000) * NUMERAL_ONE)
        n->shown *= place;
    n->over = n->over || eat_over(text, &at);
    if (!in_bounds(n->shown, n->scale))
        return false;
    n->low = n->high = n->shown * n->scale;
    n->step = place_of(n->shown) * n->scale;
    if (n->step <= NUMERAL_ONE)
        n->step = 0;
    n->end = at;
    return true;
}

static bool
eat_to(struct str text, size_t *at)
{
    static const struct str words[] = {str_lit("—"), str_lit("～"), str_lit("~"), str_lit("－"),
        str_lit("-"), str_lit("–"), str_lit("至"), str_lit("到")};
    bool any = false;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        while (eat(text, at, words[i]))
            any = true;
    return any;
}

bool
numeral_at(struct str text, size_t at, struct numeral *n)
{
    *n = (struct numeral){.scale = 1};
    if (vague(text, at, n))
        return true;
    *n = (struct numeral){.scale = 1};
    if (!plain(text, at, n))
        return false;
    struct numeral to = {.scale = 1};
    size_t behind = n->end;
    if (eat_to(text, &behind) && plain(text, behind, &to) && to.chinese == n->chinese) {
        int64_t low = n->scale == 1 ? n->shown * to.scale : n->low;
        if (in_bounds(n->shown, to.scale) && low < to.low) {
            n->low = low;
            n->high = to.low;
            n->scale = to.scale;
            n->end = to.end;
            n->range = true;
        }
    }
    return true;
}
