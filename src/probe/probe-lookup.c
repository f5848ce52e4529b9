/* SPDX-License-Identifier: MIT */
/* The addresses that a probe asks: their lookup, and why they do not answer. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "probe/probe-private.h"

enum probe_finding probe_look_up(struct probe *p)
{
	if (!lookup_is_done(p->lookup))
		return PROBE_GOES_ON;
	bool is_certain = lookup_is_certain(p->lookup);
	int result = lookup_end(p->lookup, &p->targets, &p->cause);
	p->lookup = NULL;
	if (result == 0)
		return PROBE_THERE;
	/* A name that is not known may be known soon, and its host may exist.
	 */
	return is_certain ? PROBE_HOPELESS : PROBE_UNCLEAR;
}

enum probe_finding probe_begin_lookup(struct probe *p)
{
	struct lookup_opts opts = {
		.host = p->opts.host,
		.port = p->opts.port,
		.family = p->opts.family,
		.type = p->opts.type,
		.numeric = p->opts.numeric,
		.passive = p->ops->is_of_this_host,
		.tap = p->opts.tap,
	};

	p->lookup = lookup_begin(&opts, &p->cause);
	return p->lookup ? probe_look_up(p) : PROBE_UNCLEAR;
}

void probe_end_lookup(struct probe *p)
{
	struct lookup_result unused;
	struct error err = ERROR_NONE;

	lookup_end(p->lookup, &unused, &err);
	lookup_free(&unused);
	p->lookup = NULL;
	if (err.kind != FAULT_NONE &&
	    (p->cause.kind == FAULT_NONE || clock_now() >= p->deadline))
		p->cause = err;
}

void probe_explain(struct probe *p, enum fault kind,
    const char *(*why)(const struct probe *p, size_t address))
{
	const struct address_list *asked = &p->targets.addresses;
	char host[ADDRESS_TEXT], line[sizeof(p->cause.text)] = "";
	size_t used = 0;

	address_host(host, &asked->items[0]);
	if (asked->count == 1 && strcmp(host, p->opts.host) == 0) {
		error_set(&p->cause, kind, "%s", why(p, 0));
		return;
	}
	for (size_t i = 0; i < asked->count && used < sizeof(line); i++)
		used += (size_t)snprintf(line + used, sizeof(line) - used,
		    "%s%s (%s)", i ? ", " : "", why(p, i),
		    address_host(host, &asked->items[i]));
	error_set(&p->cause, kind, "%s", line);
}
