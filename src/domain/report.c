#include "domain/report_int.h"

#include "base/json.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/person.h"
#include "domain/right_int.h"

/* 1 → 一, 12 → 十二, 20 → 二十; for 1 … 99. */
static struct str
numeral(struct arena *a, int n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    const char *tens = n >= 20 ? digits[n / 10 % 10] : "";
    return arena_fmt(a, "%s%s%s", tens, n >= 10 ? "十" : "", digits[n % 10]);
}

void
report_add_block(struct drafting *d, int level, const struct report_runs *runs)
{
    struct report_block block = {
        .level = level, .runs = runs->v, .runs_n = runs->n, .section = d->at_section};
    LIST_ADD(d->w->arena, &d->blocks, block);
}

void
report_add_head(struct drafting *d, int level, struct str text)
{
    struct arena *a = d->w->arena;
    struct report_runs runs = {0};
    if (level == REPORT_LEVEL_SECTION) {
        d->heading = 0;
        struct str number = numeral(a, ++d->section);
        report_add_text(d, &runs, arena_fmt(a, "%.*s、", STR_ARG(number)));
    } else if (level == REPORT_LEVEL_HEADING) {
        struct str number = numeral(a, ++d->heading);
        report_add_text(d, &runs, arena_fmt(a, "（%.*s）", STR_ARG(number)));
    }
    report_add_fields(d, &runs, text);
    report_add_block(d, level, &runs);
}

/* ---- from the outline ---- */

static bool
add_records(struct drafting *d, const struct pack_part *part, struct err *e)
{
    bool any = false;
    if (!report_records_read(d, e))
        return false;
    for (size_t i = 0; i < d->records_n; i++) {
        struct report_runs runs = {0};
        if (!report_lists(d, part, &d->records[i]))
            continue;
        report_add_line(d, &runs, part, &d->records[i]);
        report_add_block(d, REPORT_LEVEL_BODY, &runs);
        any = true;
    }
    if (!any) {
        struct report_runs runs = {0};
        report_add_missing(d, &runs, part->kinds.n ? part->kinds.v[0] : S(""));
        report_add_block(d, REPORT_LEVEL_BODY, &runs);
    }
    return true;
}

static bool
add_part(struct drafting *d, const struct pack_part *part, struct err *e)
{
    struct report_runs runs = {0};
    switch (part->kind) {
    case PART_SECTION:
        report_add_head(d, REPORT_LEVEL_SECTION, part->text);
        break;
    case PART_HEADING:
        report_add_head(d, REPORT_LEVEL_HEADING, part->text);
        break;
    case PART_TEXT:
        report_add_fields(d, &runs, part->text);
        report_add_block(d, REPORT_LEVEL_BODY, &runs);
        break;
    case PART_RECORDS:
        return add_records(d, part, e);
    }
    return true;
}

bool
report_from_outline(struct drafting *d, struct err *e)
{
    for (size_t i = 0; i < d->about.outline.n; i++)
        if (!add_part(d, d->about.outline.v[i], e))
            return false;
    return true;
}

/* ---- the whole ---- */

/* Who was secretary at the year's end, or is today while the year runs. */
static bool
find_secretary(struct drafting *d, struct err *e)
{
    struct posts posts;
    struct date day = date_make(d->draft->year, 12, 31);
    if (date_cmp(d->w->today, day) < 0)
        day = d->w->today;
    if (!post_list(d->w, d->org.id, true, &posts, e))
        return false;
    for (size_t i = 0; i < posts.n; i++) {
        const struct post *p = &posts.v[i];
        if (str_eq(p->post, S("secretary")) && date_cmp(p->from_on, day) <= 0 &&
            (date_is_none(p->to_on) || date_cmp(p->to_on, day) > 0))
            d->secretary = p->person_name;
    }
    return true;
}

bool
report_begin(struct drafting *d, struct work *w, const struct report_key *key, struct err *e)
{
    struct report_draft *draft = d->draft;
    d->w = w;
    *draft = (struct report_draft){.year = key->year};
    if (!date_valid(date_make(key->year, 1, 1)))
        return err_field(e, "year", "%s", tr("年份应在 1 到 9999 之间。"));
    if (!right_check(w, key->org_id, RIGHT_READ, e) || !org_get(w, key->org_id, &d->org, e) ||
        !rules_for(w, d->org.root_id, key->year, &d->rules, e) || !find_secretary(d, e) ||
        !report_about_get(d, key->audience, e) || !report_about_values(d, e))
        return false;
    draft->org_id = key->org_id;
    draft->org_name = d->org.name;
    draft->audience = d->about.audience;
    draft->length = d->about.outline.length;
    struct str title = d->about.outline.title;
    report_add_head(
        d, REPORT_LEVEL_TITLE, str_empty(title) ? trs(S("{org}{year}年度工作报告")) : title);
    return true;
}

void
report_end(struct drafting *d)
{
    d->draft->blocks = d->blocks.v;
    d->draft->blocks_n = d->blocks.n;
}

bool
report_draft(struct work *w, int64_t org_id, int year, struct report_draft *draft, struct err *e)
{
    struct drafting d = {.draft = draft};
    const struct report_key key = {org_id, year, S("")};
    if (!report_begin(&d, w, &key, e) || !report_from_outline(&d, e))
        return false;
    report_end(&d);
    return true;
}

int64_t
report_chars(const struct report_draft *draft)
{
    int64_t n = 0;
    for (size_t i = 0; i < draft->blocks_n; i++)
        for (size_t k = 0; k < draft->blocks[i].runs_n; k++) {
            struct str rest = draft->blocks[i].runs[k].text;
            uint32_t cp;
            while (utf8_next(&rest, &cp))
                n += cp > ' ' && cp != 0x3000 && cp != 0xA0;
        }
    return n;
}

bool
report_note_export(struct work *w, int64_t org_id, int year, struct sha256 digest, struct err *e)
{
    struct org_place org;
    struct out o;
    struct hex_text hex = sha256_hex(digest);
    if (!right_check(w, org_id, RIGHT_READ, e) || !org_place(w, org_id, &org, e))
        return false;
    out_init(&o, 4096);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("digest"), str_from(hex.z));
    json_field_int(&j, S("org"), org_id);
    json_field_int(&j, S("year"), year);
    json_object_end(&j);
    struct journal_entry entry = {.root_id = org.root_id,
        .org_id = org_id,
        .what = S("report.export"),
        .object = S("report"),
        .object_id = org_id,
        .why = arena_fmt(w->arena, tr("%d年度"), year),
        .snapshot = arena_str(w->arena, out_str(&o))};
    out_release(&o);
    return journal_append(w, &entry, NULL, e);
}
