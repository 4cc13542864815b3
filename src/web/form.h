/* Fields of forms, for the templates of tpl/form.html: label, control, hint, the sentence beside it when it was wrong,
   and what was typed. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/request.h"

enum field_kind {
    FIELD_TEXT,
    FIELD_LINES,
    FIELD_DATE,
    FIELD_NUMBER,
    FIELD_PASSWORD,
    FIELD_SELECT,
    FIELD_RADIO,
    FIELD_FILE
};

struct choice {
    struct str value, title;
};

struct field {
    const char *name;
    const char *label; /* tr(…) */
    const char *hint;  /* tr(…) or NULL */
    enum field_kind kind;
    struct str value; /* unless something was typed */
    bool required;
    const struct choice *choices; /* SELECT, RADIO */
    size_t choices_n;
    const char *none;         /* SELECT: the first, empty choice; NULL: there is none */
    const char *autocomplete; /* "current-password"; NULL: off */
    int rows;                 /* LINES; 0: 4 */
    int max;                  /* characters; 0: none said */
};

#endif
