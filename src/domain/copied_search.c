#include "domain/copied_int.h"
#include "text/print.h"

enum {
    AT_A_TIME = 4096 /* fingerprints */
};

static bool
search_some(const struct copied_job *job, struct arena *a, const struct copied_prints *prints,
    struct copied_matches *matches, struct err *e)
{
    struct copied_seeds seeds;
    return copied_seek(job, a, prints, &seeds, e) && copied_prove(job, &seeds, matches, e);
}

bool
copied_search(const struct copied_job *job, struct copied_picks *picks, struct err *e)
{
    size_t n;
    struct index_print *prints = print_make(job->arena, job->cp, job->n, &n);
    struct copied_matches matches = {0};
    struct arena *a = arena_open();
    bool ok = true;
    for (size_t i = 0; i < n && ok; i += AT_A_TIME) {
        const struct copied_prints some = {
            .v = prints + i, .n = n - i < AT_A_TIME ? n - i : AT_A_TIME};
        ok = search_some(job, a, &some, &matches, e);
        arena_reset(a);
    }
    arena_close(a);
    return ok && copied_choose(job, &matches, picks, e);
}
