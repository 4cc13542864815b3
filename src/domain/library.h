/* 素材库: the library of an org's own documents. An original is kept as it came (files/, by SHA-256); its text is what
   is searched, read and compared. */
#ifndef DOMAIN_LIBRARY_H
#define DOMAIN_LIBRARY_H

#include "base/hash.h"
#include "domain/search.h"
#include "text/residue.h"

enum library_state {
    LIBRARY_TEXT,   /* read, has a text */
    LIBRARY_EMPTY,  /* read, and there is no text in it: a scan */
    LIBRARY_REFUSED /* could not be read; `why` says so; the original is kept */
};

struct library_doc {
    int64_t id, root_id, org_id, version;
    enum search_lock lock;
    struct str name, path;     /* as it came; path within the folder or archive it came from */
    struct str folder;         /* 目录, "政策/2023"; "" top */
    struct str digest, format; /* SHA-256 of the original; "docx" */
    int64_t size;
    enum library_state state;
    struct str why;
    struct str title, issuer, place, doc_number; /* recognised, or as the clerk put it */
    struct date dated;
    int year;
    struct str *tags;
    size_t tags_n;
    int64_t same_as; /* another document with the same content, or 0 */
    int64_t alike;   /* a near-duplicate (near-same text), or 0 */
    int alike_per_mille;
    int64_t points, cuts, added_ms;
    bool removed;
};

#endif
