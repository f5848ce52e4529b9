/* SPDX-License-Identifier: MIT */
/* Bytes on their way through a faulty network: pieces in order, each with the
 * time at which it came. */
#ifndef RELAY_IMPAIR_IMPAIR_QUEUE_H
#define RELAY_IMPAIR_IMPAIR_QUEUE_H

#include <stdint.h>

#include "base/bytes.h"

struct impair_piece {
	uint64_t offset; /* of its first byte that is left, as it was read */
	uint64_t start;  /* of the first byte that it had */
	size_t len;
	int64_t came;
};

/* Begin with all zeros. */
struct impair_queue {
	struct bytes bytes;
	struct bytes pieces; /* struct impair_piece */
};

void impair_queue_free(struct impair_queue *q);

/* Adds a piece. Returns where its bytes are, until the next call. */
unsigned char *impair_queue_add(struct impair_queue *q,
    const struct impair_piece *piece, const void *bytes);

/* The first piece; NULL: the queue is empty. */
struct impair_piece *impair_queue_first(const struct impair_queue *q);

/* Drops the first len bytes, which are all of the first piece at most. */
void impair_queue_drop(struct impair_queue *q, size_t len);

/* The memory that it has. */
size_t impair_queue_size(const struct impair_queue *q);

#endif
