#include "base/log.h"

#include "base/file.h"
#include "harness.h"

#include <fcntl.h>
#include <unistd.h>

TEST(log_writes_one_line_whatever_the_text)
{
    struct err e = {0};
    struct str got = {NULL, 0};
    const char *path = arena_fmt(test_arena(), "%s/log", test_dir()).p;
    int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    REQUIRE(kept >= 0 && fd >= 0);
    (void)dup2(fd, STDERR_FILENO);
    log_warn("forged\n2023-01-01 00:00:00 error %s\x1b[2J", "会议");
    log_error("%03000d", 1);
    (void)dup2(kept, STDERR_FILENO);
    (void)close(kept);
    (void)close(fd);
    REQUIRE(CHECK_OK(file_read(test_arena(), path, 100000, &got, &e), &e));
    size_t end = str_find_char(got, '\n', 0);
    struct str line = str_slice(got, 0, end);
    CHECK_STR(str_slice(line, 19, line.n), " warn forged 2023-01-01 00:00:00 error 会议 [2J");
    CHECK_INT(line.p[4], '-');
    CHECK_INT(line.p[16], ':');
    CHECK_INT(str_find_char(got, '\n', end + 1), got.n - 1);
}
