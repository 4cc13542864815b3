#include "base/note.h"

#include "base/lang.h"
#include "base/utf8.h"

enum {
    ID_BYTES = 4,
    ID_HEX = 8,
    TIME_BYTES = 8
};

#define DASH   S("\xE2\x80\x94 ")
#define SECRET S("PRIVATE+KEY+")

/* ---- keys ---- */

static uint32_t
be32(const char *p)
{
    uint32_t v = 0;
    for (int i = 0; i < ID_BYTES; i++)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

static void
put_be(struct out *o, uint64_t v, int bytes)
{
    while (bytes-- > 0)
        out_char(o, (char)(v >> (8 * bytes) & 0xFF));
}

struct note_key
note_key_of(struct str name, enum note_kind kind, struct sign_public key)
{
    struct sha256_stream s;
    char head[2] = {'\n', (char)kind};
    sha256_begin(&s);
    sha256_add(&s, name);
    sha256_add(&s, str_make(head, sizeof(head)));
    sha256_add(&s, str_make((const char *)key.bytes, SIGN_PUBLIC));
    struct sha256 h = sha256_end(&s);
    return (struct note_key){name, kind, key, be32((const char *)h.bytes)};
}

static void
put_with_kind(struct out *o, enum note_kind kind, const uint8_t bytes[SIGN_PUBLIC])
{
    char both[1 + SIGN_PUBLIC] = {(char)kind};
    memcpy(both + 1, bytes, SIGN_PUBLIC);
    base64_put(o, str_make(both, sizeof(both)));
}

void
note_key_put(struct out *o, const struct note_key *key)
{
    out_fmt(o, "%.*s+%08x+", STR_ARG(key->name), key->id);
    put_with_kind(o, key->kind, key->key.bytes);
}

void
note_secret_put(struct out *o, const struct note_key *key, const struct sign_secret *secret)
{
    out_put(o, SECRET);
    out_fmt(o, "%.*s+%08x+", STR_ARG(key->name), key->id);
    put_with_kind(o, key->kind, secret->seed);
    out_char(o, '\n');
}

/* Neither empty nor with anything that would end it. */
static bool
is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '+' || s.p[i] == 0x7F)
            return false;
    return s.n > 0 && utf8_valid(s);
}

struct key_parts {
    struct str name, id, bytes; /* bytes: kind and key or seed */
};

/* name+id+base64; the base64 may hold a plus itself. */
static bool
key_split(struct arena *a, struct str text, struct key_parts *p)
{
    size_t first = str_find_char(text, '+', 0);
    if (first == SIZE_MAX)
        return false;
    size_t second = str_find_char(text, '+', first + 1);
    if (second == SIZE_MAX)
        return false;
    p->name = str_slice(text, 0, first);
    p->id = str_slice(text, first + 1, second - first - 1);
    return is_name(p->name) && p->id.n == ID_HEX &&
        base64_read(a, str_slice(text, second + 1, text.n), &p->bytes) &&
        p->bytes.n == 1 + SIGN_PUBLIC;
}

static bool
id_is(const struct note_key *key, struct str hex)
{
    struct out o;
    out_init(&o, ID_HEX);
    out_fmt(&o, "%08x", key->id);
    bool same = str_eq(out_str(&o), hex);
    out_release(&o);
    return same;
}

bool
note_key_read(struct arena *a, struct str text, struct note_key *key, struct err *e)
{
    struct key_parts p;
    struct sign_public bytes;
    text = str_trim(text);
    if (key_split(a, text, &p) &&
        (p.bytes.p[0] == NOTE_SIGNATURE || p.bytes.p[0] == NOTE_COSIGNATURE)) {
        memcpy(bytes.bytes, p.bytes.p + 1, SIGN_PUBLIC);
        *key = note_key_of(p.name, (enum note_kind)p.bytes.p[0], bytes);
        if (id_is(key, p.id))
            return true;
    }
    return err_set(e, ERR_INPUT, tr("这不是公钥：应当是“名称+编号+一串字母”的一行。"));
}

bool
note_secret_read(struct arena *a, struct str text, struct note_key *key, struct sign_secret *secret,
    struct err *e)
{
    struct key_parts p;
    text = str_trim(text);
    if (str_starts(text, SECRET) && key_split(a, str_slice(text, SECRET.n, text.n), &p) &&
        (p.bytes.p[0] == NOTE_SIGNATURE || p.bytes.p[0] == NOTE_COSIGNATURE)) {
        memcpy(secret->seed, p.bytes.p + 1, SIGN_SEED);
        *key = note_key_of(p.name, (enum note_kind)p.bytes.p[0], sign_public_of(secret));
        if (id_is(key, p.id))
            return true;
    }
    return err_set(e, ERR_INPUT, tr("签名用的私钥文件不完整，或被改动过。"));
}

/* ---- signing ---- */

/* What a cosignature signs: when, and the text. */
static void
put_message(struct out *o, enum note_kind kind, struct str text, int64_t time_s)
{
    if (kind == NOTE_COSIGNATURE)
        out_fmt(o, "cosignature/v1\ntime %lld\n", (long long)time_s);
    out_put(o, text);
}

void
note_sign(struct out *o, struct str text, const struct note_key *key,
    const struct sign_secret *secret, int64_t time_s)
{
    struct out part;
    out_init(&part, (size_t)2 * NOTE_MAX);
    put_message(&part, key->kind, text, time_s);
    struct signature s = sign_make(secret, out_str(&part));
    out_clear(&part);
    put_be(&part, key->id, ID_BYTES);
    if (key->kind == NOTE_COSIGNATURE)
        put_be(&part, (uint64_t)time_s, TIME_BYTES);
    out_put(&part, str_make((const char *)s.bytes, SIGN_BYTES));
    out_put(o, DASH);
    out_put(o, key->name);
    out_char(o, ' ');
    base64_put(o, out_str(&part));
    out_char(o, '\n');
    out_release(&part);
}

/* ---- reading ---- */

static bool
bad_note(struct err *e)
{
    return err_set(e, ERR_INPUT,
        tr("这不是签过名的检查点：应当有正文、一个空行和以“—”开头的签名行。请原样粘贴或传文件。"));
}

static bool
line_read(struct arena *a, struct str line, struct note_line *to)
{
    struct str bytes, rest;
    if (!str_starts(line, DASH))
        return false;
    rest = str_slice(line, DASH.n, line.n);
    size_t blank = str_find_char(rest, ' ', 0);
    if (blank == SIZE_MAX || !is_name(str_slice(rest, 0, blank)) ||
        !base64_read(a, str_slice(rest, blank + 1, rest.n), &bytes) || bytes.n <= ID_BYTES)
        return false;
    *to = (struct note_line){.name = str_slice(rest, 0, blank),
        .id = be32(bytes.p),
        .signature = str_slice(bytes, ID_BYTES, bytes.n),
        .line = str_make(line.p, line.n + 1)};
    return true;
}

static bool
is_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\n')
            return false;
    return utf8_valid(s);
}

/* The last empty line parts text and signatures. */
static size_t
last_gap(struct str s)
{
    for (size_t i = s.n; i > 1; i--)
        if (s.p[i - 1] == '\n' && s.p[i - 2] == '\n')
            return i - 1;
    return SIZE_MAX;
}

bool
note_read(struct arena *a, struct str bytes, struct note *note, struct err *e)
{
    size_t gap = bytes.n <= NOTE_MAX && is_text(bytes) ? last_gap(bytes) : SIZE_MAX;
    if (gap == SIZE_MAX || gap + 1 >= bytes.n || bytes.p[bytes.n - 1] != '\n')
        return bad_note(e);
    *note = (struct note){.text = str_slice(bytes, 0, gap),
        .lines = arena_array(a, struct note_line, NOTE_LINES_MAX)};
    struct str rest = str_slice(bytes, gap + 1, bytes.n), line;
    while (str_split(&rest, '\n', &line))
        if (note->n == NOTE_LINES_MAX || !line_read(a, line, &note->lines[note->n++]))
            return bad_note(e);
    return note->n > 0 || bad_note(e);
}

static bool
line_holds(
    const struct note *note, const struct note_line *l, const struct note_key *key, int64_t *time_s)
{
    size_t head = key->kind == NOTE_COSIGNATURE ? TIME_BYTES : 0;
    struct signature s;
    struct out message;
    if (l->signature.n != head + SIGN_BYTES)
        return false;
    int64_t at = 0;
    if (head)
        at = (int64_t)((uint64_t)be32(l->signature.p) << 32 | be32(l->signature.p + ID_BYTES));
    memcpy(s.bytes, l->signature.p + head, SIGN_BYTES);
    out_init(&message, (size_t)2 * NOTE_MAX);
    put_message(&message, key->kind, note->text, at);
    bool ok = sign_holds(&key->key, &s, out_str(&message));
    out_release(&message);
    if (ok && time_s)
        *time_s = at;
    return ok;
}

bool
note_signed_by(const struct note *note, const struct note_key *key, int64_t *time_s)
{
    for (size_t i = 0; i < note->n; i++)
        if (note->lines[i].id == key->id && str_eq(note->lines[i].name, key->name) &&
            line_holds(note, &note->lines[i], key, time_s))
            return true;
    return false;
}

/* ---- checkpoints ---- */

void
checkpoint_put(struct out *o, const struct checkpoint *c)
{
    out_fmt(o, "%.*s\n%lld\n", STR_ARG(c->origin), (long long)c->size);
    base64_put(o, str_make((const char *)c->root.bytes, SHA256_BYTES));
    out_char(o, '\n');
}

bool
checkpoint_read(struct arena *a, struct str text, struct checkpoint *c, struct err *e)
{
    struct str rest = text, size, root;
    bool ok = text.n && text.p[text.n - 1] == '\n' && str_split(&rest, '\n', &c->origin) &&
        c->origin.n && str_split(&rest, '\n', &size) && str_to_i64(size, 0, INT64_MAX, &c->size) &&
        (size.n == 1 || size.p[0] != '0') && str_split(&rest, '\n', &root) &&
        base64_read(a, root, &root) && root.n == SHA256_BYTES;
    if (!ok)
        return err_set(e, ERR_INPUT, tr("这不是检查点：前三行应当是名称、流水条数和一串校验值。"));
    memcpy(c->root.bytes, root.p, SHA256_BYTES);
    return true;
}
