/* What a plain text is written in: UTF-8, UTF-16 or GB 18030 (and with it GBK and GB 2312), with or without a byte
   order mark, and its change into UTF-8 with lines ended by \n. */
#ifndef DOC_DECODE_H
#define DOC_DECODE_H

#include "base/err.h"
#include "base/out.h"

enum decode_charset {
    DECODE_UTF8,
    DECODE_UTF16LE,
    DECODE_UTF16BE,
    DECODE_GB18030
};

/* Skips the mark if there is one. False: it is no text in any of these. A few broken characters are borne. */
bool decode_detect(struct str *bytes, enum decode_charset *charset);
/* Appends to o; what is broken becomes U+FFFD. ERR_INPUT when it is no text, ERR_LIMIT when o is full. */
bool decode_text(struct str bytes, struct out *o, struct err *e);
/* Begins, after blanks and comments, as HTML does. */
bool decode_looks_html(struct str utf8);

#endif
