/* SPDX-License-Identifier: MIT */
/* Moving pages between descriptors and pipes, without a copy (splice(2)). */
#ifndef STREAM_SPLICE_H
#define STREAM_SPLICE_H

#include <stddef.h>
#include <sys/types.h>

/* The most that a pipe may hold without a privilege (pipe(7)). */
#define SPLICE_PIPE_BYTES (1024 * 1024)

/* Moves up to len bytes between two descriptors, of which one is a pipe,
 * without blocking on the pipe; a socket must be non-blocking. Returns how
 * many, 0 at the end of from; STREAM_AGAIN; STREAM_CANNOT if the kernel does
 * not support the descriptors; or STREAM_ERROR with errno. */
ssize_t splice_move(int from, int to, size_t len);

/* Enlarges a pipe to SPLICE_PIPE_BYTES, as far as the kernel allows. Returns
 * its capacity in bytes, or -1 if the descriptor is not a pipe. */
int splice_enlarge(int pipe_fd);

#endif
