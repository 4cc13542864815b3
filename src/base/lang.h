/* The user's language. Texts stand in the code in Chinese; tr() gives the catalogue's English where the thread's
   language is English. Catalogues are GNU .mo files (msgfmt), embedded; see po/. */
#ifndef BASE_LANG_H
#define BASE_LANG_H

#include "base/str.h"

enum lang {
    LANG_ZH,
    LANG_EN
};

/* Once at start; `mo` must live on. False when it is not a well-formed .mo file. */
bool lang_install(enum lang lang, struct str mo);
/* For this thread, from now on. */
void lang_use(enum lang lang);
enum lang lang_current(void);
/* "zh-CN" or "en". */
struct str lang_tag(enum lang lang);
/* The best of an Accept-Language header or a LANG variable; Chinese when nothing fits. */
enum lang lang_from(struct str wanted);

/* The text in the thread's language, or the Chinese itself where the catalogue has none. */
const char *tr(const char *zh) __attribute__((format_arg(1)));
struct str trs(struct str zh);
/* Marks a text for extraction that tr() sees later, as in a table. */
#define N_(zh) zh

#endif
