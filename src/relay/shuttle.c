/* SPDX-License-Identifier: MIT */
/* Two lanes between a local and a remote stream, and how a session ends. */
#include "relay/shuttle.h"

#include <poll.h>
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "relay/leftover.h"
#include "relay/partings.h"
#include "relay/shuttle-deadlines.h"
#include "stream/socket.h"

#define NO_SLOT SIZE_MAX
#define TROUBLE (POLLERR | POLLHUP | POLLNVAL)

static void tell(struct shuttle *s, enum tap_kind kind, const char *text)
{
	tap_tell(s->tap, &(struct tap_event){
			     .kind = kind,
			     .conn = s->opts.conn,
			     .in = s->inbound.bytes_read,
			     .out = s->outbound.bytes_written,
			     .duration_us = clock_now() - s->started,
			     .text = text,
			 });
}

/* The first cause counts. What is still in the lanes is lost. */
static void fail(struct shuttle *s, const struct error *cause)
{
	if (s->failure.kind == FAULT_NONE)
		s->failure = *cause;
	lane_give_up(&s->outbound);
	lane_give_up(&s->inbound);
}

/* The connection is lost; what came before that is still written. */
static void fail_remote(struct shuttle *s, const struct error *cause)
{
	if (s->failure.kind == FAULT_NONE)
		s->failure = *cause;
	lane_give_up(&s->outbound);
}

static short result_of(const struct waiting *w, size_t slot)
{
	return slot == NO_SLOT ? 0 : waiting_result(w, slot);
}

/* What to wait for */

static int64_t shuttle_prepare(struct pollable *p, struct waiting *w)
{
	struct shuttle *s = (struct shuttle *)p;
	int64_t latest = shuttle_deadlines_next(s);
	short events = 0;

	s->local_in = s->local_out = s->remote_any = NO_SLOT;
	if (lane_can_read(&s->outbound)) {
		if (stream_is_pending(s->local))
			latest = 0;
		s->local_in =
		    waiting_add(w, s->local->read_fd, s->local->read_events);
	}
	/* Even an idle output is watched: its reader may leave. */
	if (s->inbound.state != LANE_DONE)
		s->local_out = waiting_add(w, s->local->write_fd,
		    lane_can_write(&s->inbound) ? s->local->write_events : 0);

	if (lane_can_read(&s->inbound))
		events |= s->remote->read_events;
	if (lane_can_write(&s->outbound))
		events |= s->remote->write_events;
	/* Only while we wait for something: a hang-up that nobody acts on
	 * would come again and again. */
	bool watches_peer = s->peer_has_ended && s->outbound.state != LANE_DONE;
	if (events || watches_peer)
		s->remote_any = waiting_add(w, s->remote->read_fd, events);
	return latest;
}

/* Outbound: from our input to the peer */

static void input_ended(struct shuttle *s)
{
	bool silent_listener = s->opts.is_listener &&
	                       !s->opts.local_is_program &&
	                       s->outbound.bytes_read == 0;

	if (s->opts.send_only || s->peer_has_ended)
		return;
	if (silent_listener || s->opts.recv_only) {
		s->outbound.holds_end = true;
		tell(s, TAP_INPUT_ENDED,
		    "genet will signal its end when the peer has ended");
	}
}

static void read_input(struct shuttle *s)
{
	struct error err = ERROR_NONE;

	if (lane_read(&s->outbound, &err) < 0)
		fail(s, &err);
	else if (s->outbound.state == LANE_DRAINING)
		input_ended(s);
}

static void write_peer(struct shuttle *s)
{
	struct error err = ERROR_NONE;
	ssize_t n = 1;

	while (n > 0 && lane_can_write(&s->outbound))
		n = lane_write(&s->outbound, &err);
	if (n < 0 && err.kind == FAULT_IO) {
		fail(s, &err); /* the connection is well, but not the message */
	} else if (n < 0) {
		fail_remote(s, &err);
	} else if (s->outbound.state == LANE_DONE) {
		s->end_told = clock_now();
		tell(s, TAP_INPUT_ENDED,
		    s->peer_has_ended ? "write side closed"
				      : "write side closed, still receiving");
	}
}

static void serve_outbound(struct shuttle *s, const struct waiting *w)
{
	if (lane_can_read(&s->outbound) &&
	    (result_of(w, s->local_in) || stream_is_pending(s->local)))
		read_input(s);
	if (lane_can_write(&s->outbound))
		write_peer(s);
}

/* Inbound: from the peer to our output */

static void peer_ended(struct shuttle *s)
{
	bool was_answered =
	    s->outbound.bytes_read == 0 && s->inbound.bytes_read > 0;

	s->peer_has_ended = true;
	s->outbound.holds_end = false;
	if (s->outbound.state == LANE_OPEN && !s->opts.local_is_program &&
	    (s->opts.input_is_terminal || s->opts.end_with_peer ||
		was_answered))
		lane_end(&s->outbound);
	if (s->outbound.state != LANE_OPEN) {
		tell(s, TAP_PEER_ENDED, "nothing more to send");
		return;
	}
	tell(s, TAP_PEER_ENDED, "it may still read; sending on");
	socket_probe_peer(s->remote->read_fd, s->tap);
}

static void read_peer(struct shuttle *s)
{
	struct error err = ERROR_NONE;
	bool is_first = s->inbound.bytes_read == 0;
	ssize_t n = lane_read(&s->inbound, &err);

	if (n < 0) {
		fail_remote(s, &err);
		lane_end(&s->inbound);
		return;
	}
	if (n > 0 && is_first)
		tell(s, TAP_FIRST_BYTE, NULL);
	if (s->inbound.state == LANE_DRAINING)
		peer_ended(s);
}

/* By what came here or in another session, or because the time of --for is
 * over. */
static bool has_enough(const struct shuttle *s)
{
	return (s->opts.goal && s->opts.goal->is_reached) ||
	       clock_now() >= s->enough_at;
}

static void write_output(struct shuttle *s)
{
	struct error err = ERROR_NONE;
	ssize_t n = 1;

	while (n > 0 && lane_can_write(&s->inbound)) {
		if (lane_is_at_end(&s->inbound)) /* which closes the output */
			loop_forget(&s->pollable, s->local->write_fd);
		n = lane_write(&s->inbound, &err);
	}
	if (n < 0)
		fail(s, &err);
}

/* At the end of --for; a program need not read what has come. */
static void leave_unwritten(struct shuttle *s)
{
	size_t left = s->inbound.mover->ops->held(s->inbound.mover);

	lane_give_up(&s->inbound);
	if (!s->opts.local_is_program)
		leftover_tell(s->tap, s->opts.conn, left);
}

/* A program need not read all that the peer sends. */
static void output_is_gone(struct shuttle *s)
{
	struct error err = ERROR_NONE;

	if (s->opts.local_is_program) {
		lane_give_up(&s->inbound);
	} else {
		error_signal(&err, SIGPIPE);
		fail(s, &err);
	}
}

static void serve_inbound(struct shuttle *s, const struct waiting *w)
{
	if (result_of(w, s->local_out) & TROUBLE) {
		output_is_gone(s);
		return;
	}
	if (lane_can_read(&s->inbound) && result_of(w, s->remote_any))
		read_peer(s);
	bool is_over = clock_now() >= s->enough_at;
	if (has_enough(s)) {
		lane_give_up(&s->outbound);
		lane_end(&s->inbound);
	}
	if (lane_can_write(&s->inbound))
		write_output(s);
	if (is_over && s->inbound.state != LANE_DONE)
		leave_unwritten(s);
}

/* The end */

/* The peer had ended its side while we were still sending. Now it is gone. */
static void check_peer_gone(struct shuttle *s, const struct waiting *w)
{
	struct error err = ERROR_NONE;

	if (!s->peer_has_ended || s->outbound.state == LANE_DONE ||
	    !(result_of(w, s->remote_any) & TROUBLE))
		return;
	if (socket_peer_gone(s->remote->read_fd, &err) < 0)
		fail_remote(s, &err);
	else if (lane_can_write(&s->outbound))
		fail_remote(
		    s, &(struct error){ FAULT_RESET, .text = "reset by peer" });
	else
		lane_give_up(&s->outbound);
}

static void check_deadlines(struct shuttle *s)
{
	struct error err = ERROR_NONE;

	if (shuttle_deadlines_check(s, &err) < 0)
		fail(s, &err);
}

/* Whether the peer has all we sent, or there is no hope for it. */
static bool is_settled(struct shuttle *s)
{
	struct error err = ERROR_NONE;
	int delivered = delivery_check(&s->delivery, s->remote->write_fd, &err);

	if (delivered < 0)
		fail(s, &err);
	if (s->delivery.has_moved)
		s->last_move = clock_now();
	return delivered != 0;
}

static bool goes_on(struct shuttle *s)
{
	if (s->outbound.state != LANE_DONE)
		return true;
	if (s->inbound.state != LANE_DONE &&
	    (!s->opts.send_only || s->failure.kind != FAULT_NONE))
		return true;
	return s->failure.kind == FAULT_NONE && !has_enough(s) &&
	       !is_settled(s);
}

static uint64_t bytes_moved(const struct shuttle *s)
{
	return s->outbound.bytes_read + s->outbound.bytes_written +
	       s->inbound.bytes_read + s->inbound.bytes_written;
}

static bool shuttle_service(struct pollable *p, const struct waiting *w)
{
	struct shuttle *s = (struct shuttle *)p;
	uint64_t before = bytes_moved(s);

	serve_outbound(s, w);
	serve_inbound(s, w);
	/* The peer's end may have been what our own was waiting for. */
	if (lane_can_write(&s->outbound) && s->peer_has_ended)
		write_peer(s);
	check_peer_gone(s, w);
	if (bytes_moved(s) != before)
		s->last_move = clock_now();
	check_deadlines(s);
	return goes_on(s);
}

static void shuttle_report(struct pollable *p)
{
	tell((struct shuttle *)p, TAP_PROGRESS, NULL);
}

static void shuttle_fail(struct pollable *p, const struct error *cause)
{
	fail((struct shuttle *)p, cause);
}

static const struct pollable_ops shuttle_ops = {
	.prepare = shuttle_prepare,
	.service = shuttle_service,
	.report = shuttle_report,
	.fail = shuttle_fail,
};

static struct mover *mover_for(
    const struct stream *remote, size_t message_bytes)
{
	return remote->carries_messages ? mover_message_new(message_bytes)
	                                : mover_copy_new();
}

void shuttle_init(struct shuttle *s, const struct shuttle_opts *opts,
    struct stream *local, struct stream *remote, struct tap *tap)
{
	*s = (struct shuttle){
		.pollable.ops = &shuttle_ops,
		.opts = *opts,
		.local = local,
		.remote = remote,
		.tap = tap,
		.started = clock_now(),
	};
	s->last_move = s->started;
	s->enough_at = clock_after(opts->for_us);
	lane_init(&s->outbound, local, remote,
	    mover_for(remote, opts->message_bytes));
	lane_init(&s->inbound, remote, local,
	    mover_for(remote, MOVER_LARGEST_MESSAGE));
	s->inbound.mover->goal = opts->goal;
}

void shuttle_free(struct shuttle *s)
{
	lane_free(&s->outbound);
	lane_free(&s->inbound);
}

bool shuttle_found_peer_gone(const struct shuttle *s)
{
	return s->failure.kind == FAULT_RESET ||
	       (s->peer_has_ended && !s->end_told && !has_enough(s));
}

bool shuttle_leaves_peer(const struct shuttle *s)
{
	return s->failure.kind == FAULT_NONE && !s->peer_has_ended &&
	       (!s->opts.send_only || partings_find_unread(s->remote));
}

int shuttle_result(struct shuttle *s, struct error *err)
{
	char in[TEXT_MEASURE], out[TEXT_MEASURE], report[64];
	bool has_reason;

	socket_report(s->remote->read_fd, report, sizeof(report));
	tell(s, TAP_CLOSED, report[0] ? report : NULL);
	switch (s->failure.kind) {
	case FAULT_NONE:
		return 0;
	case FAULT_RESET:
	case FAULT_REFUSED:
	case FAULT_TIMEOUT:
		/* These are predicates of the connection. */
		has_reason = strchr(s->failure.text, ':') != NULL;
		return error_set(err, s->failure.kind,
		    has_reason ? "connection %s %s %s (%s received, %s sent)"
			       : "connection %s %s %s after %s received, "
				 "%s sent",
		    s->opts.is_listener ? "from" : "to", s->opts.peer,
		    s->failure.text, text_size(in, s->inbound.bytes_read),
		    text_size(out, s->outbound.bytes_written));
	default:
		*err = s->failure;
		return -1;
	}
}
