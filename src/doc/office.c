#include "doc/office.h"

#include "base/file.h"
#include "base/lang.h"
#include "doc/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PDF_MAX = 64 * 1024 * 1024,
    ALIVE_FD = 3, /* held open by LibreOffice and all it starts */
    WALK_FDS = 16,
    NO_PROGRAM = 127
};

#define DOCX     "report.docx"
#define PDF      "report.pdf"
#define TEMPLATE "/tmp/taizhang-pdf-XXXXXX"

static pthread_mutex_t at_work = PTHREAD_MUTEX_INITIALIZER;

bool
office_found(void)
{
    static const char *const places[] = {
        "/usr/local/bin/soffice", "/usr/bin/soffice", "/bin/soffice"};
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (access(places[i], X_OK) == 0)
            return true;
    return false;
}

/* ---- what becomes LibreOffice ---- */

int
office_main(const char *folder)
{
    struct rlimit cpu = {OFFICE_SECONDS, OFFICE_SECONDS + 1}, none = {0, 0},
                  file = {PDF_MAX, PDF_MAX}, memory = {(rlim_t)4 << 30, (rlim_t)4 << 30};
    struct arena *a = arena_open();
    const char *profile = arena_fmt(a, "-env:UserInstallation=file://%s/profile", folder).p;
    const char *const arguments[] = {
        "soffice", profile, "--headless", "--norestore", "--convert-to", "pdf", DOCX, NULL};
    if (chdir(folder) != 0 || close_range(ALIVE_FD + 1, ~0U, 0) != 0)
        return NO_PROGRAM;
    (void)cage_enter_folder(folder);
    (void)setrlimit(RLIMIT_CPU, &cpu);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)setrlimit(RLIMIT_FSIZE, &file);
    (void)setrlimit(RLIMIT_AS, &memory);
    (void)execvp(arguments[0], (char *const *)(uintptr_t)arguments);
    return NO_PROGRAM;
}

/* ---- the program's side ---- */

static int
spawn(struct arena *a, const char *folder, int alive, pid_t *pid)
{
    const char *const arguments[] = {"taizhang", OFFICE_COMMAND, folder, NULL};
    const char *const environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8",
        arena_fmt(a, "HOME=%s", folder).p, arena_fmt(a, "TMPDIR=%s", folder).p, NULL};
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
    for (int fd = STDOUT_FILENO; !failed && fd <= STDERR_FILENO; fd++)
        failed = posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_WRONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&files, alive, ALIVE_FD);
    if (!failed)
        failed = posix_spawn(pid, "/proc/self/exe", &files, &attributes,
            (char *const *)(uintptr_t)arguments, (char *const *)(uintptr_t)environment);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&files);
    return failed;
}

static int64_t
now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Until it and all it started have ended; false: the time was over. */
static bool
wait_for(int alive)
{
    int64_t deadline = now_ms() + (int64_t)OFFICE_SECONDS * 1000;
    for (;;) {
        int64_t left = deadline - now_ms();
        struct pollfd end = {.fd = alive, .events = POLLIN};
        int ready = left > 0 ? poll(&end, 1, (int)left) : 0;
        if (ready >= 0)
            return ready > 0;
        if (errno != EINTR)
            return false;
    }
}

static bool
cannot_start(struct err *e, int why)
{
    return err_set(
        e, ERR_IO, tr("LibreOffice 没能启动（系统错误 %d），没有生成 PDF。请稍后再试。"), why);
}

static bool
run(struct arena *a, const char *folder, struct err *e)
{
    int alive[2];
    pid_t pid = 0;
    if (pipe2(alive, O_CLOEXEC) != 0)
        return cannot_start(e, errno);
    int failed = spawn(a, folder, alive[1], &pid);
    (void)close(alive[1]);
    if (failed) {
        (void)close(alive[0]);
        return cannot_start(e, failed);
    }
    bool in_time = wait_for(alive[0]);
    (void)close(alive[0]);
    (void)kill(-pid, SIGKILL);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!in_time)
        return err_set(e, ERR_LIMIT, tr("LibreOffice %d 秒内没有做完，已停止，没有生成 PDF。"),
            (int)OFFICE_SECONDS);
    return true;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
    (void)st;
    (void)kind;
    (void)walk;
    return remove(path);
}

static bool
convert(struct arena *a, const char *folder, struct str docx, struct str *pdf, struct err *e)
{
    const char *made = arena_fmt(a, "%s/" PDF, folder).p;
    if (!file_write(arena_fmt(a, "%s/" DOCX, folder).p, docx, e) || !run(a, folder, e))
        return false;
    if (!file_exists(made))
        return err_set(
            e, ERR_IO, "%s", tr("LibreOffice 没有生成 PDF。请下载 Word 文件，或用打印页打印。"));
    return file_read(a, made, PDF_MAX, pdf, e);
}

bool
office_pdf(struct arena *a, struct str docx, struct str *pdf, struct err *e)
{
    char folder[] = TEMPLATE;
    if (!office_found())
        return err_set(e, ERR_IO, "%s",
            tr("本机没有安装 LibreOffice，不能直接生成 PDF。请下载 Word 文件，或用打印页打印。"));
    if (pthread_mutex_trylock(&at_work) != 0)
        return err_set(e, ERR_LIMIT, "%s", tr("正在生成另一份 PDF，请过一会儿再试。"));
    bool ok = mkdtemp(folder) != NULL;
    if (!ok)
        (void)cannot_start(e, errno);
    else {
        ok = convert(a, folder, docx, pdf, e);
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): the folder is ours alone */
        (void)nftw(folder, remove_one, WALK_FDS, FTW_DEPTH | FTW_PHYS);
    }
    (void)pthread_mutex_unlock(&at_work);
    return ok;
}
