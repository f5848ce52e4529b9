/* SPDX-License-Identifier: MIT */
/* Handshakes on top of a connection, one after the other: with proxies, for
 * STARTTLS, of TLS. */
#ifndef NET_DIAL_LAYERED_DIAL_H
#define NET_DIAL_LAYERED_DIAL_H

#include "net/dial/dial.h"

struct dial_layer {
	const char *what; /* for messages: "the TLS handshake" */
	bool is_prelude;  /* the stream is of prelude_stream() */

	/* Makes the stream over below, which it takes over. Returns NULL with
	 * err filled, and below closed. */
	struct stream *(*wrap)(const struct dial_layer *layer,
	    struct stream *below, struct error *err);
	/* Is told that the handshake has succeeded; or NULL. */
	void (*done)(const struct dial_layer *layer, struct tap *tap);
	void *context; /* for both */
};

struct layers {
	const char *name; /* of the peer behind them, for messages */
	const struct dial_layer *items;
	size_t count;
};

/* Opens the connection of first, which it takes over, and then starts the
 * layers, all in the same round; retry is that of the whole, and first tries no
 * more than once. What layers points to must live as long as the dial. */
struct dial *layered_dial(struct dial *first, const struct layers *layers,
    const struct retry_opts *retry);

#endif
