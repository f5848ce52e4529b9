/* SPDX-License-Identifier: MIT */
/* A descriptor that becomes readable after a time, where no other event tells
 * when to try again. */
#ifndef SYS_CLOCK_FD_H
#define SYS_CLOCK_FD_H

#include <stdint.h>

/* Returns a descriptor that is not readable yet, or -1 with errno. */
int clock_fd_open(void);

/* Makes the descriptor readable after so many microseconds, and not before.
 * Returns 0, or -1 with errno. */
int clock_fd_set(int fd, int64_t us);

#endif
