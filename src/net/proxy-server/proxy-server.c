/* SPDX-License-Identifier: MIT */
/* The server side of proxies: what the protocols share. */
#include "net/proxy-server/proxy-server-private.h"

#include <errno.h>
#include <string.h>

bool proxy_server_ended(struct prelude *p, struct error *err)
{
	(void)p;
	error_set(err, FAULT_PROXY,
	    "ended the connection before the end of its request");
	return true;
}

struct prelude *proxy_server_reader(enum proxy_server_kind kind,
    const struct proxy_users *users, struct proxy_server_request *out)
{
	return kind == PROXY_SERVER_HTTP ? proxy_server_http(users, out)
	                                 : proxy_server_socks(users, out);
}

const char *proxy_protocol_name(enum proxy_protocol protocol)
{
	static const char *const names[] = {
		[PROXY_PROTOCOL_SOCKS4] = "SOCKS4",
		[PROXY_PROTOCOL_SOCKS4A] = "SOCKS4a",
		[PROXY_PROTOCOL_SOCKS5] = "SOCKS5",
		[PROXY_PROTOCOL_HTTP] = "HTTP",
	};

	return names[protocol];
}

/* Letters, digits, and what stands between them in names, in IPv6 addresses,
 * and before an interface. */
static bool is_of_host(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr("-._:%", c));
}

bool proxy_server_take_host(
    struct proxy_server_request *to, const void *bytes, size_t len)
{
	const unsigned char *from = bytes;

	if (len == 0 || len > PROXY_SERVER_HOST_MOST)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!is_of_host(from[i]))
			return false;
	memcpy(to->host, from, len);
	to->host[len] = '\0';
	return true;
}

void proxy_server_drop_secret(struct bytes *in, size_t len)
{
	explicit_bzero(in->at, len);
	bytes_drop(in, len);
}

/* What the rules do not allow has EACCES; so does what a rule of the kernel
 * forbids, or EPERM. */
enum proxy_server_outcome proxy_server_outcome_of(const struct error *cause)
{
	static const struct {
		int sysno;
		enum proxy_server_outcome outcome;
	} numbers[] = {
		{ EACCES, PROXY_DENIED },
		{ EPERM, PROXY_DENIED },
		{ ENETUNREACH, PROXY_NO_NETWORK },
	};
	static const struct {
		enum fault kind;
		enum proxy_server_outcome outcome;
	} kinds[] = {
		{ FAULT_RESOLVE, PROXY_NO_NAME },
		{ FAULT_UNREACHABLE, PROXY_NO_HOST },
		{ FAULT_REFUSED, PROXY_REFUSED },
		{ FAULT_TIMEOUT, PROXY_TIMED_OUT },
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (cause->sysno == numbers[i].sysno)
			return numbers[i].outcome;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (cause->kind == kinds[i].kind)
			return kinds[i].outcome;
	return PROXY_FAILED;
}
