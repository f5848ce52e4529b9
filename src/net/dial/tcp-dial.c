/* SPDX-License-Identifier: MIT */
/* Dialling by TCP: lookup, race, and why it failed. */
#include "net/dial/tcp-dial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/xalloc.h"
#include "net/dial/race.h"

struct tcp_dial {
	struct inet_dial inet;
	struct attempt *attempts; /* NULL: the lookups go on */
	struct race *race;
};

/* Of several causes the most useful one: a later try may mend a timeout; a
 * refusal shows that the host is up. */
static enum fault choose_kind(const struct attempt *attempts, size_t count)
{
	static const enum fault order[] = { FAULT_TIMEOUT, FAULT_REFUSED,
		FAULT_RESET, FAULT_UNREACHABLE, FAULT_BIND, FAULT_UNSUPPORTED };

	for (size_t o = 0; o < sizeof(order) / sizeof(order[0]); o++)
		for (size_t i = 0; i < count; i++)
			if (attempts[i].cause.kind == order[o])
				return order[o];
	return attempts[0].cause.kind;
}

static enum hint_code choose_hint(
    const struct inet_dial_opts *opts, enum fault kind)
{
	/* What asks anew has no option for an interface. */
	bool is_by_interface = opts->sockopts->interface;

	if (kind == FAULT_TIMEOUT)
		return is_by_interface ? HINT_HOST_SILENT_INTERFACE
		                       : HINT_HOST_SILENT;
	if (kind == FAULT_UNREACHABLE)
		return is_by_interface ? HINT_NONE : HINT_HOST_UNREACHABLE;
	if (kind != FAULT_REFUSED)
		return HINT_NONE;
	if (is_by_interface)
		return HINT_PORT_CLOSED_INTERFACE;
	return opts->retry.retries == 0 ? HINT_PORT_CLOSED : HINT_NONE;
}

static void add_hint(
    const struct inet_dial_opts *opts, enum fault kind, struct error *err)
{
	enum hint_code code = choose_hint(opts, kind);

	if (code == HINT_NONE)
		return;
	error_suggest(err, code, opts->host);
	snprintf(err->hint.port, sizeof(err->hint.port), "%s", opts->port);
}

static bool all_agree(const struct attempt *attempts, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (strcmp(attempts[i].cause.text, attempts[0].cause.text) != 0)
			return false;
	return true;
}

/* "::1, 127.0.0.1". Allocated. */
static char *list_hosts(const struct attempt *attempts, size_t count)
{
	char *list = xstrdup(""), host[ADDRESS_TEXT];

	for (size_t i = 0; i < count; i++) {
		char *longer = xasprintf("%s%s%s", list, i ? ", " : "",
		    address_host(host, attempts[i].remote));
		free(list);
		list = longer;
	}
	return list;
}

/* One line if all causes are the same, else a line of detail for each. */
static int explain_several(const char *target, enum fault kind,
    const struct attempt *attempts, size_t count, struct error *err)
{
	char host[ADDRESS_TEXT];

	if (all_agree(attempts, count)) {
		char *hosts = list_hosts(attempts, count);
		error_set(err, kind, "cannot connect to %s: %s (%s)", target,
		    attempts[0].cause.text, hosts);
		free(hosts);
		return -1;
	}
	error_set(
	    err, kind, "cannot connect to %s: every address failed", target);
	for (size_t i = 0; i < count; i++)
		error_detail(err, "    %-16s %s",
		    address_host(host, attempts[i].remote),
		    attempts[i].cause.text);
	return -1;
}

/* Why the round has failed. */
static void explain(struct tcp_dial *t)
{
	const struct attempt *attempts = t->attempts;
	size_t count = t->inet.targets.addresses.count;
	const char *target = t->inet.dial.name;
	struct error *err = &t->inet.dial.cause;
	enum fault kind = choose_kind(attempts, count);
	char host[ADDRESS_TEXT];

	address_host(host, attempts[0].remote);
	if (count > 1)
		explain_several(target, kind, attempts, count, err);
	else if (strcmp(host, t->inet.opts.host) == 0)
		error_set(err, kind, "cannot connect to %s: %s", target,
		    attempts[0].cause.text);
	else
		error_set(err, kind, "cannot connect to %s (%s): %s", target,
		    host, attempts[0].cause.text);
	if (all_agree(attempts, count))
		err->sysno = attempts[0].cause.sysno;
	add_hint(&t->inet.opts, kind, err);
}

/* The address that decides, and the time until its answer. */
static void note_times(struct tcp_dial *t)
{
	struct dial *d = &t->inet.dial;
	const struct attempt *a = t->attempts;

	for (size_t i = 0; i < t->inet.targets.addresses.count; i++)
		if (a->cause.kind != d->cause.kind)
			a = &t->attempts[i];
	d->connection.remote = *a->remote;
	d->connection.duration_us = a->duration_us;
	d->connection.lookup_us = t->inet.lookup_us;
}

static void begin_race(struct tcp_dial *t)
{
	const struct address_list *sources = &t->inet.sources.addresses;
	struct race_opts opts = {
		.addresses = &t->inet.targets.addresses,
		.sources = sources->count ? sources : NULL,
		.sockopts = t->inet.opts.sockopts,
		.deadline = t->inet.dial.deadline,
		.limit_us = t->inet.dial.deadline - t->inet.dial.started,
		.tap = t->inet.opts.retry.tap,
	};

	t->attempts = xcalloc(opts.addresses->count, sizeof(*t->attempts));
	t->race = race_begin(&opts, t->attempts);
}

static enum dial_state race_on(struct tcp_dial *t, const struct waiting *w)
{
	struct dial *d = &t->inet.dial;
	enum race_state state = race_service(t->race, w, &d->cause);

	if (state == RACE_GOES_ON)
		return DIAL_GOES_ON;
	int winner = race_end(t->race);
	t->race = NULL;
	if (state == RACE_LOST) {
		explain(t);
		note_times(t);
	}
	if (winner < 0)
		return DIAL_FAILED;
	const struct attempt *a = &t->attempts[winner];
	d->connection = (struct connection){
		.fd = a->fd,
		.type = SOCK_STREAM,
		.remote = *a->remote,
		.connects_late = t->inet.opts.sockopts->fast_open,
		.was_reset = a->was_reset,
		.duration_us = a->duration_us,
		.lookup_us = t->inet.lookup_us,
	};
	return DIAL_CONNECTED;
}

/* One round: lookups, then all addresses, under one deadline. */

static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	struct tcp_dial *t = (struct tcp_dial *)d;

	return t->attempts ? race_prepare(t->race, w) : inet_dial_prepare(d, w);
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	struct tcp_dial *t = (struct tcp_dial *)d;

	if (!t->attempts) {
		int found = inet_dial_look_up(&t->inet);
		if (found <= 0)
			return found;
		begin_race(t);
	}
	return race_on(t, w);
}

static void end_round(struct dial *d)
{
	struct tcp_dial *t = (struct tcp_dial *)d;

	if (t->race)
		race_end(t->race);
	free(t->attempts);
	t->race = NULL;
	t->attempts = NULL;
	inet_dial_end(d);
}

/* The address that was tried last. */
static void describe_round(const struct dial *d, char *buf, size_t size)
{
	const struct tcp_dial *t = (const struct tcp_dial *)d;
	size_t count = t->inet.targets.addresses.count;
	char remote[ADDRESS_TEXT];

	snprintf(buf, size, "looking up the %s",
	    t->inet.is_of_source ? "source address" : "name");
	for (size_t i = 0; t->attempts && i < count; i++)
		if (t->attempts[i].started)
			snprintf(buf, size, "address %s",
			    address_text(remote, t->attempts[i].remote));
}

static const struct dial_ops ops = {
	.begin = inet_dial_begin,
	.prepare = prepare_round,
	.service = serve_round,
	.end = end_round,
	.describe = describe_round,
};

struct dial *tcp_dial(const struct inet_dial_opts *opts)
{
	struct tcp_dial *t = xcalloc(1, sizeof(*t));

	inet_dial_init(&t->inet, &ops, SOCK_STREAM, opts);
	return &t->inet.dial;
}
