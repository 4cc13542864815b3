/* Shared by the files of residue; nobody else includes it. */
#ifndef TEXT_RESIDUE_INT_H
#define TEXT_RESIDUE_INT_H

#include "text/residue.h"

/* A number alone on a line that may be a page number. */
struct residue_page {
    unsigned number, of;
    size_t start, end; /* what is cut if it is one */
    bool joins;        /* it splits a sentence, whose halves then join */
    bool tight;        /* with no blank line around */
};

struct residue_scan {
    struct arena *arena;
    struct str text;
    struct residue *v; /* in the order found; may overlap until they are settled */
    size_t n, cap;
    size_t site;    /* lines that end before this byte were judged as lines of a page already */
    size_t judged;  /* lines that begin before this byte were judged as advertising already */
    size_t share;   /* where the last share line ended, or 0 */
    size_t shared;  /* where the first ended */
    unsigned pages; /* what a share line says of the number of pages; 0: nothing */
    struct residue_page *bare;
    size_t bare_n, bare_cap;
    size_t pinyin; /* pinyin in brackets after a character: this often */
};

/* What stands at and before a byte, as code points; 0 outside the text and for broken bytes. */
uint32_t residue_cp_at(struct str t, size_t at);
uint32_t residue_cp_before(struct str t, size_t at);
bool residue_han(uint32_t cp); /* a Chinese character, no punctuation */
/* A mark that ends a sentence or a bracket, wide or narrow. */
bool residue_closing(uint32_t cp);
bool residue_digit(char c);
bool residue_letter(char c);
bool residue_blank(char c); /* blank, tab, CR */
/* Does `lit` stand at byte `at`? */
bool residue_at(struct str t, size_t at, struct str lit);

/* The line around byte `at`, without its line feed. `whole` false: it is longer than RESIDUE_LINE to one side, and what
   is more than that away is left out (no form is that long, and a text of one line stays linear). */
struct residue_line {
    size_t start, end;
    bool whole;
};

enum {
    RESIDUE_LINE = 4096
};

struct residue_line residue_line(struct str t, size_t at);
struct str residue_line_str(struct str t, struct residue_line line);
void residue_add(
    struct residue_scan *s, enum residue_kind kind, size_t start, size_t end, bool cut);
/* The line with its line feed. */
void residue_cut_line(struct residue_scan *s, enum residue_kind kind, struct residue_line line);
/* The line before the one that begins at `at`, after the one that ends at `at`, blank lines left out. */
bool residue_line_before(struct str t, size_t at, struct residue_line *line);
bool residue_line_after(struct str t, size_t at, struct residue_line *line);
bool residue_has(struct str s, struct str word);
bool residue_has_any(struct str s, const struct str *words, size_t n);
/* The sentence around a byte within a line: after the mark that ends the one before, up to and with its own. */
struct residue_line residue_sentence(struct str t, struct residue_line line, size_t at);
/* Does nothing but blanks stand between `from` and `to`? */
bool residue_only_blanks(struct str t, size_t from, size_t to);

/* Each looks at one place where its anchor stands and says where the search goes on, which is after `at`. */
size_t residue_marker(struct residue_scan *s, size_t at);    /* # */
size_t residue_tag(struct residue_scan *s, size_t at);       /* < */
size_t residue_entity(struct residue_scan *s, size_t at);    /* & */
size_t residue_braces(struct residue_scan *s, size_t at);    /* { - */
size_t residue_mask(struct residue_scan *s, size_t at);      /* * X x × ＊ */
size_t residue_replaced(struct residue_scan *s, size_t at);  /* A */
size_t residue_digits(struct residue_scan *s, size_t at);    /* 0 … 9 */
size_t residue_dropped(struct residue_scan *s, size_t at);   /* ? U+FFFD 〔 */
size_t residue_tone(struct residue_scan *s, size_t at);      /* ā á ǎ à */
size_t residue_page_line(struct residue_scan *s, size_t at); /* the first byte of a line */
void residue_advert(struct residue_scan *s, size_t at);
void residue_shared(struct residue_scan *s, size_t at);
void residue_notice(struct residue_scan *s, size_t at);
void residue_site(struct residue_scan *s, size_t at);
/* After the scan: page numbers in the words of a text that a share site cut into pages. */
void residue_pages(struct residue_scan *s);

#endif
