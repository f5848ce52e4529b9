/* SPDX-License-Identifier: MIT */
/* Bytes for all clients, kept only once. A reader is the position of one
 * client, counted from the first byte on. */
#ifndef RELAY_BROADCAST_H
#define RELAY_BROADCAST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* Begin with all zeros; free the bytes. */
struct broadcast {
	struct bytes bytes;
	uint64_t begin; /* the position of the first of them */
};

static inline uint64_t broadcast_end(const struct broadcast *b)
{
	return b->begin + b->bytes.len;
}

/* The position of one client. */
struct broadcast_reader {
	const struct broadcast *source;
	uint64_t at, last; /* it reads from at up to last */
};

/* Makes a reader that begins with the bytes that are added next. */
static inline struct broadcast_reader broadcast_read(const struct broadcast *b)
{
	return (struct broadcast_reader){ b, broadcast_end(b), UINT64_MAX };
}

/* The bytes that the client has not read yet: their number, and where they are.
 */
size_t broadcast_left(const struct broadcast_reader *r);
const unsigned char *broadcast_next(const struct broadcast_reader *r);

/* Ends the reader: bytes that are added later are not for the client. */
void broadcast_finish(struct broadcast_reader *r);

/* Adds bytes; a message with its length before it, as a uint32_t. */
void broadcast_add(
    struct broadcast *b, const void *bytes, size_t len, bool is_message);

/* Frees the bytes before the position, which every client has read. */
void broadcast_forget(struct broadcast *b, uint64_t position);

#endif
