/* Fields in braces keep their meaning, however a text is written: what is stored is the same after it was shown. */
#include "base/bug.h"
#include "domain/report_text_int.h"
#include "fuzz.h"

static const char PACK[] =
    "name: p\nversion: '1'\ntitle: p\nroot_kind_hint: branch\nlate_entry_days: 7\norg_kinds: [branch=支部]\n"
    "kinds:\n- {code: meeting, title: 会, family: meeting, roll: members}\n"
    "figures:\n- {code: n, title: 会议, unit: 次, definition: 试, measure: records, kinds: [meeting]}\n"
    "- {code: m, title: 同名, unit: 次, definition: 试, measure: records, kinds: [meeting]}\n"
    "- {code: k, title: 同名, unit: 次, definition: 试, measure: records, kinds: [meeting]}\n"
    "- {code: x, title: '书记', unit: 次, definition: 试, measure: records, kinds: [meeting]}\n"
    "- {code: y, title: 'a：余', unit: 次, definition: 试, measure: records, kinds: [meeting]}\n";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct err e;
    const struct pack *p = NULL;
    BUG_ON(!pack_parse(a, str_from(PACK), "p.yaml", &p, &e), "the pack is good");
    const struct rules rules = {&p, 1};
    struct str text = str_make((const char *)data, size);
    struct str stored = report_text_store(a, &rules, text);
    struct str shown = report_text_show(a, &rules, stored);
    BUG_ON(!str_eq(report_text_store(a, &rules, shown), stored), "showing changed what is meant");
    BUG_ON(!str_eq(report_text_show(a, &rules, shown), shown), "showing twice is showing once");
    arena_close(a);
    return 0;
}
