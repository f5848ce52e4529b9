/* SPDX-License-Identifier: MIT */
/* Receives datagrams from sockets and writes them to an output. */
#include "relay/inbox.h"

#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "relay/datagram-tell.h"
#include "relay/leftover.h"
#include "sys/socket/socket-queue.h"

/* After MANY messages in one turn, more have probably come: the inbox receives
 * again without waiting, up to TURNS times. */
#define MANY 8
#define TURNS 16

static void fail(struct pollable *p, const struct error *cause)
{
	struct inbox *in = (struct inbox *)p;

	if (in->failure.kind == FAULT_NONE)
		in->failure = *cause;
	in->is_met = true;
}

static bool has_pending(const struct inbox *in)
{
	return in->pending.len > 0;
}

static bool may_receive(const struct inbox *in)
{
	return !in->is_met && !has_pending(in);
}

static bool has_goal(const struct inbox *in)
{
	const struct inbox_opts *opts = &in->opts;

	return opts->max_count || opts->max_bytes || opts->until ||
	       opts->end_empty || (opts->needs_one && !in->count);
}

static int64_t idle_deadline(const struct inbox *in)
{
	return in->opts.idle_timeout_us == CLOCK_NEVER
	           ? CLOCK_NEVER
	           : in->last_came + in->opts.idle_timeout_us;
}

static int64_t inbox_prepare(struct pollable *p, struct waiting *w)
{
	struct inbox *in = (struct inbox *)p;

	/* The slots of the sockets are 0 and on, that of the output follows. */
	for (size_t i = 0; i < in->opts.fd_count; i++)
		waiting_add(w, may_receive(in) ? in->opts.fds[i] : -1, POLLIN);
	/* Even an idle output is watched: its reader may leave. */
	waiting_add(w, in->output->write_fd,
	    has_pending(in) ? in->output->write_events : 0);
	if ((in->is_met || in->is_ending) && !has_pending(in))
		return 0;
	int64_t latest = clock_earlier(in->enough_at, in->opts.deadline);
	/* Once it is met, only the output is waited for. */
	return in->is_met ? latest : clock_earlier(latest, idle_deadline(in));
}

/* Taking a datagram in */

static bool is_wanted(const struct inbox *in, const struct datagram *d)
{
	const struct address_list *from = in->opts.from;

	for (size_t i = 0; from && i < from->count; i++) {
		const struct address *a = &from->items[i];
		bool port_fits = !address_port(a) ||
		                 address_port(a) == address_port(&d->peer);
		if (port_fits && address_is_same_host(&d->peer, a))
			return true;
	}
	return !from;
}

static bool is_last(const struct inbox *in, const struct datagram *d)
{
	const struct inbox_opts *opts = &in->opts;

	return (opts->max_count && in->count >= opts->max_count) ||
	       (opts->max_bytes && in->bytes >= opts->max_bytes) ||
	       (opts->end_empty && d->len == 0) ||
	       (opts->until &&
		   memmem(d->bytes, d->len, opts->until, opts->until_len));
}

static void take(struct inbox *in, int fd, const struct datagram *d)
{
	if (!is_wanted(in, d))
		return;
	in->count++;
	in->bytes += d->len;
	in->cut += d->was_cut;
	datagram_tell(in->tap, TAP_IN, fd, d);
	expectation_look(&in->expectation, d->bytes, d->len);
	answerer_take(&in->answerer, fd, d);
	record_add(&in->pending, in->opts.format, d, in->started);
	in->is_met = is_last(in, d);
}

/* Returns how many messages there were. */
static int receive(struct inbox *in, int fd)
{
	struct error err = ERROR_NONE;
	const struct datagram *d;
	size_t limit = DATAGRAM_BATCH;

	/* A batch must not take datagrams after the last one that is wanted,
	 * as far as their number says which that is. */
	if (in->opts.max_count && in->opts.max_count - in->count < limit)
		limit = in->opts.max_count - in->count;
	int got = datagram_receive(fd, in->room, limit, &err);
	if (got > 0)
		in->last_came = clock_now();
	while (!in->is_met && (d = datagram_next(in->room)))
		take(in, fd, d);
	if (got < 0)
		fail(&in->pollable, &err);
	return got < 0 ? 0 : got;
}

/* Returns the same for all sockets. When the inbox is ending it does not rely
 * on poll(2), which may have been interrupted. */
static int receive_all(struct inbox *in, const struct waiting *w)
{
	int count = 0;

	for (size_t i = 0; i < in->opts.fd_count && !in->is_met; i++)
		if (in->is_ending || waiting_result(w, i))
			count += receive(in, in->opts.fds[i]);
	if (in->is_ending && count == 0 && !in->is_met) {
		in->is_met = true;
		in->is_short = has_goal(in);
	}
	return count;
}

/* Writing records */

static void write_pending(struct inbox *in)
{
	struct error err = ERROR_NONE;
	ssize_t n = 1;

	while (n > 0 && has_pending(in)) {
		n = stream_write(
		    in->output, in->pending.at, in->pending.len, &err);
		bytes_drop(&in->pending, n > 0 ? (size_t)n : 0);
	}
	if (n == STREAM_ERROR) {
		fail(&in->pollable, &err);
		bytes_clear(&in->pending);
	}
}

static void check_output(struct inbox *in, const struct waiting *w)
{
	struct error err = ERROR_NONE;

	if (!(waiting_result(w, in->opts.fd_count) &
		(POLLERR | POLLHUP | POLLNVAL)))
		return;
	error_signal(&err, SIGPIPE);
	fail(&in->pollable, &err);
	bytes_clear(&in->pending);
}

/* The time of for_us is over, also for an output that takes nothing. */
static void end_time(struct inbox *in)
{
	struct error err = ERROR_NONE;

	if (!in->is_met) {
		in->is_met = true;
		in->is_short = has_goal(in);
	}
	if (leftover_check(in->pending.len, &err) < 0)
		fail(&in->pollable, &err);
	bytes_clear(&in->pending);
}

static void check_deadlines(struct inbox *in)
{
	struct error err = ERROR_NONE;
	int64_t now = clock_now();

	if (now >= in->enough_at)
		end_time(in);
	if (in->is_met && !has_pending(in))
		return;
	if (now >= in->opts.deadline) {
		inbox_explain_timeout(in, &err);
		fail(&in->pollable, &err);
		bytes_clear(&in->pending);
	} else if (!in->is_met && now >= idle_deadline(in)) {
		inbox_explain_silence(in, &err);
		fail(&in->pollable, &err);
	}
}

static bool inbox_service(struct pollable *p, const struct waiting *w)
{
	struct inbox *in = (struct inbox *)p;

	check_output(in, w);
	write_pending(in);
	for (int i = 0; i < TURNS && may_receive(in); i++) {
		int count = receive_all(in, w);
		write_pending(in);
		if (count < MANY)
			break;
	}
	check_deadlines(in);
	bool goes_on = !in->is_met || has_pending(in);
	if (!goes_on && in->ended)
		in->ended(in->context);
	return goes_on;
}

static const struct pollable_ops inbox_ops = {
	.prepare = inbox_prepare,
	.service = inbox_service,
	.report = inbox_tell_progress,
	.sample = inbox_tell_sample,
	.cannot_wait = "cannot wait for the socket",
	.fail = fail,
};

void inbox_init(struct inbox *in, const struct inbox_opts *opts,
    struct stream *output, struct tap *tap)
{
	*in = (struct inbox){
		.pollable.ops = &inbox_ops,
		.opts = *opts,
		.output = output,
		.tap = tap,
		.room = datagram_room_new(opts->room, tap),
		.answerer = { .opts = opts->answers, .tap = tap },
		.expectation = { opts->expect, opts->expect_len },
		.started = clock_now(),
		.enough_at = CLOCK_NEVER,
	};
	in->last_came = in->started;
	if (opts->peeks)
		datagram_room_peek(in->room);
	if (opts->is_inherited)
		in->dropped_before = inbox_dropped(in);
}

void inbox_free(struct inbox *in)
{
	datagram_room_free(in->room);
	bytes_free(&in->pending);
}

void inbox_begin_time(struct inbox *in)
{
	in->enough_at = clock_after(in->opts.for_us);
	loop_wake(&in->pollable);
}

void inbox_stop(struct inbox *in)
{
	in->is_met = true;
	loop_wake(&in->pollable);
}

void inbox_finish(struct inbox *in)
{
	in->is_ending = true;
	loop_wake(&in->pollable);
}

bool inbox_has_failed(const struct inbox *in)
{
	return in->failure.kind != FAULT_NONE;
}

uint64_t inbox_dropped(const struct inbox *in)
{
	uint64_t total = 0;

	for (size_t i = 0; i < in->opts.fd_count; i++)
		total += socket_queue_dropped(in->opts.fds[i]);
	return total - in->dropped_before;
}
