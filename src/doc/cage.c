#include "doc/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- files ---- */
enum {
    EXECUTE = LANDLOCK_ACCESS_FS_EXECUTE,
    READ = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    WRITE = LANDLOCK_ACCESS_FS_WRITE_FILE,
    ABI_1 = (1 << 13) - 1, /* all that the first edition knows */
    ABI_2 = (1 << 14) - 1, /* and moving between folders */
    ABI_3 = (1 << 15) - 1  /* and cutting files */
};

static void
allow(int rules, const char *path, unsigned access)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = access};
    rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0)
        return; /* is not there, so nothing is to be allowed */
    (void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    (void)close(rule.parent_fd);
}

/* folder NULL: none is its own. */
static bool
lock_files(const char *folder)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return false;
    struct landlock_ruleset_attr all = {.handled_access_fs = abi == 1 ? ABI_1
            : abi == 2                                                ? ABI_2
                                                                      : ABI_3};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);
    if (rules < 0)
        return false;
    static const char *const PROGRAMS[] = {"/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc"};
    for (size_t i = 0; i < sizeof(PROGRAMS) / sizeof(PROGRAMS[0]); i++)
        allow(rules, PROGRAMS[i], EXECUTE | READ);
    allow(rules, "/proc/self", READ);
    allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | WRITE);
    if (folder) {
        allow(rules, folder, (unsigned)all.handled_access_fs & ~(unsigned)EXECUTE);
        /* LibreOffice makes the socket to itself there and nowhere else, and takes it away. */
        allow(rules, "/tmp", LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE);
        allow(rules, "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE);
        allow(rules, "/var/cache/fontconfig", READ);
        allow(rules, "/var/lib/libreoffice", READ); /* its extensions */
        allow(rules, "/var/spool/libreoffice", READ);
        allow(rules, "/opt", EXECUTE | READ);
    }
    bool ok = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    (void)close(rules);
    return ok;
}

/* ---- calls ---- */
#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
#define REFUSE (SECCOMP_RET_ERRNO | EPERM)
#define NO(call) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, REFUSE)
#define LOCAL(call)                                                                            \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 4),                                         \
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),            \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 1, 0), BPF_STMT(BPF_RET | BPF_K, REFUSE), \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
/* The numbers of the x32 edition lie above. */
#define HEAD                                                                   \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),   \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),               \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),                   \
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)), \
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), BPF_STMT(BPF_RET | BPF_K, REFUSE)
#define COMMON                                                                                \
    NO(SYS_connect), NO(SYS_ptrace), NO(SYS_process_vm_readv), NO(SYS_process_vm_writev),     \
        NO(SYS_pidfd_open), NO(SYS_pidfd_getfd), NO(SYS_mount), NO(SYS_umount2),              \
        NO(SYS_pivot_root), NO(SYS_chroot), NO(SYS_unshare), NO(SYS_setns), NO(SYS_bpf),      \
        NO(SYS_perf_event_open), NO(SYS_userfaultfd), NO(SYS_io_uring_setup), NO(SYS_keyctl), \
        NO(SYS_add_key), NO(SYS_request_key), NO(SYS_init_module), NO(SYS_finit_module),      \
        NO(SYS_kexec_load), NO(SYS_reboot), NO(SYS_swapon), NO(SYS_mq_open)

static bool
lock_calls(bool local)
{
    static struct sock_filter none[] = {HEAD, COMMON, NO(SYS_socket), NO(SYS_socketpair),
        NO(SYS_bind), NO(SYS_listen), NO(SYS_accept), NO(SYS_accept4), NO(SYS_shmget),
        NO(SYS_msgget), NO(SYS_semget), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    /* To talk to itself: what it listens on lies in its folder, and nobody is called. */
    static struct sock_filter own[] = {HEAD, COMMON, LOCAL(SYS_socket), LOCAL(SYS_socketpair),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    struct sock_fprog of_none = {sizeof(none) / sizeof(none[0]), none},
                      of_own = {sizeof(own) / sizeof(own[0]), own};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, local ? &of_own : &of_none, 0, 0) == 0;
}
#else
static bool
lock_calls(bool local)
{
    (void)local;
    return false;
}
#endif

static struct caged
enter(const char *folder)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return (struct caged){false, false};
    bool files = lock_files(folder);
    return (struct caged){files, lock_calls(folder != NULL)};
}

struct caged
cage_enter(void)
{
    return enter(NULL);
}

struct caged
cage_enter_folder(const char *folder)
{
    return enter(folder);
}
