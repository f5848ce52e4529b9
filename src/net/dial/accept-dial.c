/* SPDX-License-Identifier: MIT */
/* A connection that is waited for: the next client of a listener. */
#include "net/dial/accept-dial.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"

struct accept_dial {
	struct dial dial;
	struct listener *listener;
	/* Own descriptors of the listening sockets, since a descriptor is
	 * waited for by one member of the loop. */
	int *fds;
	size_t count;
};

static void close_all(struct accept_dial *a)
{
	while (a->count > 0)
		close(a->fds[--a->count]);
	free(a->fds);
	a->fds = NULL;
}

static int begin_round(struct dial *d)
{
	struct accept_dial *a = (struct accept_dial *)d;
	size_t wanted = listener_addresses(a->listener)->count;

	a->fds = xcalloc(wanted, sizeof(*a->fds));
	for (; a->count < wanted; a->count++) {
		a->fds[a->count] = fcntl(listener_fds(a->listener)[a->count],
		    F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		if (a->fds[a->count] < 0)
			return error_sys(&d->cause, FAULT_IO,
			    "cannot wait for a client of %s", d->name);
	}
	return 0;
}

static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	const struct accept_dial *a = (const struct accept_dial *)d;

	for (size_t i = 0; i < a->count; i++)
		waiting_add(w, a->fds[i], POLLIN);
	return d->deadline;
}

static int fail_late(struct dial *d)
{
	char limit[TEXT_MEASURE];

	return error_set(&d->cause, FAULT_TIMEOUT,
	    "no client came to %s within %s", d->name,
	    text_duration(limit, d->deadline - d->started));
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	struct accept_dial *a = (struct accept_dial *)d;
	struct address remote;
	int fd = listener_take(a->listener, &remote);

	(void)w;
	if (fd < 0 && errno != EAGAIN)
		return error_sys(&d->cause, FAULT_IO,
		    "cannot accept a client of %s", d->name);
	if (fd < 0)
		return clock_now() < d->deadline ? DIAL_GOES_ON : fail_late(d);
	d->connection = (struct connection){
		.fd = fd,
		.type = listener_type(a->listener),
		.remote = remote,
		.stream = listener_stream(a->listener, fd, &remote),
		.duration_us = clock_now() - d->started,
	};
	return DIAL_CONNECTED;
}

static void end_round(struct dial *d)
{
	close_all((struct accept_dial *)d);
}

static void describe_round(const struct dial *d, char *buf, size_t size)
{
	snprintf(buf, size, "waiting for a client of %s", d->name);
}

static const struct dial_ops ops = {
	.begin = begin_round,
	.prepare = prepare_round,
	.service = serve_round,
	.end = end_round,
	.describe = describe_round,
};

struct dial *accept_dial(
    struct listener *l, const char *name, const struct retry_opts *retry)
{
	struct accept_dial *a = xcalloc(1, sizeof(*a));

	a->dial = dial_make(&ops, xstrdup(name), retry);
	a->listener = l;
	return &a->dial;
}
