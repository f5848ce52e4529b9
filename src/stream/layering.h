/* SPDX-License-Identifier: MIT */
/* Handshakes on top of a stream, one after the other: each layer makes a stream
 * of the one below, and starts it. */
#ifndef STREAM_LAYERING_H
#define STREAM_LAYERING_H

#include "base/hint-code.h"
#include "stream/stream.h"

struct layer {
	const char *what; /* for messages: "the TLS handshake" */
	const char *late; /* instead of "WHAT had not ended"; or NULL */
	bool is_tls;      /* so WHAT is no one who speaks or is silent */
	enum hint_code silent_hint; /* what may help then */

	/* Makes the stream over below, which it takes over. Returns NULL with
	 * err filled, and below closed. */
	struct stream *(*wrap)(
	    const struct layer *layer, struct stream *below, struct error *err);
	/* Is told that the handshake has succeeded; or NULL. */
	void (*done)(const struct layer *layer, struct tap *tap);
	void *context; /* for the first two */
};

/* On the way up. */
struct layering {
	const struct layer *items; /* must live as long */
	size_t count, at;
	struct stream *stream; /* owned; NULL: making one has failed */
};

/* Takes over the stream below, and goes on. */
int layering_begin(struct layering *l, const struct layer *items, size_t count,
    struct stream *below, struct error *err);

/* Goes as far as can be gone now. Returns 0 when all have shaken hands;
 * STREAM_AGAIN: wait for the read_events of the stream; or STREAM_ERROR with
 * err filled, a predicate of layering_what(). */
int layering_go_on(struct layering *l, struct error *err);

/* Which of them shakes hands; and what it is called. */
const struct layer *layering_now(const struct layering *l);
const char *layering_what(const struct layering *l);

/* Gives the stream away. */
struct stream *layering_take(struct layering *l);

#endif
