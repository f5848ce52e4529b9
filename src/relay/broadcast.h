/* SPDX-License-Identifier: MIT */
/* What all clients are sent, kept once for all of them. Each client knows how
 * far it has got: a position, which is counted from the first byte on. */
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

/* How far one client has got. */
struct broadcast_reader {
	const struct broadcast *source;
	uint64_t at, last; /* it is sent what is from here up to there */
};

/* One that begins with what is added next. */
static inline struct broadcast_reader broadcast_read(const struct broadcast *b)
{
	return (struct broadcast_reader){ b, broadcast_end(b), UINT64_MAX };
}

/* The bytes that the client has not been sent yet: how many, and where. */
size_t broadcast_left(const struct broadcast_reader *r);
const unsigned char *broadcast_next(const struct broadcast_reader *r);

/* Bytes that are added from now on are not sent to the client. */
void broadcast_finish(struct broadcast_reader *r);

/* Adds bytes; as a message, behind its length, which is a uint32_t. */
void broadcast_add(
    struct broadcast *b, const void *bytes, size_t len, bool is_message);

/* Frees what is before the position: every client has been sent it. */
void broadcast_forget(struct broadcast *b, uint64_t position);

#endif
