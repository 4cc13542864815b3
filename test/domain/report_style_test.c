/* How reports look: what is chosen stays, and the report is written so. */
#include "domain/report_style.h"

#include "doc/doc.h"
#include "doc/docx_learn.h"
#include "domain/journal.h"
#include "domain/report_keep.h"
#include "support_house.h"
#include "support_ledger.h"

static struct ledger book;

static bool
opened(void)
{
    struct err e;
    return CHECK_OK(ledger_open(&book, &e), &e);
}

static bool
do_set(struct work *w, void *arg, struct err *e)
{
    return report_style_set(w, arg, e);
}

static bool
set(const struct actor *actor, int64_t version, const struct docx_profile *p, struct err *e)
{
    struct report_style_change c = {.org_id = book.branch,
        .version = version,
        .profile = p,
        .source = p ? S("本单位去年的总结.docx") : S("")};
    *e = (struct err){0};
    return ledger_write(&book, actor, do_set, &c, e);
}

static struct docx_profile
own(void)
{
    struct docx_profile p = docx_gbt9704();
    p.number[0] = DOCX_NUMBER_DIGITS;
    p.number[1] = DOCX_NUMBER_NONE;
    p.body.half_points = 28;
    p.head[0].bold = true;
    p.top = 1440;
    p.learnt = DOCX_LEARNT_ALL;
    return p;
}

TEST(a_style_is_chosen_and_the_same_again_is_no_version)
{
    struct err e;
    struct report_style s;
    struct docx_profile p = own(), usual = docx_gbt9704();
    REQUIRE(opened());
    REQUIRE(CHECK_OK(report_style_get(ledger_look(&book, &book.clerk), book.branch, &s, &e), &e));
    CHECK(!s.own && s.version == 0 && docx_profile_same(&s.profile, &usual));
    CHECK_OK(set(&book.clerk, 0, &p, &e), &e);
    REQUIRE(CHECK_OK(report_style_get(ledger_look(&book, &book.clerk), book.branch, &s, &e), &e));
    CHECK(s.own && s.version == 1 && docx_profile_same(&s.profile, &p));
    CHECK_STR(s.source, "本单位去年的总结.docx");
    CHECK(s.actor.n > 0);
    int64_t entries = ledger_journal_entries(&book);
    CHECK_OK(set(&book.clerk, 1, &p, &e), &e); /* the same again */
    CHECK_INT(ledger_journal_entries(&book), entries);
    ledger_close(&book);
}

TEST(versions_of_a_style_are_kept_and_told_to_the_history)
{
    struct err e;
    struct docx_profile p = own(), usual = docx_gbt9704();
    REQUIRE(opened());
    CHECK_OK(set(&book.clerk, 0, &p, &e), &e);
    int64_t entries = ledger_journal_entries(&book);
    CHECK_OK(set(&book.secretary, 1, NULL, &e), &e);
    CHECK_INT(ledger_journal_entries(&book), entries + 1);
    struct report_styles all;
    struct work *w = ledger_look(&book, &book.clerk);
    REQUIRE(CHECK_OK(report_style_versions(w, book.branch, &all, &e), &e));
    REQUIRE(CHECK_INT(all.n, 2));
    CHECK(!all.v[0].own && docx_profile_same(&all.v[0].profile, &usual));
    CHECK(all.v[1].own && docx_profile_same(&all.v[1].profile, &p));
    struct journal_rows rows;
    REQUIRE(CHECK_OK(journal_of_org(w, book.branch, 0, 1, &rows, &e), &e));
    CHECK_STR(rows.v[0].what, "report.style");
    CHECK_INT(rows.v[0].version, 2);
    ledger_close(&book);
}

TEST(a_version_is_found_again_as_it_was)
{
    struct err e;
    struct report_style s;
    struct docx_profile p = own();
    REQUIRE(opened());
    CHECK_OK(set(&book.clerk, 0, &p, &e), &e);
    CHECK_OK(set(&book.clerk, 1, NULL, &e), &e);
    struct work *w = ledger_look(&book, &book.clerk);
    CHECK_OK(report_style_at(w, book.branch, 1, &s, &e), &e);
    CHECK(docx_profile_same(&s.profile, &p));
    CHECK(!report_style_at(w, book.branch, 3, &s, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "版式");
    ledger_close(&book);
}

TEST(who_may_choose_a_style)
{
    struct err e;
    struct report_style s;
    struct docx_profile p = own();
    struct actor nobody = {.name = S("nobody")};
    REQUIRE(opened());
    CHECK(!set(&nobody, 0, &p, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    CHECK(!report_style_get(ledger_look(&book, &nobody), book.branch, &s, &e));
    CHECK_OK(set(&book.clerk, 0, &p, &e), &e);
    CHECK(!set(&book.clerk, 0, NULL, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "重新打开");
    p.left = p.right = 6000;
    CHECK(!set(&book.clerk, 1, &p, &e));
    CHECK_ERR(&e, ERR_INPUT, "版心");
    CHECK_OK(report_style_get(ledger_look(&book, &book.upper), book.branch, &s, &e), &e);
    CHECK_INT(s.version, 1);
    ledger_close(&book);
}

TEST(versions_of_a_style_cannot_be_changed)
{
    struct err e;
    struct str message;
    struct docx_profile p = own();
    REQUIRE(opened());
    CHECK_OK(set(&book.clerk, 0, &p, &e), &e);
    CHECK(!fixture_sql("UPDATE report_style SET own = 0", &message));
    CHECK(str_find(message, S("append-only"), 0) != SIZE_MAX);
    CHECK(!fixture_sql("DELETE FROM report_style", &message));
    CHECK(str_find(message, S("append-only"), 0) != SIZE_MAX);
    ledger_close(&book);
}

TEST(a_version_that_was_tampered_with_is_found)
{
    struct err e;
    struct str message;
    struct report_style_proof proof;
    struct docx_profile p = own();
    REQUIRE(opened());
    CHECK_OK(set(&book.clerk, 0, &p, &e), &e);
    CHECK_OK(set(&book.clerk, 1, NULL, &e), &e);
    CHECK(!report_style_prove(ledger_look(&book, &book.clerk), &proof, &e));
    CHECK_ERR(&e, ERR_DENIED, "本机");
    REQUIRE(CHECK_OK(report_style_prove(ledger_look(&book, NULL), &proof, &e), &e));
    CHECK_INT(proof.versions, 2);
    CHECK_INT(proof.n, 0);
    bool pg = str_starts(str_from(test_db_url()), S("postgres"));
    ledger_look(&book, NULL);
    CHECK(fixture_sql(
        pg ? "DROP TRIGGER report_style_keeps ON report_style" : "DROP TRIGGER report_style_keeps",
        &message));
    CHECK(fixture_sql("UPDATE report_style SET source = '别的.docx' WHERE version = 1", &message));
    REQUIRE(CHECK_OK(report_style_prove(ledger_look(&book, NULL), &proof, &e), &e));
    REQUIRE(CHECK_INT(proof.n, 1));
    CHECK_INT(proof.v[0].org_id, book.branch);
    CHECK_INT(proof.v[0].version, 1);
    ledger_close(&book);
}

/* ---- the file ---- */

static bool
written(struct report_draft *d, const struct docx_profile *p, struct str *bytes, struct err *e)
{
    struct out docx;
    struct work *w = ledger_look(&book, &book.clerk);
    out_init(&docx, 16 << 20);
    bool ok = report_current(w, book.branch, 2023, d, e) && report_docx_in(w, d, p, &docx, e);
    *bytes = arena_str(test_arena(), out_str(&docx));
    out_release(&docx);
    return ok;
}

static struct str
text_of(struct str bytes, struct doc **doc)
{
    struct err e;
    struct out o;
    out_init(&o, 1 << 20);
    if (CHECK_OK(doc_read_bytes(test_arena(), bytes, NULL, doc, &e), &e))
        doc_text(*doc, &o);
    struct str text = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return text;
}

TEST(the_file_says_what_the_report_says)
{
    struct err e;
    struct report_draft d;
    struct str bytes;
    struct doc *doc;
    struct docx_profile usual = docx_gbt9704();
    REQUIRE(opened());
    REQUIRE(CHECK_OK(written(&d, &usual, &bytes, &e), &e));
    CHECK(str_starts(text_of(bytes, &doc), report_plain(test_arena(), &d)));
    size_t missing = 0;
    for (const struct doc_control *c = doc->controls; c; c = c->next)
        if (str_eq(c->text, S("【待补】"))) {
            missing++;
            CHECK(c->tag.n > 0 && c->alias.n > 0);
        }
    CHECK_INT(missing, d.missing);
    ledger_close(&book);
}

static const struct doc_control *
find_control(const struct doc *doc, const char *tag)
{
    for (const struct doc_control *c = doc->controls; c; c = c->next)
        if (str_eq(c->tag, str_from(tag)))
            return c;
    return NULL;
}

TEST(codes_and_definitions_are_read_back)
{
    struct err e;
    struct report_draft d;
    struct str bytes;
    struct doc *doc;
    struct quantity mu = {.code = S("mu"), .milli = 1200500};
    struct record_input trust = {.kind = S("trust"),
        .held_on = date_make(2023, 7, 5),
        .title = S("东村托管"),
        .quantities = &mu,
        .quantities_n = 1};
    struct field_value land[] = {
        {S("village"), S("东村")}, {S("done_on"), S("2023-12-31")}, {S("note"), S("先测土。")}};
    int64_t id;
    REQUIRE(opened());
    trust.fields = land;
    trust.fields_n = 3;
    trust.org_id = book.branch;
    CHECK_OK(ledger_save(&book, &book.clerk, &trust, &id, &e), &e);
    REQUIRE(CHECK_OK(written(&d, NULL, &bytes, &e), &e));
    (void)text_of(bytes, &doc);
    const struct doc_control *c = find_control(doc, "mu");
    REQUIRE(c != NULL);
    CHECK_STR(c->text, "1200.5");
    CHECK_STR(c->alias, "本年度土地托管面积之和");
    c = find_control(doc, arena_fmt(test_arena(), "record.%lld", (long long)id).p);
    REQUIRE(c != NULL);
    CHECK_STR(c->text, "东村：先测土，12月31日前完成");
    ledger_close(&book);
}

TEST(the_orgs_own_style_is_what_is_written)
{
    struct err e;
    struct report_draft d;
    struct str bytes;
    struct doc *doc;
    struct docx_profile p = own(), q;
    REQUIRE(opened());
    CHECK_OK(set(&book.clerk, 0, &p, &e), &e);
    REQUIRE(CHECK_OK(written(&d, NULL, &bytes, &e), &e));
    struct str text = text_of(bytes, &doc);
    CHECK(str_find(text, S("\n1.2023年工作\n组织生活\n"), 0) != SIZE_MAX);
    CHECK(str_find(text, S("\n2.2024年打算\n思路\n"), 0) != SIZE_MAX);
    REQUIRE(CHECK_OK(docx_learn(test_arena(), bytes, NULL, &q, &e), &e));
    CHECK_INT(q.top, 1440);
    CHECK_INT(q.body.half_points, 28);
    CHECK(q.head[0].bold);
    CHECK_INT(q.number[0], DOCX_NUMBER_DIGITS);
    struct docx_profile usual = docx_gbt9704();
    REQUIRE(CHECK_OK(written(&d, &usual, &bytes, &e), &e)); /* the other one was asked for */
    CHECK(str_find(text_of(bytes, &doc), S("\n一、2023年工作\n（一）组织生活\n"), 0) != SIZE_MAX);
    ledger_close(&book);
}

TEST(headings_are_numbered_anew_at_each_level)
{
    struct report_run runs[] = {{.kind = RUN_TEXT, .text = S("三、甲")},
        {.kind = RUN_TEXT, .text = S("（九）乙")}, {.kind = RUN_TEXT, .text = S("1、丙")},
        {.kind = RUN_TEXT, .text = S("没有编号")}, {.kind = RUN_FIGURE, .text = S("4")}};
    struct report_block blocks[] = {{.level = 1, .runs = &runs[0], .runs_n = 1},
        {.level = 2, .runs = &runs[1], .runs_n = 1}, {.level = 3, .runs = &runs[2], .runs_n = 1},
        {.level = 3, .runs = &runs[2], .runs_n = 1}, {.level = 5, .runs = &runs[2], .runs_n = 1},
        {.level = 1, .runs = &runs[3], .runs_n = 1}, {.level = 1, .runs = &runs[0], .runs_n = 1},
        {.level = 2, .runs = &runs[1], .runs_n = 1}, {.level = 3, .runs = &runs[4], .runs_n = 1},
        {.level = 4, .runs = NULL, .runs_n = 0}};
    static const char *const wanted[] = {
        "一、甲", "（一）乙", "1.丙", "2.丙", "1、丙", "没有编号", "二、甲", "（一）乙", "4"};
    struct report_draft d = {.blocks = blocks, .blocks_n = 10}, n;
    struct docx_profile p = docx_gbt9704();
    report_numbered(test_arena(), &p, &d, &n);
    REQUIRE(CHECK_INT(n.blocks_n, 10));
    for (size_t i = 0; i < 9; i++)
        CHECK_STR(n.blocks[i].runs[0].text, wanted[i]);
    CHECK_STR(runs[0].text, "三、甲");
}
