/* SPDX-License-Identifier: MIT */
/* Opening a connection: rounds of tries, and the pauses between them. */
#include "net/dial/dial.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/text.h"

struct dial dial_make(
    const struct dial_ops *ops, char *name, const struct retry_opts *retry)
{
	return (struct dial){
		.ops = ops,
		.name = name,
		.retry.opts = *retry,
		.connection.fd = -1,
	};
}

int64_t dial_prepare(struct dial *d, struct waiting *w)
{
	if (!d->is_in_round)
		return d->next_round;
	while (d->inner && d->inner->is_in_round)
		d = d->inner;
	return d->ops->prepare(d, w);
}

static enum dial_state begin_round(
    struct dial *d, int64_t started, int64_t deadline)
{
	d->started = started;
	d->deadline = deadline;
	d->is_in_round = true;
	d->connection = (struct connection){ .fd = -1 };
	return d->ops->begin ? d->ops->begin(d) : DIAL_GOES_ON;
}

static void end_round(struct dial *d)
{
	if (!d->is_in_round)
		return;
	if (d->inner)
		end_round(d->inner);
	d->ops->end(d);
	d->is_in_round = false;
}

enum dial_state dial_serve_inner(struct dial *d, const struct waiting *w)
{
	struct dial *inner = d->inner;
	enum dial_state state = DIAL_GOES_ON;

	if (!inner->is_in_round)
		state = begin_round(inner, d->started, d->deadline);
	if (state == DIAL_GOES_ON)
		state = inner->ops->service(inner, w);
	if (state == DIAL_GOES_ON)
		return state;
	d->connection = inner->connection;
	if (state == DIAL_FAILED) {
		/* Times and the address are known; inner closes what is open.
		 */
		d->cause = inner->cause;
		d->connection.fd = -1;
		d->connection.stream = NULL;
		d->connection.child = (struct child){ 0 };
	} else
		inner->connection = (struct connection){ .fd = -1 };
	end_round(inner);
	return state;
}

enum dial_state dial_service(
    struct dial *d, const struct waiting *w, struct error *err)
{
	enum dial_state state = DIAL_GOES_ON;

	if (!d->is_in_round && clock_now() < d->next_round)
		return DIAL_GOES_ON;
	if (!d->is_in_round)
		state =
		    begin_round(d, clock_now(), retry_begin_round(&d->retry));
	if (state == DIAL_GOES_ON)
		state = d->ops->service(d, w);
	if (state == DIAL_GOES_ON)
		return state;
	end_round(d);
	if (state == DIAL_CONNECTED)
		return state;
	d->next_round = retry_plan_next(&d->retry, &d->cause);
	if (d->next_round != CLOCK_NEVER)
		return DIAL_GOES_ON;
	*err = d->cause;
	return DIAL_FAILED;
}

void dial_describe(const struct dial *d, char *buf, size_t size)
{
	char what[ADDRESS_TEXT + 32], pause[TEXT_MEASURE];
	long long rounds = d->retry.rounds;
	int64_t left = d->next_round - clock_now();

	if (d->is_in_round) {
		const struct dial *now = d;
		while (now->inner && now->inner->is_in_round)
			now = now->inner;
		if (!now->ops->doing)
			now->ops->describe(now, what, sizeof(what));
		snprintf(buf, size, "connecting to %s: try %lld, %s", d->name,
		    rounds, now->ops->doing ? now->ops->doing : what);
	} else if (rounds > 0) {
		snprintf(buf, size, "%s; try %lld in %s", d->cause.text,
		    rounds + 1, text_duration(pause, left > 0 ? left : 0));
	} else {
		snprintf(buf, size, "connecting to %s", d->name);
	}
}

int dial_end(struct dial *d, struct connection *out)
{
	end_round(d);
	if (d->ops->release)
		d->ops->release(d);
	if (d->inner)
		dial_end(d->inner, out);
	*out = d->connection;
	free(d->name);
	free(d);
	return connection_is_open(out) ? 0 : -1;
}

void dial_give_up(struct dial *d)
{
	for (; d; d = d->inner)
		d->is_given_up = true;
}

int dial_run(struct dial *d, struct connection *out, struct error *err)
{
	enum dial_state state = DIAL_GOES_ON;
	struct waiting w = { 0 };
	int result = 0;

	while (result >= 0 && state == DIAL_GOES_ON) {
		waiting_clear(&w);
		int64_t latest = dial_prepare(d, &w);
		result = waiting_until(&w, latest, err);
		if (result >= 0)
			state = dial_service(d, &w, err);
	}
	waiting_free(&w);
	return dial_end(d, out);
}
