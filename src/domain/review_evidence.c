/* The same file or the same picture (佐证重复) behind records of different days. Files are the same byte by byte; pictures
   by what they look like (evidence_print), which bears making smaller and saving again. */
#include "base/lang.h"
#include "domain/review_int.h"
#include "store/sql.h"
#include "store/store.h"

struct piece {
    int64_t record;
    struct date held_on;
    int year;
    struct str title, digest, name;
    bool has_print;
    struct picture_print print;
};

struct pieces {
    struct piece *v;
    size_t n;
};

enum {
    PIECES_MAX = 20000,
    FINDINGS_MAX = 200
};

static bool
read_pieces(struct reviewing *r, struct pieces *list, struct err *e)
{
    struct stmt *s;
    struct arena *a = r->w->arena;
    if (!stmt_open(r->w->db, SQL_REVIEW_EVIDENCE, VALS(v_int(r->org.id)), &s, e))
        return false;
    stmt_each (s, e) {
        const struct pack_kind *kind = rules_kind(r->rules, stmt_str(s, 1));
        if (list->n >= PIECES_MAX || (kind && kind->is_private))
            continue;
        struct piece one = {.record = stmt_int(s, 0),
            .held_on = stmt_date(s, 2),
            .year = (int)stmt_int(s, 3),
            .title = stmt_text(s, 4, a),
            .digest = stmt_text(s, 5, a),
            .name = stmt_text(s, 6, a),
            .has_print = !stmt_null(s, 7),
            .print = {{(uint64_t)stmt_int(s, 7), (uint64_t)stmt_int(s, 8), (uint64_t)stmt_int(s, 9),
                (uint64_t)stmt_int(s, 10)}}};
        LIST_ADD(a, list, one);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
looks_the_same(const struct piece *one, const struct piece *other)
{
    return one->has_print && other->has_print && picture_alike(&one->print, &other->print);
}

static void
tell(struct reviewing *r, const struct piece *one, const struct piece *other, bool same)
{
    struct arena *a = r->w->arena;
    struct str why = arena_fmt(a,
        same
            ? tr("%d年%d月%d日“%.*s”与%d年%d月%d日“%.*s”两条记录附的是同一个文件（%.*s）：请核对佐证。")
            : tr("%d年%d月%d日“%.*s”与%d年%d月%d日“%.*s”两条记录附的照片看来是同一张（%.*s）：请核对佐证。"),
        one->held_on.year, one->held_on.month, one->held_on.day, STR_ARG(one->title),
        other->held_on.year, other->held_on.month, other->held_on.day, STR_ARG(other->title),
        STR_ARG(other->name));
    struct review_finding *f =
        review_add(r, &r->review->impossible, 0, 0, same ? S("same_file") : S("same_photo"), why);
    f->records = arena_array(a, int64_t, 2);
    f->records[0] = one->record;
    f->records[1] = other->record;
    f->records_n = 2;
}

/* The first earlier piece of another day that is the same, one of both being of the year; NULL without. */
static const struct piece *
first_like(const struct pieces *list, const struct piece *p, int year, bool *same)
{
    for (const struct piece *q = list->v; q < p; q++) {
        if ((p->year != year && q->year != year) || q->record == p->record ||
            date_cmp(q->held_on, p->held_on) == 0)
            continue;
        *same = str_eq(q->digest, p->digest);
        if (*same || looks_the_same(q, p))
            return q;
    }
    return NULL;
}

/* A file that the year's record shares with any other of the org, of whatever year. Of many alike each is told of once. */
static void
compare_all(struct reviewing *r, const struct pieces *list)
{
    size_t told = 0;
    for (size_t i = 0; i < list->n && told < FINDINGS_MAX; i++) {
        bool same = false;
        const struct piece *p = &list->v[i], *q = first_like(list, p, r->year, &same);
        if (q) {
            tell(r, q, p, same);
            told++;
        }
    }
}

/* ---- files whose name tells a day before the meeting ---- */

/* 20230301 or 2023-03-01, 2023年3月1日 in a name; none without. */
static struct date
day_in_name(struct str name)
{
    for (size_t at = 0; at + 8 <= name.n; at++) {
        struct date day = {0, 0, 0};
        bool real = false;
        int64_t n;
        bool digit_before = at > 0 && name.p[at - 1] >= '0' && name.p[at - 1] <= '9';
        if (digit_before || !str_starts(str_slice(name, at, 2), S("20")))
            continue;
        if (review_day_at(name, at, 0, &day, &real) && real)
            return day;
        if (str_to_i64(str_slice(name, at, 8), 20000101, 20991231, &n) &&
            !(at + 8 < name.n && name.p[at + 8] >= '0' && name.p[at + 8] <= '9')) {
            day = date_make((int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100));
            if (date_valid(day))
                return day;
        }
    }
    return (struct date){0, 0, 0};
}

/* Minutes, roll and pictures are made at the meeting; a notice is older than it. */
static void
check_name(struct reviewing *r, const struct piece *p)
{
    struct date day = day_in_name(p->name);
    bool made_there = review_has(p->name, "记录 纪要 签到 照片 现场 考勤 IMG img Img mmexport");
    if (p->year != r->year || date_is_none(day) || !made_there || date_cmp(day, p->held_on) >= 0)
        return;
    struct review_finding *f = review_add(r, &r->review->impossible, 0, 0, S("minutes_older"),
        arena_fmt(r->w->arena,
            tr("记录“%.*s”的佐证“%.*s”从文件名看早于举办日期%d年%d月%d日：请核对佐证。"),
            STR_ARG(p->title), STR_ARG(p->name), p->held_on.year, p->held_on.month,
            p->held_on.day));
    f->records = arena_new(r->w->arena, int64_t);
    f->records[0] = p->record;
    f->records_n = 1;
}

bool
review_evidence(struct reviewing *r, struct err *e)
{
    struct pieces list = {NULL, 0};
    if (!read_pieces(r, &list, e))
        return false;
    compare_all(r, &list);
    for (size_t i = 0; i < list.n; i++)
        check_name(r, &list.v[i]);
    return true;
}
