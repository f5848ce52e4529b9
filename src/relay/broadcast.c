/* SPDX-License-Identifier: MIT */
/* Bytes for all clients, kept only once. */
#include "relay/broadcast.h"

#include <assert.h>

void broadcast_add(
    struct broadcast *b, const void *bytes, size_t len, bool is_message)
{
	uint32_t header = (uint32_t)len;

	if (is_message)
		bytes_add(&b->bytes, &header, sizeof(header));
	bytes_add(&b->bytes, bytes, len);
}

size_t broadcast_left(const struct broadcast_reader *r)
{
	uint64_t end = broadcast_end(r->source);
	return (size_t)((r->last < end ? r->last : end) - r->at);
}

const unsigned char *broadcast_next(const struct broadcast_reader *r)
{
	assert(r->at >= r->source->begin);
	return r->source->bytes.at + (r->at - r->source->begin);
}

void broadcast_finish(struct broadcast_reader *r)
{
	r->last = broadcast_end(r->source);
}

void broadcast_forget(struct broadcast *b, uint64_t position)
{
	bytes_drop(&b->bytes, (size_t)(position - b->begin));
	bytes_trim(&b->bytes);
	b->begin = position;
}
