/* SPDX-License-Identifier: MIT */
/* The lookups of a round of dialling by TCP or UDP. */
#include "net/dial/inet-dial.h"

#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"

static char *name_of(const struct inet_dial_opts *opts)
{
	if (opts->name)
		return xstrdup(opts->name);
	return xasprintf(strchr(opts->host, ':') ? "[%s]:%s" : "%s:%s",
	    opts->host, opts->port);
}

void inet_dial_init(struct inet_dial *i, const struct dial_ops *ops, int type,
    const struct inet_dial_opts *opts)
{
	*i = (struct inet_dial){
		.dial = dial_make(ops, name_of(opts), &opts->retry),
		.opts = *opts,
		.type = type,
	};
}

static int begin(struct inet_dial *i, const char *host, const char *port)
{
	const struct lookup_opts opts = {
		.host = host,
		.port = port,
		.family = i->opts.family,
		.type = i->type,
		.numeric = i->opts.numeric,
		.passive = i->is_of_source,
		.deadline = i->dial.deadline,
		.tap = i->opts.retry.tap,
	};

	i->lookup = lookup_begin(&opts, &i->dial.cause);
	return i->lookup ? 0 : -1;
}

int inet_dial_begin(struct dial *d)
{
	struct inet_dial *i = (struct inet_dial *)d;

	i->is_of_source = false;
	i->lookup_us = 0;
	return begin(i, i->opts.host, i->opts.port);
}

int64_t inet_dial_prepare(struct dial *d, struct waiting *w)
{
	waiting_add(w, lookup_fd(((struct inet_dial *)d)->lookup), POLLIN);
	return d->deadline;
}

/* Ends the lookup, whether it has an answer or its time is over. */
static int take(struct inet_dial *i)
{
	const struct inet_dial_opts *o = &i->opts;
	struct lookup *lookup = i->lookup;
	struct error *err = &i->dial.cause;

	i->lookup = NULL;
	if (i->is_of_source)
		return lookup_end(lookup, &i->sources, err);
	bool is_literal = lookup_is_certain(lookup);
	if (lookup_end(lookup, &i->targets, err) < 0)
		return -1;
	i->lookup_us = is_literal ? 0 : i->targets.duration_us;
	return o->admit ? o->admit(o->admit_context, &i->targets.addresses, err)
	                : 0;
}

int inet_dial_look_up(struct inet_dial *i)
{
	const struct inet_dial_opts *o = &i->opts;

	while (i->lookup) {
		if (!lookup_is_done(i->lookup) &&
		    clock_now() < i->dial.deadline)
			return 0;
		if (take(i) < 0)
			return -1;
		if (i->is_of_source || (!o->source && !o->source_port))
			break;
		i->is_of_source = true;
		if (begin(i, o->source, o->source_port) < 0)
			return -1;
	}
	return 1;
}

void inet_dial_end(struct dial *d)
{
	struct inet_dial *i = (struct inet_dial *)d;

	lookup_drop(i->lookup);
	i->lookup = NULL;
	lookup_free(&i->sources);
	lookup_free(&i->targets);
}
