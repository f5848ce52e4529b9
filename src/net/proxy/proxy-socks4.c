/* SPDX-License-Identifier: MIT */
/* Proxies that speak SOCKS 4, for IPv4 addresses, or 4a, for names. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "net/proxy/proxy.h"

#define SOCKS_VERSION 4
#define CONNECT 1
#define REPLY_BYTES 8

enum { GRANTED = 90, REJECTED = 91, OTHER_USER = 93 };

struct socks4 {
	struct prelude prelude;
	struct proxy_request *request;
	bool is_asked;
};

/* In place of an address, if a name follows. */
static const unsigned char no_address[] = { 0, 0, 0, 1 };

/* Returns NULL if the address is not of IPv4. */
static const void *address_bytes(const struct address *a)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&a->storage;

	return a->storage.ss_family == AF_INET ? &in->sin_addr : NULL;
}

static void add_text(struct bytes *out, const char *text)
{
	bytes_add(out, text, strlen(text) + 1);
}

static enum prelude_state ask(
    const struct proxy_request *r, struct bytes *out, struct error *err)
{
	const unsigned char head[] = { SOCKS_VERSION, CONNECT,
		(unsigned char)(r->port >> 8), (unsigned char)r->port };
	const void *address =
	    r->address ? address_bytes(r->address) : no_address;

	if (!address)
		return error_set(err, FAULT_PROXY,
		    "cannot be asked for an IPv6 address: it speaks SOCKS4");
	if (!r->address && strlen(r->host) > PROXY_SOCKS_MOST)
		return error_set(err, FAULT_PROXY,
		    "cannot be asked for a name of more than %d bytes",
		    PROXY_SOCKS_MOST);
	bytes_add(out, head, sizeof(head));
	bytes_add(out, address, sizeof(no_address));
	add_text(out, r->user ? r->user : "");
	if (!r->address)
		add_text(out, r->host);
	return PRELUDE_GOES_ON;
}

static int refuse(
    struct proxy_refusal *r, unsigned char code, struct error *err)
{
	static const char texts[][56] = {
		"refused, or could not connect", /* REJECTED */
		"refused: it finds no identd on this host",
		"refused: the identd of this host names another user",
	};

	r->code = code ? code : -1;
	if (code < REJECTED || code > OTHER_USER)
		return error_set(err, FAULT_PROXY,
		    "answered with the unknown code %d", code);
	const char *words = texts[code - REJECTED];
	r->is_of_address = code == REJECTED;
	snprintf(r->words, sizeof(r->words), "%s", words);
	return error_set(err, FAULT_PROXY, "%s", words);
}

static enum prelude_state take_reply(
    struct proxy_request *r, struct bytes *in, struct error *err)
{
	if (in->len > 0 && in->at[0] != 0)
		return proxy_answer_is_foreign(
		    "a SOCKS4", in->at, in->len, err);
	if (in->len < REPLY_BYTES)
		return PRELUDE_GOES_ON;
	unsigned char code = in->at[1];
	bytes_drop(in, REPLY_BYTES);
	return code == GRANTED ? PRELUDE_DONE : refuse(&r->refusal, code, err);
}

static enum prelude_state socks4_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	struct socks4 *s = (struct socks4 *)p;

	if (s->is_asked)
		return take_reply(s->request, in, err);
	s->is_asked = true;
	return ask(s->request, out, err);
}

static const struct prelude_ops ops = {
	.fault = FAULT_PROXY,
	.most = PROXY_ANSWER_MOST,
	.step = socks4_step,
};

struct prelude *proxy_socks4(struct proxy_request *request)
{
	struct socks4 *s = xcalloc(1, sizeof(*s));

	s->prelude.ops = &ops;
	s->request = request;
	return &s->prelude;
}
