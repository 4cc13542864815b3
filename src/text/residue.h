/* 残留: what a website, a seller or a converter left in a text and what is no part of it: paywall markers in
   mid-sentence, advertising, contact lines, page numbers that split words. Found by form, never by a list of whole
   sentences. What is cut is told and can be put back; masked and truncated figures are marked, not cut. */
#ifndef TEXT_RESIDUE_H
#define TEXT_RESIDUE_H

#include "base/arena.h"
#include "base/str.h"

enum residue_kind {
    RESIDUE_MARKER,   /* ##paidbegin## — the marker goes, the words stay */
    RESIDUE_ADVERT,   /* 【…素材库】——每天更新… */
    RESIDUE_CONTACT,  /* 加入…请联系： */
    RESIDUE_SHARE,    /* 由会员分享…珍藏版…请在…上搜索 */
    RESIDUE_PAGE,     /* page numbers inside a text */
    RESIDUE_NOTICE,   /* （未完，全文共1902字…）, 更新时间：… 浏览量：… */
    RESIDUE_TEMPLATE, /* {{--, -->, &nbsp;, </p> */
    RESIDUE_MASKED,   /* not cut: **万元, ×个, XX村 */
    RESIDUE_TRUNCATED /* not cut: dropped digits, a year inside a longer number */
};

struct residue {
    enum residue_kind kind;
    size_t start, end; /* bytes in the text, half-open */
    bool cut;          /* false: only marked */
};

struct residues {
    struct residue *v;
    size_t n;
};

/* Sorted, not overlapping; in the arena. */
struct residues residue_find(struct arena *a, struct str text);
struct str residue_code(enum residue_kind kind);
struct str residue_title(enum residue_kind kind); /* by tr() */
/* The text without those that are cut and not kept[i]; kept NULL: all are cut. *offsets, where not NULL: for residue i
   the byte in the result where it stood. */
struct str residue_cut(struct arena *a, struct str text, const struct residues *found,
    const bool *kept, size_t **offsets);

#endif
