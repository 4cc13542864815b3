/* Plain text and HTML in any encoding; and the table of contents of compound files, whose readers are programs of
   the machine and not tried here. */
#include "doc/ole.h"
#include "doc_check.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = str_make((const char *)data, size);
    if (str_starts(bytes, S("\xD0\xCF\x11\xE0"))) {
        (void)ole_kind(bytes);
        return 0;
    }
    if (str_starts(bytes, S("PK")) ||
        str_find(str_slice(bytes, 0, 1024), S("%PDF-"), 0) != SIZE_MAX)
        return 0;
    struct arena *a = arena_open();
    check_document(a, bytes);
    arena_close(a);
    return 0;
}
