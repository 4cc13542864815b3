/* How long search takes: total, the best twenty, snippets with marks, rights and facets.
     search_ask NAME FOLDER HOUSE [URL]          as the peers are timed
     search_ask stream FOLDER HOUSE QUESTIONS    asks so many, or with 0 until its standard input ends; prints "warm"
                                                 when it begins and "stream questions p50 p99" at the end */
#include "search_house.h"

#include <poll.h>
#include <stdlib.h>

enum {
    SHOWN = 20,
    MOST = 1 << 20
};

static size_t
total(void *arg, const struct asked *q)
{
    struct asker *a = arg;
    arena_reset(a->arena);
    return (size_t)ask(a, asked_typed(a->arena, q), 0, SHOWN).total;
}

static void
stream(struct asker *a, const char *folder, size_t most)
{
    struct pollfd in = {.fd = 0, .events = POLLIN};
    double *ms = malloc(MOST * sizeof(*ms));
    size_t queries, n = 0;
    struct asked *q = asked_open(folder, "queries", &queries);
    for (size_t i = 0; i < queries; i++)
        total(a, &q[i]);
    puts("warm");
    fflush(stdout);
    /* 307 shares no divisor with the number of queries: classes take turns. */
    for (size_t i = 0; n < MOST && (most ? n < most : poll(&in, 1, 0) == 0);
         i = (i + 307) % queries) {
        double from = now_ms();
        total(a, &q[i]);
        ms[n++] = now_ms() - from;
    }
    double p50 = quantile(ms, n, 0.5), p99 = quantile(ms, n, 0.99);
    printf("stream %zu %.4f %.4f\n", n, p50, p99);
}

int
main(int argc, char **argv)
{
    if (argc != 4 && argc != 5)
        give_up("search_ask", "NAME FOLDER HOUSE [URL]");
    bool round = strcmp(argv[1], "stream") == 0;
    struct bench_house h = bench_house_open(argv[3], argc == 5 && !round ? argv[4] : NULL);
    struct asker a = asker_open(&h);
    if (round)
        stream(&a, argv[2], argc == 5 ? strtoul(argv[4], NULL, 10) : 0);
    else
        peer_time(&(struct peer){argv[1], total, &a, 30, argv[2]});
    asker_close(&a);
    house_close(h.house);
    return 0;
}
