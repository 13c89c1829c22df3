// Real faults for a real program: an LD_PRELOAD library that lets chosen system calls fail, do less, or kill the process.
//
//   FUBAKO_FAULT      rules, separated by ";", each   call:kind:nth[:path]
//       call    open (all ways to open), read, pread, write, pwrite, fsync (and fdatasync), syncfs, ftruncate, close,
//               link, rename, rename-new (with RENAME_NOREPLACE), mkdir, unlink, chmod, utime, getdents, or any
//       kind    an errno (EINTR, EIO, ENOSPC, EDQUOT, EACCES, EMFILE, ENOENT, EEXIST, EXDEV, ENOSYS, EPERM, EINVAL, EOPNOTSUPP),
//               short (read or write half), kill (SIGKILL before the call), killafter (SIGKILL after it),
//               term or int (that signal to the process before the call, which goes on)
//       nth     which of the calls that match, from 1: 3, 3-5, 3- or *
//       path    only calls whose path, or whose descriptor's path, contains this
//   FUBAKO_FAULT_LOG  a file to which every call is appended: its name, which match of a rule it was or 0, its path
//
// EINTR for every call ("*") would be retried for ever: use a range. Counting is per rule and for all threads together.
// Built with:  cc -shared -fPIC -O1 -Wall -Wextra -o libfaults.so faults.c -ldl

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { FAIL, SHORT, KILL, KILL_AFTER, SIGNAL };

struct rule {
    char call[16];
    enum kind kind;
    int number;  // errno or signal
    long first, last;
    char path[256];
    atomic_long count;
};

static struct rule rules[16];
static int rule_count;
static int log_descriptor = -1;
// The C library's own syscall(2), which everything below the wrappers uses: no wrapper is entered twice.
static long (*real_syscall)(long, ...);

static const struct { const char *name; int number; } numbers[] = {
    {"EINTR", EINTR},   {"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EACCES", EACCES},
    {"EMFILE", EMFILE}, {"ENOENT", ENOENT}, {"EEXIST", EEXIST}, {"EXDEV", EXDEV},   {"ENOSYS", ENOSYS},
    {"EPERM", EPERM},   {"EINVAL", EINVAL},   {"EOPNOTSUPP", EOPNOTSUPP},
};

static void refuse(const char *rule) {
    fprintf(stderr, "faults: bad rule \"%s\"\n", rule);
    _exit(125);
}

static void parse_kind(struct rule *rule, const char *kind, const char *text) {
    if (!strcmp(kind, "short")) { rule->kind = SHORT; return; }
    if (!strcmp(kind, "kill")) { rule->kind = KILL; return; }
    if (!strcmp(kind, "killafter")) { rule->kind = KILL_AFTER; return; }
    if (!strcmp(kind, "term")) { rule->kind = SIGNAL; rule->number = SIGTERM; return; }
    if (!strcmp(kind, "int")) { rule->kind = SIGNAL; rule->number = SIGINT; return; }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!strcmp(kind, numbers[i].name)) { rule->kind = FAIL; rule->number = numbers[i].number; return; }
    refuse(text);
}

static void parse_range(struct rule *rule, const char *nth, const char *text) {
    char *end = NULL;
    rule->first = 1;
    rule->last = LONG_MAX;
    if (!strcmp(nth, "*")) return;
    rule->first = rule->last = strtol(nth, &end, 10);
    if (end != nth && *end == '-') {
        const char *upper = end + 1;
        rule->last = *upper ? strtol(upper, &end, 10) : LONG_MAX;
        if (!*upper) end++;
    }
    if (end == nth || *end || rule->first < 1) refuse(text);
}

static void parse(const char *text) {
    char copy[512], *save = NULL;
    if (rule_count == 16 || strlen(text) >= sizeof copy) refuse(text);
    strcpy(copy, text);
    struct rule *rule = &rules[rule_count];
    char *call = strtok_r(copy, ":", &save), *kind = strtok_r(NULL, ":", &save), *nth = strtok_r(NULL, ":", &save);
    char *path = strtok_r(NULL, "", &save);
    if (!call || !kind || !nth || strlen(call) >= sizeof rule->call) refuse(text);
    strcpy(rule->call, call);
    parse_kind(rule, kind, text);
    parse_range(rule, nth, text);
    if (path) {
        if (strlen(path) >= sizeof rule->path) refuse(text);
        strcpy(rule->path, path);
    }
    rule_count++;
}

static void prepare(void) {
    if (real_syscall) return;
    *(void **)&real_syscall = dlsym(RTLD_NEXT, "syscall");
}

__attribute__((constructor)) static void start(void) {
    prepare();
    const char *log = getenv("FUBAKO_FAULT_LOG");
    if (log) log_descriptor = (int)real_syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const char *text = getenv("FUBAKO_FAULT");
    if (!text) return;
    char all[4096], *save = NULL;
    if (strlen(text) >= sizeof all) refuse(text);
    strcpy(all, text);
    for (char *one = strtok_r(all, ";", &save); one; one = strtok_r(NULL, ";", &save)) parse(one);
}

// The path of a call: what it names, and what its descriptor is open on.
static void describe(char *out, size_t size, int descriptor, const char *path) {
    char link[64], target[PATH_MAX] = "";
    if (descriptor >= 0) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
        long count = real_syscall(SYS_readlinkat, AT_FDCWD, link, target, sizeof target - 1);
        target[count > 0 ? count : 0] = 0;
    }
    snprintf(out, size, "%s%s%s", target, path && *target ? "/" : "", path ? path : "");
}

// Decides about one call. Returns the rule to apply, or NULL.
static struct rule *decide(const char *call, int descriptor, const char *path) {
    if (!rule_count && log_descriptor < 0) return NULL;
    int kept = errno;
    char where[PATH_MAX * 2];
    describe(where, sizeof where, descriptor, path);
    struct rule *hit = NULL;
    long hits = 0;
    for (int i = 0; i < rule_count; i++) {
        struct rule *rule = &rules[i];
        if (strcmp(rule->call, call) && strcmp(rule->call, "any")) continue;
        if (*rule->path && !strstr(where, rule->path)) continue;
        long count = atomic_fetch_add(&rule->count, 1) + 1;
        if (!hit && count >= rule->first && count <= rule->last) { hit = rule; hits = count; }
    }
    if (log_descriptor >= 0) {
        char line[PATH_MAX * 2 + 64];
        int size = snprintf(line, sizeof line, "%s %ld %s\n", call, hits, where);
        if (size > 0) real_syscall(SYS_write, log_descriptor, line, (size_t)size < sizeof line ? (size_t)size : sizeof line);
    }
    if (hit && hit->kind == KILL) real_syscall(SYS_kill, getpid(), SIGKILL);
    if (hit && hit->kind == SIGNAL) real_syscall(SYS_kill, getpid(), hit->number);
    errno = kept;
    return hit;
}

static int fails(const struct rule *rule) {
    if (!rule || rule->kind != FAIL) return 0;
    errno = rule->number;
    return 1;
}

static size_t shorten(const struct rule *rule, size_t count) {
    return rule && rule->kind == SHORT && count > 1 ? count / 2 : count;
}

static long finish(const struct rule *rule, long result) {
    if (rule && rule->kind == KILL_AFTER) real_syscall(SYS_kill, getpid(), SIGKILL);
    return result;
}

// A call that only happens or fails.
#define PLAIN(name, descriptor, path, ...)                                  \
    do {                                                                    \
        prepare();                                                          \
        struct rule *rule = decide(name, descriptor, path);                 \
        if (fails(rule)) return -1;                                         \
        return finish(rule, real_syscall(__VA_ARGS__));                     \
    } while (0)

#define MODE(flags, last) \
    mode_t mode = 0;      \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list list; va_start(list, last); mode = va_arg(list, mode_t); va_end(list); }

int open(const char *path, int flags, ...) { MODE(flags, flags) PLAIN("open", -1, path, SYS_openat, AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags, flags) PLAIN("open", -1, path, SYS_openat, AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags, flags) PLAIN("open", folder, path, SYS_openat, folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags, flags) PLAIN("open", folder, path, SYS_openat, folder, path, flags, mode); }

// A call that moves bytes, and may move fewer.
#define MOVE(name, ...)                                                     \
    do {                                                                    \
        prepare();                                                          \
        struct rule *rule = decide(name, descriptor, NULL);                 \
        if (fails(rule)) return -1;                                         \
        size_t length = shorten(rule, count);                               \
        return finish(rule, real_syscall(__VA_ARGS__));                     \
    } while (0)

ssize_t read(int descriptor, void *buffer, size_t count) { MOVE("read", SYS_read, descriptor, buffer, length); }
ssize_t write(int descriptor, const void *buffer, size_t count) { MOVE("write", SYS_write, descriptor, buffer, length); }
ssize_t pread(int descriptor, void *buffer, size_t count, off_t offset) { MOVE("pread", SYS_pread64, descriptor, buffer, length, offset); }
ssize_t pread64(int descriptor, void *buffer, size_t count, off_t offset) { MOVE("pread", SYS_pread64, descriptor, buffer, length, offset); }
ssize_t pwrite(int descriptor, const void *buffer, size_t count, off_t offset) { MOVE("pwrite", SYS_pwrite64, descriptor, buffer, length, offset); }
ssize_t pwrite64(int descriptor, const void *buffer, size_t count, off_t offset) { MOVE("pwrite", SYS_pwrite64, descriptor, buffer, length, offset); }

// Of several buffers a short call moves the first only.
static int first_only(const struct rule *rule, int count) { return rule && rule->kind == SHORT && count > 1 ? 1 : count; }
#define VECTOR(name, ...)                                                   \
    do {                                                                    \
        prepare();                                                          \
        struct rule *rule = decide(name, descriptor, NULL);                 \
        if (fails(rule)) return -1;                                         \
        int buffers = first_only(rule, count);                              \
        return finish(rule, real_syscall(__VA_ARGS__));                     \
    } while (0)
#define OFFSET_HALVES(offset) (unsigned long)(offset), (unsigned long)((uint64_t)(offset) >> 32)
ssize_t readv(int descriptor, const struct iovec *vector, int count) { VECTOR("read", SYS_readv, descriptor, vector, buffers); }
ssize_t writev(int descriptor, const struct iovec *vector, int count) { VECTOR("write", SYS_writev, descriptor, vector, buffers); }
ssize_t preadv(int descriptor, const struct iovec *vector, int count, off_t offset) { VECTOR("pread", SYS_preadv, descriptor, vector, buffers, OFFSET_HALVES(offset)); }
ssize_t pwritev(int descriptor, const struct iovec *vector, int count, off_t offset) { VECTOR("pwrite", SYS_pwritev, descriptor, vector, buffers, OFFSET_HALVES(offset)); }

int fsync(int descriptor) { PLAIN("fsync", descriptor, NULL, SYS_fsync, descriptor); }
int fdatasync(int descriptor) { PLAIN("fsync", descriptor, NULL, SYS_fdatasync, descriptor); }
int syncfs(int descriptor) { PLAIN("syncfs", descriptor, NULL, SYS_syncfs, descriptor); }
int ftruncate(int descriptor, off_t length) { PLAIN("ftruncate", descriptor, NULL, SYS_ftruncate, descriptor, length); }
int ftruncate64(int descriptor, off_t length) { PLAIN("ftruncate", descriptor, NULL, SYS_ftruncate, descriptor, length); }
int linkat(int from, const char *old, int to, const char *name, int flags) { PLAIN("link", to, name, SYS_linkat, from, old, to, name, flags); }
int symlinkat(const char *target, int folder, const char *name) { PLAIN("link", folder, name, SYS_symlinkat, target, folder, name); }
// RENAME_NOREPLACE, which some filesystems refuse.
static const char *rename_name(unsigned long flags) { return flags & RENAME_NOREPLACE ? "rename-new" : "rename"; }
int rename(const char *old, const char *name) { PLAIN("rename", -1, name, SYS_renameat, AT_FDCWD, old, AT_FDCWD, name); }
int renameat(int from, const char *old, int to, const char *name) { PLAIN("rename", to, name, SYS_renameat, from, old, to, name); }
int renameat2(int from, const char *old, int to, const char *name, unsigned flags) { PLAIN(rename_name(flags), to, name, SYS_renameat2, from, old, to, name, flags); }
int mkdir(const char *path, mode_t mode) { PLAIN("mkdir", -1, path, SYS_mkdirat, AT_FDCWD, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { PLAIN("mkdir", folder, path, SYS_mkdirat, folder, path, mode); }
int unlink(const char *path) { PLAIN("unlink", -1, path, SYS_unlinkat, AT_FDCWD, path, 0); }
int rmdir(const char *path) { PLAIN("unlink", -1, path, SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR); }
int unlinkat(int folder, const char *path, int flags) { PLAIN("unlink", folder, path, SYS_unlinkat, folder, path, flags); }
int fchmod(int descriptor, mode_t mode) { PLAIN("chmod", descriptor, NULL, SYS_fchmod, descriptor, mode); }
int futimens(int descriptor, const struct timespec times[2]) { PLAIN("utime", descriptor, NULL, SYS_utimensat, descriptor, NULL, times, 0); }

// close(2) gives the descriptor back in any case, so that a failing one must still close.
int close(int descriptor) {
    prepare();
    if (descriptor == log_descriptor && descriptor >= 0) { errno = EBADF; return -1; }
    struct rule *rule = decide("close", descriptor, NULL);
    long result = real_syscall(SYS_close, descriptor);
    finish(rule, result);
    if (fails(rule)) return -1;
    return (int)result;
}

// The calls that the program makes by number.
long syscall(long number, ...) {
    prepare();
    va_list list;
    va_start(list, number);
    long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long), d = va_arg(list, long),
         e = va_arg(list, long), f = va_arg(list, long);
    va_end(list);
    switch (number) {
    case SYS_openat2: PLAIN("open", (int)a, (const char *)b, number, a, b, c, d);
    case SYS_renameat2: PLAIN(rename_name(e), (int)c, (const char *)d, number, a, b, c, d, e);
    case SYS_syncfs: PLAIN("syncfs", (int)a, NULL, number, a);
    case SYS_getdents64: PLAIN("getdents", (int)a, NULL, number, a, b, c);
    default: return real_syscall(number, a, b, c, d, e, f);
    }
}
