/* SPDX-License-Identifier: MIT */
/* Moving pages between descriptors and pipes, without a copy: splice(2). */
#ifndef SYS_PAGES_H
#define SYS_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Whether this system can do so for some descriptors. */
extern const bool pages_can_move;

/* Moves up to len bytes between two descriptors, of which one is a pipe,
 * without blocking on the pipe. Returns how many, or -1 with errno: EINVAL or
 * ENOSYS if it cannot be done. */
ssize_t pages_move(int from, int to, size_t len);

/* Enlarges a pipe as far as it can be, to so many bytes at most. Returns its
 * capacity; or -1 if the descriptor is not a pipe, or if that is not known. */
int pages_enlarge(int pipe_fd, int bytes);

#endif
