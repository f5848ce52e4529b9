/* SPDX-License-Identifier: MIT */
/* Urgent data that a TCP socket has received (tcp(7), RFC 6093): one byte out
 * of line, which reads do not return. */
#ifndef STREAM_URGENT_H
#define STREAM_URGENT_H

#include <stdbool.h>
#include <stddef.h>

struct error;
struct tap;

struct urgent {
	unsigned char byte;
	bool has_before;
	size_t before; /* bytes to be read before it; if has_before */
};

/* Takes the byte that POLLPRI tells of, and tells observers of the call.
 * Returns 1 with out filled; 0 if there is none now; STREAM_CANNOT if POLLPRI
 * must not be waited for any more, since it would come again and again: the
 * byte is read in line (SO_OOBINLINE), or the connection is over; or
 * STREAM_ERROR with err filled as by a read. */
int urgent_take(int fd, struct urgent *out, struct tap *tap, struct error *err);

/* Has the byte read in line from now on (SO_OOBINLINE), also one that has come
 * already, unless reads have passed it. Returns whether that is possible. */
bool urgent_read_in_line(int fd, struct tap *tap);

/* Whether the next byte is the urgent one, which is shown, and stays there. */
bool urgent_is_next(int fd, unsigned char *byte);

#endif
