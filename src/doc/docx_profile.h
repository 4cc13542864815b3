/* How a Word file of the unit looks (版式): page, fonts, sizes, spacing, forms of headings, title and page number. Either
   that of GB/T 9704-2012 or the unit's own, which docx_learn.h takes from a file. A value without pointers: it can be
   compared, copied, kept as text. */
#ifndef DOC_DOCX_PROFILE_H
#define DOC_DOCX_PROFILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

enum {
    DOCX_FONT_BYTES = 64, /* with the 0 at the end */
    DOCX_LEVELS = 4
};

enum docx_align {
    DOCX_ALIGN_BOTH,
    DOCX_ALIGN_LEFT,
    DOCX_ALIGN_CENTRE,
    DOCX_ALIGN_RIGHT,
    DOCX_ALIGN_COUNT
};

/* How lines follow each other. */
enum docx_rule {
    DOCX_RULE_EXACT, /* 固定值: twips */
    DOCX_RULE_LEAST, /* 最小值: twips */
    DOCX_RULE_TIMES, /* 倍数: 240ths of a line */
    DOCX_RULE_COUNT
};

/* How headings of a level are numbered. */
enum docx_number {
    DOCX_NUMBER_NONE,
    DOCX_NUMBER_HAN,          /* 一、 */
    DOCX_NUMBER_HAN_ROUND,    /* （一） */
    DOCX_NUMBER_DIGITS,       /* 1. */
    DOCX_NUMBER_DIGITS_ROUND, /* （1） */
    DOCX_NUMBER_COUNT
};

enum docx_folio {
    DOCX_FOLIO_NONE,
    DOCX_FOLIO_PLAIN, /* 1 */
    DOCX_FOLIO_DASH,  /* — 1 — */
    DOCX_FOLIO_WORD,  /* 第 1 页 */
    DOCX_FOLIO_OF,    /* 第 1 页 共 9 页 */
    DOCX_FOLIO_COUNT
};

enum docx_place {
    DOCX_PLACE_OUTER, /* odd pages right, even pages left */
    DOCX_PLACE_CENTRE,
    DOCX_PLACE_RIGHT,
    DOCX_PLACE_LEFT,
    DOCX_PLACE_COUNT
};

struct docx_font {
    char z[DOCX_FONT_BYTES]; /* as Word calls it: 仿宋_GB2312 */
};

/* A kind of paragraph. */
struct docx_face {
    struct docx_font east, latin;
    int half_points; /* size in half points: 32 is 三号 */
    bool bold;
    enum docx_align align;
    int indent; /* of the first line, in hundredths of a character */
    enum docx_rule rule;
    int line; /* by rule */
};

/* What was found when a profile was learnt; the rest is that of GB/T 9704. Bits. */
enum docx_learnt {
    DOCX_LEARNT_PAGE = 1,
    DOCX_LEARNT_TITLE = 2,
    DOCX_LEARNT_BODY = 4,
    DOCX_LEARNT_HEAD = 8, /* of level 1; << 1, 2, 3 for the others */
    DOCX_LEARNT_FOLIO = 128,
    DOCX_LEARNT_ALL = 255
};

struct docx_profile {
    int width, height, top, right, bottom, left, footer; /* twips (1/20 pt) */
    int narrow; /* between characters, twips; < 0 narrower (GB/T: 28 characters a line) */
    struct docx_face title, body, head[DOCX_LEVELS];
    enum docx_number number[DOCX_LEVELS];
    enum docx_folio folio;
    enum docx_place place;
    struct docx_font folio_font;
    int folio_half_points;
    unsigned learnt;
};

/* GB/T 9704-2012 (docs: A4; 37, 28, 35, 26 mm; 22 lines of 28 characters). */
struct docx_profile docx_gbt9704(void);

/* A name of letters, digits, Chinese characters, blanks and - _ . ( ) only, so that it may stand anywhere. */
bool docx_font_set(struct docx_font *font, struct str name);
/* Whether every number lies where a page can be; e says which does not, in its field (as docx_profile_write names it). */
bool docx_profile_check(const struct docx_profile *p, struct err *e);
/* Sets one number or one font by the name that docx_profile_write gives it; false for an unknown name or a value out of
   bounds, and nothing is set. */
bool docx_profile_put(struct docx_profile *p, struct str name, int64_t value);
bool docx_profile_get(const struct docx_profile *p, struct str name, int *value);
bool docx_profile_put_font(struct docx_profile *p, struct str name, struct str font);
bool docx_profile_same(const struct docx_profile *a, const struct docx_profile *b);
/* Canonical JSON, and back: what is missing, of another kind or out of bounds is refused. */
void docx_profile_write(struct json_out *j, const struct docx_profile *p);
bool docx_profile_read(const struct json *json, struct docx_profile *p, struct err *e);

/* "三号", "小四", or "" for a size without a name. */
struct str docx_size_name(int half_points);
/* n as a heading of that form begins: "三、", "（三）", "3.", "（3）"; "" for none. n is 1 … 99. */
struct str docx_number_text(struct arena *a, enum docx_number form, int n);
/* The form a line begins with, and how many bytes of it are the number; DOCX_NUMBER_NONE and 0 where it has none. Half-width
   brackets and 、 or ． behind digits count as well. */
enum docx_number docx_number_of(struct str line, size_t *bytes);

#endif
