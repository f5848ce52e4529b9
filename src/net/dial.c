/* SPDX-License-Identifier: MIT */
/* Opening a TCP connection: lookup, race, retries, and why it failed. */
#include "net/dial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "net/lookup.h"
#include "net/race.h"
#include "stream/socket.h"

/* "HOST:PORT", with brackets around an IPv6 address. */
static char *target_text(const struct dial_opts *opts)
{
	return xasprintf(strchr(opts->host, ':') ? "[%s]:%s" : "%s:%s",
	    opts->host, opts->port);
}

/* Of several causes the one that tells most about what to do: silence may end
 * by itself, a refusal shows that the host is up. */
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

static void add_hint(
    const struct dial_opts *opts, enum fault kind, struct error *err)
{
	if (kind == FAULT_TIMEOUT)
		error_suggest(err, HINT_HOST_SILENT, NULL);
	if (kind != FAULT_REFUSED ||
	    (opts->retry.retries != 0 && !opts->sockopts->interface))
		return;
	error_suggest(err,
	    opts->sockopts->interface ? HINT_PORT_CLOSED_INTERFACE
				      : HINT_PORT_CLOSED,
	    opts->host);
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

/* One line if there is one cause, else a line for each address. */
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

static int explain(const struct dial_opts *opts, const struct attempt *attempts,
    size_t count, struct error *err)
{
	char *target = target_text(opts), host[ADDRESS_TEXT];
	enum fault kind = choose_kind(attempts, count);

	address_host(host, attempts[0].remote);
	if (count > 1)
		explain_several(target, kind, attempts, count, err);
	else if (strcmp(host, opts->host) == 0)
		error_set(err, kind, "cannot connect to %s: %s", target,
		    attempts[0].cause.text);
	else
		error_set(err, kind, "cannot connect to %s (%s): %s", target,
		    host, attempts[0].cause.text);
	add_hint(opts, kind, err);
	free(target);
	return -1;
}

static struct stream *welcome(const struct dial_opts *opts,
    const struct attempt *winner, struct address *remote)
{
	char local_text[ADDRESS_TEXT], remote_text[ADDRESS_TEXT];
	struct address local = address_local(winner->fd);

	*remote = *winner->remote;
	address_text(local_text, &local);
	tap_call(opts->tap, 0, "the local address that the kernel chose",
	    "getsockname(%d, %s)", winner->fd, local_text);
	tap_tell(opts->tap, &(struct tap_event){
				.kind = TAP_CONNECTED,
				.conn = 1,
				.local = local_text,
				.remote = address_text(remote_text, remote),
				.duration_us = winner->duration_us,
			    });
	struct stream *stream = socket_stream(winner->fd, opts->tap);
	if (winner->was_reset)
		socket_note_reset(stream);
	return stream;
}

/* Looks the local end up. Returns 0 with an empty result if none was asked
 * for. */
static int find_source(const struct dial_opts *opts, int64_t deadline,
    struct lookup_result *sources, struct error *err)
{
	struct lookup_opts lookup = {
		.host = opts->source,
		.port = opts->source_port,
		.family = opts->family,
		.type = SOCK_STREAM,
		.numeric = opts->numeric,
		.passive = true,
		.deadline = deadline,
		.tap = opts->tap,
	};

	*sources = (struct lookup_result){ 0 };
	if (!opts->source && !opts->source_port)
		return 0;
	return lookup_run(&lookup, sources, err);
}

static struct stream *run_race(const struct dial_opts *opts,
    const struct race_opts *race, struct address *remote, struct error *err)
{
	size_t count = race->addresses->count;
	struct attempt *attempts = xcalloc(count, sizeof(*attempts));
	struct stream *stream = NULL;

	*err = (struct error)ERROR_NONE;
	int winner = race_run(race, attempts, err);
	if (winner >= 0)
		stream = welcome(opts, &attempts[winner], remote);
	else if (err->kind == FAULT_NONE)
		explain(opts, attempts, count, err);
	free(attempts);
	return stream;
}

/* One round: lookup, then all addresses, under one deadline. */
static struct stream *dial_once(const struct dial_opts *opts, int64_t deadline,
    struct address *remote, struct error *err)
{
	struct lookup_result targets, sources;
	struct lookup_opts lookup = {
		.host = opts->host,
		.port = opts->port,
		.family = opts->family,
		.type = SOCK_STREAM,
		.numeric = opts->numeric,
		.deadline = deadline,
		.tap = opts->tap,
	};
	struct stream *stream = NULL;
	int64_t limit_us = deadline - clock_now();

	if (lookup_run(&lookup, &targets, err) < 0)
		return NULL;
	if (find_source(opts, deadline, &sources, err) == 0) {
		struct race_opts race = {
			.addresses = &targets.addresses,
			.sources =
			    sources.addresses.count ? &sources.addresses : NULL,
			.sockopts = opts->sockopts,
			.deadline = deadline,
			.limit_us = limit_us,
			.tap = opts->tap,
		};
		stream = run_race(opts, &race, remote, err);
	}
	lookup_free(&sources);
	lookup_free(&targets);
	return stream;
}

/* What a round needs, and what it finds. */
struct dialling {
	const struct dial_opts *opts;
	struct address *remote;
	struct stream *stream;
};

static int dial_round(void *context, int64_t deadline, struct error *err)
{
	struct dialling *d = context;

	d->stream = dial_once(d->opts, deadline, d->remote, err);
	return d->stream ? 0 : -1;
}

struct stream *dial(
    const struct dial_opts *opts, struct address *remote, struct error *err)
{
	struct dialling d = { .opts = opts, .remote = remote };

	retry_run(&opts->retry, dial_round, &d, err);
	return d.stream;
}
