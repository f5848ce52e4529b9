/* SPDX-License-Identifier: MIT */
/* A descriptor that becomes readable after a time: timerfd_create(2), or a pipe
 * that the waits of sys/waiting.h and sys/poller.h write to. */
#ifndef SYS_CLOCK_FD_H
#define SYS_CLOCK_FD_H

#include <stdint.h>

/* Returns a descriptor that is not readable, or -1 with errno. */
int clock_fd_open(void);

/* Makes the descriptor unreadable, and readable after so many microseconds.
 * Returns 0, or -1 with errno. */
int clock_fd_set(int fd, int64_t us);

void clock_fd_close(int fd);

/* For waits: makes those readable whose time has come, where the kernel does
 * not; and returns until when to wait, which is the deadline or earlier. */
void clock_fd_ring(void);
int64_t clock_fd_limit(int64_t deadline);

#endif
