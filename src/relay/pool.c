/* SPDX-License-Identifier: MIT */
/* Buffers and pipes that many lanes share. */
#include "relay/pool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "stream/splice.h"

/* The smallest pipe that is faster than a copy. */
#define PIPE_LEAST_BYTES (64 * 1024)

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

static bool make_pipe(struct pool_pipe *pipe)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	*pipe = (struct pool_pipe){ .read_fd = ends[0], .write_fd = ends[1] };
	int size = splice_enlarge(pipe->write_fd);
	if (size >= PIPE_LEAST_BYTES) {
		pipe->size = (size_t)size;
		return true;
	}
	pool_drop_pipe(pipe);
	return false;
}

bool pool_take_pipe(struct pool *pool, struct pool_pipe *pipe)
{
	if (pipe->size > 0)
		return true;
	for (size_t i = 0; i < POOL_KEPT; i++) {
		if (pool->pipes[i].size == 0)
			continue;
		*pipe = pool->pipes[i];
		pool->pipes[i] = POOL_NO_PIPE;
		return true;
	}
	return make_pipe(pipe);
}

void pool_give_pipe(struct pool *pool, struct pool_pipe *pipe)
{
	for (size_t i = 0; pipe->size > 0 && i < POOL_KEPT; i++) {
		if (pool->pipes[i].size > 0)
			continue;
		pool->pipes[i] = *pipe;
		*pipe = POOL_NO_PIPE;
		return;
	}
	pool_drop_pipe(pipe);
}

void pool_drop_pipe(struct pool_pipe *pipe)
{
	if (pipe->read_fd >= 0)
		close(pipe->read_fd);
	if (pipe->write_fd >= 0)
		close(pipe->write_fd);
	*pipe = POOL_NO_PIPE;
}

void pool_free(struct pool *pool)
{
	for (size_t i = 0; i < POOL_KEPT; i++)
		free(pool->kept[i].bytes);
	for (size_t i = 0; i < POOL_KEPT; i++)
		if (pool->pipes[i].size > 0)
			pool_drop_pipe(&pool->pipes[i]);
	*pool = (struct pool){ 0 };
}
