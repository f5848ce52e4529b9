/* SPDX-License-Identifier: MIT */
/* A handshake with a peer before its conversation: a member of the loop until
 * it has ended, so that no peer holds up another. */
#ifndef RELAY_HANDSHAKE_H
#define RELAY_HANDSHAKE_H

#include "relay/loop.h"
#include "stream/layering.h"

struct tap_connection;

/* What is asked of all that are accepted. */
struct handshake_opts {
	bool take_header; /* of the PROXY protocol: whose connection it is */
	size_t peeks;     /* bytes to look at; 0: none. Not with the others */
	/* Makes the stream of what protects the conversation over below, which
	 * it takes over; its start shakes hands. The connection is for
	 * observers, or NULL, and lives as long. Returns NULL with err filled,
	 * and below closed. secure is NULL: nothing protects it. */
	struct stream *(*secure)(void *context, struct stream *below,
	    const struct tap_connection *connection, struct error *err);
	void *context;
	int64_t timeout_us; /* for all of it */
};

struct handshake {
	struct pollable pollable;
	struct layer layer;
	struct layering layering;   /* of that one; has the stream */
	int64_t limit_us, deadline; /* the same, as a duration and a time */
	bool has_ended, is_late;
	struct error *failure; /* NULL: none; if late, of the peer, without it,
	                          else a sentence */
	void (*ended)(void *context);
	void *context;
};

/* Begins the handshake of the layer over the stream, which is taken over. The
 * layer, the limits of time and the last two members are set before. */
void handshake_begin(
    struct handshake *h, struct stream *below, struct loop *loop);

/* Closes the stream, unless it was taken by layering_take(). */
void handshake_end(struct handshake *h);

#endif
