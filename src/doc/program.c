#include "doc/program.h"

#include "base/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    INPUT_FD = 3,
    CHUNK = 64 * 1024
};

#define INPUT "/dev/fd/3"

enum outcome {
    RAN,
    MISSING,
    FAILED,
    TOO_SLOW,
    TOO_LONG
};

struct program {
    enum doc_kind kind;
    const char *package; /* Debian's name */
    const char *argv[12];
};

static const struct program PROGRAMS[] = {
    {DOC_PDF, "poppler-utils", {"pdftotext", "-q", "-enc", "UTF-8", INPUT, "-"}},
    {DOC_DOC, "antiword", {"antiword", "-m", "UTF-8.txt", "-w", "0", INPUT}},
    {DOC_DOC, "catdoc", {"catdoc", "-d", "utf-8", "-w", INPUT}},
    {DOC_XLS, "catdoc", {"xls2csv", "-d", "utf-8", "-q0", "-c", "\t", "-b", "\n", INPUT}},
};

static int64_t
now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
write_all(int fd, struct str bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

static int
spawn(const struct program *program, int input, int output, pid_t *pid)
{
    static const char *const ENVIRONMENT[] = {
        "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/nonexistent", NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, pipes;
    (void)sigemptyset(&none);
    (void)sigemptyset(&pipes);
    (void)sigaddset(&pipes, SIGPIPE);
    int failed = posix_spawn_file_actions_init(&files);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&attributes);
    if (!failed) {
        (void)posix_spawnattr_setsigmask(&attributes, &none);
        (void)posix_spawnattr_setsigdefault(&attributes, &pipes);
        (void)posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        failed = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    }
    if (!failed)
        failed = posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&files, input, INPUT_FD);
    if (!failed)
        failed = posix_spawnp(pid, program->argv[0], &files, &attributes,
            (char *const *)(uintptr_t)program->argv, (char *const *)(uintptr_t)ENVIRONMENT);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&files);
    return failed;
}

static void
limit(pid_t pid, unsigned seconds)
{
    struct rlimit cpu = {seconds, seconds + 1}, memory = {(rlim_t)512 << 20, (rlim_t)512 << 20},
                  none = {0, 0};
    (void)prlimit(pid, RLIMIT_CPU, &cpu, NULL);
    (void)prlimit(pid, RLIMIT_AS, &memory, NULL);
    (void)prlimit(pid, RLIMIT_FSIZE, &none, NULL);
    (void)prlimit(pid, RLIMIT_CORE, &none, NULL);
}

static enum outcome
collect(int from, int64_t deadline, struct out *o)
{
    for (;;) {
        int64_t left = deadline - now_ms();
        struct pollfd wait = {.fd = from, .events = POLLIN};
        int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready == 0)
            return TOO_SLOW;
        if (!out_grow(o, CHUNK))
            return TOO_LONG;
        ssize_t n = read(from, o->p + o->n, CHUNK);
        if (n == 0)
            return RAN;
        if (n < 0 && errno != EINTR)
            return FAILED;
        o->n += n > 0 ? (size_t)n : 0;
    }
}

static enum outcome
run(const struct program *program, int input, const struct doc_limits *limits, struct out *o)
{
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC) != 0)
        return FAILED;
    pid_t pid = 0;
    int failed = spawn(program, input, pipes[1], &pid);
    (void)close(pipes[1]);
    if (failed) {
        (void)close(pipes[0]);
        return failed == ENOENT ? MISSING : FAILED;
    }
    limit(pid, limits->seconds);
    enum outcome outcome = collect(pipes[0], now_ms() + (int64_t)limits->seconds * 1000, o);
    (void)close(pipes[0]);
    if (outcome != RAN)
        (void)kill(-pid, SIGKILL);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (outcome == RAN && WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return TOO_SLOW;
    if (outcome == RAN && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
        return FAILED;
    return outcome;
}

static bool
tell(enum outcome outcome, enum doc_kind kind, struct str bytes, const struct doc_limits *limits,
    struct err *e)
{
    const char *name = doc_kind_name(kind);
    switch (outcome) {
    case RAN:
        return true;
    case MISSING:
        return err_set(e, ERR_IO,
            kind == DOC_PDF
                ? tr("读取 pdf 需要 pdftotext，本机没有安装。请管理员安装软件包 poppler-utils。")
                : kind == DOC_DOC
                ? tr("读取旧版 doc 需要 antiword 或 catdoc，本机都没有安装。请管理员安装软件包 "
                     "antiword，或先另存为 docx。")
                : tr("读取旧版 xls 需要 xls2csv，本机没有安装。请管理员安装软件包 catdoc，"
                     "或先另存为 xlsx。"));
    case TOO_SLOW:
        return err_set(e, ERR_LIMIT,
            tr("这个 %s 文件 %u 秒内没有读完，已停止。请另存一份或拆分后再试。"), name,
            limits->seconds);
    case TOO_LONG:
        return err_set(e, ERR_LIMIT,
            tr("文件的文字超过 %zu MiB，超出允许的大小，已停止读取。请拆分后再试。"),
            limits->text >> 20);
    case FAILED:
        break;
    }
    if (kind == DOC_PDF && str_find(bytes, S("/Encrypt"), 0) != SIZE_MAX)
        return err_set(e, ERR_INPUT,
            tr("这个 pdf 设有打开密码或已损坏，无法读取。请去掉密码后另存一份再试。"));
    return err_set(e, ERR_INPUT,
        tr("这个 %s 文件已损坏或内容不规范，无法读取。请重新获取，或另存一份再试。"), name);
}

bool
program_text(enum doc_kind kind, struct str bytes, const struct doc_limits *limits, struct out *o,
    struct err *e)
{
    int input = memfd_create("document", MFD_CLOEXEC);
    if (input < 0 || !write_all(input, bytes)) {
        if (input >= 0)
            (void)close(input);
        return err_set(e, ERR_IO, tr("内存不足，文件没有读取。请稍后再试。"));
    }
    /* The next program for the same kind is tried where one is missing or gave up. */
    enum outcome outcome = MISSING;
    size_t from = o->n;
    for (size_t i = 0; i < sizeof(PROGRAMS) / sizeof(PROGRAMS[0]); i++) {
        if (PROGRAMS[i].kind != kind || (outcome != MISSING && outcome != FAILED))
            continue;
        o->n = from;
        enum outcome now = run(&PROGRAMS[i], input, limits, o);
        outcome = now == MISSING ? outcome : now;
    }
    (void)close(input);
    if (outcome != RAN)
        o->n = from;
    return tell(outcome, kind, bytes, limits, e);
}
