#include "doc/child_int.h"

#include "base/bug.h"
#include "base/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    READS_AT_ONCE = 2,
    /* The reader process keeps the clock; when even it does not answer, it is given up. */
    PATIENCE_MS = (CHILD_SECONDS + 10) * 1000,
    UNPACK_PATIENCE_MS = 60 * 1000 /* for the next bytes */
};

/* The one reader process of this program. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    pid_t pid; /* 0: none */
    int socket;
    int reads; /* going on */
} reader = {.lock = PTHREAD_MUTEX_INITIALIZER, .freed = PTHREAD_COND_INITIALIZER, .socket = -1};

static bool
cannot_start(struct err *e)
{
    return err_set(e, ERR_IO, tr("读取文件的进程没能启动（系统错误 %d）。请稍后再试。"), errno);
}

static int
spawn(int socket, pid_t *pid)
{
    static const char *const ARGUMENTS[] = {"taizhang", CHILD_COMMAND, NULL};
    static const char *const ENVIRONMENT[] = {
        "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    (void)sigemptyset(&none);
    int failed = posix_spawn_file_actions_init(&files);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&attributes);
    if (!failed) {
        (void)posix_spawnattr_setsigmask(&attributes, &none);
        (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
        failed = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    }
    if (!failed)
        failed = posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&files, socket, CHILD_SOCKET);
    if (!failed)
        failed = posix_spawn(pid, "/proc/self/exe", &files, &attributes,
            (char *const *)(uintptr_t)ARGUMENTS, (char *const *)(uintptr_t)ENVIRONMENT);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&files);
    return failed;
}

/* reader.lock is held. */
static bool
start(struct err *e)
{
    int pair[2];
    if (reader.pid != 0)
        return true;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return cannot_start(e);
    int failed = spawn(pair[1], &reader.pid);
    (void)close(pair[1]);
    if (failed) {
        (void)close(pair[0]);
        reader.pid = 0;
        errno = failed;
        return cannot_start(e);
    }
    reader.socket = pair[0];
    return true;
}

/* reader.lock is held. The next document gets a new one. */
static void
give_up(void)
{
    if (reader.pid == 0)
        return;
    (void)close(reader.socket);
    (void)kill(reader.pid, SIGKILL);
    while (waitpid(reader.pid, NULL, 0) < 0 && errno == EINTR) {
    }
    reader.pid = 0;
    reader.socket = -1;
}

static bool
send_request(const struct child_request *rq, const int fds[CHILD_FDS])
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(CHILD_FDS * sizeof(int))];
    } control = {0};
    struct iovec part = {(void *)(uintptr_t)rq, sizeof(*rq)};
    struct msghdr m = {.msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof(control)};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(CHILD_FDS * sizeof(int));
    memcpy(CMSG_DATA(c), fds, CHILD_FDS * sizeof(int));
    ssize_t n;
    do
        n = sendmsg(reader.socket, &m, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof(*rq);
}

/* A child at work: the two ends that are read here. */
struct running {
    int answer, status;
    pid_t reader; /* under which it was started */
};

static bool
ask(const struct child_request *rq, int input, struct running *run, struct err *e)
{
    int answer[2], status[2];
    if (pipe2(answer, O_CLOEXEC) != 0)
        return cannot_start(e);
    if (pipe2(status, O_CLOEXEC) != 0) {
        (void)close(answer[0]);
        (void)close(answer[1]);
        return cannot_start(e);
    }
    const int fds[CHILD_FDS] = {input, answer[1], status[1]};
    (void)pthread_mutex_lock(&reader.lock);
    bool ok = start(e);
    if (ok && !send_request(rq, fds)) { /* it has died: once more with a new one */
        give_up();
        ok = start(e) && (send_request(rq, fds) || cannot_start(e));
    }
    *run = (struct running){answer[0], status[0], reader.pid};
    (void)pthread_mutex_unlock(&reader.lock);
    (void)close(answer[1]);
    (void)close(status[1]);
    if (!ok) {
        (void)close(answer[0]);
        (void)close(status[0]);
    }
    return ok;
}

/* The child's end; false: the reader process did not say, and a new one is started for the next document. */
static bool
how_it_ended(const struct running *run, struct child_end *end)
{
    struct pollfd wait = {.fd = run->status, .events = POLLIN};
    int n;
    do
        n = poll(&wait, 1, PATIENCE_MS);
    while (n < 0 && errno == EINTR);
    ssize_t got = n > 0 ? read(run->status, end, sizeof(*end)) : -1;
    if (got == (ssize_t)sizeof(*end) && end->magic == CHILD_MAGIC)
        return true;
    if (n == 0) {
        (void)pthread_mutex_lock(&reader.lock);
        if (reader.pid == run->reader)
            give_up();
        (void)pthread_mutex_unlock(&reader.lock);
    }
    return false;
}

/* Ended as it should; otherwise why it did not. */
static bool
judge(const struct running *run, bool stalled, struct err *e)
{
    struct child_end end = {0};
    if (!how_it_ended(run, &end))
        return err_set(e, ERR_IO, "%s", tr("读取文件的进程没有回应，文件没有读取。请稍后再试。"));
    int status = end.status;
    if (end.late || stalled || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
        return err_set(e, ERR_LIMIT, tr("%d 秒内没有读完，已停止。请拆分或另存一份后再试。"),
            (int)CHILD_SECONDS);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT)
        return err_set(e, ERR_LIMIT, tr("读取它所需的内存超过 %d MiB，已停止。请拆分后再试。"),
            CHILD_MEMORY >> 20);
    if (WIFSIGNALED(status))
        return err_set(e, ERR_INPUT,
            tr("读取这个文件的进程意外终止（信号 %d），文件可能已损坏。请另存一份再试。"),
            WTERMSIG(status));
    return true;
}

static void
finish(const struct running *run)
{
    (void)close(run->answer);
    (void)close(run->status);
}

/* ---- a document ---- */
/* False: nothing came for too long, or too much. */
static bool
collect(int from, struct out *o)
{
    for (;;) {
        struct pollfd wait = {.fd = from, .events = POLLIN};
        int ready = poll(&wait, 1, PATIENCE_MS);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0 || !out_grow(o, CHILD_CHUNK))
            return false;
        ssize_t n = read(from, o->p + o->n, CHILD_CHUNK);
        if (n == 0)
            return true;
        if (n < 0 && errno != EINTR)
            return false;
        o->n += n > 0 ? (size_t)n : 0;
    }
}

static void
enter(void)
{
    (void)pthread_mutex_lock(&reader.lock);
    while (reader.reads >= READS_AT_ONCE)
        (void)pthread_cond_wait(&reader.freed, &reader.lock);
    reader.reads++;
    (void)pthread_mutex_unlock(&reader.lock);
}

static void
leave(void)
{
    (void)pthread_mutex_lock(&reader.lock);
    reader.reads--;
    (void)pthread_cond_signal(&reader.freed);
    (void)pthread_mutex_unlock(&reader.lock);
}

/* The answer goes into *answer, which is released only by the caller. */
static bool
consult(const struct child_request *rq, int fd, struct out *answer, struct err *e)
{
    struct running run = {.answer = -1};
    out_init(answer, CHILD_FORM_MAX + CHILD_CHUNK);
    enter();
    bool ok = ask(rq, fd, &run, e);
    if (ok) {
        bool all = collect(run.answer, answer);
        (void)close(run.answer);
        run.answer = -1;
        ok = judge(&run, !all, e);
        finish(&run);
    }
    leave();
    return ok;
}

bool
child_read(struct arena *a, int fd, bool markdown, struct child_text *text, struct err *e)
{
    struct child_request rq = {CHILD_TASK_READ, markdown};
    struct out answer;
    bool ok = consult(&rq, fd, &answer, e) && child_take_text(a, out_str(&answer), text, e);
    out_release(&answer);
    return ok;
}

bool
child_learn(struct arena *a, int fd, struct docx_profile *profile, struct err *e)
{
    struct child_request rq = {CHILD_TASK_LEARN, 0};
    struct out answer;
    bool ok = consult(&rq, fd, &answer, e) && child_take_profile(a, out_str(&answer), profile, e);
    out_release(&answer);
    return ok;
}

bool
child_picture(int fd, struct picture_print *print)
{
    struct child_request rq = {CHILD_TASK_PICTURE, 0};
    struct out answer;
    struct err e = {0};
    char head[8];
    ssize_t n = pread(fd, head, sizeof(head), 0);
    if (n != (ssize_t)sizeof(head) || !picture_is(str_make(head, sizeof(head))))
        return false;
    bool ok = consult(&rq, fd, &answer, &e) && child_take_picture(out_str(&answer), print, &e);
    out_release(&answer);
    return ok;
}

/* ---- an archive ---- */
struct unpacking {
    const struct child_sink *sink;
    bool in_entry, done, office;
    struct err stopped; /* by the child */
};

static bool
take_frame(struct unpacking *u, const struct child_frame *f, struct err *e)
{
    struct err why = {0};
    bool inside = f->kind == CHILD_BYTES || f->kind == CHILD_END || f->kind == CHILD_BAD;
    if (u->done || inside != u->in_entry)
        return err_set(e, ERR_INPUT, "%s", tr("压缩包读出的内容不完整。请重新打包后再试。"));
    switch (f->kind) {
    case CHILD_BEGIN:
        u->in_entry = true;
        return u->sink->begin(u->sink->arg, f->bytes, e);
    case CHILD_BYTES:
        return u->sink->bytes(u->sink->arg, f->bytes, e);
    case CHILD_END:
    case CHILD_BAD:
        u->in_entry = false;
        if (f->kind == CHILD_BAD)
            child_take_refusal(f->bytes, &why);
        return u->sink->end(u->sink->arg, f->kind == CHILD_BAD ? &why : NULL, e);
    case CHILD_STOP:
        child_take_refusal(f->bytes, &u->stopped);
        u->done = true;
        return true;
    case CHILD_OFFICE:
        u->office = u->done = true;
        return true;
    case CHILD_DONE:
        u->done = true;
        return true;
    }
    BUG_ON(true, "a frame of no kind");
    return false;
}

static bool
take_frames(struct unpacking *u, struct out *o, struct err *e)
{
    struct str rest = out_str(o);
    struct child_frame f;
    bool enough = true;
    while (rest.n) {
        if (!child_take_frame(&rest, &f, &enough))
            return err_set(e, ERR_INPUT, "%s", tr("压缩包读出的内容不完整。请重新打包后再试。"));
        if (!enough)
            break;
        if (!take_frame(u, &f, e))
            return false;
    }
    if (rest.n)
        memmove(o->p, rest.p, rest.n);
    o->n = rest.n;
    return true;
}

/* *gone: the child has closed its end. False when the sink or a frame ended it. */
static bool
pump(struct unpacking *u, int from, bool *gone, struct err *e)
{
    struct out o;
    out_init(&o, (size_t)CHILD_CHUNK * 4);
    bool ok = true;
    *gone = false;
    while (ok && !*gone) {
        struct pollfd wait = {.fd = from, .events = POLLIN};
        int ready = poll(&wait, 1, UNPACK_PATIENCE_MS);
        if (ready < 0 && errno == EINTR)
            continue;
        ssize_t n = ready > 0 && out_grow(&o, CHILD_CHUNK) ? read(from, o.p + o.n, CHILD_CHUNK) : 0;
        if (n < 0 && errno == EINTR)
            continue;
        *gone = n <= 0;
        o.n += n > 0 ? (size_t)n : 0;
        ok = take_frames(u, &o, e);
    }
    out_release(&o);
    return ok;
}

bool
child_unpack(int fd, const struct child_sink *sink, bool *document, struct err *e)
{
    struct child_request rq = {CHILD_TASK_UNPACK, 0};
    struct running run = {.answer = -1};
    struct unpacking u = {.sink = sink};
    bool gone = false;
    *document = false;
    if (!ask(&rq, fd, &run, e))
        return false;
    bool ok = pump(&u, run.answer, &gone, e);
    (void)close(run.answer); /* what is still writing ends by it */
    run.answer = -1;
    struct err end = {0};
    bool fine = judge(&run, false, &end);
    (void)close(run.status);
    if (!ok)
        return false;
    if (u.in_entry) {
        struct err why = end;
        if (fine)
            (void)err_set(&why, ERR_INPUT, "%s", tr("压缩包读出的内容不完整。请重新打包后再试。"));
        if (!sink->end(sink->arg, &why, e))
            return false;
    }
    if (u.stopped.code != ERR_NONE)
        *e = u.stopped;
    else if (!fine)
        *e = end;
    else if (!u.done)
        (void)err_set(e, ERR_INPUT, "%s", tr("压缩包读出的内容不完整。请重新打包后再试。"));
    *document = u.office;
    return u.done && u.stopped.code == ERR_NONE;
}
