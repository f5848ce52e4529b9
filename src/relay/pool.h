/* SPDX-License-Identifier: MIT */
/* Buffers and pipes that many lanes share: a lane has one only while there is
 * something in it. */
#ifndef RELAY_POOL_H
#define RELAY_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* So many are kept for the next lane. */
#define POOL_KEPT 4

/* Begin with all zeros. */
struct pool {
	struct pool_buffer {
		unsigned char *bytes;
		size_t size;
	} kept[POOL_KEPT];
	struct pool_pipe {
		int read_fd, write_fd;
		size_t size; /* what it can hold in full pages; 0: none */
	} pipes[POOL_KEPT];
};

#define POOL_NO_PIPE ((struct pool_pipe){ .read_fd = -1, .write_fd = -1 })

/* Returns a buffer of that size. */
unsigned char *pool_take(struct pool *pool, size_t size);

/* Gives it back, with its size. Accepts NULL. */
void pool_give(struct pool *pool, unsigned char *bytes, size_t size);

/* Has an empty pipe in *pipe, unless there is one already. Returns false if
 * there can be none that is worth the effort: no descriptors, or a quota. */
bool pool_take_pipe(struct pool *pool, struct pool_pipe *pipe);

/* Gives an empty pipe back, or closes one; *pipe is none then. */
void pool_give_pipe(struct pool *pool, struct pool_pipe *pipe);
void pool_drop_pipe(struct pool_pipe *pipe);

/* Frees what is kept. */
void pool_free(struct pool *pool);

#endif
