/* SPDX-License-Identifier: MIT */
/* A handshake with a peer before its conversation. It is a member of the loop,
 * so that no peer delays another one. */
#ifndef RELAY_HANDSHAKE_H
#define RELAY_HANDSHAKE_H

#include "net/proxy-server/proxy-server.h"
#include "relay/loop.h"
#include "stream/layering.h"

struct tap_connection;

/* The handshakes with each client of a server. */
struct handshake_opts {
	bool take_header; /* of the PROXY protocol, with the client's address */
	size_t peeks;     /* bytes to look at; 0: none. Excludes the others */
	/* Makes a stream of TLS over below, which it takes over. The connection
	 * is for observers, or NULL, and lives as long. Returns NULL with err
	 * filled, and below closed. secure is NULL: without TLS. */
	struct stream *(*secure)(void *context, struct stream *below,
	    const struct tap_connection *connection, struct error *err);
	void *context;
	/* What clients ask a proxy server for comes last, by users of it. */
	enum proxy_server_kind asks;
	const struct proxy_users *users;
	int64_t timeout_us; /* for all handshakes with a client */
};

struct handshake {
	struct pollable pollable;
	struct layer layer;
	struct layering layering; /* of that layer; has the stream */
	bool has_ended;
	/* NULL: none. A sentence, or of FAULT_TIMEOUT a predicate of the
	 * peer. */
	struct error *failure;
	void (*ended)(void *context);
	void *context;
};

/* Begins the handshake of the layer over the stream, which it takes over. The
 * caller has set the layer, the limits of time of the layering, ended and
 * context. */
void handshake_begin(
    struct handshake *h, struct stream *below, struct loop *loop);

/* Closes the stream, unless it was taken by layering_take(). */
void handshake_end(struct handshake *h);

#endif
