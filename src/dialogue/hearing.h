/* SPDX-License-Identifier: MIT */
/* What the other side of a dialogue has said, until it was looked at. */
#ifndef DIALOGUE_HEARING_H
#define DIALOGUE_HEARING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* A position counts from the first byte that was ever heard. Begin with all
 * zeros but carries_messages. */
struct hearing {
	struct bytes bytes; /* a message stands behind its length */
	uint64_t from;      /* the position of the first of these bytes */
	bool carries_messages, has_ended, is_reset;
};

/* What there is at a position: all bytes from there on, or one message. */
struct heard {
	const unsigned char *at;
	size_t len;
	bool is_there; /* a message may be empty */
	bool is_message, has_ended, is_reset;
};

void hearing_add(struct hearing *h, const void *bytes, size_t len);
struct heard hearing_at(const struct hearing *h, uint64_t position);

/* The position behind taken bytes, or behind the message. */
uint64_t hearing_after(
    const struct hearing *h, uint64_t position, size_t taken);

/* The position behind all that was heard. */
uint64_t hearing_end(const struct hearing *h);

/* Forgets what was heard before a position. */
void hearing_drop(struct hearing *h, uint64_t position);
void hearing_free(struct hearing *h);

#endif
