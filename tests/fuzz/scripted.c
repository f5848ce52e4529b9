/* SPDX-License-Identifier: MIT */
/* The users and the wires of sessions. */
#include "scripted.h"

#include <poll.h>
#include <string.h>

#include "fuzz.h"

#define ROOM 4096

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Users: a stream of two descriptors, as the standard ones are. */

unsigned char fuzz_user_byte(const struct fuzz_user *u, size_t at)
{
	/* With lines, of which all differ. */
	return at % 37 == 36 ? '\n'
	                     : (unsigned char)(at * 7 + at / 251 + u->seed);
}

static ssize_t user_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct fuzz_user *u = (struct fuzz_user *)s;
	size_t n = least(least(len, u->piece), u->to_say - u->said);

	FUZZ_MUST(len > 0 && !u->is_closed && !u->was_read_to_end);
	if (n == 0 && u->read_fails) {
		u->has_broken = u->was_read_to_end = true;
		error_set(err, FAULT_IO, "cannot read");
		return STREAM_ERROR;
	}
	if (n == 0) {
		u->was_read_to_end = u->has_ended;
		return u->has_ended ? 0 : STREAM_AGAIN;
	}
	for (size_t i = 0; i < n; i++)
		((unsigned char *)bytes)[i] = fuzz_user_byte(u, u->said + i);
	u->said += n;
	return (ssize_t)n;
}

static ssize_t user_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct fuzz_user *u = (struct fuzz_user *)s;
	size_t n = least(least(len, u->piece), u->takes);

	FUZZ_MUST(len > 0 && !u->is_closed && !u->was_told && !u->has_refused);
	if (u->write_fails) {
		u->has_refused = true;
		error_set(err, FAULT_IO, "cannot write");
		return STREAM_ERROR;
	}
	if (n == 0)
		return STREAM_AGAIN;
	bytes_add(&u->heard, bytes, n);
	u->takes -= u->takes == SIZE_MAX ? 0 : n;
	return (ssize_t)n;
}

static int user_finish(struct stream *s, struct error *err)
{
	struct fuzz_user *u = (struct fuzz_user *)s;

	(void)err;
	FUZZ_MUST(!u->is_closed && !u->was_told);
	if (u->takes == 0)
		return STREAM_AGAIN;
	u->was_told = true;
	return 0;
}

static bool user_pending(const struct stream *s)
{
	const struct fuzz_user *u = (const struct fuzz_user *)s;

	return !u->was_read_to_end &&
	       (u->to_say > u->said || u->has_ended || u->read_fails);
}

static void user_close(struct stream *s)
{
	struct fuzz_user *u = (struct fuzz_user *)s;

	FUZZ_MUST(!u->is_closed);
	u->is_closed = true;
}

static const struct stream_ops user_ops = {
	.read = user_read,
	.write = user_write,
	.finish = user_finish,
	.pending = user_pending,
	.close = user_close,
};

void fuzz_user_init(struct fuzz_user *u, uint8_t seed)
{
	*u = (struct fuzz_user){
		.stream = {
			.ops = &user_ops,
			.read_fd = -1,
			.write_fd = -2,
			.read_events = POLLIN,
			.write_events = POLLOUT,
		},
		.seed = seed,
		.takes = SIZE_MAX,
		.piece = SIZE_MAX,
	};
}

void fuzz_user_free(struct fuzz_user *u)
{
	bytes_free(&u->heard);
}

/* Wires */

static int is_reset(struct error *err)
{
	return error_set(err, FAULT_RESET, "reset by peer");
}

static ssize_t wire_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct fuzz_wire_end *e = (struct fuzz_wire_end *)s;
	size_t n = least(least(len, e->piece), e->arrived.len);

	FUZZ_MUST(len > 0 && !e->is_closed && !e->was_read_to_end);
	e->says_ready = false;
	if (n > 0) {
		memcpy(bytes, e->arrived.at, n);
		bytes_drop(&e->arrived, n);
		e->read += n;
		return (ssize_t)n;
	}
	e->was_read_to_end = e->is_lost || e->other->has_finished;
	if (e->is_lost)
		return is_reset(err);
	return e->other->has_finished ? 0 : STREAM_AGAIN;
}

static ssize_t wire_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct fuzz_wire_end *e = (struct fuzz_wire_end *)s;
	size_t there = e->other->arrived.len, room = e->other->room;
	size_t n = least(least(len, e->piece), room > there ? room - there : 0);

	FUZZ_MUST(len > 0 && !e->is_closed && !e->has_finished);
	if (e->is_lost)
		return is_reset(err);
	if (e->other->is_closed) { /* which answers by a reset */
		e->is_lost = true;
		return (ssize_t)least(len, e->piece);
	}
	if (n == 0)
		return STREAM_AGAIN;
	bytes_add(&e->other->arrived, bytes, n);
	e->written += n;
	return (ssize_t)n;
}

static int wire_finish(struct stream *s, struct error *err)
{
	struct fuzz_wire_end *e = (struct fuzz_wire_end *)s;

	FUZZ_MUST(!e->is_closed && !e->has_finished);
	if (e->is_lost)
		return is_reset(err);
	e->has_finished = true;
	return 0;
}

static bool wire_pending(const struct stream *s)
{
	(void)s; /* poll(2) knows */
	return false;
}

static int wire_delivered(struct stream *s, int *unconfirmed, struct error *err)
{
	const struct fuzz_wire_end *e = (const struct fuzz_wire_end *)s;

	*unconfirmed = e->holds_acknowledgements && e->written > 0;
	if (e->is_lost)
		return is_reset(err);
	return *unconfirmed == 0;
}

static void wire_watch_peer(struct stream *s)
{
	((struct fuzz_wire_end *)s)->is_watched = true;
}

static int wire_peer_gone(struct stream *s, struct error *err)
{
	return ((struct fuzz_wire_end *)s)->is_lost ? is_reset(err) : 0;
}

static void wire_reset(struct stream *s)
{
	((struct fuzz_wire_end *)s)->resets = true;
}

/* As a socket: with bytes that were not read, the other end is reset. */
static void wire_close(struct stream *s)
{
	struct fuzz_wire_end *e = (struct fuzz_wire_end *)s;

	FUZZ_MUST(!e->is_closed);
	e->is_closed = true;
	if (e->resets || e->arrived.len > 0)
		e->other->is_lost = true;
	else
		e->has_finished = true;
}

static const struct stream_ops wire_ops = {
	.read = wire_read,
	.write = wire_write,
	.finish = wire_finish,
	.reset = wire_reset,
	.pending = wire_pending,
	.delivered = wire_delivered,
	.watch_peer = wire_watch_peer,
	.peer_gone = wire_peer_gone,
	.close = wire_close,
};

void fuzz_wire_init(struct fuzz_wire *w)
{
	for (int i = 0; i < 2; i++)
		w->ends[i] = (struct fuzz_wire_end){
			.stream = {
				.ops = &wire_ops,
				.read_fd = -3,
				.write_fd = -3,
				.read_events = POLLIN,
				.write_events = POLLOUT,
			},
			.other = &w->ends[!i],
			.room = ROOM,
			.piece = SIZE_MAX,
		};
}

void fuzz_wire_free(struct fuzz_wire *w)
{
	bytes_free(&w->ends[0].arrived);
	bytes_free(&w->ends[1].arrived);
}

void fuzz_wire_lose(struct fuzz_wire *w)
{
	w->was_cut = true;
	for (int i = 0; i < 2; i++)
		w->ends[i].is_lost |= !w->ends[i].is_closed;
}

bool fuzz_wire_is_broken(const struct fuzz_wire *w)
{
	return w->ends[0].is_lost || w->ends[1].is_lost ||
	       w->ends[0].knows_it_is_alone || w->ends[1].knows_it_is_alone;
}

uint64_t fuzz_wire_moved(const struct fuzz_wire *w)
{
	uint64_t sum = 0;

	for (int i = 0; i < 2; i++) {
		const struct fuzz_wire_end *e = &w->ends[i];
		sum += e->read + e->written + e->has_finished + e->is_lost +
		       e->is_closed + e->was_read_to_end;
	}
	return sum;
}

static short wire_events(struct fuzz_wire_end *e)
{
	bool may_read = e->arrived.len > 0 || e->other->has_finished;
	bool has_room = e->other->arrived.len < e->other->room;
	bool is_gone = e->is_watched && e->other->is_closed;
	short events = 0;

	e->knows_it_is_alone |= is_gone;
	if (may_read || e->is_lost || e->says_ready)
		events |= POLLIN;
	if (has_room || e->is_lost)
		events |= POLLOUT;
	if (e->is_lost)
		events |= POLLERR | POLLHUP;
	if (is_gone || (e->has_finished && e->other->has_finished))
		events |= POLLHUP;
	return events;
}

short fuzz_stream_events(struct stream *s, bool is_read)
{
	const struct fuzz_user *u = (const struct fuzz_user *)s;

	if (s->ops == &wire_ops)
		return wire_events((struct fuzz_wire_end *)s);
	if (is_read)
		return user_pending(s) ? POLLIN : 0;
	return (short)((u->takes ? POLLOUT : 0) |
		       (u->is_reader_gone ? POLLERR : 0));
}
