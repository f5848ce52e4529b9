/* SPDX-License-Identifier: MIT */
/* System calls that some C libraries lack. They return -1 with errno, which is
 * ENOSYS if the kernel lacks the call. */
#ifndef SYS_CALLS_H
#define SYS_CALLS_H

#include <stddef.h>
#include <sys/types.h>

/* preadv2(2) and pwritev2(2) of one buffer with RWF_NOWAIT: read(2) and
 * write(2) as of a non-blocking descriptor. */
ssize_t calls_read_now(int fd, void *bytes, size_t len);
ssize_t calls_write_now(int fd, const void *bytes, size_t len);

/* pidfd_open(2): a descriptor that is readable when the process has ended. */
int calls_watch_process(pid_t pid);

/* close_range(2) */
int calls_close_range(unsigned first, unsigned last);

/* The same, but exec closes them (CLOSE_RANGE_CLOEXEC). */
int calls_close_range_at_exec(unsigned first, unsigned last);

#endif
