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
	void *owned; /* freed with the dial; or NULL */
};

/* Makes a dial that owns first: each round dials by first, once, and then
 * starts the layers. What layers points to must live as long as the dial. */
struct dial *layered_dial(struct dial *first, const struct layers *layers,
    const struct retry_opts *retry);

#endif
