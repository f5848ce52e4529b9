/* SPDX-License-Identifier: MIT */
/*
 * What a proxy is asked for, by each of the protocols that proxies speak. They
 * are preludes: encoded and decoded in memory. A refusal is FAULT_PROXY, and a
 * predicate of the proxy, in its own words as far as it has some.
 */
#ifndef NET_PROXY_PROXY_H
#define NET_PROXY_PROXY_H

#include <stdbool.h>

#include "stream/prelude.h"
#include "sys/address.h"

/* What a proxy may say in all before the conversation. */
#define PROXY_ANSWER_MOST 65536

/* The longest name, user or password of SOCKS. */
#define PROXY_SOCKS_MOST 255

/* Room for the words of a refusal. */
#define PROXY_WORDS 200

/* What was refused. */
struct proxy_refusal {
	int code;           /* of the protocol; 0: nothing was refused so far */
	bool is_of_address; /* another address of the host might do */
	char words[PROXY_WORDS]; /* of HTTP the status line, else a predicate */
};

struct proxy_request {
	const char *host; /* a name, or an address without brackets */
	unsigned port;
	const struct address *address; /* of the host, whose port does not
	                                  count; NULL: the proxy looks it up */
	const char *user, *password;   /* NULL: there are none */

	struct proxy_refusal refusal; /* as far as the proxy says it */
};

/* Each speaks of the request, which lives longer. HTTP: CONNECT (RFC 9110,
 * section 9.3.6), with Basic authentication (RFC 7617). SOCKS 4 takes an IPv4
 * address only, 4a also a name. SOCKS 5: RFC 1928 and RFC 1929. */
struct prelude *proxy_http(struct proxy_request *request);
struct prelude *proxy_socks4(struct proxy_request *request);
struct prelude *proxy_socks5(struct proxy_request *request);

/* Fails because the answer is not of the protocol; says what it is if that is
 * known; the protocol has an article. Returns PRELUDE_FAILED. */
enum prelude_state proxy_answer_is_foreign(const char *protocol,
    const unsigned char *in, size_t len, struct error *err);

#endif
