/* All forms of normalising agree, offsets lie in the text, and pieces normalised one by one are the whole. */
#include "base/bug.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "text/norm.h"

static void
check_offsets(const struct norm *t, struct str text, struct str flat)
{
    for (size_t i = 0; i < t->n; i++) {
        uint32_t cp = 0;
        BUG_ON(!utf8_next(&flat, &cp) || cp != t->cp[i] || cp == 0, "another character");
        BUG_ON(t->from[i] >= t->to[i] || t->to[i] > t->from[i + 1], "places that do not rise");
        struct str own = str_slice(text, t->from[i], t->to[i] - t->from[i]);
        BUG_ON(norm_count(own) != (cp != ' '), "a place that is not the character's");
    }
    BUG_ON(flat.n != 0 || t->from[t->n] != text.n, "characters left over");
}

static void
check_pieces(struct str text, size_t bytes, struct str flat)
{
    struct out pieces;
    out_init(&pieces, 16 << 20);
    struct str rest = text, piece;
    while (norm_piece(&rest, bytes, &piece)) {
        BUG_ON(piece.n == 0 || (piece.n < bytes && rest.n > 0), "a piece too small");
        norm_put(&pieces, piece);
    }
    BUG_ON(!str_eq(out_str(&pieces), flat), "pieces that are not the whole");
    out_release(&pieces);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    size_t bytes = size ? data[0] % 32 : 0;
    struct str text = str_make((const char *)data, size);
    struct out flat, again;
    out_init(&flat, 16 << 20);
    out_init(&again, 16 << 20);
    norm_put(&flat, text);
    norm_put(&again, out_str(&flat));
    BUG_ON(flat.overflow || !str_eq(out_str(&flat), out_str(&again)), "normalising is not done");
    struct norm t = norm_text(a, text);
    size_t n = 0;
    const uint32_t *cp = norm_points(a, text, &n);
    BUG_ON(n != t.n || norm_count(text) != n, "counts differ");
    BUG_ON(n && memcmp(cp, t.cp, n * sizeof(*cp)) != 0, "code points differ");
    check_offsets(&t, text, out_str(&flat));
    check_pieces(text, bytes, out_str(&flat));
    out_release(&flat);
    out_release(&again);
    arena_close(a);
    return 0;
}
