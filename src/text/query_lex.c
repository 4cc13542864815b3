#include "base/utf8.h"
#include "text/norm.h"
#include "text/query_int.h"

/* A character as typed: wide forms as ASCII, and where it begins. */
struct sign {
    uint32_t cp;
    size_t at;
};

struct lexer {
    struct arena *a;
    struct str typed;
    const struct sign *v; /* n, and one of cp 0 at the end */
    size_t n, at;
    struct query_tokens tokens;
    size_t open, ignored; /* brackets that are open; brackets too deep to count that are open */
};

static struct sign *
read_signs(struct arena *a, struct str typed, size_t *n)
{
    struct sign *v = arena_array(a, struct sign, utf8_count(typed) + 1);
    struct str rest = typed;
    size_t k = 0;
    for (uint32_t cp; v[k].at = typed.n - rest.n, utf8_next(&rest, &cp); k++) {
        bool wide = cp >= 0xFF01 && cp <= 0xFF5E;
        v[k].cp = wide ? cp - 0xFF01 + '!' : cp;
    }
    *n = k;
    return v;
}

static bool
is_quote(uint32_t cp)
{
    return cp == '"' || cp == 0x201C || cp == 0x201D;
}

/* Whether a word ends at i, whatever it is: a blank, the end, |. */
static bool
ends_word(const struct lexer *l, size_t i)
{
    return i >= l->n || norm_blank(l->v[i].cp) || l->v[i].cp == '|';
}

/* Whether text follows at once on what was closed just before i. */
static bool
text_follows(const struct lexer *l, size_t i)
{
    uint32_t cp = i < l->n ? l->v[i].cp : 0;
    return !ends_word(l, i) && cp != '(' && cp != ')' && !is_quote(cp) && !norm_gone(cp);
}

static struct str
slice(const struct lexer *l, size_t from, size_t to)
{
    return str_make(l->typed.p + l->v[from].at, l->v[to].at - l->v[from].at);
}

static void
add_token(struct lexer *l, enum query_token_kind kind, struct query *word, struct str raw)
{
    l->tokens.v[l->tokens.n++] = (struct query_token){kind, word, raw};
}

static void
add_word(struct lexer *l, struct query *word)
{
    if (word->n == 0 && word->kind != QUERY_YEAR)
        return;
    if (l->tokens.words == QUERY_WORDS_MAX) {
        l->tokens.cut = true;
        return;
    }
    l->tokens.words++;
    add_token(l, TOKEN_WORD, word, (struct str){NULL, 0});
}

struct query *
query_word(struct arena *a, enum query_kind kind, struct str raw)
{
    struct query *q = arena_new(a, struct query);
    q->kind = kind;
    q->cp = norm_points(a, raw, &q->n);
    struct out o;
    out_init(&o, 4 * q->n);
    for (size_t i = 0; i < q->n; i++)
        utf8_put(&o, q->cp[i]);
    q->text = arena_str(a, out_str(&o));
    out_release(&o);
    return q;
}

/* The place behind the quote that closes the one at i; l->n + 1 where none does. */
static size_t
quote_end(const struct lexer *l, size_t i)
{
    uint32_t open = l->v[i].cp;
    for (i++; i < l->n; i++) {
        uint32_t cp = l->v[i].cp;
        bool curly = cp == 0x201D || (cp == 0x201C && open == 0x201D);
        if (open == '"' ? cp == '"' : curly)
            return i + 1;
    }
    return l->n + 1;
}

/* A blank or |: as text it would be more than one word. */
static bool
is_parted(const struct lexer *l, size_t from, size_t to)
{
    while (from < to && !ends_word(l, from))
        from++;
    return from < to;
}

/* A phrase begins at i: *from … *to is what it holds, *next the place behind it. */
static bool
phrase_at(const struct lexer *l, size_t i, size_t *from, size_t *to, size_t *next)
{
    if (i >= l->n || !is_quote(l->v[i].cp))
        return false;
    size_t end = quote_end(l, i);
    *from = i + 1;
    *to = end - 1;
    *next = end > l->n ? l->n : end;
    return end > l->n || !text_follows(l, end) || is_parted(l, *from, *to);
}

/* A bracket at the beginning of a word groups, unless it is the beginning of a text such as （扩大）会议 or ( ) without
   anything between. */
static bool
group_at(const struct lexer *l, size_t i)
{
    size_t end = i + 1;
    while (
        !ends_word(l, end) && l->v[end].cp != '(' && l->v[end].cp != ')' && !is_quote(l->v[end].cp))
        end++;
    if (end >= l->n || l->v[end].cp != ')')
        return true;
    return end > i + 1 && !text_follows(l, end + 1);
}

/* The place where the word that begins at i ends. Brackets that open inside it belong to it. */
static size_t
word_end(const struct lexer *l, size_t i)
{
    size_t inner = 0;
    bool nested = l->open + l->ignored > 0;
    for (; !ends_word(l, i); i++) {
        uint32_t cp = l->v[i].cp;
        if (cp == '(')
            inner++;
        else if (cp == ')' && inner > 0)
            inner--;
        else if (cp == ')' && nested)
            break;
    }
    return i;
}

static bool
word_is(const struct lexer *l, size_t from, size_t to, const char *capitals)
{
    size_t n = strlen(capitals);
    if (to - from != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (l->v[from + i].cp != (unsigned char)capitals[i])
            return false;
    return true;
}

/* Four digits at *i, which moves behind them; 0 where there are none. */
static int
year_at(const struct lexer *l, size_t *i, size_t end)
{
    if (end - *i < 4)
        return 0;
    int year = 0;
    for (size_t k = 0; k < 4; k++) {
        uint32_t digit = l->v[*i + k].cp - '0';
        if (digit > 9)
            return 0;
        year = year * 10 + (int)digit;
    }
    *i += 4;
    return year;
}

/* 2023 or 2021-2023 from i to the end; NULL for anything else. */
static struct query *
year_word(const struct lexer *l, size_t i, size_t end)
{
    int from = year_at(l, &i, end), to = from;
    if (i < end && (l->v[i].cp == '-' || l->v[i].cp == '~' || l->v[i].cp == 0x2013)) {
        i++;
        to = year_at(l, &i, end);
    }
    if (from == 0 || to == 0 || i != end)
        return NULL;
    struct query *q = arena_new(l->a, struct query);
    q->kind = QUERY_YEAR;
    q->from = from < to ? from : to;
    q->to = from < to ? to : from;
    return q;
}

/* title: and the like at i: the place behind the colon, or 0. */
static size_t
key_end(const struct lexer *l, size_t i, enum query_kind *kind)
{
    static const struct {
        struct str name;
        enum query_kind kind;
    } keys[] = {{str_lit("title:"), QUERY_TITLE}, {str_lit("标题:"), QUERY_TITLE},
        {str_lit("year:"), QUERY_YEAR}, {str_lit("年份:"), QUERY_YEAR},
        {str_lit("kind:"), QUERY_KIND}, {str_lit("类别:"), QUERY_KIND},
        {str_lit("org:"), QUERY_ORG}, {str_lit("单位:"), QUERY_ORG}};

    for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
        struct str name = keys[k].name;
        size_t at = i;
        uint32_t cp = 0;
        while (utf8_next(&name, &cp)) {
            uint32_t typed = at < l->n ? l->v[at].cp : 0;
            if (cp != typed && !(cp >= 'a' && cp <= 'z' && cp == (typed | 0x20)))
                break;
            at++;
            cp = 0;
        }
        if (cp == 0) {
            *kind = keys[k].kind;
            return at;
        }
    }
    return 0;
}

/* title:…, kind:…, org:…, year:… at i; false where it is text. */
static bool
lex_filter(struct lexer *l, size_t i)
{
    enum query_kind kind;
    size_t value = key_end(l, i, &kind);
    if (value == 0 || ends_word(l, value))
        return false;
    size_t from, to, next;
    bool phrase = phrase_at(l, value, &from, &to, &next);
    if (!phrase) {
        from = value;
        to = next = word_end(l, value);
    }
    if (from == to && !phrase)
        return false;
    struct query *word =
        kind == QUERY_YEAR ? year_word(l, from, to) : query_word(l->a, kind, slice(l, from, to));
    if (!word)
        return false;
    add_word(l, word);
    l->at = next;
    return true;
}

static void
lex_word(struct lexer *l)
{
    size_t i = l->at, from, to;
    if (lex_filter(l, i))
        return;
    if (phrase_at(l, i, &from, &to, &l->at)) {
        add_word(l, query_word(l->a, QUERY_TEXT, slice(l, from, to)));
        return;
    }
    size_t end = word_end(l, i);
    l->at = end;
    struct str raw = slice(l, i, end);
    if (word_is(l, i, end, "AND"))
        add_token(l, TOKEN_AND, NULL, raw);
    else if (word_is(l, i, end, "OR"))
        add_token(l, TOKEN_OR, NULL, raw);
    else if (word_is(l, i, end, "NOT"))
        add_token(l, TOKEN_NOT, NULL, raw);
    else
        add_word(l, query_word(l->a, QUERY_TEXT, raw));
}

static void
lex_open(struct lexer *l)
{
    if (l->open == QUERY_DEPTH_MAX) {
        l->ignored++;
        l->tokens.cut = true;
    } else {
        l->open++;
        add_token(l, TOKEN_OPEN, NULL, (struct str){NULL, 0});
    }
    l->at++;
}

static void
lex_close(struct lexer *l)
{
    if (l->ignored > 0) {
        l->ignored--;
    } else {
        l->open--;
        add_token(l, TOKEN_CLOSE, NULL, (struct str){NULL, 0});
    }
    l->at++;
}

static bool
ends_part(const struct lexer *l, size_t i)
{
    return ends_word(l, i) || (l->v[i].cp == ')' && l->open > 0);
}

static void
lex_next(struct lexer *l)
{
    uint32_t cp = l->v[l->at].cp;
    if (norm_blank(cp) || norm_gone(cp)) {
        l->at++;
    } else if (cp == '|') {
        add_token(l, TOKEN_OR, NULL, slice(l, l->at, l->at + 1));
        l->at++;
    } else if (cp == '(' && group_at(l, l->at)) {
        lex_open(l);
    } else if (cp == ')' && l->open > 0) {
        lex_close(l);
    } else if (cp == '-' && !ends_part(l, l->at + 1)) {
        add_token(l, TOKEN_NOT, NULL, slice(l, l->at, l->at + 1));
        l->at++;
    } else {
        lex_word(l);
    }
}

static void
become_text(struct lexer *l, struct query_token *t)
{
    t->kind = TOKEN_WORD;
    t->word = query_word(l->a, QUERY_TEXT, t->raw);
    l->tokens.words++;
}

/* Operators that have nothing to join become text, or go where there are words enough. */
static void
settle_operators(struct lexer *l)
{
    struct query_token *v = l->tokens.v;
    /* From the end: whether a part begins at each token; a NOT begins one only before one. */
    bool begins = false;
    bool *part = arena_array(l->a, bool, l->tokens.n + 1);
    for (size_t i = l->tokens.n; i-- > 0; part[i] = begins)
        begins = v[i].kind == TOKEN_WORD || v[i].kind == TOKEN_OPEN ||
            (v[i].kind == TOKEN_NOT && part[i + 1]);
    bool ended = false; /* a part ended just before */
    size_t n = 0;
    for (size_t i = 0; i < l->tokens.n; i++) {
        struct query_token t = v[i];
        bool joins = t.kind == TOKEN_AND || t.kind == TOKEN_OR;
        if ((t.kind == TOKEN_NOT && !part[i]) || (joins && !(ended && part[i + 1]))) {
            if (l->tokens.words == QUERY_WORDS_MAX) {
                l->tokens.cut = true;
                continue;
            }
            become_text(l, &t);
        }
        ended = t.kind == TOKEN_WORD || t.kind == TOKEN_CLOSE;
        v[n++] = t;
    }
    l->tokens.n = n;
}

struct query_tokens
query_lex(struct arena *a, struct str typed)
{
    struct lexer l = {.a = a, .typed = typed};
    if (typed.n > QUERY_BYTES_MAX) {
        size_t n = QUERY_BYTES_MAX;
        while (n > QUERY_BYTES_MAX - 3 && ((unsigned char)typed.p[n] & 0xC0) == 0x80)
            n--;
        l.typed.n = n;
        l.tokens.cut = true;
    }
    l.v = read_signs(a, l.typed, &l.n);
    l.tokens.v = arena_array(a, struct query_token, l.n + 1);
    while (l.at < l.n && !(l.tokens.cut && l.tokens.words == QUERY_WORDS_MAX))
        lex_next(&l);
    settle_operators(&l);
    return l.tokens;
}
