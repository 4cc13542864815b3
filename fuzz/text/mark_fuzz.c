/* Marks and snippets lie in their texts, between whole characters, and no occurrence is missed. Two lines of words,
   then the text. */
#include "base/bug.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "text/mark.h"

static void
check_marks(struct str text, struct marks marks)
{
    size_t at = 0;
    for (size_t i = 0; i < marks.n; at = marks.v[i++].end) {
        struct mark m = marks.v[i];
        BUG_ON(m.start < at || m.end <= m.start || m.end > text.n, "a mark out of order");
        BUG_ON(norm_count(str_slice(text, m.start, m.end - m.start)) == 0, "a mark of nothing");
    }
}

static bool
inside(const struct norm *t, struct marks marks, size_t from, size_t to)
{
    for (size_t i = 0; i < marks.n; i++)
        if (marks.v[i].start <= t->from[from] && marks.v[i].end >= t->to[to - 1])
            return true;
    return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str text = str_make((const char *)data, size), line;
    struct mark_word words[2] = {{0}, {0}};
    for (size_t i = 0; i < 2 && str_split(&text, '\n', &line); i++)
        words[i].cp = norm_points(a, line, &words[i].n);
    words[1].variants = true;
    struct norm t = norm_text(a, text);
    struct marks marks = mark_all(a, &t, words, 2, SIZE_MAX);
    check_marks(text, marks);
    for (size_t i = 0; words[0].n && i + words[0].n <= t.n; i++)
        if (memcmp(t.cp + i, words[0].cp, words[0].n * sizeof(*t.cp)) == 0)
            BUG_ON(!inside(&t, marks, i, i + words[0].n), "an occurrence without a mark");
    BUG_ON(mark_all(a, &t, words, 2, 1).n > 1, "more than asked for");
    size_t points = size ? data[0] % 64 : 0;
    struct snippet s = snippet_make(a, text, words, 2, points);
    BUG_ON(!utf8_valid(s.text) || norm_count(s.text) > points + !points, "a snippet too long");
    BUG_ON(marks.n > 0 && s.marks.n == 0, "a snippet beside the words");
    check_marks(s.text, s.marks);
    arena_close(a);
    return 0;
}
