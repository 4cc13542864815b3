/* The measure of pages: libmicrohttpd with nothing around it, set up as src/web/http.c sets it up, answering each
   request with a page of 30 KB made of 100 escaped rows in memory.  bare PORT */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ROWS = 100,
    THREADS = 2
};

static const char *const texts[] = {"研究“三会一课”安排 & 分工 <支部委员会>", "党员活动室",
    "走访结对村，听取农户意见，当场能答的当场答"};

struct page {
    char *p;
    size_t n, room;
};

static void
put(struct page *page, const char *s, size_t n)
{
    if (n > page->room - page->n) {
        page->room = page->room ? 2 * page->room : 256;
        page->p = realloc(page->p, page->room);
        if (!page->p)
            abort();
    }
    memcpy(page->p + page->n, s, n);
    page->n += n;
}

static void
put_text(struct page *page, const char *s)
{
    put(page, s, strlen(s));
}

static void
put_escaped(struct page *page, const char *s)
{
    for (; *s; s++)
        switch (*s) {
        case '&':
            put(page, "&amp;", 5);
            break;
        case '<':
            put(page, "&lt;", 4);
            break;
        case '>':
            put(page, "&gt;", 4);
            break;
        case '"':
            put(page, "&#34;", 5);
            break;
        case '\'':
            put(page, "&#39;", 5);
            break;
        default:
            put(page, s, 1);
        }
}

static void
put_row(struct page *page, int row)
{
    char number[16];
    int n = snprintf(number, sizeof(number), "%d", row);
    put_text(page, "<tr><td><time>2023-07-01</time></td>\n<td class=\"kind\">");
    put_escaped(page, texts[1]);
    put_text(page, "</td>\n<td><a href=\"/record/");
    put(page, number, (size_t)n);
    put_text(page, "\">");
    put_escaped(page, texts[0]);
    put_text(page, "</a></td>\n<td class=\"wide-only\">");
    put_escaped(page, texts[2]);
    put_text(page, "</td>\n<td class=\"num\">11/12</td></tr>\n");
}

static enum MHD_Result
answer(void *cls, struct MHD_Connection *c, const char *url, const char *method,
    const char *version, const char *data, size_t *data_n, void **context)
{
    (void)cls, (void)url, (void)method, (void)version, (void)data, (void)data_n, (void)context;
    struct page page = {NULL, 0, 0};
    put_text(&page, "<!DOCTYPE html>\n<html><body><table>\n");
    for (int row = 0; row < ROWS; row++)
        put_row(&page, row);
    put_text(&page, "</table></body>\n</html>\n");
    struct MHD_Response *r = MHD_create_response_from_buffer(page.n, page.p, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
    enum MHD_Result ok = MHD_queue_response(c, MHD_HTTP_OK, r);
    MHD_destroy_response(r);
    return ok;
}

int
main(int argc, char **argv)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (argc != 2)
        return 2;
    at.sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10));
    struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer,
        NULL, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&at, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)THREADS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(32 * 1024),
        MHD_OPTION_CONNECTION_LIMIT, 4096U, MHD_OPTION_CONNECTION_TIMEOUT, 60U, MHD_OPTION_END);
    if (!d) {
        fprintf(stderr, "bare: port %s is taken\n", argv[1]);
        return 1;
    }
    for (;;)
        pause();
}
