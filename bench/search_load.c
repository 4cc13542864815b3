/* Takes the corpus in, in portions as `taizhang library add` does, and merges until nothing is left:
     search_load FOLDER DOCUMENTS HOUSE [URL]     prints CPU seconds, bytes, characters */
#include "search_house.h"

#include <stdlib.h>

enum {
    PORTION = 200 << 20 /* bytes of memory */
};

struct portion {
    struct search_load *load;
    int64_t *refs;
    size_t first, n;
};

static bool
put(struct work *w, void *arg, struct err *e)
{
    struct portion *p = arg;
    return search_load_put(w, p->load, p->refs, e);
}

static void
portion_write(struct bench_house *h, struct portion *p)
{
    struct err e = {0};
    struct actor system = actor_system();
    struct arena *a = arena_open();
    p->refs = arena_array(a, int64_t, p->n);
    for (size_t i = 0; i < p->n; i++)
        p->refs[i] = BENCH_REF + (int64_t)(p->first + i);
    if (!search_load_build(p->load, &e) || !house_write(h->house, a, &system, put, p, &e))
        give_up("load", e.text);
    search_load_close(p->load);
    arena_close(a);
    p->first += p->n;
    p->n = 0;
}

int
main(int argc, char **argv)
{
    if (argc != 4 && argc != 5)
        give_up("search_load", "FOLDER DOCUMENTS HOUSE [URL]");
    size_t all, docs = strtoul(argv[2], NULL, 10);
    struct shown *shown = shown_open(argv[1], &all);
    struct bench_house h = bench_house_open(argv[3], argc == 5 ? argv[4] : NULL);
    struct portion p = {.load = search_load_open()};
    size_t bytes = 0;
    double began = cpu_s(), from = now_ms();
    for (size_t i = 0; i < docs && i < all; i++, p.n++) {
        if (search_load_bytes(p.load) > PORTION) {
            portion_write(&h, &p);
            p.load = search_load_open();
        }
        struct search_item item = bench_item(&h, shown, i);
        search_load_add(p.load, &item);
        bytes += item.text.n;
    }
    portion_write(&h, &p);
    double loaded = cpu_s() - began;
    bench_tidy(&h);
    struct search_stats s = bench_stats(&h);
    printf("cpu %.1f loaded %.1f wall %.1f index %lld text %zu points %lld segments %lld\n",
        cpu_s() - began, loaded, (now_ms() - from) / 1e3, (long long)s.index_bytes, bytes,
        (long long)s.points, (long long)s.segments);
    house_close(h.house);
    return 0;
}
