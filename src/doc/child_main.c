/* The reader process: waits for documents, forks a child for each, holds it to its limits and tells how it ended. It
   holds nothing of what it reads, so that a fork is cheap. */
#include "doc/child_int.h"

#include "base/lang.h"
#include "doc/cage.h"
#include "doc/docx_learn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Sanitizers take terabytes of addresses for their shadow. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SHADOWED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SHADOWED 1
#endif
#endif
#ifndef SHADOWED
#define SHADOWED 0
#endif

enum {
    JOBS_MAX = 16,
    FILE_MAX = 256 * 1024 * 1024, /* of an unnamed file in memory for a program that reads */
    UNPACK_SECONDS = 1800,        /* the taking in goes on meanwhile */
    UNPACK_CPU = 300
};

struct job {
    pid_t pid;  /* 0: free */
    int status; /* where its end is told */
    int64_t deadline_ms;
    bool late;
};

struct reader_loop {
    int socket, signals;
    struct job jobs[JOBS_MAX];
};

static int64_t
now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- in the child ---- */
static void
confine(enum child_task task)
{
    rlim_t seconds = task == CHILD_TASK_UNPACK ? UNPACK_CPU : CHILD_SECONDS;
    struct rlimit cpu = {seconds, seconds + 1}, none = {0, 0}, file = {FILE_MAX, FILE_MAX},
                  memory = {CHILD_MEMORY, CHILD_MEMORY};
    (void)setrlimit(RLIMIT_CPU, &cpu);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)setrlimit(RLIMIT_FSIZE, &file);
    if (!SHADOWED)
        (void)setrlimit(RLIMIT_AS, &memory);
}

/* What fits into the memory a child has. */
static struct doc_limits
child_limits(void)
{
    struct doc_limits l = doc_limits_usual();
    l.text = CHILD_TEXT_MAX;
    l.seconds = CHILD_SECONDS - 3;
    return l;
}

static bool
map_file(int fd, struct str *bytes, struct err *e)
{
    struct stat st;
    struct doc_limits l = child_limits();
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return err_set(e, ERR_IO, "%s", tr("读不到这个文件。"));
    if (st.st_size > (off_t)l.file)
        return err_set(e, ERR_LIMIT, tr("文件超过 %zu MiB，超出允许的大小。"), l.file >> 20);
    if (st.st_size == 0)
        return err_set(e, ERR_INPUT, "%s", tr("文件是空的，没有可读的内容。"));
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return err_set(e, ERR_IO, "%s", tr("内存不足，文件没有读取。请稍后再试。"));
    *bytes = str_make(p, (size_t)st.st_size);
    return true;
}

bool
child_write(int to, struct str bytes)
{
    while (bytes.n) {
        ssize_t n = write(to, bytes.p, bytes.n);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

static bool
read_document(int fd, bool markdown, struct out *answer)
{
    struct arena *a = arena_open();
    struct doc *doc = NULL;
    struct doc_limits l = child_limits();
    struct err e = {0};
    struct str bytes = {NULL, 0};
    if (map_file(fd, &bytes, &e) && doc_read_bytes(a, bytes, &l, &doc, &e)) {
        struct out text;
        struct child_text t;
        out_init(&text, CHILD_TEXT_MAX);
        child_text_of(a, doc, markdown, &text, &t);
        if (!text.overflow) {
            child_put_text(answer, &t);
            return !answer->overflow;
        }
        (void)err_set(&e, ERR_LIMIT,
            tr("文件的文字超过 %zu MiB，超出允许的大小，已停止读取。请拆分后再试。"), l.text >> 20);
    }
    child_put_refusal(answer, &e);
    return true;
}

static bool
learn_document(int fd, struct out *answer)
{
    struct arena *a = arena_open();
    struct docx_profile profile;
    struct doc_limits l = child_limits();
    struct err e = {0};
    struct str bytes = {NULL, 0};
    if (map_file(fd, &bytes, &e) && docx_learn(a, bytes, &l, &profile, &e))
        child_put_profile(answer, &profile);
    else
        child_put_refusal(answer, &e);
    return true;
}

static bool
print_picture(int fd, struct out *answer)
{
    struct arena *a = arena_open();
    struct picture_print print;
    struct err e = {0};
    struct str bytes = {NULL, 0};
    if (map_file(fd, &bytes, &e) && picture_print(a, bytes, &print, &e))
        child_put_picture(answer, &print);
    else
        child_put_refusal(answer, &e);
    return true;
}

static bool
answer_to(const struct child_request *rq, int fd, struct out *answer)
{
    switch (rq->task) {
    case CHILD_TASK_LEARN:
        return learn_document(fd, answer);
    case CHILD_TASK_PICTURE:
        return print_picture(fd, answer);
    default:
        return read_document(fd, rq->markdown != 0, answer);
    }
}

/* The memory goes with the process. */
static _Noreturn void
be_child(const struct child_request *rq, const int fds[CHILD_FDS])
{
    (void)setpgid(0, 0);
    confine((enum child_task)rq->task);
    bool ok;
    if (rq->task == CHILD_TASK_UNPACK) {
        ok = child_unzip(fds[CHILD_FD_INPUT], fds[CHILD_FD_ANSWER]);
    } else {
        struct out answer;
        out_init(&answer, CHILD_FORM_MAX);
        ok = answer_to(rq, fds[CHILD_FD_INPUT], &answer) &&
            child_write(fds[CHILD_FD_ANSWER], out_str(&answer));
    }
    _exit(ok ? 0 : 1);
}

/* ---- the reader process ---- */
/* The request and its three files; false when the program has gone. *ok false: not one of ours. */
static bool
receive(int socket, struct child_request *rq, int fds[CHILD_FDS], bool *ok)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(CHILD_FDS * sizeof(int))];
    } control;
    struct iovec part = {rq, sizeof(*rq)};
    struct msghdr m = {.msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof(control)};
    ssize_t n = recvmsg(socket, &m, MSG_CMSG_CLOEXEC);
    if (n < 0 && errno == EINTR) {
        *ok = false;
        return true;
    }
    struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
    *ok = n == (ssize_t)sizeof(*rq) && c && c->cmsg_level == SOL_SOCKET &&
        c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(CHILD_FDS * sizeof(int));
    if (*ok)
        memcpy(fds, CMSG_DATA(c), CHILD_FDS * sizeof(int));
    return n > 0;
}

static void
tell_end(const struct job *job, int status)
{
    struct child_end end = {CHILD_MAGIC, job->late, status};
    (void)child_write(job->status, str_make((const char *)&end, sizeof(end)));
    (void)close(job->status);
}

static struct job *
free_job(struct reader_loop *r)
{
    for (size_t i = 0; i < JOBS_MAX; i++)
        if (r->jobs[i].pid == 0)
            return &r->jobs[i];
    return NULL;
}

static void
begin_job(struct reader_loop *r, const struct child_request *rq, const int fds[CHILD_FDS])
{
    struct job *job = free_job(r);
    pid_t pid = job ? fork() : -1;
    if (pid == 0) {
        (void)close(r->socket);
        (void)close(r->signals);
        sigset_t none;
        (void)sigemptyset(&none);
        (void)pthread_sigmask(SIG_SETMASK, &none, NULL);
        be_child(rq, fds);
    }
    (void)close(fds[CHILD_FD_INPUT]);
    (void)close(fds[CHILD_FD_ANSWER]);
    if (pid < 0) { /* the status ends without a word: no child was started */
        (void)close(fds[CHILD_FD_STATUS]);
        return;
    }
    (void)setpgid(pid, pid);
    int64_t seconds = rq->task == CHILD_TASK_UNPACK ? UNPACK_SECONDS : CHILD_SECONDS;
    *job = (struct job){pid, fds[CHILD_FD_STATUS], now_ms() + seconds * 1000, false};
}

static void
reap(struct reader_loop *r)
{
    int status;
    pid_t pid;
    struct signalfd_siginfo told;
    while (read(r->signals, &told, sizeof(told)) > 0) {
    }
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (size_t i = 0; i < JOBS_MAX; i++)
            if (r->jobs[i].pid == pid) {
                tell_end(&r->jobs[i], status);
                r->jobs[i].pid = 0;
            }
}

/* Kills those whose time is over; how long to wait for the next one. */
static int
watch_clock(struct reader_loop *r)
{
    int64_t now = now_ms(), next = -1;
    for (size_t i = 0; i < JOBS_MAX; i++) {
        struct job *job = &r->jobs[i];
        if (job->pid == 0 || job->late)
            continue;
        if (job->deadline_ms <= now) {
            job->late = true;
            (void)kill(-job->pid, SIGKILL);
            (void)kill(job->pid, SIGKILL);
        } else if (next < 0 || job->deadline_ms - now < next) {
            next = job->deadline_ms - now;
        }
    }
    return (int)next;
}

static void
kill_all(const struct reader_loop *r)
{
    for (size_t i = 0; i < JOBS_MAX; i++)
        if (r->jobs[i].pid != 0) {
            (void)kill(-r->jobs[i].pid, SIGKILL);
            (void)kill(r->jobs[i].pid, SIGKILL);
        }
}

static bool
take_request(struct reader_loop *r)
{
    struct child_request rq;
    int fds[CHILD_FDS];
    bool ok = false;
    if (!receive(r->socket, &rq, fds, &ok))
        return false;
    if (ok)
        begin_job(r, &rq, fds);
    return true;
}

int
child_main(void)
{
    sigset_t ends;
    struct reader_loop r = {.socket = CHILD_SOCKET};
    struct stat st;
    if (fstat(CHILD_SOCKET, &st) != 0 || !S_ISSOCK(st.st_mode))
        return 2; /* called by hand */
    (void)fcntl(CHILD_SOCKET, F_SETFD, FD_CLOEXEC);
    (void)close_range(CHILD_SOCKET + 1, ~0U, 0);
    (void)cage_enter(); /* and with it all children */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGPIPE, &ignore, NULL);
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGCHLD);
    (void)pthread_sigmask(SIG_BLOCK, &ends, NULL);
    r.signals = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
    if (r.signals < 0)
        return 1;
    for (;;) {
        struct pollfd wait[] = {
            {.fd = r.socket, .events = POLLIN}, {.fd = r.signals, .events = POLLIN}};
        int n = poll(wait, 2, watch_clock(&r));
        if (n < 0 && errno != EINTR)
            break;
        if (n > 0 && wait[1].revents)
            reap(&r);
        if (n > 0 && wait[0].revents && !take_request(&r))
            break;
    }
    kill_all(&r);
    return 0;
}
