/* SPDX-License-Identifier: MIT */
/* Bytes on their way through a faulty network. */
#include "relay/impair/impair-queue.h"

#include <assert.h>

void impair_queue_free(struct impair_queue *q)
{
	bytes_free(&q->bytes);
	bytes_free(&q->pieces);
}

unsigned char *impair_queue_add(
    struct impair_queue *q, const struct impair_piece *piece, const void *bytes)
{
	bytes_add(&q->bytes, bytes, piece->len);
	bytes_add(&q->pieces, piece, sizeof(*piece));
	return q->bytes.at + q->bytes.len - piece->len;
}

struct impair_piece *impair_queue_first(const struct impair_queue *q)
{
	return q->pieces.len > 0 ? (struct impair_piece *)(void *)q->pieces.at
	                         : NULL;
}

void impair_queue_drop(struct impair_queue *q, size_t len)
{
	struct impair_piece *first = impair_queue_first(q);

	assert(first && len <= first->len);
	bytes_drop(&q->bytes, len);
	first->len -= len;
	first->offset += len;
	if (first->len == 0)
		bytes_drop(&q->pieces, sizeof(*first));
}

size_t impair_queue_size(const struct impair_queue *q)
{
	return q->bytes.len + q->pieces.len;
}
