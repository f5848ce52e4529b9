/* SPDX-License-Identifier: MIT */
/*
 * The server side of proxies: what a client asks for, and what it is answered,
 * in memory, as preludes. SOCKS 5 (RFC 1928, RFC 1929), SOCKS 4 and 4a, and the
 * tunnel of HTTP (RFC 9110, section 9.3.6).
 */
#ifndef NET_PROXY_SERVER_PROXY_SERVER_H
#define NET_PROXY_SERVER_PROXY_SERVER_H

#include "net/proxy-server/proxy-users.h"
#include "stream/prelude.h"
#include "sys/socket/address.h"

/* The longest name of a host (RFC 1928, section 5). */
#define PROXY_SERVER_HOST_MOST 255

/* What the clients of a proxy server speak. */
enum proxy_server_kind {
	PROXY_SERVER_NONE,
	PROXY_SERVER_SOCKS, /* 4, 4a or 5: the first byte says which */
	PROXY_SERVER_HTTP,
};

/* What one client speaks. */
enum proxy_protocol {
	PROXY_PROTOCOL_SOCKS4,
	PROXY_PROTOCOL_SOCKS4A,
	PROXY_PROTOCOL_SOCKS5,
	PROXY_PROTOCOL_HTTP,
};

/* What a client asks for. */
struct proxy_server_request {
	enum proxy_protocol protocol;
	char host[PROXY_SERVER_HOST_MOST + 1]; /* a name, or an address without
	                                          brackets */
	unsigned port;                         /* from 1 on */
};

/* Reads a request into out. Without users, everybody may ask; otherwise only
 * those who give a name and a password. A request that is malformed, or that
 * the server does not serve, is answered, and FAULT_PROXY with a predicate of
 * the client. The users and out must outlive the prelude. */
struct prelude *proxy_server_reader(enum proxy_server_kind kind,
    const struct proxy_users *users, struct proxy_server_request *out);

/* What became of a request. */
enum proxy_server_outcome {
	PROXY_CONNECTED,
	PROXY_DENIED,     /* the rules do not allow the target */
	PROXY_NO_NAME,    /* the name has no address */
	PROXY_NO_NETWORK, /* there is no way to the network */
	PROXY_NO_HOST,    /* or to the host */
	PROXY_REFUSED,    /* by the target */
	PROXY_TIMED_OUT,
	PROXY_FAILED, /* for another reason */
};

/* The outcome of a dial that has failed. */
enum proxy_server_outcome proxy_server_outcome_of(const struct error *cause);

/* Adds the answer to the request. bound: the local end of the connection to the
 * target, which SOCKS tells; NULL if there is none. */
void proxy_server_answer(const struct proxy_server_request *request,
    enum proxy_server_outcome outcome, const struct address *bound,
    struct bytes *out);

/* Sends that answer. What it is about is copied. */
struct prelude *proxy_server_answerer(
    const struct proxy_server_request *request,
    enum proxy_server_outcome outcome, const struct address *bound);

/* "SOCKS4", "SOCKS4a", "SOCKS5" or "HTTP". */
const char *proxy_protocol_name(enum proxy_protocol protocol);

#endif
