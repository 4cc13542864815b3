/* A whole package, or, where the bytes are no zip, one part that is sheet, shared strings and styles at once. */
#include "doc_check.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str bytes = str_make((const char *)data, size);
    struct package_part parts[] = {
        {S("xl/workbook.xml"),
            S("<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "
              "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
              "<sheets><sheet name='a' r:id='1'/></sheets></workbook>")},
        {S("xl/part.xml"), bytes},
        {S("xl/_rels/workbook.xml.rels"),
            S("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
              "<Relationship Id='1' Type='x/worksheet' Target='part.xml'/>"
              "<Relationship Id='2' Type='x/styles' Target='part.xml'/>"
              "<Relationship Id='3' Type='x/sharedStrings' Target='part.xml'/></Relationships>")}};
    if (!str_starts(bytes, S("PK")) && !package_write(a, parts, 3, &bytes, NULL))
        bytes = S("");
    check_document(a, bytes);
    arena_close(a);
    return 0;
}
