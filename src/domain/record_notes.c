/* What is said of a record without refusing it. */
#include "base/lang.h"
#include "domain/figure.h"
#include "domain/list.h"
#include "domain/record_int.h"

static void
note(struct work *w, struct notes *notes, struct str text)
{
    LIST_ADD(w->arena, notes, text);
}

bool
record_notes(struct work *w, const struct record *record, struct notes *notes, struct err *e)
{
    const struct rules *rules;
    *notes = (struct notes){0};
    if (!rules_for(w, record->root_id, record->in.year, &rules, e))
        return false;
    const struct pack_kind *kind = rules_kind(rules, record->in.kind);
    if (kind && kind->quorum_den > 0 && record->due_count > 0 &&
        record->present_count * kind->quorum_den < record->due_count * kind->quorum_num)
        note(w, notes,
            arena_fmt(w->arena, tr("应到 %lld 人，实到 %lld 人，不足 %d/%d。依据：%.*s"),
                (long long)record->due_count, (long long)record->present_count, kind->quorum_num,
                kind->quorum_den, STR_ARG(kind->quorum_basis)));
    if (record->late_days > 0)
        note(w, notes,
            arena_fmt(w->arena, tr("补录：超过规定的登记时间 %lld 天。原因：%.*s"),
                (long long)record->late_days, STR_ARG(record->in.late_why)));
    for (size_t i = 0; i < record->in.quantities_n; i++) {
        const struct quantity *q = &record->in.quantities[i];
        const struct pack_quantity *p = record_quantity_of(kind, q->code);
        if (p && p->warn_above > 0 && q->milli / 1000 > p->warn_above)
            note(w, notes,
                arena_fmt(w->arena, tr("“%.*s”为 %s%.*s，比常见数量大，请核对数量和单位。"),
                    STR_ARG(p->title), milli_format(q->milli).z, STR_ARG(q->unit)));
    }
    return true;
}
