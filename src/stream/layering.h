/* SPDX-License-Identifier: MIT */
/* Handshakes on top of a stream, one after the other, within a time: each layer
 * makes a stream of the one below, and starts it. */
#ifndef STREAM_LAYERING_H
#define STREAM_LAYERING_H

#include "base/hint-code.h"
#include "stream/stream.h"

struct layer {
	const char *what; /* for messages: "the proxy", "the TLS handshake" */
	const char *late; /* after WHAT, when the time is over: "had not ended";
	                     NULL: that WHAT, or the peer in TLS, was silent */
	bool is_tls;
	enum hint_code silent_hint; /* when the time is over */

	/* Makes a stream that owns below. Returns NULL with err filled, and
	 * below closed. */
	struct stream *(*wrap)(
	    const struct layer *layer, struct stream *below, struct error *err);
	/* Called when the handshake has succeeded; or NULL. */
	void (*done)(const struct layer *layer, struct tap *tap);
	void *context; /* for both */
};

/* Layers that shake hands, from the first to the last. */
struct layering {
	/* Set by the caller; the items must live as long. */
	const struct layer *items;
	size_t count;
	int64_t limit_us, deadline; /* the same, as a duration and a time */

	size_t at;             /* the current layer */
	struct stream *stream; /* owned; NULL: making one has failed */
};

/* Begins on top of below, which it then owns. Returns as layering_go_on(). */
int layering_begin(struct layering *l, struct stream *below, struct error *err);

/* Goes on as far as possible now. Returns 0 when all layers have shaken hands;
 * STREAM_AGAIN: wait for the read_events of the stream, until the deadline; or
 * STREAM_ERROR with err filled: "WHAT failed", or FAULT_TIMEOUT and "timed out
 * after LIMIT: WHAT was silent". */
int layering_go_on(struct layering *l, struct error *err);

/* Puts WHAT of the current layer before an error that is a predicate of it. */
void layering_blame(const struct layering *l, struct error *err);

/* WHAT of the current layer. */
const char *layering_what(const struct layering *l);

/* The stream, which the caller then owns. */
struct stream *layering_take(struct layering *l);

#endif
