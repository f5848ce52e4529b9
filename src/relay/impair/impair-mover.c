/* SPDX-License-Identifier: MIT */
/* Moves bytes as a faulty network does. */
#include "relay/impair/impair-mover.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/impair/impair-mover-private.h"
#include "relay/pool.h"
#include "stream/datagram.h"

/* The most that one read of a stream returns. */
#define READ_BYTES ((size_t)64 * 1024)

/* With so many bytes, or pieces, on the way, no more are read: the sender
 * waits. A latency has a limit of its own. */
#define QUEUE_BYTES ((size_t)256 * 1024)
#define QUEUE_PIECES ((size_t)8 * 1024)

static bool is_ending(const struct impair_bind *b)
{
	enum impair_kind kind = impair_mover_what(b)->kind;

	return kind == IMPAIR_CUT || kind == IMPAIR_RESET ||
	       kind == IMPAIR_HALF_CLOSE;
}

static size_t read_size(const struct impair_mover *m)
{
	return m->opts.carrier == IMPAIR_STREAM ? READ_BYTES : m->opts.longest;
}

/* How many bytes may come before a fault ends the conversation; UINT64_MAX: any
 * number. */
static uint64_t left_to_read(const struct impair_mover *m)
{
	uint64_t left = UINT64_MAX;

	for (size_t i = 0; i < m->count; i++) {
		const struct impair_bind *b = &m->binds[i];
		const struct impair_extent *after = &b->entry->what.after;
		if (!is_ending(b) || after->unit != IMPAIR_BYTES)
			continue;
		uint64_t passed = m->offset - b->window.base_offset;
		uint64_t own =
		    after->amount > passed ? after->amount - passed : 0;
		left = own < left ? own : left;
	}
	return left;
}

static size_t queue_limit(const struct impair_mover *m)
{
	size_t limit = 0;

	for (size_t i = 0; i < m->count; i++) {
		uint64_t own = impair_mover_what(&m->binds[i])->queue;
		if (own > limit)
			limit = own;
	}
	return limit ? limit : QUEUE_BYTES;
}

static size_t mover_held(const struct mover *mover)
{
	const struct impair_mover *m = (const struct impair_mover *)mover;

	return m->queue.bytes.len + m->late.len;
}

static bool mover_holds_empty(const struct mover *mover)
{
	const struct impair_mover *m = (const struct impair_mover *)mover;

	return mover_held(mover) == 0 &&
	       (m->has_late || impair_queue_first(&m->queue));
}

/* Neither bytes nor messages are on the way. */
static bool is_empty(const struct impair_mover *m)
{
	return mover_held(&m->mover) == 0 && !mover_holds_empty(&m->mover);
}

static bool mover_has_room(const struct mover *mover)
{
	const struct impair_mover *m = (const struct impair_mover *)mover;
	size_t pieces = m->queue.pieces.len / sizeof(struct impair_piece);

	if (m->is_judged)
		return !m->has_ended;
	return !m->is_closing && !m->has_ended && pieces < QUEUE_PIECES &&
	       mover_held(mover) < queue_limit(m) && left_to_read(m) > 0;
}

static ssize_t read_some(struct impair_mover *m, struct stream *source,
    size_t most, struct error *err)
{
	const void *bytes;

	if (!source->ops->lend)
		return stream_read(source, m->scratch, most, err);
	ssize_t n = source->ops->lend(source, &bytes, err);
	if (n <= 0)
		return n;
	size_t len = (size_t)n < most ? (size_t)n : most;
	memcpy(m->scratch, bytes, len);
	source->ops->take(source, len);
	return (ssize_t)len;
}

/* How many bytes the next read may return. */
static size_t most_to_read(const struct impair_mover *m)
{
	size_t most = read_size(m), held = mover_held(&m->mover);

	if (m->opts.carrier != IMPAIR_STREAM || m->is_judged)
		return most;
	if (left_to_read(m) < most)
		most = (size_t)left_to_read(m);
	return queue_limit(m) - held < most ? queue_limit(m) - held : most;
}

static ssize_t mover_fill(struct mover *mover, struct stream *source,
    const void **bytes, struct error *err)
{
	struct impair_mover *m = (struct impair_mover *)mover;
	size_t most = most_to_read(m);

	m->scratch = pool_take(m->opts.pool, read_size(m));
	*bytes = m->scratch;
	ssize_t n = read_some(m, source, most, err);
	int64_t now = clock_now();
	size_t len = n > 0 ? (size_t)n : 0;
	if (n == DATAGRAM_EMPTY && !m->opts.carries_empty)
		return STREAM_AGAIN;
	if (n < 0 && n != DATAGRAM_EMPTY)
		return n;
	if (n == 0) {
		impair_mover_release_late(m, now);
		m->has_ended = true;
		m->ended_at = now;
	} else if (m->is_judged) {
		m->added -= (int64_t)len;
	} else if (m->opts.carrier == IMPAIR_STREAM) {
		impair_mover_take_bytes(m, m->scratch, len, now);
	} else {
		impair_mover_take_message(m, m->scratch, len, now);
	}
	if (!m->is_planned)
		impair_mover_plan(m);
	return n;
}

static ssize_t mover_drain(struct mover *mover, struct stream *sink,
    const void **bytes, struct error *err)
{
	struct impair_mover *m = (struct impair_mover *)mover;

	*bytes = m->queue.bytes.at;
	if (!m->is_planned || !impair_queue_first(&m->queue))
		return STREAM_AGAIN;
	size_t len = m->next_len;
	ssize_t n =
	    stream_write(sink, len > 0 ? m->queue.bytes.at : NULL, len, err);
	if (n < 0)
		return n;
	impair_queue_drop(&m->queue, (size_t)n);
	impair_mover_note_gone(m, (size_t)n);
	if (!m->is_planned)
		impair_mover_plan(m);
	return n;
}

static void mover_settle(struct mover *mover)
{
	struct impair_mover *m = (struct impair_mover *)mover;

	pool_give(m->opts.pool, m->scratch, read_size(m));
	m->scratch = NULL;
	if (!impair_queue_first(&m->queue))
		impair_queue_free(&m->queue); /* idle ones need no memory */
}

/* Verdicts */

static void mover_drop(struct mover *mover)
{
	struct impair_mover *m = (struct impair_mover *)mover;

	m->added -= (int64_t)mover_held(mover);
	impair_queue_free(&m->queue);
	bytes_free(&m->late);
	m->has_late = false;
	m->is_planned = false;
}

/* The fault that ends the conversation now or after what is on the way; NULL:
 * none does. */
static struct impair_bind *ending(
    const struct impair_mover *m, int64_t now, bool *at_once)
{
	for (size_t i = 0; i < m->count; i++) {
		struct impair_bind *b = &m->binds[i];
		if (!is_ending(b))
			continue;
		*at_once = b->entry->what.after.unit == IMPAIR_TIME;
		if (impair_window_look(&b->window, m->offset, now))
			return b;
	}
	return NULL;
}

static enum mover_verdict verdict_of(
    struct impair_mover *m, struct impair_bind *b)
{
	enum impair_kind kind = impair_mover_what(b)->kind;

	m->is_judged = true;
	m->is_planned = false;
	impair_mover_tell(m, b, m->offset, 0);
	return kind == IMPAIR_RESET ? MOVER_RESETS
	       : kind == IMPAIR_CUT ? MOVER_CUTS
	                            : MOVER_ENDS;
}

static enum mover_verdict mover_judge(struct mover *mover)
{
	struct impair_mover *m = (struct impair_mover *)mover;
	int64_t now = clock_now();
	bool at_once = false;

	impair_mover_bind(m, false);
	if (m->has_late && now >= m->late_due)
		impair_mover_release_late(m, now);
	struct impair_bind *b = m->is_judged ? NULL : ending(m, now, &at_once);
	if (b && at_once)
		mover_drop(mover);
	if (b && !m->is_closing) {
		m->is_closing = true;
		m->ended_at = now;
		m->is_planned &= impair_queue_first(&m->queue) != NULL;
	}
	if (b && at_once)
		return verdict_of(m, b);
	if (!m->is_planned)
		impair_mover_plan(m);
	bool is_next = b && is_empty(m) && now >= m->next_due;
	return is_next ? verdict_of(m, b) : MOVER_GOES_ON;
}

/* What is on the way may still arrive. */
static void mover_stop(struct mover *mover)
{
	((struct impair_mover *)mover)->is_judged = true;
}

static int64_t mover_due(const struct mover *mover)
{
	const struct impair_mover *m = (const struct impair_mover *)mover;

	if (m->has_late && !impair_queue_first(&m->queue))
		return m->late_due;
	return m->is_planned ? m->next_due : 0;
}

static int64_t mover_judge_at(const struct mover *mover)
{
	const struct impair_mover *m = (const struct impair_mover *)mover;
	int64_t next = m->has_late ? m->late_due : CLOCK_NEVER;

	if (m->is_judged)
		return next;
	if (!m->is_closing && left_to_read(m) == 0)
		return 0;
	if (m->is_closing && m->is_planned && is_empty(m))
		next = clock_earlier(next, m->next_due);
	for (size_t i = 0; i < m->count; i++) {
		const struct impair_bind *b = &m->binds[i];
		bool has_time = b->entry->what.after.unit == IMPAIR_TIME;
		if (is_ending(b) && (has_time || !m->is_closing))
			next = clock_earlier(
			    next, impair_window_start(&b->window));
	}
	return next;
}

static int64_t mover_added(const struct mover *mover)
{
	return ((const struct impair_mover *)mover)->added;
}

static enum tap_way mover_way(const struct mover *mover, uint64_t *spliced)
{
	(void)mover;
	*spliced = 0;
	return TAP_COPY_SEEN;
}

static void mover_free(struct mover *mover)
{
	struct impair_mover *m = (struct impair_mover *)mover;

	impair_mover_unbind(m);
	impair_queue_free(&m->queue);
	bytes_free(&m->late);
	free(m);
}

static const struct mover_ops impair_ops = {
	.fill = mover_fill,
	.drain = mover_drain,
	.settle = mover_settle,
	.has_room = mover_has_room,
	.held = mover_held,
	.holds_empty = mover_holds_empty,
	.judge = mover_judge,
	.judge_at = mover_judge_at,
	.due = mover_due,
	.added = mover_added,
	.stop = mover_stop,
	.drop = mover_drop,
	.way = mover_way,
	.free = mover_free,
};

struct mover *impair_mover_new(const struct impair_mover_opts *opts)
{
	struct impair_mover *m = xmalloc(sizeof(*m));

	*m = (struct impair_mover){
		.mover.ops = &impair_ops,
		.opts = *opts,
	};
	impair_mover_bind(m, true);
	return &m->mover;
}
