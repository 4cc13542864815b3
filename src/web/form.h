/* Fields of forms, for the templates of tpl/form.html: label, control, hint, the sentence beside it when it was wrong,
   and what was typed. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/request.h"

enum input_kind {
    INPUT_TEXT,
    INPUT_LINES,
    INPUT_DATE,
    INPUT_NUMBER,
    INPUT_PASSWORD,
    INPUT_SELECT,
    INPUT_RADIO,
    INPUT_FILE
};

struct choice {
    struct str value, title;
};

struct field {
    const char *name;
    const char *label; /* tr(…) */
    const char *hint;  /* tr(…) or NULL */
    enum input_kind kind;
    struct str value; /* unless something was typed */
    bool required;
    const struct choice *choices; /* SELECT, RADIO */
    size_t choices_n;
    const char *none;         /* SELECT: the first, empty choice; NULL: there is none */
    const char *autocomplete; /* "current-password"; NULL: off */
    int rows;                 /* LINES; 0: 4 */
    int max;                  /* characters; 0: none said */
};

/* A list's place: which page, and whether there is a next one. */
struct pager {
    struct str base; /* "/records?kind=meeting&" or "/records?" */
    int page;        /* from 1 */
    bool more;
};

#endif
