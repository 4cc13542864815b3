/* What an index is worth: the same questions answered by reading all bytes (search_scan.h).
     search_bytes truth FOLDER    writes FOLDER/truth
     search_bytes time FOLDER     totals only: a scan has no rank */
#include "search_scan.h"

#include <stdlib.h>

struct reading {
    struct scan scan;
    uint32_t *docs, *spare;
};

static size_t
total(void *arg, const struct asked *q)
{
    struct reading *r = arg;
    return scan_asked(&r->scan, q, r->docs, r->spare);
}

int
main(int argc, char **argv)
{
    if (argc != 3)
        give_up("search_bytes", "truth|time FOLDER");
    struct corpus c = corpus_open(argv[2], 0);
    struct reading r = {
        scan_open(&c), malloc(c.docs * sizeof(uint32_t)), malloc(c.docs * sizeof(uint32_t))};
    if (strcmp(argv[1], "time") == 0) {
        peer_time(&(struct peer){"scan", total, &r, 8, argv[2]});
        return 0;
    }
    size_t n;
    struct asked *q = asked_open(argv[2], "queries", &n);
    FILE *f = file_open(argv[2], "truth", "wb");
    for (size_t i = 0; i < n; i++)
        fprintf(f, "%zu\n", total(&r, &q[i]));
    return fclose(f) == 0 ? 0 : 1;
}
