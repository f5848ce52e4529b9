/* SPDX-License-Identifier: MIT */
/* What clients of SOCKS ask for: the first byte says which version they speak,
 * so that one port serves them all. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "net/proxy-server/proxy-server-private.h"

#define CONNECT 1

/* The longest text of any version. */
#define TEXT_MOST 255

/* More than any sequence of messages needs. */
#define MOST 4096

enum method { NO_LOGIN = 0, LOGIN = 2, NO_METHOD = 0xFF };

enum place { AT_BEGINNING, AT_LOGIN, AT_REQUEST };

struct socks {
	struct prelude prelude;
	const struct proxy_users *users;
	struct proxy_server_request *out;
	enum place place; /* of version 5 */
};

/* Version 5 */

/* Says no, and fails with a predicate of the client. */
static enum prelude_state refuse5(struct bytes *out, enum socks5_reply code,
    const char *why, struct error *err)
{
	proxy_server_add_socks5(out, code, NULL);
	return error_set(err, FAULT_PROXY, "%s", why);
}

/* Where there are passwords, the client must give one. */
static enum prelude_state take_greeting(
    struct socks *s, struct bytes *in, struct bytes *out, struct error *err)
{
	unsigned char method = s->users->count ? LOGIN : NO_LOGIN;

	if (in->len < 2 || in->len < 2U + in->at[1])
		return PRELUDE_GOES_ON;
	size_t count = in->at[1];
	bool has_it = memchr(in->at + 2, method, count) != NULL;
	const unsigned char answer[] = { 5, has_it ? method : NO_METHOD };
	bytes_add(out, answer, sizeof(answer));
	bytes_drop(in, 2 + count);
	if (!has_it)
		return error_set(err, FAULT_PROXY, "%s",
		    method == LOGIN ? "offers no password"
				    : "insists on authentication, which this "
				      "proxy has not");
	s->place = method == LOGIN ? AT_LOGIN : AT_REQUEST;
	return PRELUDE_GOES_ON;
}

/* RFC 1929: the version, then a name and a password, each behind its length. */
static enum prelude_state take_login(
    struct socks *s, struct bytes *in, struct bytes *out, struct error *err)
{
	static const unsigned char good[] = { 1, 0 }, bad[] = { 1, 1 };

	if (in->len > 0 && in->at[0] != 1) {
		bytes_add(out, bad, sizeof(bad));
		return error_set(err, FAULT_PROXY,
		    "gives a password in the unknown version %d", in->at[0]);
	}
	if (in->len < 2 || in->len < 3U + in->at[1])
		return PRELUDE_GOES_ON;
	const unsigned char *name = in->at + 2, *password = name + name[-1] + 1;
	size_t all = 3U + name[-1] + password[-1];
	if (in->len < all)
		return PRELUDE_GOES_ON;
	bool is_known =
	    proxy_users_know(s->users, name, name[-1], password, password[-1]);
	proxy_server_drop_secret(in, all);
	bytes_add(out, is_known ? good : bad, sizeof(good));
	if (!is_known)
		return error_set(
		    err, FAULT_PROXY, "gives a wrong name or password");
	s->place = AT_REQUEST;
	return PRELUDE_GOES_ON;
}

/* The length of the whole request; 0: not known so far; -1: unknown type. */
static int request_length(const struct bytes *in)
{
	static const int head = 4, port = 2;

	if (in->len < 5)
		return 0;
	switch (in->at[3]) {
	case SOCKS5_INET:
		return head + (int)sizeof(struct in_addr) + port;
	case SOCKS5_INET6:
		return head + (int)sizeof(struct in6_addr) + port;
	case SOCKS5_NAME:
		return head + 1 + in->at[4] + port;
	default:
		return -1;
	}
}

/* Takes the host from a request that is whole. */
static bool take_host5(struct proxy_server_request *to, const unsigned char *at)
{
	switch ((enum socks5_address_type)at[3]) {
	case SOCKS5_INET:
		return inet_ntop(AF_INET, at + 4, to->host, sizeof(to->host));
	case SOCKS5_INET6:
		return inet_ntop(AF_INET6, at + 4, to->host, sizeof(to->host));
	case SOCKS5_NAME:
		break;
	}
	return proxy_server_take_host(to, at + 5, at[4]);
}

static unsigned port_at(const unsigned char *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

/* The third byte is reserved; what it is does not matter. */
static enum prelude_state take_request5(
    struct socks *s, struct bytes *in, struct bytes *out, struct error *err)
{
	struct proxy_server_request *to = s->out;
	int length = request_length(in);

	if (in->len > 0 && in->at[0] != 5)
		return refuse5(out, SOCKS5_FAILED,
		    "changes the version of SOCKS between two messages", err);
	if (length < 0)
		return refuse5(out, SOCKS5_NO_ADDRESS_TYPE,
		    "asks for an address of an unknown type", err);
	if (length == 0 || in->len < (size_t)length)
		return PRELUDE_GOES_ON;
	if (in->at[1] != CONNECT)
		return refuse5(out, SOCKS5_NO_COMMAND,
		    "asks for another command of SOCKS than CONNECT", err);
	to->protocol = PROXY_PROTOCOL_SOCKS5;
	to->port = port_at(in->at + length - 2);
	if (!take_host5(to, in->at))
		return refuse5(out, SOCKS5_FAILED,
		    "asks for a host whose name is none", err);
	if (to->port == 0)
		return refuse5(out, SOCKS5_FAILED, "asks for port 0", err);
	bytes_drop(in, (size_t)length);
	return PRELUDE_DONE;
}

static enum prelude_state step5(
    struct socks *s, struct bytes *in, struct bytes *out, struct error *err)
{
	switch (s->place) {
	case AT_BEGINNING:
		return take_greeting(s, in, out, err);
	case AT_LOGIN:
		return take_login(s, in, out, err);
	case AT_REQUEST:
		break;
	}
	return take_request5(s, in, out, err);
}

/* Version 4 */

static enum prelude_state refuse4(
    struct bytes *out, const char *why, struct error *err)
{
	proxy_server_add_socks4(out, SOCKS4_REJECTED, NULL);
	return error_set(err, FAULT_PROXY, "%s", why);
}

/* Where a text that begins at in->at[at] has its NUL; 0: not known so far; -1:
 * it is too long. */
static int text_end(const struct bytes *in, size_t at)
{
	size_t len = in->len > at ? in->len - at : 0;
	const unsigned char *from = in->at + at, *end;

	if (len > TEXT_MOST + 1)
		len = TEXT_MOST + 1;
	end = len > 0 ? memchr(from, 0, len) : NULL;
	if (end)
		return (int)(at + (size_t)(end - from));
	return len > TEXT_MOST ? -1 : 0;
}

/* 4a: an address 0.0.0.X, where X is not 0, means that a name follows. */
static bool has_name(const unsigned char *address)
{
	return address[0] == 0 && address[1] == 0 && address[2] == 0 &&
	       address[3] != 0;
}

/* The version, the command, a port and an address; then the user, who cannot
 * be verified; then perhaps a name. Both texts end in NUL. */
static enum prelude_state take_request4(
    struct socks *s, struct bytes *in, struct bytes *out, struct error *err)
{
	static const size_t head = 8;
	struct proxy_server_request *to = s->out;
	const unsigned char *address = in->at + 4;
	int user_end = text_end(in, head), end = user_end;
	bool is_4a = user_end > 0 && has_name(address);

	if (is_4a)
		end = text_end(in, (size_t)user_end + 1);
	if (user_end < 0 || end < 0)
		return refuse4(out, "sends a text that is too long", err);
	if (end == 0)
		return PRELUDE_GOES_ON;
	if (s->users->count)
		return refuse4(
		    out, "speaks SOCKS4, which has no passwords", err);
	if (in->at[1] != CONNECT)
		return refuse4(
		    out, "asks for another command of SOCKS than CONNECT", err);
	to->protocol = is_4a ? PROXY_PROTOCOL_SOCKS4A : PROXY_PROTOCOL_SOCKS4;
	to->port = port_at(in->at + 2);
	inet_ntop(AF_INET, address, to->host, sizeof(to->host));
	if (is_4a && !proxy_server_take_host(to, in->at + user_end + 1,
			 (size_t)(end - user_end - 1)))
		return refuse4(out, "asks for a host whose name is none", err);
	if (to->port == 0)
		return refuse4(out, "asks for port 0", err);
	bytes_drop(in, (size_t)end + 1);
	return PRELUDE_DONE;
}

/* Both */

static enum prelude_state speaks_no_socks(
    const struct bytes *in, struct bytes *out, struct error *err)
{
	unsigned char first = in->at[0];

	if (first < 'A' || first > 'Z')
		return error_set(err, FAULT_PROXY,
		    "does not speak SOCKS: its first byte is %d", first);
	proxy_server_add_http(out, "400 Bad Request", "",
	    "this port is a proxy for SOCKS, not for HTTP");
	return error_set(err, FAULT_PROXY, "speaks HTTP, not SOCKS");
}

static enum prelude_state socks_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	struct socks *s = (struct socks *)p;

	if (in->len == 0)
		return PRELUDE_GOES_ON;
	if (s->place != AT_BEGINNING || in->at[0] == 5)
		return step5(s, in, out, err);
	if (in->at[0] == 4)
		return take_request4(s, in, out, err);
	return speaks_no_socks(in, out, err);
}

static const struct prelude_ops ops = {
	.fault = FAULT_PROXY,
	.most = MOST,
	.step = socks_step,
	.ended = proxy_server_ended,
};

struct prelude *proxy_server_socks(
    const struct proxy_users *users, struct proxy_server_request *out)
{
	struct socks *s = xmalloc(sizeof(*s));

	*s = (struct socks){
		.prelude.ops = &ops,
		.users = users,
		.out = out,
	};
	return &s->prelude;
}
