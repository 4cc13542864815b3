#include "doc/cage.h"

#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    FILES = 1,
    NETWORK = 2,
    READS_ELSEWHERE = 4,
    WRITES = 8,
    TALKS = 16,
    WORKS = 32
};

/* What a folder of its own brings. */
static int
at_home(const char *folder, bool *works)
{
    const char *own = arena_fmt(test_arena(), "%s/own", folder).p;
    int local = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "/tmp/nobody"};
    *works = *works && local >= 0 && open(own, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
    return connect(local, (struct sockaddr *)&to, sizeof(to)) != 0 && errno == EPERM ? 0 : TALKS;
}

/* In a process of its own, since a cage is for good. What it could do, as bits; with a folder of its own or NULL. */
static int
inside(const char *file, const char *folder)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        struct caged c = folder ? cage_enter_folder(folder) : cage_enter();
        int done = (c.files ? FILES : 0) | (c.network ? NETWORK : 0);
        done |= open(file, O_RDONLY | O_CLOEXEC) >= 0 ? READS_ELSEWHERE : 0;
        done |= open(file, O_WRONLY | O_CLOEXEC) >= 0 ? WRITES : 0;
        done |= socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0 ? TALKS : 0;
        int memory = memfd_create("document", MFD_CLOEXEC);
        bool works = memory >= 0 && write(memory, "x", 1) == 1 &&
            open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0 &&
            open("/dev/null", O_WRONLY | O_CLOEXEC) >= 0;
        if (folder)
            done |= at_home(folder, &works);
        _exit(done | (works ? WORKS : 0));
    }
    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status)
                                                                           : -1;
}

TEST(a_caged_process_reads_what_it_is_given_and_nothing_else)
{
    const char *file = arena_fmt(test_arena(), "%s/secret", test_dir()).p;
    int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    REQUIRE(fd >= 0);
    (void)close(fd);
    int done = inside(file, NULL);
    REQUIRE(CHECK(done >= 0));
    CHECK((done & WORKS) != 0);
    if ((done & FILES) != 0)
        CHECK((done & (READS_ELSEWHERE | WRITES)) == 0);
    else
        test_skip("this kernel has no Landlock");
    if ((done & NETWORK) != 0)
        CHECK((done & TALKS) == 0);
    else
        test_skip("this kernel has no seccomp filters");
}

TEST(a_folder_of_its_own_is_all_that_it_writes)
{
    const char *file = arena_fmt(test_arena(), "%s/secret", test_dir()).p,
               *folder = arena_fmt(test_arena(), "%s/room", test_dir()).p;
    int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    REQUIRE(fd >= 0 && mkdir(folder, 0700) == 0);
    (void)close(fd);
    int done = inside(file, folder);
    REQUIRE(CHECK(done >= 0));
    CHECK((done & WORKS) != 0);
    if ((done & FILES) != 0)
        CHECK((done & (READS_ELSEWHERE | WRITES)) == 0);
    else
        test_skip("this kernel has no Landlock");
    if ((done & NETWORK) != 0)
        CHECK((done & TALKS) == 0);
    else
        test_skip("this kernel has no seccomp filters");
}
