/* A layout is learnt from a whole package, or, where the bytes are no zip, from parts that all hold them. What comes out
   must be one that can be kept and written. */
#include "base/bug.h"
#include "doc/child_form.h"
#include "doc/docx_learn.h"
#include "doc/docx_write.h"
#include "doc/package.h"
#include "fuzz.h"

static void
check_profile(struct arena *a, const struct docx_profile *p)
{
    struct docx_profile back;
    struct out o;
    struct str bytes;
    BUG_ON(!docx_profile_check(p, NULL), "learn: a profile out of bounds");
    out_init(&o, 1 << 16);
    child_put_profile(&o, p);
    BUG_ON(!child_take_profile(a, out_str(&o), &back, NULL) || !docx_profile_same(p, &back),
        "learn: a profile that does not come back");
    out_release(&o);
    struct docx_writer *w = docx_begin_in(a, S("x"), p);
    docx_line(w, DOCX_TITLE, S("x"));
    BUG_ON(!docx_finish(w, &bytes, NULL), "learn: a profile that cannot be written");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct docx_profile p;
    struct str bytes = str_make((const char *)data, size);
    struct package_part parts[] = {{S("word/document.xml"), bytes}, {S("word/styles.xml"), bytes},
        {S("_rels/.rels"),
            S("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
              "<Relationship Id='1' Type='x/officeDocument' Target='word/document.xml'/>"
              "</Relationships>")},
        {S("word/_rels/document.xml.rels"),
            S("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
              "<Relationship Id='1' Type='x/styles' Target='styles.xml'/>"
              "<Relationship Id='2' Type='x/numbering' Target='styles.xml'/>"
              "<Relationship Id='3' Type='x/theme' Target='styles.xml'/>"
              "<Relationship Id='4' Type='x/settings' Target='styles.xml'/>"
              "<Relationship Id='5' Type='x/footer' Target='styles.xml'/></Relationships>")}};
    if (child_take_profile(a, bytes, &p, NULL))
        check_profile(a, &p);
    if (!str_starts(bytes, S("PK")) && !package_write(a, parts, 4, &bytes, NULL))
        bytes = S("");
    if (docx_learn(a, bytes, NULL, &p, NULL))
        check_profile(a, &p);
    arena_close(a);
    return 0;
}
