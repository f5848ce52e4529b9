/* SPDX-License-Identifier: MIT */
/* Handshakes with a peer before its conversation, one after the other. A member
 * of the loop, so that no peer holds up another, until it has ended. */
#ifndef RELAY_HANDSHAKE_H
#define RELAY_HANDSHAKE_H

#include "relay/loop.h"
#include "stream/layering.h"

struct handshake {
	struct pollable pollable;
	struct layering layering;
	bool has_ended;
	struct error *failure; /* a sentence, or of FAULT_TIMEOUT a predicate of
	                          the peer; NULL: none */
	void (*ended)(void *context);
	void *context;
};

/* Begins the handshakes of these layers, which must live as long, over the
 * stream, which is taken over. The limits of time of the layering and the last
 * two members are set before. */
void handshake_begin(struct handshake *h, const struct layer *items,
    size_t count, struct stream *below, struct loop *loop);

/* The stream for the conversation, which is the caller's from then on. */
struct stream *handshake_take(struct handshake *h);

/* Closes the stream, unless it was taken. */
void handshake_end(struct handshake *h);

#endif
