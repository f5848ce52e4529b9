/* SPDX-License-Identifier: MIT */
/* A dial as a member of the loop. */
#include "relay/dialler.h"

#include <poll.h>

#include "base/clock.h"
#include "sys/poller.h"

/* Most dials end before that: they need not watch the caller. */
#define MOMENT (CLOCK_SECOND / 50)

/* The slot of the caller. */
#define CALLER 0

/* A hang-up of the caller cannot be masked, and is no reason to give up: it is
 * to be reported once. */
static int64_t dialler_prepare(struct pollable *p, struct waiting *w)
{
	struct dialler *d = (struct dialler *)p;

	d->is_watching = d->caller && clock_now() >= d->watches_from;
	if (d->is_watching)
		waiting_add(w, d->caller->read_fd, POLLER_EDGE);
	unsigned first = w->count;
	int64_t latest = dial_prepare(d->dial, w);
	for (unsigned i = first; i < w->count; i++)
		w->fds[i].events |= POLLER_EDGE;
	return d->caller && !d->is_watching
	           ? clock_earlier(latest, d->watches_from)
	           : latest;
}

/* A dial closes sockets and opens others, which may get the same numbers. That
 * of the connection is watched by its next owner; -1: there is none. */
static void let_go(struct dialler *d, const struct waiting *w, int connected)
{
	for (size_t i = d->is_watching ? CALLER + 1 : 0; i < w->count; i++)
		if (w->fds[i].fd == connected)
			loop_pass_on(&d->pollable, w->fds[i].fd);
		else
			loop_forget(&d->pollable, w->fds[i].fd);
}

static bool end(struct dialler *d, const struct waiting *w)
{
	dial_end(d->dial, &d->connection);
	d->dial = NULL;
	let_go(d, w, d->connection.fd);
	d->ended(d->context);
	return false;
}

static void look_at_caller(struct dialler *d, const struct waiting *w)
{
	if (!d->is_watching || !(waiting_result(w, CALLER) & POLLERR))
		return;
	d->caller_is_gone = true;
	dial_give_up(d->dial);
	error_set(&d->failure, FAULT_RESET, "reset by peer");
}

static bool dialler_service(struct pollable *p, const struct waiting *w)
{
	struct dialler *d = (struct dialler *)p;

	look_at_caller(d, w);
	if (d->failure.kind != FAULT_NONE ||
	    dial_service(d->dial, w, &d->failure) != DIAL_GOES_ON)
		return end(d, w);
	let_go(d, w, -1);
	return true;
}

static void dialler_report(struct pollable *p)
{
	const struct dial *dial = ((const struct dialler *)p)->dial;
	char text[sizeof(dial->cause.text) + 64];

	if (((const struct dialler *)p)->is_one_of_many)
		return;
	dial_describe(dial, text, sizeof(text));
	tap_tell(dial->retry.opts.tap,
	    &(struct tap_event){ .kind = TAP_STATE, .text = text });
}

static void dialler_fail(struct pollable *p, const struct error *cause)
{
	((struct dialler *)p)->failure = *cause;
}

static const struct pollable_ops dialler_ops = {
	.prepare = dialler_prepare,
	.service = dialler_service,
	.report = dialler_report,
	.fail = dialler_fail,
	.cannot_wait = "cannot wait for the connection",
};

void dialler_start(struct dialler *d, struct loop *loop)
{
	d->pollable.ops = &dialler_ops;
	d->watches_from = clock_after(MOMENT);
	loop_add(loop, &d->pollable);
}

void dialler_stop(struct dialler *d)
{
	if (!d->dial)
		return;
	loop_remove(&d->pollable);
	dial_give_up(d->dial);
	dial_end(d->dial, &d->connection);
	d->dial = NULL;
}
