/* Shared by the parts of finding claims: where a number stands and what is round it. */
#ifndef TEXT_CLAIM_INT_H
#define TEXT_CLAIM_INT_H

#include "text/claim.h"

struct word_list {
    const struct str *v;
    size_t n;
};

#define WORDS(...)                                         \
    ((struct word_list){(const struct str[]){__VA_ARGS__}, \
        sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str)})

/* Whether one of the words stands anywhere in it; at its beginning; at its end. */
bool words_in(struct str s, struct word_list words);
bool words_begin(struct str s, struct word_list words, size_t *length);
bool words_end(struct str s, struct word_list words);

enum claim_part {
    PART_WORK,
    PART_PROBLEMS,
    PART_PLAN
};

/* A sentence and where it stands; offsets are bytes of the text. */
struct claim_place {
    struct str text;      /* the whole */
    size_t from, to;      /* the sentence */
    enum claim_part part; /* of the report */
};

/* claim_part.c: in which part of the report the sentence stands, going on from the part of the one before. */
enum claim_part claim_part_of(enum claim_part before, struct str sentence, int report_year);
/* Page furniture, advertising: no claims in it. */
bool claim_is_furniture(struct str sentence);
/* A clause that tells a plan, a requirement or a background fact. */
bool claim_is_plan(struct str clause);
bool claim_is_background(struct str clause, struct str before_number);

/* claim_unit.c: the measure word at a byte; 0 when none. *money: 元. */
size_t claim_unit_at(struct str text, size_t at);
/* Whether a number with this unit, and what follows it, can be a claim at all (not a date, a rank, a name). */
bool claim_unit_counts(struct str unit, struct str behind, const struct numeral *n);
/* A noun that may stand at once behind a number without a measure word: 200多农技人员. */
bool claim_noun_at(struct str text, size_t at);

/* claim_kind.c: by the nearest head word; CLAIM_KINDS when the clause has none. number … behind: bytes of number and
   unit in the clause. */
enum claim_kind claim_kind_of(struct str clause, size_t number, size_t behind, struct str unit);

/* claim_period.c */
struct claim_era {
    struct str title;   /* what the text says of itself: the report's year, half a year, or "n/a" */
    struct str running; /* 截至…, …以来: holds until another is named */
};
struct claim_era claim_era_begin(struct str head);
/* Takes note of what a sentence sets for all that follows. */
void claim_era_note(struct arena *a, struct claim_era *era, struct str sentence);
/* `before`: the clause up to the number's end. */
struct str claim_period_of(struct arena *a, const struct claim_era *era, struct str clause);
/* A rhythm (每月, 按季度, 每周五) at a byte: its length and the period it stands for. */
size_t claim_rhythm_at(struct str text, size_t at, struct str *period);

#endif
