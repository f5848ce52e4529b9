/* SPDX-License-Identifier: MIT */
/* A connection that is waited for: the next client of a listener. */
#include "net/dial/accept-dial.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "sys/wakeup.h"

/* How many targets that are gone may be passed over before other members of
 * the loop are served. */
#define TAKE_TRIES 16

struct accept_dial {
	struct dial dial;
	struct accept_queue *queue;
	struct list_link place; /* in the queue, during a round */
	struct wakeup wakeup;   /* when the dial becomes the first one */
};

static bool is_first(const struct accept_dial *a)
{
	return a->queue->dials.first == &a->place;
}

static int begin_round(struct dial *d)
{
	struct accept_dial *a = (struct accept_dial *)d;

	if (wakeup_open(&a->wakeup) < 0)
		return error_sys(&d->cause, FAULT_IO,
		    "cannot wait for a client of %s", d->name);
	list_append(&a->queue->dials, &a->place);
	return 0;
}

/* Only the first dial waits for the sockets: a descriptor is waited for by one
 * member of the loop. */
static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	const struct accept_dial *a = (const struct accept_dial *)d;
	const struct listener *l = a->queue->listener;

	waiting_add(w, a->wakeup.fd, POLLIN);
	for (size_t i = 0; is_first(a) && i < listener_addresses(l)->count; i++)
		waiting_add(w, listener_fds(l)[i], POLLIN);
	return d->deadline;
}

static int fail_late(struct dial *d)
{
	char limit[TEXT_MEASURE];

	return error_set(&d->cause, FAULT_TIMEOUT,
	    "no client came to %s within %s", d->name,
	    text_duration(limit, d->deadline - d->started));
}

/* Whether a client that waited in the backlog has been reset since. An error of
 * a datagram socket is that of a datagram. */
static bool is_gone(const struct listener *l, int fd)
{
	struct pollfd p = { .fd = fd };

	return listener_type(l) != SOCK_DGRAM && poll(&p, 1, 0) > 0 &&
	       (p.revents & POLLERR);
}

/* Returns a client as listener_take(), but none that is gone. */
static int take(struct accept_dial *a, struct address *remote)
{
	struct listener *l = a->queue->listener;

	for (int tries = 0; tries < TAKE_TRIES; tries++) {
		int fd = listener_take(l, remote);
		if (fd < 0 || !is_gone(l, fd))
			return fd;
		listener_refuse(l, fd);
	}
	wakeup_raise(&a->wakeup); /* more clients may be there */
	errno = EAGAIN;
	return -1;
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	struct accept_dial *a = (struct accept_dial *)d;
	const struct listener *l = a->queue->listener;
	struct address remote;
	int fd = -1;

	(void)w;
	wakeup_clear(&a->wakeup);
	errno = EAGAIN;
	if (is_first(a))
		fd = take(a, &remote);
	if (fd < 0 && errno != EAGAIN)
		return error_sys(&d->cause, FAULT_IO,
		    "cannot accept a client of %s", d->name);
	if (fd < 0)
		return clock_now() < d->deadline ? DIAL_GOES_ON : fail_late(d);
	d->connection = (struct connection){
		.fd = fd,
		.type = listener_type(l),
		.remote = remote,
		.stream = listener_stream(l, fd, &remote),
		.duration_us = clock_now() - d->started,
	};
	return DIAL_CONNECTED;
}

static void end_round(struct dial *d)
{
	struct accept_dial *a = (struct accept_dial *)d;
	bool was_first = is_first(a);

	list_remove(&a->queue->dials, &a->place);
	wakeup_close(&a->wakeup);
	if (was_first && a->queue->dials.first)
		wakeup_raise(&LIST_OWNER(
		    a->queue->dials.first, struct accept_dial, place)
				  ->wakeup);
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
    struct accept_queue *q, const char *name, const struct retry_opts *retry)
{
	struct accept_dial *a = xcalloc(1, sizeof(*a));

	a->dial = dial_make(&ops, xstrdup(name), retry);
	a->queue = q;
	a->wakeup = WAKEUP_NONE;
	return &a->dial;
}
