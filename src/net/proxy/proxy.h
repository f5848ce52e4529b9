/* SPDX-License-Identifier: MIT */
/*
 * Requests to proxies, by each of their protocols, as preludes. A refusal is
 * FAULT_PROXY, and a predicate of the proxy, with the words of the proxy if
 * there are some.
 */
#ifndef NET_PROXY_PROXY_H
#define NET_PROXY_PROXY_H

#include <stdbool.h>

#include "stream/prelude.h"
#include "sys/socket/address.h"

/* Bytes that a proxy may send before the conversation. */
#define PROXY_ANSWER_MOST 65536

/* The longest name, user or password of SOCKS. */
#define PROXY_SOCKS_MOST 255

/* Room for the words of a refusal. */
#define PROXY_WORDS 200

/* What was refused. */
struct proxy_refusal {
	int code;                /* of the protocol; 0: nothing was refused */
	bool is_of_address;      /* another address of the host may work */
	char words[PROXY_WORDS]; /* of HTTP the status line, else a predicate */
};

struct proxy_request {
	const char *host; /* a name, or an address without brackets */
	unsigned port;
	const struct address *address; /* of the host, whose port does not
	                                  count; NULL: the proxy looks it up */
	const char *user, *password;   /* NULL: there are none */

	struct proxy_refusal refusal; /* filled from the answer */
};

/* Each sends the request, which must outlive the prelude. HTTP: CONNECT (RFC
 * 9110, section 9.3.6), with Basic authentication (RFC 7617). SOCKS 4 is for
 * IPv4 addresses, 4a also for names. SOCKS 5: RFC 1928 and RFC 1929. */
struct prelude *proxy_http(struct proxy_request *request);
struct prelude *proxy_socks4(struct proxy_request *request);
struct prelude *proxy_socks5(struct proxy_request *request);

/* Fails because the answer is of another protocol, which a hint names if it is
 * known. protocol has an article: "a SOCKS5". Returns PRELUDE_FAILED. */
enum prelude_state proxy_answer_is_foreign(const char *protocol,
    const unsigned char *in, size_t len, struct error *err);

#endif
