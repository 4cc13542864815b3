#include "search_data.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

_Noreturn void
give_up(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(1);
}

FILE *
file_open(const char *folder, const char *name, const char *mode)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *f = fopen(path, mode);
    if (!f)
        give_up(path, strerror(errno));
    return f;
}

struct str
file_whole(const char *folder, const char *name)
{
    FILE *f = file_open(folder, name, "rb");
    fseek(f, 0, SEEK_END);
    size_t n = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(n + 1);
    if (!bytes || fread(bytes, 1, n, f) != n)
        give_up(name, "cannot be read");
    bytes[n] = 0;
    fclose(f);
    return str_make(bytes, n);
}

double
now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double
cpu_s(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
        (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

uint64_t
chance(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static int
by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double
quantile(double *v, size_t n, double q)
{
    if (n == 0)
        return 0;
    qsort(v, n, sizeof(*v), by_size);
    size_t i = (size_t)(q * (double)n);
    return v[i < n ? i : n - 1];
}

struct corpus
corpus_open(const char *folder, size_t docs)
{
    struct corpus c = {.bytes = file_whole(folder, "norm")};
    size_t room = 1 << 20;
    c.at = malloc((room + 1) * sizeof(*c.at));
    if (!c.at)
        give_up("norm", "no memory");
    c.at[0] = 0;
    for (const char *end; (docs == 0 || c.docs < docs) && c.docs < room; c.docs++) {
        size_t from = c.at[c.docs];
        end = memchr(c.bytes.p + from, '\n', c.bytes.n - from);
        if (!end)
            break;
        c.at[c.docs + 1] = (size_t)(end - c.bytes.p) + 1;
    }
    c.bytes.n = c.at[c.docs];
    return c;
}

struct str
corpus_text(const struct corpus *c, size_t i)
{
    return str_make(c->bytes.p + c->at[i], c->at[i + 1] - c->at[i] - 1);
}

struct shown *
shown_open(const char *folder, size_t *docs)
{
    struct str rest = file_whole(folder, "shown");
    struct shown *v = NULL;
    *docs = 0;
    for (uint32_t n[2]; rest.n >= sizeof(n); (*docs)++) {
        if (*docs % 4096 == 0)
            v = realloc(v, (*docs + 4096) * sizeof(*v));
        if (!v)
            give_up("shown", "no memory");
        memcpy(n, rest.p, sizeof(n));
        rest = str_slice(rest, sizeof(n), SIZE_MAX);
        v[*docs] = (struct shown){str_slice(rest, 0, n[0]), str_slice(rest, n[0], n[1])};
        rest = str_slice(rest, (size_t)n[0] + n[1], SIZE_MAX);
    }
    return v;
}

struct asked *
asked_open(const char *folder, const char *name, size_t *n)
{
    struct str rest = file_whole(folder, name), line;
    struct asked *v = NULL;
    for (*n = 0; str_split(&rest, '\n', &line); (*n)++) {
        if (*n % 1024 == 0)
            v = realloc(v, (*n + 1024) * sizeof(*v));
        if (!v)
            give_up(name, "no memory");
        struct asked *q = &v[*n];
        *q = (struct asked){.words = 0};
        str_split(&line, '\t', &q->kind);
        while (q->words < 2 && str_split(&line, '\t', &q->word[q->words]))
            q->words++;
    }
    return v;
}

/* What the scan found, for each query; none before search_scan has run. */
static int64_t *
truth_open(const char *folder, size_t n)
{
    int64_t *truth = malloc(n * sizeof(*truth));
    struct str rest = file_whole(folder, "truth"), line;
    for (size_t i = 0; truth && i < n; i++)
        if (!str_split(&rest, '\n', &line) || !str_to_i64(line, 0, INT64_MAX, &truth[i]))
            truth[i] = -1;
    return truth;
}

static void
ask_class(const struct peer *p, const struct asked *q, const int64_t *truth, size_t n)
{
    double *ms = malloc(n * sizeof(*ms));
    size_t right = 0, done = 0;
    if (!ms)
        give_up(p->name, "no memory");
    double until = now_ms() + p->most_s * 1e3 / 3;
    for (size_t i = 0; i < n && now_ms() < until; i++)
        p->total(p->arg, &q[i]); /* warm */
    until = now_ms() + p->most_s * 1e3;
    for (; done < n && now_ms() < until; done++) {
        double from = now_ms();
        size_t total = p->total(p->arg, &q[done]);
        ms[done] = now_ms() - from;
        right += truth[done] == (int64_t)total;
    }
    double p50 = quantile(ms, done, 0.5), p99 = quantile(ms, done, 0.99);
    printf("%s %.*s %zu %.4f %.4f %.4f\n", p->name, STR_ARG(q[0].kind), done, p50, p99,
        done ? (double)right / (double)done : 0);
    fflush(stdout);
    free(ms);
}

void
peer_time(const struct peer *p)
{
    size_t n, end;
    struct asked *q = asked_open(p->folder, "queries", &n);
    int64_t *truth = truth_open(p->folder, n);
    for (size_t i = 0; i < n; i = end) {
        end = i;
        while (end < n && str_eq(q[end].kind, q[i].kind))
            end++;
        ask_class(p, q + i, truth + i, end - i);
    }
}
