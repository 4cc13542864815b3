#include "support_ledger.h"

#include "harness.h"

#include "doc/doc.h"
#include "domain/journal.h"
#include "domain/report.h"

static struct ledger book;

static bool
opened(void)
{
    struct err e;
    return CHECK_OK(ledger_open(&book, &e), &e);
}

/* The draft as lines of plain text. */
static struct str
plain(const struct report_draft *d)
{
    struct out o;
    out_init(&o, 1 << 20);
    for (size_t i = 0; i < d->blocks_n; i++) {
        for (size_t k = 0; k < d->blocks[i].runs_n; k++)
            out_put(&o, d->blocks[i].runs[k].text);
        out_char(&o, '\n');
    }
    struct str s = arena_str(book.a, out_str(&o));
    out_release(&o);
    return s;
}

static const struct report_run *
find_run(const struct report_draft *d, enum run_kind kind, const char *code)
{
    for (size_t i = 0; i < d->blocks_n; i++)
        for (size_t k = 0; k < d->blocks[i].runs_n; k++) {
            const struct report_run *run = &d->blocks[i].runs[k];
            if (run->kind == kind && str_eq(run->code, str_from(code)))
                return run;
        }
    return NULL;
}

TEST(report_without_records_is_all_to_be_filled)
{
    struct err e;
    struct report_draft d;
    REQUIRE(opened());
    REQUIRE(CHECK_OK(report_draft(ledger_look(&book, &book.clerk), book.branch, 2023, &d, &e), &e));
    CHECK_STR(plain(&d),
        "机关支部2023年度述职报告\n"
        "一、2023年工作\n"
        "（一）组织生活\n"
        "机关支部书记赵一：全年召开党员大会【待补】次，谈心谈话【待补】次，土地托管【待补】亩。\n"
        "【待补】\n"
        "【待补】\n"
        "【待补】\n"
        "二、2024年打算\n"
        "（一）思路\n"
        "继续抓好各项工作。\n");
    CHECK_INT(d.bound, 0);
    CHECK_INT(d.missing, 6);
    CHECK_INT(d.figures.n, 3);
    CHECK(find_run(&d, RUN_MISSING, "mu") != NULL);
    CHECK(find_run(&d, RUN_FIGURE, "mu") == NULL);
    CHECK_INT(d.blocks[0].level, 0);
    CHECK_INT(d.blocks[1].level, 1);
    CHECK_INT(d.blocks[2].level, 2);
    CHECK_INT(d.blocks[3].level, 5);
    ledger_close(&book);
}

static int64_t
fill(void)
{
    struct err e;
    int64_t id = 0, trust_id;
    struct record_input in = ledger_meeting(&book);
    struct field_value votes = {S("votes"), S("11")},
                       land[] = {{S("village"), S("东村")}, {S("done_on"), S("2024-01-31")},
                           {S("note"), S("先测土。\r\n\r\n再播种。")}};
    in.fields = &votes;
    in.fields_n = 1;
    CHECK_OK(ledger_save(&book, &book.clerk, &in, &id, &e), &e);
    struct quantity mu = {.code = S("mu"), .milli = 1200500};
    struct record_input trust = {.org_id = book.branch,
        .kind = S("trust"),
        .held_on = date_make(2023, 7, 5),
        .title = S("东村托管"),
        .fields = land,
        .fields_n = 3,
        .quantities = &mu,
        .quantities_n = 1};
    CHECK_OK(ledger_save(&book, &book.clerk, &trust, &trust_id, &e), &e);
    return id;
}

TEST(report_binds_its_numbers)
{
    struct err e;
    struct report_draft d;
    REQUIRE(opened());
    int64_t id = fill();
    REQUIRE(CHECK_OK(report_draft(ledger_look(&book, &book.clerk), book.branch, 2023, &d, &e), &e));
    struct str text = plain(&d);
    CHECK(str_find(text, S("召开党员大会1次，谈心谈话【待补】次，土地托管1200.5亩。\n"), 0) !=
        SIZE_MAX);
    CHECK(str_find(text, S("\n7月4日在三楼会议室召开“2023年7月党员大会”，到会11人，票数11。\n"),
              0) != SIZE_MAX);
    const struct report_run *run = find_run(&d, RUN_FIGURE, "mu");
    REQUIRE(run != NULL);
    CHECK_STR(run->text, "1200.5");
    run = find_run(&d, RUN_RECORD, "");
    REQUIRE(run != NULL);
    CHECK_INT(run->record_id, id);
    CHECK(str_find(text, S("\n东村：先测土。 再播种，2024年1月31日前完成。\n"), 0) != SIZE_MAX);
    CHECK_INT(d.bound, 4);
    CHECK_INT(d.missing, 2);
    struct actor nobody = {.name = S("nobody")};
    CHECK(!report_draft(ledger_look(&book, &nobody), book.branch, 2023, &d, &e));
    CHECK(e.code == ERR_DENIED || e.code == ERR_NOT_FOUND);
    CHECK(!report_draft(ledger_look(&book, NULL), book.branch, 0, &d, &e));
    CHECK_ERR(&e, ERR_INPUT, "年份");
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

TEST(report_docx_carries_its_sources)
{
    struct err e;
    struct report_draft d;
    struct doc *doc;
    struct out docx, text;
    REQUIRE(opened());
    int64_t id = fill();
    struct work *w = ledger_look(&book, &book.clerk);
    REQUIRE(CHECK_OK(report_draft(w, book.branch, 2023, &d, &e), &e));
    out_init(&docx, 16 << 20);
    out_init(&text, 1 << 20);
    CHECK_OK(report_docx(w, &d, &docx, &e), &e);
    CHECK_OK(doc_read_bytes(book.a, out_str(&docx), NULL, &doc, &e), &e);
    doc_text(doc, &text);
    struct str all = out_str(&text);
    CHECK(str_find(all, S("土地托管1200.5亩"), 0) != SIZE_MAX);
    CHECK(str_find(all, S("【待补】"), 0) != SIZE_MAX);
    CHECK(str_find(all, S("数据来源表"), 0) != SIZE_MAX);
    CHECK(str_find(all, S("本年度土地托管面积之和"), 0) != SIZE_MAX);
    CHECK(str_find(all, S("东村托管"), 0) != SIZE_MAX);
    CHECK(str_find(all, arena_fmt(book.a, "\n%lld\t", (long long)id), 0) != SIZE_MAX);
    CHECK(str_find(all, S("并不证明所记之事属实"), 0) != SIZE_MAX);
    const struct doc_control *mu = find_control(doc, "mu");
    REQUIRE(mu != NULL);
    CHECK_STR(mu->text, "1200.5");
    CHECK_STR(mu->alias, "本年度土地托管面积之和");
    CHECK(find_control(doc, arena_fmt(book.a, "record.%lld", (long long)id).p) != NULL);
    out_release(&docx);
    out_release(&text);
    ledger_close(&book);
}

struct export
{
    struct sha256 digest;
};

static bool
do_export(struct work *w, void *arg, struct err *e)
{
    struct export *x = arg;
    return report_note_export(w, book.branch, 2023, x->digest, e);
}

TEST(report_export_is_told_to_the_history)
{
    struct err e;
    struct journal_rows rows;
    struct export x = {sha256_of(S("docx"))};
    REQUIRE(opened());
    CHECK_OK(ledger_write(&book, &book.clerk, do_export, &x, &e), &e);
    CHECK_OK(journal_of_org(ledger_look(&book, &book.clerk), book.branch, 0, 1, &rows, &e), &e);
    REQUIRE(rows.n == 1);
    CHECK_STR(rows.v[0].what, "report.export");
    CHECK_INT(rows.v[0].object_id, book.branch);
    ledger_close(&book);
}
