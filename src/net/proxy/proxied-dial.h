/* SPDX-License-Identifier: MIT */
/* Dialling by one proxy, or by several in a row. */
#ifndef NET_PROXY_PROXIED_DIAL_H
#define NET_PROXY_PROXIED_DIAL_H

#include "net/dial/dial.h"
#include "net/proxy/proxy.h"
#include "stream/tls/tls.h"

/* One proxy of the row. The texts are the caller's. */
struct proxy_hop {
	const char *url;  /* for observers, without the user */
	const char *name; /* for messages: "the proxy http://p.test:3128" */
	struct prelude *(*speak)(struct proxy_request *request);
	struct proxy_request request; /* for the next proxy, or the target */
	const char *target;           /* the same as text: "db.test:443" */
	bool looks_up;                /* that host, here, in each round */
	int family;                   /* of its addresses; AF_UNSPEC: any */

	/* Of a proxy that is spoken to by TLS; NULL: it is not */
	struct tls_context *tls;
	struct tls_peer peer;
	const char *tls_name; /* for messages: "the TLS handshake with ..." */

	int64_t asked_at; /* the dial's own */
};

struct proxied_dial_opts {
	const char *name; /* of the target, for messages */
	bool numeric;     /* look no names up */
	struct retry_opts retry;
};

/*
 * Opens the connection of first, which leads to the first proxy and is taken
 * over, and asks each proxy for what its request says, all in one round. If a
 * host has several addresses, the next one is tried by another connection when
 * a proxy cannot reach one of them. The hops and the name live longer than the
 * dial and its connection.
 */
struct dial *proxied_dial(struct dial *first, struct proxy_hop *hops,
    size_t count, const struct proxied_dial_opts *opts);

#endif
