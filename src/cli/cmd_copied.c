/* Which passages of a file stand in the library, in reports and records (domain/copied.h). */
#include "base/lang.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "doc/doc.h"
#include "domain/copied.h"
#include "domain/report_keep.h"

enum {
    SHOWN = 60 /* characters of a passage on the terminal */
};

static struct str class_code(enum copied_class class)
{
    static const struct str codes[] = {[COPIED_PASSAGE] = str_lit("passage"),
        [COPIED_PHRASE] = str_lit("phrase"),
        [COPIED_QUOTED] = str_lit("quoted")};
    return codes[class];
}

static struct str
source_code(enum search_source source)
{
    static const struct str codes[] = {[SEARCH_RECORD] = str_lit("record"),
        [SEARCH_REPORT] = str_lit("report"),
        [SEARCH_LIBRARY] = str_lit("library")};
    return codes[source];
}

static void
print_json(struct call *c, const struct copied *found)
{
    struct json_out j = json_begin(&c->out);
    json_array(&j);
    for (size_t i = 0; i < found->n; i++) {
        const struct copied_passage *p = &found->v[i];
        json_object(&j);
        json_field_int(&j, S("start"), (int64_t)p->start);
        json_field_int(&j, S("end"), (int64_t)p->end);
        json_field_int(&j, S("doc"), p->ref_id);
        json_field_int(&j, S("doc_start"), (int64_t)p->doc_start);
        json_field_int(&j, S("doc_end"), (int64_t)p->doc_end);
        json_key(&j, S("similarity"));
        json_number(&j, arena_fmt(c->arena, "%d.%03d", p->similarity / 1000, p->similarity % 1000));
        json_field_str(&j, S("class"), class_code(p->class));
        json_field_str(&j, S("source"), source_code(p->source));
        json_field_str(&j, S("title"), p->title);
        json_field_int(&j, S("others"), p->others);
        json_object_end(&j);
    }
    json_array_end(&j);
    out_char(&c->out, '\n');
}

/* Code points start … end of the text, blanks and line breaks as one blank, cut after SHOWN. */
static void
put_passage(struct out *o, struct str text, size_t start, size_t end)
{
    struct str head = utf8_head(text, start), rest = str_slice(text, head.n, text.n);
    rest = utf8_head(rest, end - start);
    uint32_t cp;
    bool blank = false;
    for (size_t n = 0; n < SHOWN && utf8_next(&rest, &cp); n++) {
        bool gap = cp <= ' ' || cp == 0x3000;
        if (!gap)
            utf8_put(o, cp);
        else if (!blank)
            out_char(o, ' ');
        blank = gap;
    }
    if (rest.n)
        out_put(o, S("……"));
    out_char(o, '\n');
}

static bool
print_passage(
    struct call *c, struct work *w, struct str text, const struct copied_passage *p, struct err *e)
{
    struct str other;
    if (!search_text_of_doc(w, p->docno, &other, e))
        return false;
    out_fmt(&c->out, tr("第 %zu–%zu 字，相似 %d.%d%%：%.*s（%lld）第 %zu–%zu 字"), p->start + 1,
        p->end, p->similarity / 10, p->similarity % 10, STR_ARG(p->title), (long long)p->ref_id,
        p->doc_start + 1, p->doc_end);
    if (p->others)
        out_fmt(&c->out, tr("，另有 %lld 份也有"), (long long)p->others);
    out_char(&c->out, '\n');
    out_put(&c->out, str_from(tr("  本文：")));
    put_passage(&c->out, text, p->start, p->end);
    out_put(&c->out, str_from(tr("  来源：")));
    put_passage(&c->out, other, p->doc_start, p->doc_end);
    return true;
}

static bool
print_class(struct call *c, struct work *w, struct str text, const struct copied *found,
    enum copied_class class, struct err *e)
{
    for (size_t i = 0; i < found->n; i++)
        if (found->v[i].class == class && !print_passage(c, w, text, &found->v[i], e))
            return false;
    return true;
}

static size_t
count_class(const struct copied *found, enum copied_class class)
{
    size_t n = 0;
    for (size_t i = 0; i < found->n; i++)
        n += found->v[i].class == class;
    return n;
}

static bool
print_all(
    struct call *c, struct work *w, struct str text, const struct copied *found, struct err *e)
{
    size_t passages = count_class(found, COPIED_PASSAGE);
    size_t phrases = count_class(found, COPIED_PHRASE);
    size_t quoted = count_class(found, COPIED_QUOTED);
    if (passages)
        out_fmt(&c->out, tr("雷同 %zu 处\n"), passages);
    else
        out_put(&c->out, str_from(tr("没有发现雷同的段落。\n")));
    if (!print_class(c, w, text, found, COPIED_PASSAGE, e))
        return false;
    if (!call_has(c, "all")) {
        if (phrases + quoted)
            out_fmt(&c->out, tr("另有套话 %zu 处、引用法规 %zu 处（用 --all 列出）\n"), phrases,
                quoted);
        return true;
    }
    out_fmt(&c->out, tr("套话 %zu 处\n"), phrases);
    if (!print_class(c, w, text, found, COPIED_PHRASE, e))
        return false;
    out_fmt(&c->out, tr("引用法规 %zu 处\n"), quoted);
    return print_class(c, w, text, found, COPIED_QUOTED, e);
}

/* --org and --year: whose report it is. What was sent of that year is itself, and its own reports of other years are named
   first. */
static bool
take_own(struct call *c, struct work *w, struct copied_ask *ask, struct err *e)
{
    struct org org;
    struct report_kept kept;
    if (!call_has(c, "org") && !call_has(c, "year"))
        return true;
    if (!call_org(c, w, &org, e))
        return false;
    ask->own_org = org.id;
    ask->no_records = true;
    if (!call_has(c, "year"))
        return true;
    if (call_has(c, "skip"))
        return err_set(e, ERR_USAGE, "%s", tr("--skip 和 --year 只能写一个。"));
    if (!report_kept(w, org.id, (int)call_int(c, "year", 0), &kept, e))
        return false;
    ask->skip_source = SEARCH_REPORT;
    ask->skip_ref = kept.id;
    return true;
}

static bool
check_text(struct call *c, struct work *w, struct str text, struct err *e)
{
    struct copied_ask ask = {.text = text,
        .skip_source = SEARCH_LIBRARY,
        .skip_ref = call_int(c, "skip", 0),
        .phrases = !c->json || call_has(c, "all")};
    struct copied found;
    if (!take_own(c, w, &ask, e) || !copied_find(w, &ask, &found, e))
        return false;
    c->found_wanting = count_class(&found, COPIED_PASSAGE) > 0;
    if (!c->json)
        return print_all(c, w, text, &found, e);
    print_json(c, &found);
    return true;
}

bool
cmd_report_copied(struct call *c, struct err *e)
{
    struct doc *doc;
    struct out text;
    struct work w;
    if (!doc_read_file(c->arena, arena_cstr(c->arena, c->args[0]), NULL, &doc, e) ||
        !call_read(c, &w, e))
        return false;
    out_init(&text, c->out.max / 2);
    doc_text(doc, &text);
    bool ok = check_text(c, &w, out_str(&text), e);
    out_release(&text);
    work_end(&w);
    return ok;
}
