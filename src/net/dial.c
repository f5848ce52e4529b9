/* SPDX-License-Identifier: MIT */
/* Opening a TCP connection: lookup, race, retries, and why it failed. */
#include "net/dial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "net/lookup.h"
#include "net/race.h"
#include "stream/socket.h"
#include "sys/waiting.h"

#define RETRY_DELAY_MAX (2 * CLOCK_SECOND)

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
		FAULT_RESET, FAULT_UNREACHABLE, FAULT_BIND };

	for (size_t o = 0; o < sizeof(order) / sizeof(order[0]); o++)
		for (size_t i = 0; i < count; i++)
			if (attempts[i].cause.kind == order[o])
				return order[o];
	return attempts[0].cause.kind;
}

static void add_hint(const struct dial_opts *opts, const char *target,
    enum fault kind, struct error *err)
{
	if (kind == FAULT_REFUSED && opts->retries == 0)
		error_hint(err,
		    "the host is up but nothing listens on port %s; "
		    "to wait for it: genet wait %s",
		    opts->port, target);
	else if (kind == FAULT_TIMEOUT)
		error_hint(err,
		    "a host that says nothing at all is down, or behind a "
		    "firewall");
}

static int explain(const struct dial_opts *opts, const struct attempt *attempts,
    size_t count, struct error *err)
{
	char *target = target_text(opts), host[ADDRESS_TEXT];
	enum fault kind = choose_kind(attempts, count);

	address_host(host, attempts[0].remote);
	if (count > 1)
		error_set(err, kind,
		    "cannot connect to %s: no address answered", target);
	else if (strcmp(host, opts->host) == 0)
		error_set(err, kind, "cannot connect to %s: %s", target,
		    attempts[0].cause.text);
	else
		error_set(err, kind, "cannot connect to %s (%s): %s", target,
		    host, attempts[0].cause.text);
	for (size_t i = 0; count > 1 && i < count; i++)
		error_detail(err, "    %-16s %s",
		    address_host(host, attempts[i].remote),
		    attempts[i].cause.text);
	add_hint(opts, target, kind, err);
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
	tap_call(opts->tap, 0, "which end the kernel gave us",
	    "getsockname(%d, %s)", winner->fd, local_text);
	tap_tell(opts->tap, &(struct tap_event){
				.kind = TAP_CONNECTED,
				.conn = 1,
				.local = local_text,
				.remote = address_text(remote_text, remote),
				.duration_us = winner->duration_us,
			    });
	return socket_stream(winner->fd, opts->tap);
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

	if (lookup_run(&lookup, &targets, err) < 0)
		return NULL;
	if (find_source(opts, deadline, &sources, err) == 0) {
		struct race_opts race = {
			.addresses = &targets.addresses,
			.sources =
			    sources.addresses.count ? &sources.addresses : NULL,
			.sockopts = opts->sockopts,
			.deadline = deadline,
			.tap = opts->tap,
		};
		stream = run_race(opts, &race, remote, err);
	}
	lookup_free(&sources);
	lookup_free(&targets);
	return stream;
}

static bool is_worth_retrying(const struct error *err)
{
	return err->kind == FAULT_REFUSED || err->kind == FAULT_UNREACHABLE ||
	       err->kind == FAULT_TIMEOUT;
}

/* Returns 0 after the pause, or -1 with err changed if the user wants an
 * end. */
static int pause_before_retry(
    const struct dial_opts *opts, int64_t pause, struct error *err)
{
	struct waiting none = { 0 };
	int64_t until = clock_after(pause);
	int result = 1;

	tap_tell(opts->tap,
	    &(struct tap_event){
		.kind = TAP_RETRY, .text = err->text, .duration_us = pause });
	while (result > 0 && clock_now() < until)
		result = waiting_until(&none, until, err);
	waiting_free(&none);
	return result < 0 ? -1 : 0;
}

struct stream *dial(
    const struct dial_opts *opts, struct address *remote, struct error *err)
{
	int64_t last_start =
	    clock_earlier(opts->deadline, clock_after(opts->retry_for_us));
	int64_t pause = opts->retry_delay_us;

	for (int64_t round = 0;; round++) {
		int64_t deadline = clock_earlier(
		    opts->deadline, clock_after(opts->connect_timeout_us));
		if (round > 0)
			deadline = clock_earlier(deadline, last_start);
		struct stream *stream = dial_once(opts, deadline, remote, err);
		if (stream || !is_worth_retrying(err) ||
		    round >= opts->retries || clock_after(pause) >= last_start)
			return stream;
		if (pause_before_retry(opts, pause, err) < 0)
			return NULL;
		if (pause < RETRY_DELAY_MAX)
			pause = clock_earlier(2 * pause, RETRY_DELAY_MAX);
	}
}
