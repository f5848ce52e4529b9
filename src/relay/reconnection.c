/* SPDX-License-Identifier: MIT */
/* A connection that is made again whenever it breaks. */
#include "relay/reconnection.h"

#include <stdlib.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "relay/dialler.h"
#include "stream/over.h"
#include "sys/socket/socket-queue.h"
#include "sys/socket/tcp-facts.h"

/* A connection that has lasted so long was a good one: the next pause is the
 * shortest. It is also the longest pause. */
#define LASTING (2 * CLOCK_SECOND)

struct reconnection {
	struct over over;         /* the one below is NULL: no connection */
	struct pollable pollable; /* a turn of the loop after a break */
	struct reconnection_opts opts;
	struct stream *broken; /* to be closed, when no session waits for it */
	struct dialler dialler;
	struct bytes greeting; /* what is left of it */
	struct error failure;  /* why no connection can be made */
	int64_t began, since; /* when the first connection, this one was made */
	int64_t pause;        /* before the next dial */
	uint64_t unconfirmed; /* bytes, of all that have broken */
	struct tap_traffic traffic; /* since the first connection */
	int breaks;
	bool is_finished;
};

static struct stream *below(const struct stream *s)
{
	return ((const struct reconnection *)s)->over.below;
}

/* Follows the one below. A greeting that does not fit goes before all that
 * comes. */
static void follow(struct reconnection *r)
{
	over_follow(&r->over);
	if (r->greeting.len == 0)
		return;
	r->over.stream.read_fd = r->over.below->write_fd;
	r->over.stream.read_events = r->over.below->write_events;
}

/* Breaks */

static uint64_t unconfirmed(const struct stream *s)
{
	struct tcp_facts tcp;

	/* lint-deep: sending does not take the stream below away */
	if (s->write_fd < 0)
		return 0;
	if (s->ops->describe && s->ops->describe(s, &tcp))
		return socket_queue_unconfirmed_bytes(s->write_fd, &tcp);
	return (uint64_t)socket_queue_unconfirmed(s->write_fd);
}

static void tell_break(
    const struct reconnection *r, const char *how, uint64_t lost)
{
	char size[TEXT_MEASURE];
	struct error err = ERROR_NONE;

	if (lost > 0)
		error_set(&err, FAULT_RESET,
		    "connection to %s %s: %s had not been acknowledged; "
		    "connecting again",
		    r->opts.name, how, text_size(size, lost));
	else
		error_set(&err, FAULT_RESET,
		    "connection to %s %s; connecting again", r->opts.name, how);
	tap_tell(r->opts.tap,
	    &(struct tap_event){ .kind = TAP_WARNING, .error = &err });
}

/* The connection has broken. The session still waits for its descriptor, which
 * is therefore closed in the next turn of the loop. */
static void break_off(struct reconnection *r, const char *how)
{
	uint64_t lost = unconfirmed(r->over.below);
	bool was_good = clock_now() - r->since >= LASTING;

	tell_break(r, how, lost);
	r->traffic.took_us = clock_now() - r->began;
	tap_tell(r->opts.tap,
	    &(struct tap_event){ .kind = TAP_BROKEN, .traffic = r->traffic });
	r->unconfirmed += lost;
	r->breaks++;
	r->pause =
	    was_good ? r->opts.delay_us : clock_earlier(2 * r->pause, LASTING);
	r->broken = r->over.below;
	r->over.below = NULL;
	r->over.stream.read_fd = r->over.stream.write_fd = -1;
	loop_add(r->opts.loop, &r->pollable);
}

/* Whether another connection can be better than one that has failed so. */
static bool is_break(const struct error *err)
{
	return !err->is_local && !err->is_drop &&
	       (err->kind == FAULT_RESET || err->kind == FAULT_UNREACHABLE ||
		   err->kind == FAULT_TIMEOUT);
}

/* Returns what a call returns whose connection has failed. */
static int fail(struct reconnection *r, const struct error *err)
{
	if (r->is_finished || !is_break(err))
		return STREAM_ERROR;
	break_off(r, err->text);
	return STREAM_AGAIN;
}

/* Without a connection */

static int64_t break_prepare(struct pollable *p, struct waiting *w)
{
	(void)p;
	(void)w;
	return 0;
}

static void cannot_connect(struct reconnection *r, const struct error *cause)
{
	r->failure = *cause;
	error_reword(&r->failure, "cannot be made again: %s", cause->text);
}

static void wake(void *context)
{
	stream_wake(&((struct reconnection *)context)->over.stream);
}

/* Begins with a connection. */
static void begin(struct reconnection *r, struct stream *connected)
{
	connected->woken = wake;
	connected->context = r;
	r->over.below = connected;
	r->since = clock_now();
}

static void has_dialled(void *context)
{
	struct reconnection *r = context;
	const struct connection *c = &r->dialler.connection;
	struct error ignored = ERROR_NONE; /* the next call fails, too */

	if (connection_is_open(c)) {
		begin(r, connection_stream(c, r->opts.tap));
		bytes_add(&r->greeting, r->opts.greeting, r->opts.greeting_len);
		over_send(&r->over, &r->greeting, &ignored);
		follow(r);
	} else {
		cannot_connect(r, &r->dialler.failure);
	}
	wake(r);
}

static bool break_service(struct pollable *p, const struct waiting *w)
{
	struct reconnection *r = LIST_OWNER(p, struct reconnection, pollable);

	(void)w;
	stream_close(r->broken);
	r->broken = NULL;
	if (r->is_finished)
		return false;
	bytes_free(&r->greeting);
	r->dialler = (struct dialler){
		.dial = r->opts.dial(r->opts.context),
		.connection.fd = -1,
		.ended = has_dialled,
		.context = r,
	};
	r->dialler.dial->next_round = clock_after(r->pause);
	dialler_start(&r->dialler, r->opts.loop);
	return false;
}

static const struct pollable_ops break_ops = {
	.prepare = break_prepare,
	.service = break_service,
};

/* As a stream */

static ssize_t reconnection_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct reconnection *r = (struct reconnection *)s;
	ssize_t n = 0;

	if (r->failure.kind != FAULT_NONE) {
		*err = r->failure;
		return STREAM_ERROR;
	}
	if (!r->over.below)
		return r->is_finished ? 0 : STREAM_AGAIN;
	if (r->greeting.len > 0)
		n = over_send(&r->over, &r->greeting, err);
	if (n == 0)
		n = stream_read(r->over.below, bytes, len, err);
	follow(r);
	if (n == STREAM_ERROR)
		return fail(r, err);
	if (n > 0)
		r->traffic.in += (uint64_t)n;
	if (n != 0 || r->is_finished)
		return n;
	break_off(r, "was ended by the peer");
	return STREAM_AGAIN;
}

static ssize_t reconnection_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct reconnection *r = (struct reconnection *)s;
	ssize_t n = 0;

	if (!r->over.below)
		return STREAM_AGAIN;
	if (r->greeting.len > 0)
		n = over_send(&r->over, &r->greeting, err);
	if (n == 0)
		n = stream_write(r->over.below, bytes, len, err);
	follow(r);
	if (n > 0)
		r->traffic.out += (uint64_t)n;
	return n == STREAM_ERROR ? fail(r, err) : n;
}

static ssize_t reconnection_urge(
    struct stream *s, const void *byte, struct error *err)
{
	if (!below(s) || !below(s)->ops->urge)
		return STREAM_AGAIN;
	return over_urge(s, byte, err);
}

/* All is sent that was to be sent: without a connection none is needed. */
static int reconnection_finish(struct stream *s, struct error *err)
{
	struct reconnection *r = (struct reconnection *)s;
	int result = 0;

	if (r->over.below && r->greeting.len > 0)
		result = over_send(&r->over, &r->greeting, err);
	if (r->over.below && result == 0)
		result = stream_finish(r->over.below, err);
	if (r->over.below)
		follow(r);
	if (result == STREAM_ERROR)
		result = fail(r, err) == STREAM_AGAIN ? 0 : STREAM_ERROR;
	if (result != 0)
		return result;
	r->is_finished = true;
	dialler_stop(&r->dialler);
	return 0;
}

static bool reconnection_pending(const struct stream *s)
{
	const struct reconnection *r = (const struct reconnection *)s;

	if (!r->over.below)
		return r->is_finished || r->failure.kind != FAULT_NONE;
	return stream_is_pending(r->over.below);
}

static int64_t reconnection_due(const struct stream *s)
{
	return below(s) ? stream_due(below(s)) : CLOCK_NEVER;
}

static int reconnection_delivered(
    struct stream *s, int *left, struct error *err)
{
	const struct reconnection *r = (const struct reconnection *)s;
	char size[TEXT_MEASURE];
	int result = 1;

	*left = 0;
	if (below(s) && below(s)->ops->delivered)
		result = below(s)->ops->delivered(below(s), left, err);
	if (result != 1 || r->unconfirmed == 0)
		return result;
	return error_set(err, FAULT_RESET,
	    "broke %d time%s, and up to %s %s lost", r->breaks,
	    r->breaks == 1 ? "" : "s", text_size(size, r->unconfirmed),
	    r->unconfirmed == 1 ? "is" : "are");
}

static bool reconnection_describe(const struct stream *s, struct tcp_facts *out)
{
	return below(s) && over_describe(s, out);
}

static void reconnection_ends(
    const struct stream *s, struct address *local, struct address *remote)
{
	if (below(s))
		over_ends(s, local, remote);
}

static void reconnection_reset(struct stream *s)
{
	if (below(s))
		over_reset(s);
}

static void reconnection_close(struct stream *s)
{
	struct reconnection *r = (struct reconnection *)s;

	loop_remove(&r->pollable);
	dialler_stop(&r->dialler);
	stream_close(r->broken);
	stream_close(r->over.below);
	bytes_free(&r->greeting);
	free(r);
}

static const struct stream_ops reconnection_ops = {
	.read = reconnection_read,
	.write = reconnection_write,
	.urge = reconnection_urge,
	.finish = reconnection_finish,
	.pending = reconnection_pending,
	.due = reconnection_due,
	.delivered = reconnection_delivered,
	.describe = reconnection_describe,
	.ends = reconnection_ends,
	.reset = reconnection_reset,
	.close = reconnection_close,
};

struct stream *reconnection_stream(
    struct stream *first, const struct reconnection_opts *opts)
{
	struct reconnection *r = xmalloc(sizeof(*r));

	*r = (struct reconnection){
		.pollable.ops = &break_ops,
		.opts = *opts,
		.pause = opts->delay_us,
		.began = clock_now(),
	};
	over_init(&r->over, &reconnection_ops, first);
	begin(r, first);
	return &r->over.stream;
}
