/* How long from starting a server to its first good answer:  first PORT PATH COMMAND…
   The server says on its standard output that it listens. Prints milliseconds and ends the server again. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool
answers(const struct sockaddr_in *to, const char *path)
{
    char text[1024];
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool good = false;
    if (fd >= 0 && connect(fd, (const struct sockaddr *)to, sizeof(*to)) == 0) {
        int n = snprintf(text, sizeof(text),
            "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", path);
        good = write(fd, text, (size_t)n) == n && read(fd, text, sizeof(text)) > 12 &&
            memcmp(text, "HTTP/1.1 200", 12) == 0;
    }
    close(fd);
    return good;
}

int
main(int argc, char **argv)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (argc < 4)
        return 2;
    to.sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10));
    int out[2];
    char line[256];
    if (pipe(out) != 0)
        return 1;
    double began = now_ms();
    pid_t child = fork();
    if (child == 0) {
        dup2(out[1], STDOUT_FILENO);
        execvp(argv[3], argv + 3);
        _exit(127);
    }
    close(out[1]);
    bool good = read(out[0], line, sizeof(line)) > 0 && answers(&to, argv[2]);
    double took = now_ms() - began;
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
    if (!good)
        return 1;
    printf("%.1f\n", took);
    return 0;
}
