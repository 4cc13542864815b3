/* A catalogue is refused, or every text of it can be asked for. */
#include "base/lang.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char none[28] = "\xde\x12\x04\x95";
    lang_use(LANG_EN);
    if (lang_install(LANG_EN, str_make((const char *)data, size)))
        for (size_t i = 0; i + 6 <= size; i++) {
            (void)trs(str_make((const char *)data + i, 6));
            (void)trs(str_make((const char *)data + i, 1));
        }
    (void)lang_install(LANG_EN, str_make(none, sizeof(none)));
    return 0;
}
