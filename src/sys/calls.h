/* SPDX-License-Identifier: MIT */
/* System calls that not every C library has. They return as the kernel does:
 * -1 with errno, which is ENOSYS where the kernel has none. */
#ifndef SYS_CALLS_H
#define SYS_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* preadv2(2) and pwritev2(2) with RWF_NOWAIT, of one buffer: as read(2) and
 * write(2) of a descriptor that does not wait. */
ssize_t calls_read_now(int fd, void *bytes, size_t len);
ssize_t calls_write_now(int fd, const void *bytes, size_t len);

/* pidfd_open(2): a descriptor, which is readable when the process has ended. */
int calls_watch_process(pid_t pid);

/* close_range(2) */
int calls_close_range(unsigned first, unsigned last);

/* The same, but they are closed only by exec. */
int calls_close_range_at_exec(unsigned first, unsigned last);

#endif
