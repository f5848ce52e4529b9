/* SPDX-License-Identifier: MIT */
/* Moving pages between descriptors and pipes, without a copy (splice(2)). */
#ifndef STREAM_SPLICE_H
#define STREAM_SPLICE_H

#include <stddef.h>
#include <sys/types.h>

/* The most that a pipe may hold without a privilege (pipe(7)). */
#define SPLICE_PIPE_BYTES (1024 * 1024)

/* Moves up to len bytes, one of the descriptors being a pipe, and does not wait
 * for that. Returns how many, 0 at the end of from; STREAM_AGAIN; STREAM_CANNOT
 * if the kernel cannot do it with these; STREAM_ERROR with errno. A socket must
 * not wait by itself. */
ssize_t splice_move(int from, int to, size_t len);

/* Enlarges a pipe to SPLICE_PIPE_BYTES if the kernel allows that. Returns how
 * many bytes it can hold in full pages, or -1 if it is no pipe. */
int splice_enlarge(int pipe_fd);

#endif
