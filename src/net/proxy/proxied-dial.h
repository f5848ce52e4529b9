/* SPDX-License-Identifier: MIT */
/* Dialling by one proxy, or by several in a row. */
#ifndef NET_PROXY_PROXIED_DIAL_H
#define NET_PROXY_PROXIED_DIAL_H

#include "net/dial/dial.h"
#include "net/proxy/proxy.h"
#include "stream/tls/tls.h"

/* One of the proxies. The caller owns the texts. */
struct proxy_hop {
	const char *url;  /* for observers, without the user */
	const char *name; /* for messages: "the proxy http://p.test:3128" */
	struct prelude *(*speak)(struct proxy_request *request);
	struct proxy_request request; /* for the next proxy, or the target: what
	                                 each dial begins with */
	const char *target;           /* the same as text: "db.test:443" */
	bool looks_up;                /* the dial looks that host up */
	int family;                   /* of its addresses; AF_UNSPEC: any */

	/* For TLS to the proxy; NULL: none */
	struct tls_context *tls;
	struct tls_peer peer;
	const char *tls_name; /* for messages: "the TLS handshake with ..." */
};

/* What became of the request to the first proxy. */
struct proxy_outcome {
	bool was_asked;
	struct proxy_refusal refusal;
};

struct proxied_dial_opts {
	const char *name;              /* of the target, for messages */
	bool numeric;                  /* look no names up */
	struct proxy_outcome *outcome; /* filled when the dial ends; or NULL */
	struct retry_opts retry;
};

/*
 * Makes a dial that owns first, which leads to the first proxy. Each round
 * sends to each proxy its request. If a host that the dial looks up has several
 * addresses, and a proxy cannot reach one, the next one is tried by another
 * connection. The hops and the name must outlive the dial and its connection;
 * several dials can have the same.
 */
struct dial *proxied_dial(struct dial *first, const struct proxy_hop *hops,
    size_t count, const struct proxied_dial_opts *opts);

#endif
