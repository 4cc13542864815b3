/* Shared by the files that learn a profile from a docx. Private. */
#ifndef DOC_DOCX_LEARN_INT_H
#define DOC_DOCX_LEARN_INT_H

#include "doc/docx_learn.h"
#include "doc/package.h"

enum {
    LOOK_UNKNOWN = INT32_MIN
};

/* Properties of text and paragraph as one place tells them; what it does not tell is empty or LOOK_UNKNOWN. */
struct look {
    struct str east, latin;
    int half_points, bold, narrow;
    int align, indent_chars, indent_twips, rule, line, outline;
    int64_t list, list_level; /* of a numbered list */
};

struct look look_none(void);
/* What `over` does not tell is taken from `under`. */
struct look look_join(struct look over, struct look under);

struct theme_fonts {
    struct str latin, east, han; /* han: for simplified Chinese where east is empty */
};

/* A style by its id. */
struct learn_style {
    struct str id, based_on, name;
    struct look look;
    bool character, usual; /* usual: the default paragraph style */
    struct learn_style *next;
};

struct learn_list { /* a level of a numbered list */
    int64_t id, level;
    bool han;
    struct str text; /* "%1、" */
    struct learn_list *next;
};

struct learn_num {
    int64_t id, list;
    struct learn_num *next;
};

struct learn_styles {
    struct arena *arena;
    struct theme_fonts major, minor;
    struct look defaults;
    struct learn_style *first;
    size_t count;
    struct learn_list *lists;
    struct learn_num *nums;
};

/* Takes a property element of pPr or rPr. */
void look_take(struct learn_styles *s, struct look *look, const struct xml_tag *tag);
/* The styles, theme and lists that the main part's relationships name; none is no error. */
bool learn_styles_read(
    struct learn_styles *s, struct package *p, const struct package_rel *rels, struct err *e);
/* All that holds for a style, its bases and the defaults; id "": the usual paragraph style. */
struct look learn_style_look(const struct learn_styles *s, struct str id);
const struct learn_style *learn_style_find(const struct learn_styles *s, struct str id);
/* How a list numbers. */
enum docx_number learn_list_form(const struct learn_styles *s, int64_t num, int64_t level);

/* The page number of a footer part into the profile; *found stays as it is where the part has none. */
bool learn_folio(struct learn_styles *s, struct package *p, struct str part,
    struct docx_profile *profile, bool *found, struct err *e);

/* Elements of the namespace w (and of markup for alternatives) whose content is not what is read now. */
bool learn_is_past(const struct xml_tag *tag);

#endif
