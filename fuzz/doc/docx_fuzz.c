/* A whole package, or, where the bytes are no zip, the main part of one. */
#include "doc_check.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str bytes = str_make((const char *)data, size);
    struct package_part parts[] = {{S("word/document.xml"), bytes}, {S("word/styles.xml"), bytes},
        {S("word/_rels/document.xml.rels"),
            S("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
              "<Relationship Id='1' Type='x/styles' Target='styles.xml'/>"
              "<Relationship Id='2' Type='x/footnotes' Target='document.xml'/></Relationships>")}};
    if (!str_starts(bytes, S("PK")) && !package_write(a, parts, 3, &bytes, NULL))
        bytes = S("");
    check_document(a, bytes);
    arena_close(a);
    return 0;
}
