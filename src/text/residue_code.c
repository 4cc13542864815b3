/* Markers of paywalls and leftovers of page templates. The words between them stay. */
#include "text/residue_int.h"

static bool
any_of(struct str s, const struct str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_find(s, words[i], 0) != SIZE_MAX)
            return true;
    return false;
}

/* ##paidbegin##, $$paidend$$: two signs, a word in small letters, two signs. Among Chinese it can be no heading; alone on a line it
   must speak of paying, hiding, a beginning or an end. */
size_t
residue_marker(struct residue_scan *s, size_t at)
{
    static const struct str stems[] = {str_lit("paid"), str_lit("pay"), str_lit("vip"),
        str_lit("begin"), str_lit("end"), str_lit("hid"), str_lit("start"), str_lit("free"),
        str_lit("more"), str_lit("lock")};
    struct str t = s->text;
    struct str sign = str_slice(t, at, 1);
    struct str signs = str_slice(t, at, 2);
    if (!residue_at(t, at + 1, sign))
        return at + 1;
    size_t word = at + 2;
    size_t end = word;
    while (end < t.n && end - word < 24 && (residue_letter(t.p[end]) || t.p[end] == '_'))
        end++;
    if (end - word < 3 || !residue_at(t, end, signs) || residue_at(t, end + 2, sign))
        return end;
    bool glued = residue_han(residue_cp_before(t, at)) || residue_han(residue_cp_at(t, end + 2));
    end += 2;
    if (!glued && !any_of(str_slice(t, word, end - word), stems, sizeof(stems) / sizeof(stems[0])))
        return end;
    struct residue_line line = residue_line(t, at);
    bool alone = line.whole && residue_only_blanks(t, line.start, at) &&
        residue_only_blanks(t, end, line.end);
    if (alone)
        residue_cut_line(s, RESIDUE_MARKER, line);
    else
        residue_add(s, RESIDUE_MARKER, at, end, true);
    return end;
}

/* A tag that a text has and no table of code: p, br, div, span … */
static bool
layout_tag(struct str name)
{
    static const struct str names[] = {str_lit("p"), str_lit("br"), str_lit("div"), str_lit("span"),
        str_lit("strong"), str_lit("font"), str_lit("b"), str_lit("a"), str_lit("em"),
        str_lit("img"), str_lit("td"), str_lit("tr"), str_lit("li"), str_lit("ul"), str_lit("h1"),
        str_lit("h2"), str_lit("h3"), str_lit("center"), str_lit("u"), str_lit("o:p"),
        str_lit("section")};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_eq_nocase(name, names[i]))
            return true;
    return false;
}

/* The end of a tag that begins at `at`, or 0. */
static size_t
tag_end(struct str t, size_t at, bool *closes)
{
    size_t name = at + 1;
    *closes = residue_at(t, name, S("/"));
    if (*closes)
        name++;
    size_t end = name;
    while (end < t.n && end - name < 8 &&
        (residue_letter(t.p[end]) || residue_digit(t.p[end]) || t.p[end] == ':'))
        end++;
    if (!layout_tag(str_slice(t, name, end - name)))
        return 0;
    while (end < t.n && end - at < 400 && t.p[end] != '>' && t.p[end] != '<' && t.p[end] != '\n')
        end++;
    return residue_at(t, end, S(">")) ? end + 1 : 0;
}

/* Code that a text speaks of stands between blanks, quotes or in brackets; leftovers are glued to a sentence: behind
   its end, or before its first character at the beginning of a line. */
static bool
glued_behind(struct str t, size_t at)
{
    uint32_t before = residue_cp_before(t, at);
    return residue_closing(before) && before > 0x7F && before != 0xFF1A;
}

static bool
glued_before(struct str t, size_t at, size_t end)
{
    uint32_t before = residue_cp_before(t, at);
    return (before == 0 || before == '\n' || before == 0x3000) &&
        residue_han(residue_cp_at(t, end));
}

/* <!-- … --> on one line. */
static size_t
comment(struct residue_scan *s, size_t at)
{
    struct str t = s->text;
    size_t end = str_find(str_slice(t, 0, at + 300 < t.n ? at + 300 : t.n), S("-->"), at);
    if (end == SIZE_MAX || str_find_char(str_slice(t, 0, end), '\n', at) != SIZE_MAX)
        return at + 4;
    end += 3;
    if (glued_behind(t, at) || residue_han(residue_cp_at(t, end)))
        residue_add(s, RESIDUE_TEMPLATE, at, end, true);
    return end;
}

size_t
residue_tag(struct residue_scan *s, size_t at)
{
    struct str t = s->text;
    if (residue_at(t, at, S("<!--")))
        return comment(s, at);
    bool closes = false;
    size_t end = tag_end(t, at, &closes);
    if (end == 0)
        return at + 1;
    size_t start = at;
    bool follows = s->n > 0 && s->v[s->n - 1].kind == RESIDUE_TEMPLATE && s->v[s->n - 1].end == at;
    if (follows || glued_behind(t, start) || (!closes && glued_before(t, start, end)))
        residue_add(s, RESIDUE_TEMPLATE, start, end, true);
    return end;
}

/* &nbsp; and its kind go where they are glued to Chinese; other entities stand for a character and are marked. */
size_t
residue_entity(struct residue_scan *s, size_t at)
{
    static const struct str blanks[] = {str_lit("&nbsp;"), str_lit("&ensp;"), str_lit("&emsp;"),
        str_lit("&zwnj;"), str_lit("&thinsp;")};
    static const struct str signs[] = {str_lit("&ldquo;"), str_lit("&rdquo;"), str_lit("&lsquo;"),
        str_lit("&rsquo;"), str_lit("&mdash;"), str_lit("&hellip;"), str_lit("&middot;"),
        str_lit("&quot;"), str_lit("&times;"), str_lit("&amp;")};
    struct str t = s->text;
    size_t end = at;
    for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++)
        while (residue_at(t, end, blanks[i])) {
            end += blanks[i].n;
            i = 0;
        }
    uint32_t before = residue_cp_before(t, at);
    if (end > at) {
        uint32_t after = residue_cp_at(t, end);
        bool first = before == 0 || before == '\n' || before == 0x3000;
        bool last = after == 0 || after == '\n' || after == '\r';
        bool behind =
            residue_han(before) || before == 0xFF0C || (residue_closing(before) && before > 0x7F);
        if ((first || behind) && (last || residue_han(after)))
            residue_add(s, RESIDUE_TEMPLATE, at, end, true);
        return end;
    }
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (residue_at(t, at, signs[i]) &&
            (residue_han(before) || residue_han(residue_cp_at(t, at + signs[i].n)))) {
            residue_add(s, RESIDUE_TEMPLATE, at, at + signs[i].n, false);
            return at + signs[i].n;
        }
    return at + 1;
}

/* {{-- --}} of a page template, and the end of a comment whose beginning is gone. */
size_t
residue_braces(struct residue_scan *s, size_t at)
{
    struct str t = s->text;
    struct str form = residue_at(t, at, S("{{--")) ? S("{{--")
        : residue_at(t, at, S("--}}"))             ? S("--}}")
        : residue_at(t, at, S("-->"))              ? S("-->")
                                                   : S("");
    if (form.n == 0)
        return at + 1;
    size_t end = at + form.n;
    struct residue_line line = residue_line(t, at);
    bool first = residue_only_blanks(t, line.start, at);
    bool last = residue_only_blanks(t, end, line.end);
    if (line.whole && first && last) {
        residue_cut_line(s, RESIDUE_TEMPLATE, line);
        return end;
    }
    uint32_t before = residue_cp_before(t, at);
    bool behind = before == 0x3002 || (last && (residue_han(before) || glued_behind(t, at)));
    if (behind || (first && residue_han(residue_cp_at(t, end))))
        residue_add(s, RESIDUE_TEMPLATE, at, end, true);
    return end;
}
