/* SPDX-License-Identifier: MIT */
/* The lookups of a round of dialling by TCP or UDP. */
#include "net/dial/inet-lookup.h"

#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"

char *inet_lookup_name(const struct inet_dial_opts *opts)
{
	if (opts->name)
		return xstrdup(opts->name);
	return xasprintf(strchr(opts->host, ':') ? "[%s]:%s" : "%s:%s",
	    opts->host, opts->port);
}

static int begin(struct inet_lookup *l, const char *host, const char *port,
    struct error *err)
{
	l->opts.host = host;
	l->opts.port = port;
	l->opts.passive = l->is_of_source;
	l->lookup = lookup_begin(&l->opts, err);
	return l->lookup ? 0 : -1;
}

int inet_lookup_begin(struct inet_lookup *l, const struct inet_dial_opts *opts,
    int type, int64_t deadline, struct error *err)
{
	*l = (struct inet_lookup){
		.opts = {
			.family = opts->family,
			.type = type,
			.numeric = opts->numeric,
			.deadline = deadline,
			.tap = opts->retry.tap,
		},
	};
	return begin(l, opts->host, opts->port, err);
}

/* A lookup has ended, or is to end because its time is over. */
static int take(struct inet_lookup *l, struct error *err)
{
	struct lookup *lookup = l->lookup;

	l->lookup = NULL;
	return lookup_end(
	    lookup, l->is_of_source ? &l->sources : &l->targets, err);
}

int inet_lookup_serve(
    struct inet_lookup *l, const struct inet_dial_opts *opts, struct error *err)
{
	while (l->lookup) {
		if (!lookup_is_done(l->lookup) &&
		    clock_now() < l->opts.deadline)
			return 0;
		if (take(l, err) < 0)
			return -1;
		if (l->is_of_source || (!opts->source && !opts->source_port))
			break;
		l->is_of_source = true;
		if (begin(l, opts->source, opts->source_port, err) < 0)
			return -1;
	}
	return 1;
}

void inet_lookup_end(struct inet_lookup *l)
{
	struct lookup_result unused = { 0 };
	struct error ignored = ERROR_NONE;

	if (l->lookup)
		lookup_end(l->lookup, &unused, &ignored);
	lookup_free(&unused);
	lookup_free(&l->sources);
	lookup_free(&l->targets);
	*l = (struct inet_lookup){ 0 };
}
