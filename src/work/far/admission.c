/* SPDX-License-Identifier: MIT */
/* Which clients a listener admits, and by which handshakes. */
#include "work/far/admission.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "base/xalloc.h"
#include "work/far/secure.h"

/* The default of --handshake-timeout. */
#define TIMEOUT (30 * CLOCK_SECOND)

/* --peek cannot look at encrypted bytes, and not behind a PROXY header, which
 * is read together with the bytes that follow it. */
static int check_peek(const struct config *cfg, bool carries_bytes,
    bool wants_tls, struct error *err)
{
	const char *other = wants_tls                   ? "--tls"
	                    : cfg->proxy.accepts_header ? "--accept-proxy"
	                                                : NULL;
	int room = cfg->sockopts.recv_buffer;

	if (!cfg->peek)
		return 0;
	if (!carries_bytes)
		return error_set(err, FAULT_USAGE,
		    "--peek needs connections that carry bytes");
	if (other)
		return error_set(err, FAULT_USAGE,
		    "--peek and %s contradict each other", other);
	if (room != SOCKOPT_UNSET && room < cfg->peek)
		return error_set(err, FAULT_USAGE,
		    "--peek %ld needs a larger --recv-buffer: %d B cannot "
		    "hold so much",
		    cfg->peek, room);
	return 0;
}

int admission_check(
    const struct config *cfg, const struct spec *where, struct error *err)
{
	const struct config_proxy *p = &cfg->proxy;
	bool carries_bytes = spec_type(where) == SOCK_STREAM;
	bool wants_tls = where->kind == SPEC_TLS || cfg->tls.is_asked;

	if (!carries_bytes && p->accepts_header)
		return error_set(err, FAULT_USAGE,
		    "--accept-proxy needs connections that carry bytes");
	if (check_peek(cfg, carries_bytes, wants_tls, err) < 0)
		return -1;
	if (p->handshake_timeout_us && !wants_tls && !p->accepts_header &&
	    !cfg->peek && !spec_is_proxy(where->kind))
		return error_set(err, FAULT_USAGE,
		    "--handshake-timeout has no effect without --tls, "
		    "--accept-proxy or --peek");
	return wants_tls ? secure_check_listener(cfg, carries_bytes, err) : 0;
}

static int parse_ranges(
    const struct config_texts *words, struct cidr_list *out, struct error *err)
{
	out->items = xcalloc(words->count, sizeof(*out->items));
	for (; out->count < words->count; out->count++)
		if (!cidr_parse(
			words->items[out->count], &out->items[out->count]))
			return error_set(err, FAULT_USAGE,
			    "'%s' is not a range of addresses; write "
			    "192.0.2.0/24 or 2001:db8::/32",
			    words->items[out->count]);
	return 0;
}

static struct stream *secure(void *context, struct stream *below,
    const struct tap_connection *connection, struct error *err)
{
	const struct tls_peer peer = { .connection = connection };

	return tls_stream(context, below, &peer, err);
}

static int open_tls(struct admission *a, const struct run *run,
    const struct address_list *bound, struct error *err)
{
	const struct config_tls *t = &run->cfg->tls;
	struct tls_opts opts = secure_tls_opts(run);

	opts.is_server = true;
	opts.ca = t->client_ca;
	opts.name = t->name;
	if (run->cfg->nc.program && (t->asks_client || t->wants_client))
		opts.clients =
		    t->wants_client ? TLS_CLIENTS_MUST : TLS_CLIENTS_MAY;
	opts.bound = bound;
	a->tls = tls_context_new(&opts, run->tap, err);
	if (!a->tls)
		return -1;
	secure_warn(run);
	return 0;
}

int admission_open(struct admission *a, const struct run *run,
    const struct address_list *bound, struct error *err)
{
	const struct config *cfg = run->cfg;
	int64_t timeout_us = cfg->proxy.handshake_timeout_us;

	if (parse_ranges(&cfg->allow, &a->allow, err) < 0 ||
	    parse_ranges(&cfg->deny, &a->deny, err) < 0)
		return -1;
	if (a->wants_tls && open_tls(a, run, bound, err) < 0)
		return -1;
	a->handshakes = (struct handshake_opts){
		.take_header = cfg->proxy.accepts_header,
		.peeks = (size_t)cfg->peek,
		.secure = a->tls ? secure : NULL,
		.context = a->tls,
		.timeout_us = timeout_us ? timeout_us : TIMEOUT,
	};
	return 0;
}

void admission_close(struct admission *a)
{
	tls_context_free(a->tls);
	free(a->allow.items);
	free(a->deny.items);
}

const char *admission_pin(const struct admission *a)
{
	return a->tls ? tls_context_pin(a->tls) : NULL;
}
