/* 数字说法 (claims): stretches of a report that tie a number or a rhythm to work done, so that it can be checked against
   records: 召开党员大会5次, 每月召开1次支部委员会, 按季度抽查. Dates, ordinals, document numbers, political shorthand, background
   facts, plans, lacks and advertising are none. Works by form and by a lexicon of the genre. */
#ifndef TEXT_CLAIM_H
#define TEXT_CLAIM_H

#include "base/arena.h"
#include "base/out.h"
#include "text/numeral.h"

enum claim_kind {
    CLAIM_MEETING,
    CLAIM_STUDY,
    CLAIM_LECTURE,
    CLAIM_THEME_DAY,
    CLAIM_TALK,
    CLAIM_VISIT,
    CLAIM_TRAINING,
    CLAIM_INSPECTION,
    CLAIM_PROBLEM,
    CLAIM_MEMBER_CHANGE,
    CLAIM_SERVICE,
    CLAIM_FINANCE,
    CLAIM_AREA,
    CLAIM_PUBLICITY,
    CLAIM_OTHER,
    CLAIM_KINDS
};

enum claim_hedge {
    CLAIM_EXACT,    /* N */
    CLAIM_OVER,     /* N余, N多: N … N+step-1 */
    CLAIM_NEAR,     /* 近N: 0.9N … N */
    CLAIM_ABOUT,    /* 约N, N左右: 0.9N … 1.1N */
    CLAIM_AT_LEAST, /* N以上, 超N, 不少于N: N … */
    CLAIM_RANGE,    /* A至B, 两三, 数十 */
    CLAIM_NONE      /* a rhythm without a number */
};

struct claim {
    size_t start, end; /* bytes, half-open */
    enum claim_kind kind;
    enum claim_hedge hedge;
    struct str object;       /* what was counted */
    int64_t value, min, max; /* micro (NUMERAL_ONE) */
    bool has_min, has_max;
    struct str unit;   /* "" none; 万元 and 亿元 keep the figure as written */
    struct str period; /* 全年, 每月 …; "year": the report's own; "n/a": a single event */
    bool suspect;      /* a year inside a longer number, lost digits: not to be compared */
};

struct claims {
    struct claim *v;
    size_t n;
};

/* In order, never overlapping; in the arena. */
struct claims claims_find(struct arena *a, struct str text);
struct str claim_kind_code(enum claim_kind kind);
struct str claim_hedge_code(enum claim_hedge hedge);
/* A value as a decimal number: 12, 7.66. */
void claim_number(struct out *o, int64_t micro);

#endif
