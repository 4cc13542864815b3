/* An office package (ECMA-376 part 2): a zip of parts that point at one another by relationships. Nothing is
   written to disk; a part's name is only ever looked up, so no name can lead outside. */
#ifndef DOC_PACKAGE_H
#define DOC_PACKAGE_H

#include "doc/doc.h"
#include "doc/xml.h"

struct package;

struct package_rel {
    struct str id, type;
    struct str part; /* the target's name, "word/styles.xml"; external targets are left out */
    struct package_rel *next;
};

/* `bytes` must live as long as the package. */
bool package_open(struct arena *a, struct str bytes, const struct doc_limits *limits,
    struct package **p, struct err *e);
void package_close(struct package *p);
const struct doc_limits *package_limits(const struct package *p);

bool package_has(const struct package *p, struct str part);
/* Streams one part through the handler. ERR_INPUT when it is missing or damaged, ERR_LIMIT beyond the limits. */
bool package_xml(
    struct package *p, struct str part, const struct xml_handler *handler, struct err *e);
/* The relationships of a part ("" for the package), in the arena; none is no error. */
bool package_rels(struct package *p, struct str part, struct package_rel **rels, struct err *e);
/* The first whose type ends so, as "/styles", and whose part is there; or NULL. */
const struct package_rel *package_rel_of(
    const struct package *p, const struct package_rel *rels, struct str type_end);
const struct package_rel *package_rel_by_id(const struct package_rel *rels, struct str id);

/* Writing: the parts in the order added, always with the same moment, to one block of bytes. */
struct package_part {
    struct str name;
    struct str bytes;
};

bool package_write(
    struct arena *a, const struct package_part *parts, size_t n, struct str *bytes, struct err *e);

#endif
