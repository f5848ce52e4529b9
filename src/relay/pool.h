/* SPDX-License-Identifier: MIT */
/* Buffers that many lanes share: a lane has one only while there is something
 * in it. */
#ifndef RELAY_POOL_H
#define RELAY_POOL_H

#include <stddef.h>

/* So many are kept for the next lane. */
#define POOL_KEPT 4

/* Begin with all zeros. */
struct pool {
	struct pool_buffer {
		unsigned char *bytes;
		size_t size;
	} kept[POOL_KEPT];
};

/* Returns a buffer of that size. */
unsigned char *pool_take(struct pool *pool, size_t size);

/* Gives it back, with its size. Accepts NULL. */
void pool_give(struct pool *pool, unsigned char *bytes, size_t size);

/* Frees what is kept. */
void pool_free(struct pool *pool);

#endif
