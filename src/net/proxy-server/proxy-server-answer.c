/* SPDX-License-Identifier: MIT */
/* What a proxy server answers. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "net/proxy-server/proxy-server-private.h"

struct answerer {
	struct prelude prelude;
	struct bytes answer;
};

/* By the outcome. A dial that timed out is "TTL expired" to SOCKS, which has no
 * other word for it. The errors are those of Proxy-Status (RFC 9209, section
 * 2.3), which also recommends the status. */
/* clang-format off */
static const struct {
	enum socks5_reply code;
	const char *status, *fields, *words;
} answers[] = {
	[PROXY_CONNECTED] = { SOCKS5_SUCCEEDED, NULL, NULL, NULL },
	[PROXY_DENIED] = { SOCKS5_NOT_ALLOWED, "403 Forbidden", "Proxy-Status: genet; error=http_request_denied\r\n", "this proxy does not connect to that target" },
	[PROXY_NO_NAME] = { SOCKS5_NO_HOST, "502 Bad Gateway", "Proxy-Status: genet; error=dns_error\r\n", "the name of the target cannot be resolved" },
	[PROXY_NO_NETWORK] = { SOCKS5_NO_NETWORK, "502 Bad Gateway", "Proxy-Status: genet; error=destination_ip_unroutable\r\n", "the network of the target is unreachable" },
	[PROXY_NO_HOST] = { SOCKS5_NO_HOST, "502 Bad Gateway", "Proxy-Status: genet; error=destination_ip_unroutable\r\n", "the target is unreachable" },
	[PROXY_REFUSED] = { SOCKS5_REFUSED, "502 Bad Gateway", "Proxy-Status: genet; error=connection_refused\r\n", "the target refuses the connection" },
	[PROXY_TIMED_OUT] = { SOCKS5_EXPIRED, "504 Gateway Timeout", "Proxy-Status: genet; error=connection_timeout\r\n", "the target does not answer" },
	[PROXY_FAILED] = { SOCKS5_FAILED, "500 Internal Server Error", "Proxy-Status: genet; error=proxy_internal_error\r\n", "the proxy could not connect to the target" },
};
/* clang-format on */

/* Returns the IPv4 address, also if it is mapped into IPv6; or NULL. */
static const void *inet_bytes(const struct address *a)
{
	const struct sockaddr_in *sin = (const void *)&a->storage;
	const struct sockaddr_in6 *sin6 = (const void *)&a->storage;

	if (a->storage.ss_family == AF_INET)
		return &sin->sin_addr;
	return address_family(a) == AF_INET ? &sin6->sin6_addr.s6_addr[12]
	                                    : NULL;
}

static void add_port(struct bytes *out, unsigned port)
{
	const unsigned char bytes[] = { (unsigned char)(port >> 8),
		(unsigned char)port };

	bytes_add(out, bytes, sizeof(bytes));
}

void proxy_server_add_socks4(
    struct bytes *out, unsigned char code, const struct address *bound)
{
	static const unsigned char nowhere[4];
	const unsigned char head[] = { 0, code };
	const void *address = bound ? inet_bytes(bound) : NULL;

	bytes_add(out, head, sizeof(head));
	add_port(out, address ? address_port(bound) : 0);
	bytes_add(out, address ? address : nowhere, sizeof(nowhere));
}

void proxy_server_add_socks5(
    struct bytes *out, enum socks5_reply code, const struct address *bound)
{
	static const unsigned char nowhere[4];
	const struct sockaddr_in6 *sin6 =
	    bound ? (const void *)&bound->storage : NULL;
	const void *address = bound ? inet_bytes(bound) : NULL;
	bool is_inet6 =
	    bound && !address && bound->storage.ss_family == AF_INET6;
	const unsigned char head[] = { 5, (unsigned char)code, 0,
		is_inet6 ? SOCKS5_INET6 : SOCKS5_INET };

	bytes_add(out, head, sizeof(head));
	if (is_inet6)
		bytes_add(out, &sin6->sin6_addr, sizeof(sin6->sin6_addr));
	else
		bytes_add(out, address ? address : nowhere, sizeof(nowhere));
	add_port(out, address || is_inet6 ? address_port(bound) : 0);
}

/* The connection ends after an error, so that a client needs no new try to know
 * that (RFC 9112, section 9.6). */
void proxy_server_add_http(struct bytes *out, const char *status,
    const char *fields, const char *words)
{
	bytes_print(out,
	    "HTTP/1.1 %s\r\n%sContent-Type: text/plain\r\n"
	    "Content-Length: %zu\r\nConnection: close\r\n\r\n%s\n",
	    status, fields, strlen(words) + 1, words);
}

void proxy_server_answer(const struct proxy_server_request *request,
    enum proxy_server_outcome outcome, const struct address *bound,
    struct bytes *out)
{
	bool is_good = outcome == PROXY_CONNECTED;

	switch (request->protocol) {
	case PROXY_PROTOCOL_SOCKS4:
	case PROXY_PROTOCOL_SOCKS4A:
		proxy_server_add_socks4(
		    out, is_good ? SOCKS4_GRANTED : SOCKS4_REJECTED, bound);
		break;
	case PROXY_PROTOCOL_SOCKS5:
		proxy_server_add_socks5(out, answers[outcome].code, bound);
		break;
	case PROXY_PROTOCOL_HTTP:
		if (is_good)
			bytes_add_text(
			    out, "HTTP/1.1 200 Connection established\r\n\r\n");
		else
			proxy_server_add_http(out, answers[outcome].status,
			    answers[outcome].fields, answers[outcome].words);
		break;
	}
}

/* As a prelude */

static enum prelude_state answerer_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	struct answerer *a = (struct answerer *)p;

	(void)in;
	(void)err;
	bytes_add(out, a->answer.at, a->answer.len);
	return PRELUDE_DONE;
}

static void answerer_release(struct prelude *p)
{
	bytes_free(&((struct answerer *)p)->answer);
}

static const struct prelude_ops ops = {
	.step = answerer_step,
	.release = answerer_release,
};

struct prelude *proxy_server_answerer(
    const struct proxy_server_request *request,
    enum proxy_server_outcome outcome, const struct address *bound)
{
	struct answerer *a = xmalloc(sizeof(*a));

	*a = (struct answerer){ .prelude.ops = &ops };
	proxy_server_answer(request, outcome, bound, &a->answer);
	return &a->prelude;
}
