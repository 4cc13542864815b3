#include "domain/copied.h"

#include "base/utf8.h"
#include "domain/copied_int.h"
#include "support_house.h"

enum {
    DOCS_AT_ONCE = 256,
    BIG = 1 << 22
};

/* ---- texts of characters in random order: they have nothing in common but what is copied ---- */
static uint32_t seed;

static uint32_t
dice(uint32_t sides)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % sides;
}

static struct str
noise(size_t points)
{
    struct out o;
    out_init(&o, BIG);
    for (size_t i = 0; i < points; i++)
        utf8_put(&o, 0x4E00 + dice(5000));
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

/* Code points from … to of the text. */
static struct str
part(struct str s, size_t from, size_t to)
{
    struct str head = utf8_head(s, from);
    return utf8_head(str_slice(s, head.n, s.n), to - from);
}

static struct str
join3(struct str a, struct str b, struct str c)
{
    const struct str parts[] = {a, b, c};
    return arena_join(test_arena(), parts, 3, S(""));
}

/* So many of its characters exchanged, taken out, or with another one before them. */
static struct str
changed(struct str s, size_t edits)
{
    size_t n = utf8_count(s), i = 0;
    uint8_t *at = arena_array(test_arena(), uint8_t, n);
    while (edits) {
        uint8_t *one = &at[dice((uint32_t)n)];
        if (*one == 0) {
            *one = (uint8_t)(1 + dice(3));
            edits--;
        }
    }
    struct out o;
    uint32_t cp;
    out_init(&o, BIG);
    for (; utf8_next(&s, &cp); i++) {
        if (at[i] == 1 || at[i] == 2)
            utf8_put(&o, 0x4E00 + dice(5000));
        if (at[i] == 0 || at[i] == 2)
            utf8_put(&o, cp);
    }
    struct str text = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return text;
}

/* ---- the store ---- */
struct trial {
    struct fixture f;
    int64_t refs;
    bool segment; /* what is added goes into a segment, not among the fresh */
    struct copied c;
};

static bool
trial_open(struct trial *t, uint32_t start)
{
    *t = (struct trial){.refs = 100};
    seed = start;
    return fixture_open(&t->f);
}

struct adding {
    struct search_item items[DOCS_AT_ONCE];
    int64_t refs[DOCS_AT_ONCE];
    size_t n;
    struct search_load *load;
};

static struct adding adding;

static bool
put_all(struct work *w, void *arg, struct err *e)
{
    const struct adding *x = arg;
    if (x->load)
        return search_load_put(w, x->load, x->refs, e);
    for (size_t i = 0; i < x->n; i++)
        if (!search_put(w, &x->items[i], e))
            return false;
    return true;
}

static int64_t
prepare(struct trial *t, struct str title, struct str text)
{
    adding.refs[adding.n] = ++t->refs;
    adding.items[adding.n++] = (struct search_item){.source = SEARCH_LIBRARY,
        .lock = SEARCH_LOCK_OWN,
        .ref_id = t->refs,
        .root_id = t->f.org,
        .org_id = t->f.org,
        .kind = S("docx"),
        .title = title,
        .text = text,
        .year = 2023};
    return t->refs;
}

static bool
add_prepared(struct trial *t)
{
    adding.load = t->segment ? search_load_open() : NULL;
    for (size_t i = 0; t->segment && i < adding.n; i++)
        search_load_add(adding.load, &adding.items[i]);
    bool ok = !t->segment || CHECK_OK(search_load_build(adding.load, &t->f.e), &t->f.e);
    ok = ok && CHECK_OK(fixture_write(&t->f, &t->f.system, put_all, &adding), &t->f.e);
    if (adding.load)
        search_load_close(adding.load);
    adding = (struct adding){.n = 0};
    return ok;
}

static int64_t
add(struct trial *t, const char *title, struct str text)
{
    int64_t id = prepare(t, str_from(title), text);
    return add_prepared(t) ? id : 0;
}

static bool
find_as(struct trial *t, const struct actor *actor, const struct copied_ask *ask)
{
    struct work w = fixture_read(&t->f, actor);
    bool ok = CHECK_OK(copied_find(&w, ask, &t->c, &t->f.e), &t->f.e);
    work_end(&w);
    return ok;
}

static bool
find_all(struct trial *t, struct str text)
{
    const struct copied_ask ask = {.text = text, .phrases = true};
    return find_as(t, &t->f.system, &ask);
}

static void
with(bool segment, uint32_t start, void (*run)(struct trial *t))
{
    struct trial t;
    REQUIRE(trial_open(&t, start));
    t.segment = segment;
    run(&t);
    fixture_close(&t.f);
}

/* Each test with fresh documents and with a segment. */
#define BOTH(name, start, run)       \
    TEST(name##_fresh)               \
    {                                \
        with(false, (start), (run)); \
    }                                \
    TEST(name##_in_a_segment)        \
    {                                \
        with(true, (start), (run));  \
    }

static void
word_for_word(struct trial *t)
{
    struct str source = noise(600);
    int64_t id = add(t, "关于开展主题教育的总结", source);
    add(t, "别的材料", noise(600));
    REQUIRE(find_all(t, join3(noise(300), part(source, 200, 260), noise(300))));
    REQUIRE(t->c.n == 1);
    CHECK_INT(t->c.v[0].class, COPIED_PASSAGE);
    CHECK_INT(t->c.v[0].start, 300);
    CHECK_INT(t->c.v[0].end, 360);
    CHECK_INT(t->c.v[0].ref_id, id);
    CHECK_INT(t->c.v[0].source, SEARCH_LIBRARY);
    CHECK_INT(t->c.v[0].doc_start, 200);
    CHECK_INT(t->c.v[0].doc_end, 260);
    CHECK_INT(t->c.v[0].similarity, 1000);
    CHECK_INT(t->c.v[0].others, 0);
    CHECK_STR(t->c.v[0].title, "关于开展主题教育的总结");
}

BOTH(a_passage_is_found_word_for_word, 1, word_for_word)

static void
too_short(struct trial *t)
{
    struct str source = noise(300);
    add(t, "总结", source);
    CHECK(find_all(t, join3(noise(100), part(source, 100, 139), noise(100))) && t->c.n == 0);
    CHECK(find_all(t, join3(noise(100), part(source, 100, 140), noise(100))) && t->c.n == 1);
    CHECK(find_all(t, noise(2000)) && t->c.n == 0);
    CHECK(find_all(t, S("")) && t->c.n == 0);
}

BOTH(forty_characters_are_a_passage_and_fewer_are_none, 2, too_short)

/* How many of the planted paragraphs of 60 … 300 characters are found at their place. */
static int
found_of(struct trial *t, int paragraphs, uint32_t percent)
{
    int found = 0;
    struct str texts[DOCS_AT_ONCE];
    for (int i = 0; i < DOCS_AT_ONCE / 2; i++) {
        texts[i] = noise(700);
        prepare(t, S("材料"), texts[i]);
    }
    int64_t last = t->refs;
    if (!add_prepared(t))
        return 0;
    for (int i = 0; i < paragraphs; i++) {
        uint32_t doc = dice(DOCS_AT_ONCE / 2), length = 60 + dice(241), from = dice(400);
        struct str copy =
            changed(part(texts[doc], from, from + length), (length * percent + 50) / 100);
        if (!find_all(t, join3(noise(200), copy, noise(200))))
            return 0;
        size_t end = 200 + utf8_count(copy);
        for (size_t k = 0; k < t->c.n; k++) {
            const struct copied_passage *p = &t->c.v[k];
            CHECK_INT(p->ref_id, last - DOCS_AT_ONCE / 2 + 1 + doc);
            CHECK(p->start >= 195 && p->end <= end + 5 && p->similarity >= 800);
            if (2 * (p->end - p->start) >= end - 200) {
                found++;
                break;
            }
        }
    }
    return found;
}

static void
changed_little(struct trial *t)
{
    CHECK(found_of(t, 80, 10) >= 79);
    CHECK(found_of(t, 80, 15) >= 77);
}

BOTH(paragraphs_with_changed_characters_are_found, 3, changed_little)

static void
sentences(struct trial *t)
{
    struct str a = noise(60), b = noise(60);
    const struct str text[] = {noise(50), S("。）"), a, S("。"), b, noise(50)};
    const struct str asked[] = {noise(30), S("。）"), a, S("。"), noise(50)};
    add(t, "总结", arena_join(test_arena(), text, 6, S("")));
    REQUIRE(find_all(t, arena_join(test_arena(), asked, 5, S(""))) && t->c.n == 1);
    CHECK_INT(t->c.v[0].start, 32);
    CHECK_INT(t->c.v[0].end, 93);
    CHECK_INT(t->c.v[0].doc_start, 52);
}

BOTH(a_passage_begins_with_a_sentence, 15, sentences)

static void
line_breaks(struct trial *t)
{
    struct str a = noise(100), b = noise(40), c = noise(40), d = noise(100);
    const struct str text[] = {a, S("\n　　"), b, S("\n\n"), c, S("\n"), d};
    add(t, "总结", arena_join(test_arena(), text, 7, S("")));
    const struct str asked[] = {noise(10), S(" \n"), part(b, 0, 20), S(" \n "), part(b, 20, 40),
        S("\r\n　"), c, S("\n"), noise(50)};
    REQUIRE(find_all(t, arena_join(test_arena(), asked, 9, S(""))) && t->c.n == 1);
    CHECK_INT(t->c.v[0].start, 12);
    CHECK_INT(t->c.v[0].end, 12 + 40 + 3 + 3 + 40);
    CHECK_INT(t->c.v[0].doc_start, 103);
    CHECK_INT(t->c.v[0].doc_end, 103 + 40 + 2 + 40);
    CHECK_INT(t->c.v[0].similarity, 1000);
}

BOTH(line_breaks_hide_nothing, 4, line_breaks)

static void
own_document(struct trial *t)
{
    struct str text = noise(400);
    int64_t own = add(t, "本支部去年的报告", text), other = 0;
    struct copied_ask ask = {.text = text, .skip_source = SEARCH_LIBRARY, .skip_ref = own};
    CHECK(find_as(t, &t->f.system, &ask) && t->c.n == 0);
    other = add(t, "兄弟支部的报告", join3(noise(100), part(text, 100, 200), noise(100)));
    REQUIRE(find_as(t, &t->f.system, &ask) && t->c.n == 1);
    CHECK_INT(t->c.v[0].ref_id, other);
    CHECK_INT(t->c.v[0].others, 0);
}

BOTH(what_is_checked_is_not_its_own_source, 5, own_document)

static void
not_readable(struct trial *t)
{
    struct str text = noise(400);
    int64_t below = fixture_org(&t->f, t->f.org, "第一支部", "branch");
    struct actor member = fixture_account(&t->f, below, "zhang", ROLE_CLERK);
    add(t, "上级的内部材料", text);
    const struct copied_ask ask = {.text = text, .phrases = true};
    CHECK(find_as(t, &t->f.system, &ask) && t->c.n == 1);
    CHECK(find_as(t, &member, &ask) && t->c.n == 0);
    prepare(t, S("本支部的材料"), join3(noise(50), part(text, 0, 300), noise(50)));
    adding.items[0].org_id = below;
    REQUIRE(add_prepared(t) && find_as(t, &member, &ask) && t->c.n == 1);
    CHECK_STR(t->c.v[0].title, "本支部的材料");
    CHECK_INT(t->c.v[0].end, 300);
    CHECK_INT(t->c.v[0].others, 0);
}

BOTH(nobody_learns_of_what_he_may_not_read, 6, not_readable)

static void
set_phrase(struct trial *t)
{
    struct str phrase = noise(50), text = join3(noise(100), phrase, noise(100));
    for (int i = 0; i < COPIED_COMMON; i++)
        prepare(t, S("报告"), join3(noise(200), phrase, noise(200)));
    REQUIRE(add_prepared(t) && find_all(t, text) && t->c.n == 1);
    CHECK_INT(t->c.v[0].class, COPIED_PASSAGE);
    CHECK_INT(t->c.v[0].others, COPIED_COMMON - 1);
    add(t, "报告", join3(noise(200), phrase, noise(200)));
    REQUIRE(find_all(t, text) && t->c.n == 1);
    CHECK_INT(t->c.v[0].class, COPIED_PHRASE);
    CHECK_INT(t->c.v[0].start, 100);
    const struct copied_ask ask = {.text = text};
    CHECK(find_as(t, &t->f.system, &ask) && t->c.n == 0);
}

BOTH(a_set_phrase_stands_apart, 7, set_phrase)

static void
versions(struct trial *t)
{
    struct str a = noise(300), copy = noise(60), b = noise(300);
    for (int i = 0; i < 2 * COPIED_COMMON; i++)
        prepare(t, S("报告"), join3(changed(a, 15), copy, join3(changed(b, 15), noise(30), S(""))));
    REQUIRE(add_prepared(t) && find_all(t, join3(noise(100), copy, noise(100))) && t->c.n == 1);
    CHECK_INT(t->c.v[0].class, COPIED_PASSAGE);
    CHECK_INT(t->c.v[0].others, 2 * COPIED_COMMON - 1);
}

BOTH(versions_of_one_document_make_no_set_phrase, 8, versions)

static void
everywhere(struct trial *t)
{
    struct str phrase = noise(60);
    for (int i = 0; i < 200; i++)
        prepare(t, S("报告"), join3(noise(60), phrase, noise(60)));
    REQUIRE(add_prepared(t) && find_all(t, join3(noise(100), phrase, noise(100))) && t->c.n == 1);
    CHECK_INT(t->c.v[0].class, COPIED_PHRASE);
    CHECK_INT(t->c.v[0].start, 100);
    CHECK_INT(t->c.v[0].end, 160);
}

BOTH(a_phrase_in_very_many_documents_is_found, 9, everywhere)

static void
regulations(struct trial *t)
{
    struct str law = noise(200), news = noise(200);
    add(t, "中国共产党示例工作条例（试行）", law);
    add(t, "某地经验", news);
    REQUIRE(find_all(t, join3(noise(50), part(law, 50, 110), noise(50))) && t->c.n == 1);
    CHECK_INT(t->c.v[0].class, COPIED_QUOTED);
    struct str copy = part(news, 50, 110);
    REQUIRE(find_all(t, join3(noise(50), copy, noise(50))) && t->c.n == 1);
    CHECK_INT(t->c.v[0].class, COPIED_PASSAGE);
    REQUIRE(find_all(t, join3(noise(50), join3(S("“"), copy, S("”")), noise(50))) && t->c.n == 1);
    CHECK_INT(t->c.v[0].class, COPIED_QUOTED);
    REQUIRE(find_all(t, join3(noise(50), S("《示例办法》第三条规定："), copy)) && t->c.n == 1);
    CHECK_INT(t->c.v[0].class, COPIED_QUOTED);
    add(t, "示例办法", join3(noise(20), copy, noise(20)));
    REQUIRE(find_all(t, join3(noise(50), copy, noise(50))) && t->c.n == 1);
    CHECK_INT(t->c.v[0].class, COPIED_QUOTED);
}

BOTH(quoted_regulations_stand_apart, 10, regulations)

static void
best_source(struct trial *t)
{
    struct str text = noise(500);
    add(t, "改写过的", join3(noise(50), changed(part(text, 100, 300), 15), noise(50)));
    int64_t exact = add(t, "原文", join3(noise(50), part(text, 100, 300), noise(50)));
    REQUIRE(find_all(t, text) && t->c.n == 1);
    CHECK_INT(t->c.v[0].ref_id, exact);
    CHECK_INT(t->c.v[0].others, 1);
    CHECK_INT(t->c.v[0].similarity, 1000);
}

BOTH(of_one_place_the_most_alike_is_named, 11, best_source)

static void
neighbours(struct trial *t)
{
    struct str text = noise(500);
    int64_t first = add(t, "前", join3(noise(50), part(text, 0, 250), noise(50)));
    int64_t second = add(t, "后", join3(noise(50), part(text, 200, 400), noise(50)));
    REQUIRE(find_all(t, text) && t->c.n == 2);
    CHECK_INT(t->c.v[0].ref_id, first);
    CHECK_INT(t->c.v[0].end, 250);
    CHECK_INT(t->c.v[1].ref_id, second);
    CHECK_INT(t->c.v[1].start, 250);
    CHECK_INT(t->c.v[1].end, 400);
    CHECK_INT(t->c.v[1].doc_start, 100);
    CHECK_INT(t->c.v[1].doc_end, 250);
}

BOTH(what_two_documents_hold_is_told_once, 12, neighbours)

static void
whole(struct trial *t)
{
    struct str text = noise(20000);
    add(t, "全文", text);
    REQUIRE(find_all(t, changed(text, 1000)) && t->c.n >= 1);
    size_t held = 0;
    for (size_t i = 0; i < t->c.n; i++)
        held += t->c.v[i].end - t->c.v[i].start;
    CHECK(held > 19500);
    CHECK(t->c.n <= 4);
}

BOTH(a_long_text_is_found_whole, 13, whole)

static void
far_apart(struct trial *t)
{
    struct str a = noise(300), b = noise(300);
    int64_t first = add(t, "甲", a), second = add(t, "乙", b);
    const struct str text[] = {
        part(a, 100, 200), noise(15000), part(b, 100, 200), noise(15000), part(a, 200, 300)};
    REQUIRE(find_all(t, arena_join(test_arena(), text, 5, S(""))) && t->c.n == 3);
    CHECK_INT(t->c.v[0].ref_id, first);
    CHECK_INT(t->c.v[1].ref_id, second);
    CHECK_INT(t->c.v[1].start, 15100);
    CHECK_INT(t->c.v[2].ref_id, first);
    CHECK_INT(t->c.v[2].end, 30300);
}

BOTH(every_part_of_a_long_text_is_checked, 16, far_apart)

static void
gap(struct trial *t)
{
    struct str text = noise(400);
    add(t, "总结", text);
    struct str copy = join3(part(text, 100, 200), noise(12), part(text, 212, 312));
    REQUIRE(find_all(t, join3(noise(50), copy, noise(50))) && t->c.n == 1);
    CHECK_INT(t->c.v[0].start, 50);
    CHECK_INT(t->c.v[0].end, 262);
    CHECK_INT(t->c.v[0].doc_end, 312);
    CHECK_INT(t->c.v[0].similarity, 944);
}

BOTH(a_sentence_rewritten_in_between_parts_no_passage, 17, gap)

/* A document of one text, read as it is asked for. */
static bool
one_document(void *arg, struct arena *a, const struct copied_place *place,
    struct search_region *region, struct err *e)
{
    const struct copied_job *job = arg;
    size_t end = place->end < job->n ? place->end : job->n;
    (void)a;
    (void)e;
    *region = (struct search_region){place->start, end, job->cp + place->start, S("")};
    return true;
}

TEST(a_passage_is_followed_beyond_what_was_read_first)
{
    seed = 18;
    struct err e = {0};
    struct copied_job job = {.arena = test_arena(), .brief = arena_open()};
    const struct copied_from from = {&job, NULL, one_document};
    job.from = &from;
    job.cp = norm_points(test_arena(), noise(5000), &job.n);
    struct copied_hit hit = {2500, 2500, 1, COPIED_END};
    struct copied_seed one = {.docno = 1,
        .hits = 1,
        .at_from = 2500,
        .at_to = 2500,
        .place_from = 2500,
        .place_to = 2500};
    const struct copied_seeds seeds = {&hit, &one, 1, 1};
    struct copied_matches matches = {0};
    if (CHECK_OK(copied_prove(&job, &seeds, &matches, &e), &e) && CHECK_INT(matches.n, 1)) {
        CHECK_INT(matches.v[0].from, 0);
        CHECK_INT(matches.v[0].to, 5000);
    }
    arena_close(job.brief);
}

static void
odd_texts(struct trial *t)
{
    struct out o;
    out_init(&o, BIG);
    for (int i = 0; i < 20000; i++)
        out_put(&o, S("学习"));
    struct str same = arena_str(test_arena(), out_str(&o));
    out_clear(&o);
    for (int i = 0; i < 5000; i++)
        out_put(&o, S("\xff\xfe——。，"));
    struct str broken = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    add(t, "重复", part(same, 0, 3000));
    CHECK(find_all(t, same) && t->c.n >= 1);
    CHECK(find_all(t, broken) && t->c.n == 0);
}

BOTH(repetition_and_broken_text_are_answered, 14, odd_texts)

/* "=a|b" equal, "-a+b" differing. */
static struct str
compared(const char *left, const char *right)
{
    struct copied_runs runs = copied_compare(test_arena(), str_from(left), str_from(right));
    struct str s = S("");
    for (size_t i = 0; i < runs.n; i++) {
        const struct copied_run *r = &runs.v[i];
        s = arena_fmt(test_arena(), "%.*s%s%.*s%s%.*s", STR_ARG(s), r->equal ? "=" : "-",
            STR_ARG(r->left), r->equal ? "|" : "+", STR_ARG(r->right));
    }
    return s;
}

TEST(both_passages_are_shown_with_their_differences)
{
    CHECK_STR(compared("组织学习12次，参加300人。", "组织学习15次，参加三百人。"),
        "=组织学习1|组织学习1-2+5=次，参加|次，参加-300+三百=人。|人。");
    CHECK_STR(compared("组织\n学习", " 组织学　习\n"), "=组织\n学习| 组织学　习\n");
    CHECK_STR(compared("会议的记录", "党课和的讲稿"), "-会议的记录+党课和的讲稿");
    CHECK_STR(compared("", "党课"), "-+党课");
    CHECK_STR(compared("", ""), "");
}

static bool
quoted(const char *before, const char *passage, const char *after)
{
    size_t head, body, n;
    norm_points(test_arena(), str_from(before), &head);
    norm_points(test_arena(), str_from(passage), &body);
    uint32_t *cp =
        norm_points(test_arena(), join3(str_from(before), str_from(passage), str_from(after)), &n);
    return copied_is_quoted(cp, n, head, head + body);
}

TEST(quotation_is_seen)
{
    CHECK(quoted("他说：“", "全面从严治党永远在路上", "”"));
    CHECK(quoted("他说：", "“全面从严治党永远在路上”", "。"));
    CHECK(quoted("「", "全面从严治党永远在路上", "」"));
    CHECK(quoted("他说：“我们", "全面从严治党永远在路上", "，不松劲。”"));
    CHECK(!quoted("“三会一课”", "全面从严治党永远在路上", "“双报到”"));
    CHECK(!quoted("“", "全面从严治党永远在路上", "。"));
    CHECK(!quoted("", "全面从严“治党”永远在路上", ""));
    CHECK(quoted("按照《示例条例（试行）》第十二条，", "支部每月召开一次会议", ""));
    CHECK(quoted("按照《示例条例》（2019年）第12条规定", "支部每月召开一次会议", ""));
    CHECK(!quoted("按照《示例条例》的要求，", "支部每月召开一次会议", ""));
    CHECK(!quoted("", "", ""));
}

TEST(rules_are_known_by_their_titles)
{
    static const char *const rules[] = {"中国共产党章程", "《中国共产党章程》",
        "中华人民共和国宪法", "中华人民共和国民法典", "公务员法", "示例管理办法（试行）",
        "示例条例(2019年修订)", "示例条例第一章 总则", "关于修改部分条款的决定", " 示例规定 ",
        "示例细则"};
    static const char *const others[] = {"", "学习《中国共产党章程》的体会", "工作方法", "经验做法",
        "2023年度述职报告", "关于普法的通知", "书法", "法律知识"};
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (!CHECK(copied_is_rule(str_from(rules[i]))))
            CHECK_STR(S(""), rules[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (!CHECK(!copied_is_rule(str_from(others[i]))))
            CHECK_STR(S(""), others[i]);
}
