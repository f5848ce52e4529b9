/* SPDX-License-Identifier: MIT */
/* A byte queue of fixed capacity. */
#include "base/buffer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void buffer_init(struct buffer *b, size_t capacity)
{
	*b = (struct buffer){
		.bytes = xmalloc(capacity),
		.capacity = capacity,
	};
}

void buffer_free(struct buffer *b)
{
	free(b->bytes);
	*b = (struct buffer){ 0 };
}

const unsigned char *buffer_peek(const struct buffer *b, size_t *len)
{
	*len = b->tail - b->head;
	return b->bytes + b->head;
}

unsigned char *buffer_room(struct buffer *b, size_t *len)
{
	size_t used = buffer_used(b);

	/* Only beyond the middle, so that the bytes moved stay few against
	 * those that were read since the last move. */
	if (b->tail > b->capacity / 2) {
		memmove(b->bytes, b->bytes + b->head, used);
		b->head = 0;
		b->tail = used;
	}
	*len = b->capacity - b->tail;
	return b->bytes + b->tail;
}

void buffer_filled(struct buffer *b, size_t len)
{
	assert(len <= b->capacity - b->tail);
	b->tail += len;
}

void buffer_drained(struct buffer *b, size_t len)
{
	assert(len <= buffer_used(b));
	b->head += len;
	if (b->head == b->tail)
		b->head = b->tail = 0;
}
