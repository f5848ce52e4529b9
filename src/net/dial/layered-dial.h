/* SPDX-License-Identifier: MIT */
/* Handshakes on top of a connection, one after the other: with proxies, for
 * STARTTLS, of TLS. */
#ifndef NET_DIAL_LAYERED_DIAL_H
#define NET_DIAL_LAYERED_DIAL_H

#include "net/dial/dial.h"
#include "stream/layering.h"

struct layers {
	const char *name; /* of the peer behind them, for messages */
	const struct layer *items;
	size_t count;
};

/* Opens the connection of first, which it takes over, and then starts the
 * layers, all in the same round; retry is that of the whole, and first tries no
 * more than once. What layers points to must live as long as the dial. */
struct dial *layered_dial(struct dial *first, const struct layers *layers,
    const struct retry_opts *retry);

#endif
