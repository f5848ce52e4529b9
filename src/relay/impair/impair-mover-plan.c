/* SPDX-License-Identifier: MIT */
/* When bytes leave a faulty network, and how many at once. Only the first piece
 * of the queue is planned, so that a fault that comes or goes concerns all that
 * is on the way. */
#include <assert.h>

#include "base/clock.h"
#include "base/pace.h"
#include "relay/impair/impair-mover-private.h"

#define NANOSECONDS 1000

/* What is planned: a piece, or the end. */
struct departure {
	uint64_t offset, start;
	size_t len;
	int64_t at; /* so far */
	bool is_end;
};

static int64_t later(int64_t time, int64_t by)
{
	return by >= CLOCK_NEVER - time ? CLOCK_NEVER : time + by;
}

static int64_t latest(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static bool delays(const struct impair_bind *b)
{
	return impair_mover_what(b)->kind <= IMPAIR_SLOW_CLOSE;
}

/* The size of the chunk with that number. */
static uint64_t chunk_size(const struct impair_bind *b, uint64_t number)
{
	const struct impairment *i = impair_mover_what(b);

	if (!i->vary)
		return i->size;
	return i->size - i->vary +
	       impair_draw(&b->subject, number) % (2 * i->vary + 1);
}

static void begin_chunk(struct impair_bind *b, uint64_t offset)
{
	struct impair_clock *c = &b->planned;

	if (offset < c->boundary)
		return;
	c->boundary = offset + chunk_size(b, c->chunks);
	c->chunks++;
}

/* The number of bytes of the departure that the fault lets go at once. */
static uint64_t portion(struct impair_bind *b, const struct departure *d,
    const struct impair_window *w)
{
	const struct impairment *i = impair_mover_what(b);
	uint64_t run = impair_window_run(w, d->offset);
	uint64_t most = UINT64_MAX;

	if (b->is_open && i->kind == IMPAIR_RATE)
		most = pace_piece(&(struct pace){ .rate = i->size });
	if (b->is_open && i->kind == IMPAIR_CHUNK) {
		begin_chunk(b, d->offset);
		most = b->planned.boundary - d->offset;
	}
	return run < most ? run : most;
}

/* The time of a latency with its jitter, which the first byte decides. */
static int64_t delay(const struct impair_bind *b, const struct departure *d)
{
	const struct impairment *i = impair_mover_what(b);
	uint64_t range = 2 * (uint64_t)i->jitter_us + 1;

	return i->time_us - i->jitter_us +
	       (int64_t)(impair_draw(&b->subject, d->start) % range);
}

/* The bytes arrive when the link has carried the last of them. After a pause
 * as many as burst allows are carried at once: the generic cell rate algorithm
 * (ITU-T I.371, annex A). */
static int64_t carry(struct impair_bind *b, const struct departure *d)
{
	const struct impairment *i = impair_mover_what(b);
	const double second = 1e9;
	int64_t credit = (int64_t)((double)i->burst * second / (double)i->size);
	int64_t takes = (int64_t)((double)d->len * second / (double)i->size);

	if (d->at > CLOCK_NEVER / NANOSECONDS)
		return d->at;
	int64_t start = d->at * NANOSECONDS - credit;
	b->planned.free_at = latest(b->planned.free_at, start) + takes;
	return latest(d->at, b->planned.free_at / NANOSECONDS);
}

/* A stall that begins at a byte begins when that byte could go. */
static int64_t stall_end(
    struct impair_bind *b, const struct departure *d, int64_t last_due)
{
	struct impair_window *w = &b->planned.window;

	if (!impair_window_look(w, d->offset, latest(d->at, last_due)))
		return d->at;
	return latest(d->at, impair_window_end(w));
}

/* When the bytes leave, as far as that fault decides. */
static int64_t departs(
    struct impair_bind *b, const struct departure *d, int64_t last_due)
{
	const struct impairment *i = impair_mover_what(b);

	if (i->kind == IMPAIR_STALL)
		return stall_end(b, d, last_due);
	if (!b->is_open)
		return d->at;
	if (i->kind == IMPAIR_LATENCY)
		return later(d->at, delay(b, d));
	if (i->kind == IMPAIR_RATE && d->len > 0)
		return carry(b, d);
	if (i->kind == IMPAIR_CHUNK)
		return latest(d->at, b->planned.free_at);
	if (i->kind == IMPAIR_SLOW_CLOSE && d->is_end)
		return later(d->at, i->time_us);
	return d->at;
}

/* A gap follows the last byte of a chunk. */
static void note_chunk(struct impair_bind *b, const struct departure *d)
{
	const struct impairment *i = impair_mover_what(b);

	if (i->kind == IMPAIR_CHUNK && b->is_open && d->len > 0 &&
	    d->offset + d->len >= b->planned.boundary)
		b->planned.free_at = later(d->at, i->gap_us);
}

/* An end gets lost in a blackhole, as bytes do, if there is no time at which
 * the hole closes. */
static int64_t leaves_hole(struct impair_bind *b, const struct departure *d)
{
	if (impair_mover_what(b)->kind != IMPAIR_BLACKHOLE || !d->is_end ||
	    !impair_window_look(&b->window, d->offset, d->at))
		return d->at;
	return impair_window_end(&b->window);
}

static struct departure next(const struct impair_mover *m)
{
	const struct impair_piece *piece = impair_queue_first(&m->queue);

	if (!piece)
		return (struct departure){
			.offset = m->offset,
			.start = m->offset,
			.at = m->ended_at,
			.is_end = !m->is_closing,
		};
	return (struct departure){
		.offset = piece->offset,
		.start = piece->start,
		.len = piece->len,
		.at = piece->came,
	};
}

static void look(struct impair_mover *m, struct departure *d)
{
	for (size_t i = 0; i < m->count; i++) {
		struct impair_bind *b = &m->binds[i];
		if (!delays(b))
			continue;
		struct impair_window w = b->clock.window;
		b->planned = b->clock;
		b->is_open = impair_window_look(&w, d->offset, d->at);
		uint64_t most = portion(b, d, &w);
		if (impair_mover_what(b)->kind != IMPAIR_STALL)
			b->planned.window = w;
		if (m->opts.carrier != IMPAIR_STREAM || most >= d->len)
			continue;
		d->len = (size_t)most;
		if (impair_mover_what(b)->kind == IMPAIR_CHUNK && b->is_open)
			impair_mover_tell_once(
			    m, b, &b->planned.window, d->offset);
	}
}

/* Lets a fault delay what is planned. */
static void delay_by(
    struct impair_mover *m, struct impair_bind *b, struct departure *d)
{
	bool does = delays(b);
	int64_t at = does ? departs(b, d, m->last_due) : leaves_hole(b, d);

	if (at > d->at)
		impair_mover_tell_once(
		    m, b, does ? &b->planned.window : &b->window, d->offset);
	d->at = at;
}

void impair_mover_plan(struct impair_mover *m)
{
	struct departure d = next(m);

	m->is_planned = impair_queue_first(&m->queue) ||
	                (!m->is_judged && (m->has_ended || m->is_closing));
	m->next_len = 0;
	m->next_due = 0;
	if (!m->is_planned)
		return;
	look(m, &d);
	for (size_t i = 0; i < m->count; i++)
		delay_by(m, &m->binds[i], &d);
	d.at = latest(d.at, m->last_due);
	for (size_t i = 0; i < m->count; i++)
		note_chunk(&m->binds[i], &d);
	m->next_len = d.len;
	m->next_due = d.at;
}

void impair_mover_note_gone(struct impair_mover *m, size_t len)
{
	assert(len <= m->next_len);
	for (size_t i = 0; i < m->count; i++)
		if (delays(&m->binds[i]))
			m->binds[i].clock = m->binds[i].planned;
	m->last_due = m->next_due;
	m->next_len -= len;
	if (m->next_len == 0)
		m->is_planned = false;
}
