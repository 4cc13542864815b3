/* Whatever a tar file says, entries lie inside it and their names below the place where it is unpacked. */
#include "base/bug.h"
#include "base/tar.h"
#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static int64_t
read_entry(struct tar_in *t)
{
    struct str bytes;
    int64_t n = 0;
    while (tar_read(t, &bytes, NULL) && bytes.n)
        n += (int64_t)bytes.n;
    return n;
}

static void
check_name(struct str name)
{
    BUG_ON(name.n == 0 || name.p[0] == '/', "a name that leads elsewhere");
    BUG_ON(str_starts(name, S("../")), "a name that leads up");
    BUG_ON(str_find(name, S("/../"), 0) != SIZE_MAX, "a name that leads up on its way");
}

static void
walk(struct tar_in *t, size_t size)
{
    struct tar_entry entry;
    bool more = true;
    int64_t all = 0;
    for (int i = 0; tar_next(t, &entry, &more, NULL) && more; i++) {
        BUG_ON(entry.size < 0, "no size is negative");
        check_name(entry.name);
        if (i % 2 == 0) /* the others are passed over */
            all += read_entry(t);
    }
    BUG_ON(all > (int64_t)size, "more than there is");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct tar_in *t;
    int fd = memfd_create("tar", MFD_CLOEXEC);
    BUG_ON(fd < 0, "no memory file");
    if (size == 0 || write(fd, data, size) == (ssize_t)size) {
        (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
        if (tar_open(path, &t, NULL)) {
            walk(t, size);
            tar_close(t);
        }
    }
    (void)close(fd);
    return 0;
}
