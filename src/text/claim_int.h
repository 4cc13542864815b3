/* Shared by the parts of finding claims: a sentence, a number in it and what is round it. Word lists are one text, the
   words parted by blanks. */
#ifndef TEXT_CLAIM_INT_H
#define TEXT_CLAIM_INT_H

#include "text/claim.h"

#define CLAIM_AT(s, at) str_slice((s), (at), 3) /* a character */

/* claim_list.c: whether one of the words stands anywhere in s; at its beginning; at its end (*n: its length). */
bool list_in(struct str s, const char *list);
bool list_begin(struct str s, const char *list, size_t *n);
bool list_end(struct str s, const char *list, size_t *n);
bool list_is(struct str s, const char *list);
/* The byte behind the last of the words in s; 0 without. */
size_t list_last(struct str s, const char *list);
/* Each place of each word. */
void list_each (
    struct str s, const char *list, void (*found)(void *to, size_t at, size_t n), void *to);
/* Takes the next word off the front of *list; false at its end. */
bool list_word(const char **list, struct str *word);

enum claim_part {
    CLAIM_PART_WORK,
    CLAIM_PART_PROBLEMS,
    CLAIM_PART_PLAN
};

struct claim_cut {
    size_t at, n; /* before byte `at` of the sentence, n bytes of the text were left out */
};

enum {
    CLAIM_SENTENCE = 1800 /* bytes: a longer one is cut */
};

/* What is worked out once for each byte of a sentence, so that looking round a number costs nothing. */
struct claim_map {
    uint16_t begin[CLAIM_SENTENCE + 8], end[CLAIM_SENTENCE + 8]; /* of the clause */
    uint16_t
        done[CLAIM_SENTENCE + 8]; /* where the first verb of doing ends that begins here or later */
};

/* A sentence as one line: without line feeds that split it and without residue. Offsets of all that follows are bytes of
   it; claim_place gives them back as bytes of the text. */
struct claim_sentence {
    struct str s;
    size_t from; /* byte of the text */
    struct claim_cut *cuts;
    size_t cuts_n;
    struct claim_map *map;
    struct claim_spot *spots; /* all numbers that count something */
    size_t spots_n;
};

/* claim_text.c: the sentences of a text one after the other. */
struct claim_reader;
struct residues;
/* *found: all residue of the text. */
struct claim_reader *claim_reader_new(struct arena *a, struct str text, struct residues *found);
void claim_sentence_init(struct arena *a, struct claim_sentence *s);
bool claim_next_sentence(struct claim_reader *r, struct claim_sentence *s);
size_t claim_place(const struct claim_sentence *s, size_t at, bool end);

/* A number with its measure word in a sentence. */
struct claim_spot {
    size_t at, number_end, end; /* end: behind unit and hedge */
    size_t clause, clause_end;
    struct numeral n;
    struct str unit;
    enum claim_hedge hedge;
    bool has_number;
    struct str
        rhythm; /* the period it stands for, when the spot is a rhythm without a number of its own */
};

/* claim_spot.c: the number at a byte, if it counts something at all: no date, rank, name, document number. */
bool claim_spot_at(const struct claim_sentence *s, size_t at, struct claim_spot *p);
/* All of the sentence into s->spots, which has room. */
void claim_spots(struct claim_sentence *s);
/* The first that begins at or behind `at`, or NULL. */
const struct claim_spot *claim_spot_behind(const struct claim_sentence *s, size_t at);
/* Whether the byte lies in the quotation marks of a name: “三会一课”; not of speech. */
bool claim_in_name(struct str s, size_t at);

/* claim_unit.c: the measure word at a byte; 0 when none. */
size_t claim_unit_at(struct str text, size_t at);

/* Whether a number with this unit can be a claim at all. `before`, `behind`: what stands round number and unit; `done`:
   before it something was done. */
struct claim_round {
    struct str before, behind;
    bool done;
};

bool claim_unit_counts(struct str unit, const struct claim_round *round, const struct numeral *n);
/* A noun that may stand at once behind a number without a measure word: 200多农技人员. */
bool claim_noun_at(struct str text, size_t at);

/* claim_part.c: in which part of the report the sentence stands, going on from the part of the one before. */
enum claim_part claim_part_of(enum claim_part before, struct str sentence, int report_year);
/* Page furniture, advertising: no claims in it. */
bool claim_is_furniture(struct str sentence);

/* claim_rule.c: whether a number tells of work done; `passed`: behind the last number of the sentence. */
bool claim_is_told(enum claim_part part, const struct claim_sentence *s, const struct claim_spot *p,
    size_t passed);
/* Fills the map of the sentence: clauses, and where something was done (召开, 建成, 增长 …). */
void claim_map_clauses(struct claim_sentence *s);
void claim_map_done(struct claim_sentence *s);
bool claim_is_done(const struct claim_sentence *s, size_t from, size_t to);
bool claim_is_plan(struct str clause);

/* claim_kind.c: by the nearest head word; CLAIM_KINDS when the clause has none. number … behind: bytes of number and
   unit in the clause. */
enum claim_kind claim_kind_of(struct str clause, size_t number, size_t behind, struct str unit);
/* Whether the clause goes on about what was counted before it: 参加120人次, 覆盖1万余人次, 满意率98%. */
bool claim_goes_on(struct str clause, size_t number, struct str unit);

/* claim_object.c: what was counted, without verbs, period and number. */
struct str claim_object_of(
    struct arena *a, struct str reach, size_t number, size_t behind, struct str last);

/* claim_period.c */
struct claim_era {
    struct str title;   /* what the text says of itself: the report's year, half a year, or "n/a" */
    struct str running; /* 截至…, …以来: holds until another is named */
    bool dated;         /* the paragraph tells of one day */
};
struct claim_era claim_era_begin(struct str head, size_t text_bytes);
/* Takes note of what a sentence sets for all that follows. */
void claim_era_note(
    struct arena *a, struct claim_era *era, const struct claim_sentence *s, bool new_line);
/* Of a claim that ends at `end` in the clause that begins at `from`. */
struct str claim_period_of(struct arena *a, const struct claim_era *era,
    const struct claim_sentence *s, size_t from, size_t end);
/* A rhythm (每月, 按季度, 每周五) at a byte: its length and the period it stands for. */
size_t claim_rhythm_at(struct str text, size_t at, struct str *period);

#endif
