/* Counts what a program syncs to disk, and can make each sync as slow as on another machine: preloaded (LD_PRELOAD)
   into a server, it stands before fdatasync and fsync. BENCH_SYNCS names a file of three numbers of 64 bits, shared by
   all processes that name it: how many syncs ended, how many nanoseconds they took in all, and how many a sync shall
   take at least; who writes the third while the program runs slows it down from then on. The disk is always synced
   first, by the kernel; only what is left of the time is slept. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct shared {
    _Atomic uint64_t count, took_ns, least_ns;
};

static struct shared *shared;

__attribute__((constructor)) static void
begin(void)
{
    const char *name = getenv("BENCH_SYNCS");
    int fd = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    void *map = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (map != MAP_FAILED)
        shared = map;
}

static uint64_t
now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

static void
sleep_until(uint64_t ns)
{
    struct timespec t = {(time_t)(ns / 1000000000U), (long)(ns % 1000000000U)};
    prctl(PR_SET_TIMERSLACK, 1UL);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
        ;
}

static int
sync_by(long call, int fd)
{
    uint64_t began = now_ns();
    int rc = (int)syscall(call, fd), why = errno;
    if (shared) {
        uint64_t least = atomic_load(&shared->least_ns);
        if (now_ns() < began + least)
            sleep_until(began + least);
        atomic_fetch_add(&shared->took_ns, now_ns() - began);
        atomic_fetch_add(&shared->count, 1);
    }
    errno = why;
    return rc;
}

int
fdatasync(int fd)
{
    return sync_by(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
    return sync_by(SYS_fsync, fd);
}
