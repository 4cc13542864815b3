/* A load generator: N connections, each sends the next request of a list as soon as it has its answer.

     load [-c CONNECTIONS] [-t THREADS] [-d SECONDS] [-w SECONDS] [-s STATUS] [-m MARK] ADDRESS PORT FILE

   A line of FILE is PATH, or PATH<tab>COOKIE, or PATH<tab>COOKIE<tab>BODY, which makes it a POST of a form. -w seconds
   warm up and are not counted. An answer counts only when its status is STATUS and MARK stands in its head or at its
   end; anything else is an error, and the first one is shown. Prints one line for a shell to eval. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum {
    BUFFER = 1 << 20,
    MARK_HEAD = 2048,
    MARK_TAIL = 256,
    TICK_US = 10,
    TICKS = 500000, /* 5 s */
    EVENTS = 256
};

struct request {
    char *bytes;
    size_t n;
};

struct conn {
    int fd;
    const struct request *request;
    size_t sent;
    int64_t began_us;
    char *buffer;
    size_t n;
};

struct crew { /* what one thread does */
    pthread_t thread;
    int epoll;
    struct conn *conns;
    size_t conns_n, next, stride;
    uint64_t answers, errors, bytes;
    uint64_t all_answers; /* with those of warming up and of the end */
    int64_t max_us;
    uint32_t *ticks;
    char first_error[512];
};

static struct {
    struct sockaddr_in to;
    struct request *requests;
    size_t requests_n;
    int status;
    const char *mark;
    int64_t count_from_us, until_us;
} all = {.status = 200, .mark = "HTTP/1.1"};

static void
die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(2);
}

static int64_t
now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
watch(struct crew *crew, struct conn *c, int op, uint32_t events)
{
    struct epoll_event ev = {.events = events, .data.ptr = c};
    if (epoll_ctl(crew->epoll, op, c->fd, &ev) != 0)
        die("epoll_ctl");
}

static void
send_more(struct crew *crew, struct conn *c)
{
    ssize_t n = write(c->fd, c->request->bytes + c->sent, c->request->n - c->sent);
    if (n > 0)
        c->sent += (size_t)n;
    watch(crew, c, EPOLL_CTL_MOD, c->sent < c->request->n ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void
send_next(struct crew *crew, struct conn *c)
{
    c->request = &all.requests[crew->next % all.requests_n];
    crew->next += crew->stride;
    c->n = c->sent = 0;
    c->began_us = now_us();
    ssize_t n = write(c->fd, c->request->bytes, c->request->n);
    if (n == (ssize_t)c->request->n)
        c->sent = c->request->n;
    else
        send_more(crew, c);
}

static void
connect_again(struct crew *crew, struct conn *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&all.to, sizeof(all.to)) != 0)
        die("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    if (fcntl(c->fd, F_SETFL, O_NONBLOCK) != 0)
        die("fcntl");
    watch(crew, c, EPOLL_CTL_ADD, EPOLLIN);
    send_next(crew, c);
}

/* ---- answers ---- */

static const char *
head_value(const char *head, size_t n, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = head; (at = memchr(at, '\n', n - (size_t)(at - head))) != NULL;)
        if (++at + len < head + n && strncasecmp(at, name, len) == 0)
            return at + len;
    return NULL;
}

static bool
is_good(const struct conn *c)
{
    if (c->n < 12 || strtol(c->buffer + 9, NULL, 10) != all.status)
        return false;
    size_t head = c->n < MARK_HEAD ? c->n : MARK_HEAD, tail = c->n < MARK_TAIL ? c->n : MARK_TAIL;
    return memmem(c->buffer + c->n - tail, tail, all.mark, strlen(all.mark)) ||
        memmem(c->buffer, head, all.mark, strlen(all.mark));
}

static void
count_answer(struct crew *crew, const struct conn *c)
{
    int64_t now = now_us(), took = now - c->began_us;
    if (!is_good(c)) {
        if (crew->errors++ == 0)
            snprintf(crew->first_error, sizeof(crew->first_error), "%.*s", (int)c->n, c->buffer);
        return;
    }
    crew->all_answers++;
    if (now < all.count_from_us || now > all.until_us)
        return;
    crew->answers++;
    crew->bytes += c->n;
    crew->ticks[took / TICK_US < TICKS ? took / TICK_US : TICKS - 1]++;
    if (took > crew->max_us)
        crew->max_us = took;
}

/* Whether the answer is whole, and whether the server closes after it. */
static bool
is_whole(const struct conn *c, bool ended, bool *closes)
{
    const char *end = memmem(c->buffer, c->n, "\r\n\r\n", 4);
    *closes = true;
    if (!end)
        return ended;
    size_t head = (size_t)(end - c->buffer) + 4;
    const char *length = head_value(c->buffer, head, "content-length:");
    const char *how = head_value(c->buffer, head, "connection:");
    *closes = ended || (how && strncasecmp(how, " close", 6) == 0);
    return length ? ended || c->n >= head + (size_t)strtoul(length, NULL, 10) : ended;
}

static void
take(struct crew *crew, struct conn *c)
{
    bool closes;
    ssize_t n = read(c->fd, c->buffer + c->n, BUFFER - c->n);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    c->n += n > 0 ? (size_t)n : 0;
    if (!is_whole(c, n <= 0, &closes))
        return;
    count_answer(crew, c);
    if (closes)
        connect_again(crew, c);
    else
        send_next(crew, c);
}

static void *
work(void *arg)
{
    struct crew *crew = arg;
    struct epoll_event events[EVENTS];
    for (size_t i = 0; i < crew->conns_n; i++)
        connect_again(crew, &crew->conns[i]);
    while (now_us() < all.until_us && crew->errors < 1000) {
        int n = epoll_wait(crew->epoll, events, EVENTS, 100);
        for (int i = 0; i < n; i++) {
            struct conn *c = events[i].data.ptr;
            if (events[i].events & EPOLLOUT)
                send_more(crew, c);
            else
                take(crew, c);
        }
    }
    return NULL;
}

/* ---- the list of requests, and the whole ---- */

static void
add_request(char *line, const char *host)
{
    char *path = strsep(&line, "\t"), *cookie = strsep(&line, "\t"), *body = line;
    struct request *r = &all.requests[all.requests_n++];
    FILE *f = open_memstream(&r->bytes, &r->n);
    if (!f)
        die("memory");
    fprintf(f, "%s %s HTTP/1.1\r\nHost: %s\r\n", body ? "POST" : "GET", path, host);
    if (cookie && *cookie)
        fprintf(f, "Cookie: %s\r\n", cookie);
    if (body)
        fprintf(f, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n",
            strlen(body));
    fprintf(f, "\r\n%s", body ? body : "");
    fclose(f);
}

static void
read_requests(const char *file, const char *host)
{
    char *line = NULL;
    size_t room = 0;
    FILE *f = fopen(file, "r");
    if (!f)
        die(file);
    for (ssize_t n; (n = getline(&line, &room, f)) > 0;) {
        line[n - (line[n - 1] == '\n')] = '\0';
        all.requests = realloc(all.requests, (all.requests_n + 1) * sizeof(*all.requests));
        add_request(line, host);
    }
    free(line);
    fclose(f);
    if (all.requests_n == 0)
        die("no requests");
}

static void
start(struct crew *crew, size_t number, size_t threads, size_t connections)
{
    *crew = (struct crew){.epoll = epoll_create1(0), .next = number, .stride = threads};
    crew->conns_n = connections / threads;
    crew->conns = calloc(crew->conns_n, sizeof(*crew->conns));
    crew->ticks = calloc(TICKS, sizeof(*crew->ticks));
    for (size_t i = 0; i < crew->conns_n; i++)
        crew->conns[i] = (struct conn){.fd = -1, .buffer = malloc(BUFFER)};
    if (pthread_create(&crew->thread, NULL, work, crew) != 0)
        die("pthread_create");
}

static double
quantile_ms(const uint32_t *ticks, uint64_t n, double q)
{
    uint64_t want = (uint64_t)((double)n * q), seen = 0;
    for (size_t i = 0; i < TICKS; i++)
        if ((seen += ticks[i]) > want)
            return (double)((i + 1) * TICK_US) / 1000;
    return 0;
}

static int
report(struct crew *crews, size_t threads, double seconds)
{
    struct crew *sum = &crews[0];
    pthread_join(sum->thread, NULL);
    for (size_t t = 1; t < threads; t++) {
        pthread_join(crews[t].thread, NULL);
        sum->answers += crews[t].answers;
        sum->errors += crews[t].errors;
        sum->all_answers += crews[t].all_answers;
        sum->bytes += crews[t].bytes;
        sum->max_us = crews[t].max_us > sum->max_us ? crews[t].max_us : sum->max_us;
        for (size_t i = 0; i < TICKS; i++)
            sum->ticks[i] += crews[t].ticks[i];
    }
    for (size_t t = 0; t < threads; t++)
        if (crews[t].first_error[0])
            fprintf(stderr, "load: not as expected: %s\n", crews[t].first_error);
    printf("requests=%" PRIu64 " all=%" PRIu64 " errors=%" PRIu64
           " rate=%.1f p50=%.2f p99=%.2f max=%.2f bytes=%" PRIu64 "\n",
        sum->answers, sum->all_answers, sum->errors, (double)sum->answers / seconds,
        quantile_ms(sum->ticks, sum->answers, 0.5), quantile_ms(sum->ticks, sum->answers, 0.99),
        (double)sum->max_us / 1000, sum->answers ? sum->bytes / sum->answers : 0);
    return sum->errors ? 1 : 0;
}

int
main(int argc, char **argv)
{
    size_t connections = 64, threads = 2;
    double seconds = 4, warm = 1;
    for (int o; (o = getopt(argc, argv, "c:t:d:w:s:m:")) != -1;) {
        switch (o) {
        case 'c':
            connections = (size_t)strtoul(optarg, NULL, 10);
            break;
        case 't':
            threads = (size_t)strtoul(optarg, NULL, 10);
            break;
        case 'd':
            seconds = strtod(optarg, NULL);
            break;
        case 'w':
            warm = strtod(optarg, NULL);
            break;
        case 's':
            all.status = (int)strtol(optarg, NULL, 10);
            break;
        case 'm':
            all.mark = optarg;
            break;
        default:
            return 2;
        }
    }
    if (argc - optind != 3 || threads == 0 || connections < threads) {
        fprintf(stderr, "load: see the head of load.c\n");
        return 2;
    }
    all.to.sin_family = AF_INET;
    all.to.sin_port = htons((uint16_t)strtoul(argv[optind + 1], NULL, 10));
    if (inet_pton(AF_INET, argv[optind], &all.to.sin_addr) != 1)
        die("address");
    read_requests(argv[optind + 2], argv[optind]);
    struct crew *crews = calloc(threads, sizeof(*crews));
    all.count_from_us = now_us() + (int64_t)(warm * 1e6);
    all.until_us = all.count_from_us + (int64_t)(seconds * 1e6);
    for (size_t t = 0; t < threads; t++)
        start(&crews[t], t, threads, connections);
    return report(crews, threads, seconds);
}
