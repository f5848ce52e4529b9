/* SPDX-License-Identifier: MIT */
/* An end that plays one side of a dialogue, and judges the other side. */
#include "stream/dialogue-stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "stream/datagram.h"
#include "stream/verdict.h"

struct dialogue_stream {
	struct stream stream;
	struct dialogue_stream_opts opts;
	struct stream_verdict verdict;
	struct player *player;
	enum player_act act;
	const void *bytes; /* to be said; valid after look() */
	size_t len;
	bool has_failed; /* the mismatch was told */
};

static void tell_passed(void *context, const struct dialogue *dialogue,
    const struct dialogue_step *step)
{
	const struct dialogue_stream *d = context;
	struct tap_event event = {
		.kind = TAP_DIALOGUE_STEP,
		.connection = d->opts.connection,
		.dialogue_step = { dialogue, step },
	};

	tap_tell(d->opts.tap, &event);
}

static void tell_mismatch(struct dialogue_stream *d)
{
	struct tap_event event = {
		.kind = TAP_MISMATCH,
		.connection = d->opts.connection,
		.mismatch = player_mismatch(d->player),
	};

	d->has_failed = true;
	tap_tell(d->opts.tap, &event);
	d->opts.changed(d->opts.context, event.mismatch);
}

static void see(struct dialogue_stream *d)
{
	d->act = player_next(d->player, clock_now(), &d->bytes, &d->len);
	d->verdict.is_done = d->act == PLAYER_IS_DONE;
	d->verdict.wants_reset = d->act == PLAYER_RESETS;
}

/* What is to be done now. */
static enum player_act look(struct dialogue_stream *d)
{
	enum player_act before = d->act;

	see(d);
	if (d->act == PLAYER_FAILS && !d->has_failed)
		tell_mismatch(d);
	else if (d->act != before)
		d->opts.changed(d->opts.context, NULL);
	return d->act;
}

static bool dialogue_has_room(struct stream *s)
{
	const struct dialogue_stream *d = (const struct dialogue_stream *)s;

	return player_has_room(d->player);
}

static ssize_t dialogue_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct dialogue_stream *d = (struct dialogue_stream *)s;

	(void)err;
	if (!dialogue_has_room(s))
		return STREAM_AGAIN;
	player_hear(d->player, bytes, len, clock_now());
	look(d);
	stream_wake(s);
	return (ssize_t)len;
}

static int dialogue_finish(struct stream *s, struct error *err)
{
	struct dialogue_stream *d = (struct dialogue_stream *)s;

	(void)err;
	if (d->verdict.was_reset)
		player_hear_reset(d->player, clock_now());
	else
		player_hear_end(d->player, clock_now());
	look(d);
	stream_wake(s);
	return 0;
}

/* All steps that fit, but of messages one at a time. Those may be empty, and
 * then have no bytes to point to. */
static size_t say(struct dialogue_stream *d, char *bytes, size_t room)
{
	size_t said = 0;

	do {
		size_t len = d->len < room ? d->len : room;
		if (len > 0)
			memcpy(bytes + said, d->bytes, len);
		said += len;
		room -= len;
		player_said(d->player, len);
	} while (
	    look(d) == PLAYER_SAYS && room > 0 && !d->stream.carries_messages);
	return said;
}

static ssize_t dialogue_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct dialogue_stream *d = (struct dialogue_stream *)s;
	bool was_full = !dialogue_has_room(s);
	enum player_act act = look(d);

	(void)err;
	if (act == PLAYER_ENDS) {
		player_ended(d->player);
		look(d);
		return 0;
	}
	if (act != PLAYER_SAYS)
		return STREAM_AGAIN;
	size_t said = say(d, bytes, len);
	if (was_full)
		stream_wake(s);
	return said > 0 ? (ssize_t)said : DATAGRAM_EMPTY;
}

static bool dialogue_pending(const struct stream *s)
{
	const struct dialogue_stream *d = (const struct dialogue_stream *)s;

	return d->act == PLAYER_SAYS || d->act == PLAYER_ENDS;
}

static int64_t dialogue_due(const struct stream *s)
{
	return player_due(((const struct dialogue_stream *)s)->player);
}

static int dialogue_check(struct stream *s, struct error *err)
{
	struct dialogue_stream *d = (struct dialogue_stream *)s;

	if (d->verdict.is_unread)
		player_find_unread(d->player);
	if (look(d) != PLAYER_FAILS)
		return 0;
	return mismatch_error(player_mismatch(d->player), err);
}

static void dialogue_close(struct stream *s)
{
	struct dialogue_stream *d = (struct dialogue_stream *)s;

	player_free(d->player);
	d->opts.changed(d->opts.context, NULL);
	free(d);
}

static const struct stream_ops dialogue_ops = {
	.read = dialogue_read,
	.write = dialogue_write,
	.finish = dialogue_finish,
	.pending = dialogue_pending,
	.due = dialogue_due,
	.check = dialogue_check,
	.has_room = dialogue_has_room,
	.close = dialogue_close,
};

struct stream *dialogue_stream(const struct dialogue_stream_opts *opts)
{
	struct dialogue_stream *d = xmalloc(sizeof(*d));
	struct player_opts player = opts->player;

	player.passed =
	    tap_wants(opts->tap, TAP_DIALOGUE_STEP) ? tell_passed : NULL;
	player.context = d;
	*d = (struct dialogue_stream){
		.stream = {
			.ops = &dialogue_ops,
			.read_fd = -1,
			.write_fd = -1,
			.carries_messages = opts->player.carries_messages,
			.carries_datagrams = opts->carries_datagrams,
			.verdict = &d->verdict,
		},
		.opts = *opts,
		.act = PLAYER_WAITS,
	};
	d->verdict.patience_us = opts->player.step_timeout_us;
	d->player = player_new(&player);
	see(d);
	return &d->stream;
}
