/* SPDX-License-Identifier: MIT */
/* Handshakes on top of a stream, one after the other, within a time: each layer
 * makes a stream of the one below, and starts it. */
#ifndef STREAM_LAYERING_H
#define STREAM_LAYERING_H

#include "base/hint-code.h"
#include "stream/stream.h"

struct layer {
	const char *what; /* who speaks, or, of TLS, "the TLS handshake" */
	const char *late; /* a predicate of it: what it had not done in time;
	                     NULL: it, or of TLS the peer, was silent */
	bool is_tls;
	enum hint_code silent_hint; /* what may help then */

	/* Makes the stream over below, which it takes over. Returns NULL with
	 * err filled, and below closed. */
	struct stream *(*wrap)(
	    const struct layer *layer, struct stream *below, struct error *err);
	/* Is told that the handshake has succeeded; or NULL. */
	void (*done)(const struct layer *layer, struct tap *tap);
	void *context; /* for both */
};

/* On the way up. */
struct layering {
	/* Set by the caller; the items must live as long. */
	const struct layer *items;
	size_t count;
	int64_t limit_us, deadline; /* the same, as a duration and a time */

	size_t at;             /* the layer that shakes hands */
	struct stream *stream; /* owned; NULL: making one has failed */
};

/* Takes over the stream below, and goes on. */
int layering_begin(struct layering *l, struct stream *below, struct error *err);

/* Goes as far as can be gone now. Returns 0 when all have shaken hands;
 * STREAM_AGAIN: wait for the read_events of the stream, until the deadline; or
 * STREAM_ERROR with err filled: "WHAT has failed", or FAULT_TIMEOUT and "timed
 * out after LIMIT: WHAT was silent". */
int layering_go_on(struct layering *l, struct error *err);

/* Makes a sentence of an error that is a predicate of the layer that shakes
 * hands. */
void layering_blame(const struct layering *l, struct error *err);

/* What that layer is called. */
const char *layering_what(const struct layering *l);

/* Gives the stream away. */
struct stream *layering_take(struct layering *l);

#endif
