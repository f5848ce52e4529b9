/* SPDX-License-Identifier: MIT */
/* Buffers that many lanes share. */
#include "relay/pool.h"

#include <stdlib.h>

#include "base/xalloc.h"

unsigned char *pool_take(struct pool *pool, size_t size)
{
	for (size_t i = 0; i < POOL_KEPT; i++) {
		struct pool_buffer *kept = &pool->kept[i];
		if (kept->size != size)
			continue;
		unsigned char *bytes = kept->bytes;
		*kept = (struct pool_buffer){ 0 };
		return bytes;
	}
	return xmalloc(size);
}

void pool_give(struct pool *pool, unsigned char *bytes, size_t size)
{
	for (size_t i = 0; bytes && i < POOL_KEPT; i++) {
		if (pool->kept[i].bytes)
			continue;
		pool->kept[i] = (struct pool_buffer){ bytes, size };
		return;
	}
	free(bytes);
}

void pool_free(struct pool *pool)
{
	for (size_t i = 0; i < POOL_KEPT; i++)
		free(pool->kept[i].bytes);
	*pool = (struct pool){ 0 };
}
