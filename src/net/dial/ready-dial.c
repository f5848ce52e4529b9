/* SPDX-License-Identifier: MIT */
/* Opening an end that needs no handshake. */
#include "net/dial/ready-dial.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/xalloc.h"

/* No event tells that a process has opened a FIFO. */
#define LOOK_PAUSE (CLOCK_SECOND / 50)

struct ready_dial {
	struct dial dial;
	ready_open *open;
	void *context;
	int64_t next_try;
};

static int begin_round(struct dial *d)
{
	((struct ready_dial *)d)->next_try = 0;
	return 0;
}

static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	(void)w;
	return clock_earlier(d->deadline, ((struct ready_dial *)d)->next_try);
}

static enum dial_state try_later(struct ready_dial *r)
{
	if (clock_now() >= r->dial.deadline)
		return DIAL_FAILED;
	r->next_try = clock_after(LOOK_PAUSE);
	return DIAL_GOES_ON;
}

/* Observers know a socket by its addresses, and tell of it when its stream is
 * made. */
static void name_stream(struct ready_dial *r)
{
	struct dial *d = &r->dial;

	if (d->connection.fd >= 0)
		return;
	d->connection.remote = address_of_name(d->name);
	connection_tell(&d->connection, d->retry.opts.tap);
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	struct ready_dial *r = (struct ready_dial *)d;
	struct connection found = { .fd = -1 };

	(void)w;
	if (clock_now() < prepare_round(d, NULL))
		return DIAL_GOES_ON;
	int result = r->open(r->context, &found, &d->cause);
	if (result == READY_LATER)
		return try_later(r);
	if (result < 0)
		return DIAL_FAILED;
	d->connection = found;
	d->connection.duration_us = clock_now() - d->started;
	name_stream(r);
	return DIAL_CONNECTED;
}

/* Between two tries nothing is open. */
static void end_round(struct dial *d)
{
	(void)d;
}

static void describe_round(const struct dial *d, char *buf, size_t size)
{
	snprintf(buf, size, "%s", d->cause.text);
}

static const struct dial_ops ops = {
	.begin = begin_round,
	.prepare = prepare_round,
	.service = serve_round,
	.end = end_round,
	.describe = describe_round,
};

struct dial *ready_dial(const char *name, ready_open *open, void *context,
    const struct retry_opts *retry)
{
	struct ready_dial *r = xmalloc(sizeof(*r));

	*r = (struct ready_dial){
		.dial = dial_make(&ops, xstrdup(name), retry),
		.open = open,
		.context = context,
	};
	return &r->dial;
}
