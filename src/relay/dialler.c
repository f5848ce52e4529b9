/* SPDX-License-Identifier: MIT */
/* A dial as a member of the loop. */
#include "relay/dialler.h"

static int64_t dialler_prepare(struct pollable *p, struct waiting *w)
{
	return dial_prepare(((struct dialler *)p)->dial, w);
}

static bool end(struct dialler *d)
{
	dial_end(d->dial, &d->connection);
	d->dial = NULL;
	d->ended(d->context);
	return false;
}

/* A dial closes sockets and opens others, which may get the same numbers. */
static bool dialler_service(struct pollable *p, const struct waiting *w)
{
	struct dialler *d = (struct dialler *)p;

	for (size_t i = 0; i < w->count; i++)
		loop_forget(p, w->fds[i].fd);
	if (d->failure.kind != FAULT_NONE)
		return end(d);
	if (dial_service(d->dial, w, &d->failure) == DIAL_GOES_ON)
		return true;
	return end(d);
}

static void dialler_report(struct pollable *p)
{
	const struct dial *dial = ((const struct dialler *)p)->dial;
	char text[sizeof(dial->cause.text) + 64];

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
	loop_add(loop, &d->pollable);
}

void dialler_stop(struct dialler *d)
{
	if (!d->dial)
		return;
	loop_remove(&d->pollable);
	dial_end(d->dial, &d->connection);
	d->dial = NULL;
}
