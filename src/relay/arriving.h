/* SPDX-License-Identifier: MIT */
/* What a client of a server does before its conversation. */
#ifndef RELAY_ARRIVING_H
#define RELAY_ARRIVING_H

#include "net/proxy-header/proxy-header.h"
#include "relay/handshake.h"

/* What is asked of all that are accepted. */
struct server_handshakes {
	bool take_header; /* of the PROXY protocol: whose connection it is */
	size_t peeks;     /* bytes to look at; 0: none. Not with the others */
	/* Makes the stream of what protects the conversation over below, which
	 * it takes over; its start shakes hands. The connection is for
	 * observers, or NULL, and lives as long. Returns NULL with err filled,
	 * and below closed. secure is NULL: nothing protects it. */
	struct stream *(*secure)(void *context, struct stream *below,
	    const struct tap_connection *connection, struct error *err);
	void *context;
	const char *what;   /* shakes hands, for messages */
	int64_t timeout_us; /* for all of it */
};

/* What a client needs only before its conversation. */
struct arriving {
	struct handshake handshake;
	bool says_header;           /* that of a proxy, and nothing so far */
	struct proxy_header header; /* that has come; version 0: none */
	struct layer layer;         /* that is next, or on its way */
};

#endif
