/* SPDX-License-Identifier: MIT */
/* Proxies that speak SOCKS 5 (RFC 1928), with or without a password (RFC 1929).
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "net/proxy/proxy.h"

#define SOCKS_VERSION 5
#define LOGIN_VERSION 1
#define CONNECT 1

enum method { NO_LOGIN = 0, LOGIN = 2, NO_METHOD = 0xFF };
enum address_type { TYPE_INET = 1, TYPE_NAME = 3, TYPE_INET6 = 4 };

enum place { AT_BEGINNING, AT_METHOD, AT_LOGIN, AT_REPLY };

struct socks5 {
	struct prelude prelude;
	struct proxy_request *request;
	enum place place;
	unsigned char code; /* of a refusal; 0: not known so far */
};

/* By the code of the reply. */
static const struct {
	const char *words;
	bool is_of_address;
} refusals[] = {
	[1] = { "reports a general failure", true },
	[2] = { "does not allow the connection by its rules", false },
	[3] = { "says that the network is unreachable", true },
	[4] = { "says that the host is unreachable", true },
	[5] = { "says that the connection was refused", true },
	[6] = { "says that the time to live has expired", true },
	[7] = { "does not support the command to connect", false },
	[8] = { "does not support this type of address", true },
};
#define REFUSALS (sizeof(refusals) / sizeof(refusals[0]))

static bool is_too_long(const char *text)
{
	return text && strlen(text) > PROXY_SOCKS_MOST;
}

/* With its length, which was checked, before it. */
static void add_text(struct bytes *out, const char *text)
{
	unsigned char len = (unsigned char)strlen(text);

	bytes_add(out, &len, 1);
	bytes_add(out, text, len);
}

/* Fails before anything is sent if a later message would be impossible. */
static enum prelude_state offer(
    struct socks5 *s, struct bytes *out, struct error *err)
{
	static const unsigned char none[] = { SOCKS_VERSION, 1, NO_LOGIN },
				   both[] = { SOCKS_VERSION, 2, NO_LOGIN,
					   LOGIN };
	const struct proxy_request *r = s->request;

	if ((!r->address && is_too_long(r->host)) || is_too_long(r->user) ||
	    is_too_long(r->password))
		return error_set(err, FAULT_PROXY,
		    "cannot be told a name, a user or a password of more than "
		    "%d bytes",
		    PROXY_SOCKS_MOST);
	if (r->user)
		bytes_add(out, both, sizeof(both));
	else
		bytes_add(out, none, sizeof(none));
	s->place = AT_METHOD;
	return PRELUDE_GOES_ON;
}

static void add_address(const struct address *a, struct bytes *out)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&a->storage;
	const struct sockaddr_in6 *in6 =
	    (const struct sockaddr_in6 *)&a->storage;
	bool is_inet6 = a->storage.ss_family == AF_INET6;
	unsigned char type = is_inet6 ? TYPE_INET6 : TYPE_INET;

	bytes_add(out, &type, 1);
	if (is_inet6)
		bytes_add(out, &in6->sin6_addr, sizeof(in6->sin6_addr));
	else
		bytes_add(out, &in->sin_addr, sizeof(in->sin_addr));
}

static enum prelude_state ask(struct socks5 *s, struct bytes *out)
{
	static const unsigned char head[] = { SOCKS_VERSION, CONNECT, 0 };
	static const unsigned char name_type = TYPE_NAME;
	const struct proxy_request *r = s->request;
	const unsigned char port[] = { (unsigned char)(r->port >> 8),
		(unsigned char)r->port };

	bytes_add(out, head, sizeof(head));
	if (r->address) {
		add_address(r->address, out);
	} else {
		bytes_add(out, &name_type, 1);
		add_text(out, r->host);
	}
	bytes_add(out, port, sizeof(port));
	s->place = AT_REPLY;
	return PRELUDE_GOES_ON;
}

static enum prelude_state log_in(struct socks5 *s, struct bytes *out)
{
	static const unsigned char version = LOGIN_VERSION;

	bytes_add(out, &version, 1);
	add_text(out, s->request->user);
	add_text(out, s->request->password);
	s->place = AT_LOGIN;
	return PRELUDE_GOES_ON;
}

static enum prelude_state want_login(
    const struct proxy_request *r, struct error *err)
{
	if (r->user)
		return error_set(err, FAULT_PROXY,
		    "takes no user with a password, nor clients without");
	error_set(err, FAULT_PROXY, "requires authentication");
	return error_suggest(err, HINT_PROXY_LOGIN, NULL);
}

static enum prelude_state take_method(
    struct socks5 *s, struct bytes *in, struct bytes *out, struct error *err)
{
	if (in->len > 0 && in->at[0] != SOCKS_VERSION)
		return proxy_answer_is_foreign(
		    "a SOCKS5", in->at, in->len, err);
	if (in->len < 2)
		return PRELUDE_GOES_ON;
	unsigned char method = in->at[1];
	bytes_drop(in, 2);
	if (method == NO_LOGIN)
		return ask(s, out);
	if (method == LOGIN && s->request->user)
		return log_in(s, out);
	if (method == NO_METHOD)
		return want_login(s->request, err);
	return error_set(err, FAULT_PROXY,
	    "chose the way %d to authenticate, which it was not offered",
	    method);
}

/* The version before the status is ignored: some proxies send 5. */
static enum prelude_state take_login(
    struct socks5 *s, struct bytes *in, struct bytes *out, struct error *err)
{
	if (in->len < 2)
		return PRELUDE_GOES_ON;
	unsigned char status = in->at[1];
	bytes_drop(in, 2);
	if (status == 0)
		return ask(s, out);
	error_set(err, FAULT_PROXY, "refused the user or the password");
	return error_suggest(err, HINT_PROXY_PASSWORD, s->request->user);
}

static int refuse(struct socks5 *s, struct error *err)
{
	struct proxy_refusal *r = &s->request->refusal;

	r->code = s->code;
	if (s->code >= REFUSALS)
		return error_set(err, FAULT_PROXY,
		    "answered with the unknown code %d", s->code);
	r->is_of_address = refusals[s->code].is_of_address;
	snprintf(r->words, sizeof(r->words), "%s", refusals[s->code].words);
	return error_set(err, FAULT_PROXY, "%s", refusals[s->code].words);
}

/* The length of the whole reply; 0: not known so far; -1: unknown type. */
static int reply_length(const unsigned char *in, size_t len)
{
	static const int head = 4, port = 2;

	if (len < 4)
		return 0;
	switch (in[3]) {
	case TYPE_INET:
		return head + (int)sizeof(struct in_addr) + port;
	case TYPE_INET6:
		return head + (int)sizeof(struct in6_addr) + port;
	case TYPE_NAME:
		return len < 5 ? 0 : head + 1 + in[4] + port;
	default:
		return -1;
	}
}

/* The address in the reply is skipped, also in that of a refusal. */
static enum prelude_state take_reply(
    struct socks5 *s, struct bytes *in, struct error *err)
{
	if (in->len > 0 && in->at[0] != SOCKS_VERSION)
		return proxy_answer_is_foreign(
		    "a SOCKS5", in->at, in->len, err);
	if (in->len >= 2)
		s->code = in->at[1];
	int length = reply_length(in->at, in->len);
	if (length < 0 && s->code == 0)
		return error_set(err, FAULT_PROXY,
		    "answered with an address of the unknown type %d",
		    in->at[3]);
	if (length == 0 || (length > 0 && in->len < (size_t)length))
		return PRELUDE_GOES_ON;
	if (s->code != 0)
		return refuse(s, err);
	bytes_drop(in, (size_t)length);
	return PRELUDE_DONE;
}

static enum prelude_state socks5_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	struct socks5 *s = (struct socks5 *)p;

	switch (s->place) {
	case AT_BEGINNING:
		return offer(s, out, err);
	case AT_METHOD:
		return take_method(s, in, out, err);
	case AT_LOGIN:
		return take_login(s, in, out, err);
	case AT_REPLY:
		break;
	}
	return take_reply(s, in, err);
}

/* A refusal that is cut short still has its code. */
static bool socks5_ended(struct prelude *p, struct error *err)
{
	struct socks5 *s = (struct socks5 *)p;

	if (s->code == 0)
		return false;
	refuse(s, err);
	return true;
}

static const struct prelude_ops ops = {
	.fault = FAULT_PROXY,
	.most = PROXY_ANSWER_MOST,
	.step = socks5_step,
	.ended = socks5_ended,
};

struct prelude *proxy_socks5(struct proxy_request *request)
{
	struct socks5 *s = xcalloc(1, sizeof(*s));

	s->prelude.ops = &ops;
	s->request = request;
	return &s->prelude;
}
