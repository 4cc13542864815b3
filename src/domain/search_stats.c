#include "domain/search_int.h"
#include "store/store.h"

static bool
read_segments(struct work *w, struct search_stats *stats, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_SEARCH_SEG_LIST, NO_VALS, &s, e))
        return false;
    stmt_each (s, e) {
        stats->index_bytes += stmt_int(s, 5);
        if (stmt_int(s, 6) <= 0)
            continue;
        stats->segments++;
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
search_stats(struct work *w, struct search_stats *stats, struct err *e)
{
    struct stmt *s;
    *stats = (struct search_stats){0};
    if (!read_segments(w, stats, e) || !stmt_open(w->db, SQL_SEARCH_TOTALS, NO_VALS, &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW) {
        stats->docs = stmt_int(s, 0);
        stats->points = stmt_int(s, 1);
        stats->fresh_docs = stmt_int(s, 2);
        stats->text_bytes = stmt_int(s, 3);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}
