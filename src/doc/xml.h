/* XML read as a stream, for office packages. The namespaces that matter are told apart, those of the transitional
   and the strict edition of ECMA-376 being one. A document type declaration is refused, so no entity can be
   defined; nesting has a limit. */
#ifndef DOC_XML_H
#define DOC_XML_H

#include "base/arena.h"
#include "base/err.h"

enum xml_ns {
    XML_NS_NONE,
    XML_NS_OTHER,
    XML_NS_W,    /* WordprocessingML */
    XML_NS_S,    /* SpreadsheetML */
    XML_NS_R,    /* references to relationships */
    XML_NS_A,    /* DrawingML */
    XML_NS_M,    /* mathematics */
    XML_NS_MC,   /* alternatives for older programs */
    XML_NS_RELS, /* relationship parts */
    XML_NS_TYPES /* [Content_Types].xml */
};

/* Valid during the call it is handed to. */
struct xml_tag {
    enum xml_ns ns;
    struct str name;
    const char *const *attributes;
};

/* Each returns false after filling the err to end the reading. Text may come in pieces. */
struct xml_handler {
    void *ctx;
    bool (*start)(void *ctx, const struct xml_tag *tag, struct err *e);
    bool (*end)(void *ctx, const struct xml_tag *tag, struct err *e);
    bool (*text)(void *ctx, struct str text, struct err *e);
};

struct xml;

/* `what` names the part in errors and must live as long; a handler's NULL functions are skipped. */
struct xml *xml_open(
    struct arena *a, const struct xml_handler *handler, unsigned depth, const char *what);
void xml_close(struct xml *x);
/* The next piece; the last call has `last`. False: e tells, and the reading is over. */
bool xml_feed(struct xml *x, struct str bytes, bool last, struct err *e);

bool xml_is(const struct xml_tag *tag, enum xml_ns ns, struct str name);
/* p is NULL where there is no such attribute. */
struct str xml_attr(const struct xml_tag *tag, enum xml_ns ns, struct str name);
bool xml_attr_int(const struct xml_tag *tag, enum xml_ns ns, struct str name, int64_t *value);
/* The on/off value of an element's `val`: present without a value means on. */
bool xml_on(struct str value);

#endif
