/* SPDX-License-Identifier: MIT */
/* Buffers and pipes that many lanes share: a lane has one only while it holds
 * bytes. */
#ifndef RELAY_POOL_H
#define RELAY_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* The number of buffers, and of pipes, that are kept for the next lane. */
#define POOL_KEPT 4

/* Begin with all zeros. */
struct pool {
	struct pool_buffer {
		unsigned char *bytes;
		size_t size;
	} kept[POOL_KEPT];
	struct pool_pipe {
		int read_fd, write_fd;
		size_t size; /* its capacity in full pages; 0: no pipe */
	} pipes[POOL_KEPT];
};

#define POOL_NO_PIPE ((struct pool_pipe){ .read_fd = -1, .write_fd = -1 })

/* Returns a buffer of that size. */
unsigned char *pool_take(struct pool *pool, size_t size);

/* Gives it back, with its size. Accepts NULL. */
void pool_give(struct pool *pool, unsigned char *bytes, size_t size);

/* Fills *pipe with an empty pipe, unless it has one already. Returns false if
 * no pipe of a useful size can be had: no descriptors, or a quota. */
bool pool_take_pipe(struct pool *pool, struct pool_pipe *pipe);

/* Gives an empty pipe back, or closes a pipe. *pipe is POOL_NO_PIPE then. */
void pool_give_pipe(struct pool *pool, struct pool_pipe *pipe);
void pool_drop_pipe(struct pool_pipe *pipe);

/* Frees the kept buffers and pipes. */
void pool_free(struct pool *pool);

#endif
