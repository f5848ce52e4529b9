/* SPDX-License-Identifier: MIT */
/* A descriptor that becomes readable after a time: timerfd_create(2). */
#ifndef SYS_CLOCK_FD_H
#define SYS_CLOCK_FD_H

#include <stdint.h>

/* Returns a descriptor that is not readable, or -1 with errno. */
int clock_fd_open(void);

/* Makes the descriptor unreadable, and readable after so many microseconds.
 * Returns 0, or -1 with errno. */
int clock_fd_set(int fd, int64_t us);

#endif
