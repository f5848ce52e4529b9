/* SPDX-License-Identifier: MIT */
/* Writing without waiting for a reader. The flags of a file description that is
 * shared, such as that of a standard stream, are not changed. */
#ifndef SYS_OUTPUT_WRITE_WAY_H
#define SYS_OUTPUT_WRITE_WAY_H

#include <stdbool.h>
#include <sys/types.h>
#include <sys/uio.h>

enum write_way_kind {
	WRITE_PLAIN,  /* to a file that is always ready */
	WRITE_SOCKET, /* with MSG_DONTWAIT */
	WRITE_OWN,    /* by a non-blocking file description of our own */
	WRITE_SHARED, /* by a shared file description, after poll(2) */
};

struct write_way {
	enum write_way_kind kind;
	int fd; /* to write to, and to poll */
};

/* Finds how to write to the descriptor, which stays the caller's. */
struct write_way write_way_open(int fd);
void write_way_close(struct write_way *way);

/* Writes a part of the pieces, as writev(2); -1 with EAGAIN if there is no
 * room. */
ssize_t write_way_some(
    const struct write_way *way, struct iovec *pieces, size_t count);

/* Writes the bytes as far as there is room, or until a signal asks for the end;
 * another signal, such as SIGCONT, does not end that. Returns how many bytes
 * were written; *failure is the errno of a failure, or 0. */
size_t write_way_put(
    const struct write_way *way, const void *bytes, size_t len, int *failure);

/* Removes the last len bytes from a regular file that ends with them. */
void write_way_take_back(int fd, size_t len);

/* Waits for room or an error, at most so many milliseconds. Returns whether
 * there is one of them. */
bool write_way_has_room(const struct write_way *way, int timeout_ms);

#endif
