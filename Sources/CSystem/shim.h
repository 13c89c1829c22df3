// Linux calls that Swift cannot make: variadic `syscall`, and constants behind _GNU_SOURCE that the overlay leaves out.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/// openat2(2) has no wrapper in glibc 2.36. Returns a descriptor, or -1 with errno set.
static inline int fubako_openat2(int folder, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
    struct open_how how = {.flags = flags, .mode = mode, .resolve = resolve};
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

/// renameat2(2) is declared only under _GNU_SOURCE. Returns 0, or -1 with errno set.
static inline int fubako_renameat2(int from, const char *old_path, int to, const char *new_path, unsigned int flags) {
    return (int)syscall(SYS_renameat2, from, old_path, to, new_path, flags);
}
