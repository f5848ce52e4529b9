/* SPDX-License-Identifier: MIT */
/* Dialling by proxies: lookups, then handshakes, address by address. */
#include "net/proxy/proxied-dial.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "net/address/lookup.h"
#include "net/dial/layered-dial.h"

/* What one dial does at a hop. */
struct step {
	const struct proxy_hop *hop;
	struct proxy_request request;
	int64_t asked_at;           /* 0: not asked */
	struct lookup_result found; /* the addresses of the host */
	size_t at;                  /* which of them is in the request */
};

struct proxied_dial {
	struct dial dial;
	struct proxied_dial_opts opts;
	struct step *steps; /* one for each hop */
	size_t count;
	struct layer *layers;  /* one or two for each hop */
	size_t resolved;       /* steps whose lookup is done */
	struct lookup *lookup; /* for the next step; or NULL */
	struct error refusals; /* a line for each address */
};

/* The layers of a hop */

static void tell(const struct step *s, struct tap *tap, enum tap_kind kind)
{
	tap_tell(tap, &(struct tap_event){
			  .kind = kind,
			  .proxied = {
			      .proxy = s->hop->url,
			      .target = s->hop->target,
			      .took_us = clock_now() - s->asked_at,
			  },
		      });
}

static struct stream *begin_tls(
    const struct layer *layer, struct stream *below, struct error *err)
{
	const struct proxy_hop *h = ((const struct step *)layer->context)->hop;

	return tls_stream(h->tls, below, &h->peer, err);
}

static struct stream *begin_request(
    const struct layer *layer, struct stream *below, struct error *err)
{
	struct step *s = layer->context;
	struct prelude *prelude = s->hop->speak(&s->request);

	(void)err;
	s->asked_at = clock_now();
	tell(s, below->tap, TAP_PROXY_ASKED);
	return prelude_stream(below, prelude);
}

static void end_request(const struct layer *layer, struct tap *tap)
{
	tell(layer->context, tap, TAP_PROXIED);
}

static size_t make_layers(struct proxied_dial *p)
{
	struct layer *to = p->layers;

	for (size_t i = 0; i < p->count; i++) {
		struct step *s = &p->steps[i];
		if (s->hop->tls)
			*to++ = (struct layer){
				.what = s->hop->tls_name,
				.is_tls = true,
				.silent_hint = HINT_PROXY_PLAIN,
				.wrap = begin_tls,
				.context = s,
			};
		*to++ = (struct layer){
			.what = s->hop->name,
			.wrap = begin_request,
			.done = end_request,
			.context = s,
		};
	}
	return (size_t)(to - p->layers);
}

/* Lookups */

static int begin_lookup(
    struct proxied_dial *p, const struct step *s, struct error *err)
{
	const struct lookup_opts opts = {
		.host = s->request.host,
		.family = s->hop->family,
		.type = SOCK_STREAM,
		.numeric = p->opts.numeric,
		.deadline = p->dial.deadline,
		.tap = p->opts.retry.tap,
	};

	p->lookup = lookup_begin(&opts, err);
	return p->lookup ? 0 : -1;
}

static void use_address(struct step *s, size_t at)
{
	s->at = at;
	s->request.address = &s->found.addresses.items[at];
}

/* Returns 1 when all is looked up, 0 if that takes longer, or -1. */
static int look_up(struct proxied_dial *p, struct error *err)
{
	for (; p->resolved < p->count; p->resolved++) {
		struct step *s = &p->steps[p->resolved];
		if (!s->hop->looks_up)
			continue;
		if (!p->lookup && begin_lookup(p, s, err) < 0)
			return -1;
		if (!lookup_is_done(p->lookup) &&
		    clock_now() < p->dial.deadline)
			return 0;
		struct lookup *lookup = p->lookup;
		p->lookup = NULL;
		if (lookup_end(lookup, &s->found, err) < 0)
			return -1;
		use_address(s, 0);
	}
	return 1;
}

/* One address after the other */

static void forget_refusals(struct proxied_dial *p)
{
	for (size_t i = 0; i < p->count; i++)
		p->steps[i].request.refusal = (struct proxy_refusal){ 0 };
}

static void note_refusal(struct proxied_dial *p, const struct step *s)
{
	char host[ADDRESS_TEXT];

	if (p->refusals.kind == FAULT_NONE)
		error_set(&p->refusals, FAULT_PROXY,
		    "cannot connect to %s: %s reaches no address of %s",
		    p->opts.name, s->hop->name, s->request.host);
	error_detail(&p->refusals, "    %-16s %s",
	    address_host(host, s->request.address), s->request.refusal.words);
}

/* Whether a proxy could not reach an address after which there is another one,
 * which is then in the request. */
static bool has_next_address(struct proxied_dial *p)
{
	for (size_t i = 0; i < p->count; i++) {
		struct step *s = &p->steps[i];
		if (!s->request.refusal.is_of_address ||
		    s->found.addresses.count < 2)
			continue;
		note_refusal(p, s);
		if (s->at + 1 == s->found.addresses.count) {
			p->dial.cause = p->refusals;
			return false;
		}
		use_address(s, s->at + 1);
		return true;
	}
	return false;
}

/* One round */

static int begin_round(struct dial *d)
{
	struct proxied_dial *p = (struct proxied_dial *)d;

	p->resolved = 0;
	p->refusals.kind = FAULT_NONE;
	return 0;
}

static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	struct proxied_dial *p = (struct proxied_dial *)d;

	waiting_add(w, lookup_fd(p->lookup), POLLIN);
	return d->deadline;
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	struct proxied_dial *p = (struct proxied_dial *)d;
	int found = look_up(p, &d->cause);

	if (found <= 0)
		return found;
	for (;;) {
		if (!d->inner->is_in_round)
			forget_refusals(p);
		enum dial_state state = dial_serve_inner(d, w);
		if (state == DIAL_CONNECTED)
			d->connection.behind = p->opts.name;
		if (state != DIAL_FAILED || !has_next_address(p))
			return state;
	}
}

static void end_round(struct dial *d)
{
	struct proxied_dial *p = (struct proxied_dial *)d;

	lookup_drop(p->lookup);
	p->lookup = NULL;
	for (size_t i = 0; i < p->count; i++)
		lookup_free(&p->steps[i].found);
}

static void release(struct dial *d)
{
	struct proxied_dial *p = (struct proxied_dial *)d;

	if (p->opts.outcome)
		*p->opts.outcome = (struct proxy_outcome){
			.was_asked = p->steps[0].asked_at != 0,
			.refusal = p->steps[0].request.refusal,
		};
	free(p->layers);
	free(p->steps);
}

static const struct dial_ops ops = {
	.begin = begin_round,
	.prepare = prepare_round,
	.service = serve_round,
	.end = end_round,
	.doing = "looking up the name",
	.release = release,
};

struct dial *proxied_dial(struct dial *first, const struct proxy_hop *hops,
    size_t count, const struct proxied_dial_opts *opts)
{
	struct proxied_dial *p = xmalloc(sizeof(*p));

	*p = (struct proxied_dial){
		.dial = dial_make(&ops, xstrdup(opts->name), &opts->retry),
		.opts = *opts,
		.steps = xcalloc(count, sizeof(*p->steps)),
		.count = count,
		.layers = xcalloc(2 * count, sizeof(*p->layers)),
	};
	for (size_t i = 0; i < count; i++)
		p->steps[i] = (struct step){
			.hop = &hops[i],
			.request = hops[i].request,
		};
	const struct layers layers = {
		.name = opts->name,
		.items = p->layers,
		.count = make_layers(p),
	};
	p->dial.inner = layered_dial(first, &layers, &opts->retry);
	return &p->dial;
}
