// Linux calls that Swift cannot make: variadic `syscall`, and what glibc declares only under _GNU_SOURCE. That macro must
// not be defined here, because it changes types that Swift's own Glibc module has already imported without it.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <linux/blkpg.h>
#include <linux/loop.h>
#include <linux/nvme_ioctl.h>
#include <linux/openat2.h>
#include <linux/prctl.h>
#include <linux/stat.h>
#include <scsi/sg.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

extern char **environ;

/// open(2). glibc always defines the names with two underscores, for its own use.
static const int FUBAKO_O_TMPFILE = __O_TMPFILE;
static const int FUBAKO_O_PATH = __O_PATH;
static const int FUBAKO_O_NOATIME = __O_NOATIME;
/// linkat(2), from linux/fcntl.h, which cannot be included beside fcntl.h.
static const int FUBAKO_AT_EMPTY_PATH = 0x1000;
/// renameat2(2), from linux/fs.h.
static const unsigned int FUBAKO_RENAME_NOREPLACE = 1;
/// utimensat(2): leave this time alone.
static const long FUBAKO_UTIME_OMIT = (1L << 30) - 2;

/// open(2): past the kernel's cache.
static const int FUBAKO_O_DIRECT = __O_DIRECT;
/// Requests of ioctl(2) for block devices, from linux/fs.h, which cannot be included beside sys/mount.h.
static const unsigned long FUBAKO_BLKROGET = _IO(0x12, 94);
static const unsigned long FUBAKO_BLKRRPART = _IO(0x12, 95);
static const unsigned long FUBAKO_BLKFLSBUF = _IO(0x12, 97);
static const unsigned long FUBAKO_BLKSSZGET = _IO(0x12, 104);
static const unsigned long FUBAKO_BLKPG = _IO(0x12, 105);
static const unsigned long FUBAKO_BLKGETSIZE64 = _IOR(0x12, 114, size_t);
static const unsigned long FUBAKO_BLKGETDISKSEQ = _IOR(0x12, 128, uint64_t);
static const unsigned long FUBAKO_NVME_ADMIN = NVME_IOCTL_ADMIN_CMD;
/// Linux's device numbers in 64 bits; makedev(3).
static inline unsigned fubako_major(uint64_t device) { return gnu_dev_major(device); }
static inline unsigned fubako_minor(uint64_t device) { return gnu_dev_minor(device); }

/// openat2(2) has no wrapper in glibc 2.36. Returns a descriptor, or -1 with errno set.
static inline int fubako_openat2(int folder, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
    struct open_how how = {.flags = flags, .mode = mode, .resolve = resolve};
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

/// renameat2(2). Returns 0, or -1 with errno set.
static inline int fubako_renameat2(int from, const char *old_path, int to, const char *new_path, unsigned int flags) {
    return (int)syscall(SYS_renameat2, from, old_path, to, new_path, flags);
}

/// statx(2) without asking a filesystem's server, which may never answer; glibc declares it only under _GNU_SOURCE. Fills in
/// kind, device, inode and the device of a node. Returns 0, or -1 with errno set.
static inline int fubako_stat_unsynchronized(const char *path, struct stat *status) {
    struct statx found = {0};
    if (syscall(SYS_statx, AT_FDCWD, path, 0x4000 /* AT_STATX_DONT_SYNC */, STATX_TYPE | STATX_INO, &found)) return -1;
    status->st_mode = found.stx_mode;
    status->st_ino = found.stx_ino;
    status->st_dev = gnu_dev_makedev(found.stx_dev_major, found.stx_dev_minor);
    status->st_rdev = gnu_dev_makedev(found.stx_rdev_major, found.stx_rdev_minor);
    return 0;
}

/// kcmp(2) with KCMP_FILES. Returns 0 if two tasks share their descriptors, 1 to 3 if they do not, or -1 with errno set.
static inline int fubako_compare_files(int first, int second) {
    return (int)syscall(SYS_kcmp, first, second, 2 /* KCMP_FILES */, 0, 0);
}

/// syncfs(2). Returns 0, or -1 with errno set.
static inline int fubako_syncfs(int descriptor) { return (int)syscall(SYS_syncfs, descriptor); }

/// getdents64(2). Returns the bytes filled in, 0 at the end, or -1 with errno set.
static inline long fubako_getdents64(int descriptor, void *buffer, unsigned int count) {
    return syscall(SYS_getdents64, descriptor, buffer, count);
}

/// getrandom(2). Returns the bytes filled in, or -1 with errno set.
static inline long fubako_getrandom(void *buffer, unsigned long count) {
    return syscall(SYS_getrandom, buffer, count, 0);
}

/// prctl(2) with PR_SET_DUMPABLE and 0. Returns 0, or -1 with errno set.
static inline int fubako_forbid_dumps(void) { return (int)syscall(SYS_prctl, PR_SET_DUMPABLE, 0L, 0L, 0L, 0L); }

/// sched_getaffinity(2). Returns the processors that this process may use, or -1 with errno set.
static inline int fubako_allowed_processors(void) {
    unsigned long allowed[128] = {0};  // 8,192 processors, the most that x86-64 Linux can be built for
    long bytes = syscall(SYS_sched_getaffinity, 0, sizeof allowed, allowed);
    if (bytes < 0) return -1;
    int count = 0;
    for (unsigned i = 0; i < bytes / sizeof *allowed; i++) count += __builtin_popcountl(allowed[i]);
    return count;
}

/// pipe2(2) with O_CLOEXEC. Returns 0, or -1 with errno set.
static inline int fubako_pipe(int ends[2]) { return (int)syscall(SYS_pipe2, ends, O_CLOEXEC); }

/// environ(7), which Swift refuses as a variable that anyone may change. The program changes it nowhere.
static inline char **fubako_environment(void) { return environ; }
