/* SPDX-License-Identifier: MIT */
/* Writing without waiting for the reader. A file description that others may
 * have, too, such as that of a standard stream, is left as it is. */
#ifndef SYS_WRITE_WAY_H
#define SYS_WRITE_WAY_H

#include <stdbool.h>
#include <sys/types.h>
#include <sys/uio.h>

enum write_way_kind {
	WRITE_PLAIN,  /* a file, which is always ready */
	WRITE_SOCKET, /* each call says that it does not wait */
	WRITE_OWN, /* by a file description of our own, which does not wait */
	WRITE_SHARED, /* by the one that others have: poll is asked first */
};

struct write_way {
	enum write_way_kind kind;
	int fd; /* to write to, and to wait for */
};

/* Finds how the descriptor, which stays the caller's, can be written. */
struct write_way write_way_open(int fd);
void write_way_close(struct write_way *way);

/* As writev(2): writes some of the pieces. -1 with EAGAIN: there is no room. */
ssize_t write_way_some(
    const struct write_way *way, struct iovec *pieces, size_t count);

/* Writes one piece as far as there is room, or until a signal asks for the end.
 * Continues when the process, stopped in the background of a terminal with
 * tostop, is continued. Returns how many bytes were written; *failure is the
 * errno of a failure, or 0. */
size_t write_way_put(
    const struct write_way *way, const void *bytes, size_t len, int *failure);

/* Waits for room, or an error, for so many milliseconds at most. Returns
 * whether there is one of these. */
bool write_way_has_room(const struct write_way *way, int timeout_ms);

#endif
