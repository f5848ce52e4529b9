/* SPDX-License-Identifier: MIT */
/* What faults do to a message that comes in: it is lost, comes twice, or late.
 */
#include "base/clock.h"
#include "relay/impair/impair-mover-private.h"

static bool is_chosen(const struct impair_mover *m, const struct impair_bind *b)
{
	return b->is_open && impair_draw_chance(&b->subject, m->messages,
				 impair_mover_what(b)->chance);
}

static bool loses(
    const struct impair_mover *m, const struct impair_bind *b, size_t len)
{
	const struct impairment *i = impair_mover_what(b);

	if (i->kind == IMPAIR_LOSS)
		return is_chosen(m, b);
	return b->is_open && (i->kind == IMPAIR_BLACKHOLE ||
				 (i->kind == IMPAIR_SIZE && len > i->size));
}

/* The first fault of that kind that has chosen the present message; or NULL. */
static struct impair_bind *chosen(
    const struct impair_mover *m, enum impair_kind kind)
{
	for (size_t i = 0; i < m->count; i++)
		if (impair_mover_what(&m->binds[i])->kind == kind &&
		    is_chosen(m, &m->binds[i]))
			return &m->binds[i];
	return NULL;
}

static bool is_lost(struct impair_mover *m, size_t len)
{
	for (size_t i = 0; i < m->count; i++) {
		if (!loses(m, &m->binds[i], len))
			continue;
		impair_mover_tell(m, &m->binds[i], m->offset, len);
		return true;
	}
	return false;
}

static void append(
    struct impair_mover *m, const unsigned char *bytes, size_t len, int64_t now)
{
	const struct impair_piece piece = {
		.offset = m->offset,
		.start = m->offset,
		.len = len,
		.came = now,
	};

	impair_mover_corrupt(
	    m, impair_queue_add(&m->queue, &piece, bytes), len);
}

void impair_mover_release_late(struct impair_mover *m, int64_t now)
{
	const struct impair_piece piece = {
		.offset = m->offset,
		.start = m->offset,
		.len = m->late.len,
		.came = now,
	};

	if (!m->has_late)
		return;
	m->has_late = false;
	/* The end may be planned, which comes after it. */
	m->is_planned &= impair_queue_first(&m->queue) != NULL;
	impair_queue_add(&m->queue, &piece, m->late.at);
	bytes_free(&m->late);
}

static void deliver(
    struct impair_mover *m, const unsigned char *bytes, size_t len, int64_t now)
{
	struct impair_bind *twice = chosen(m, IMPAIR_DUPLICATE);
	struct impair_bind *late =
	    m->has_late ? NULL : chosen(m, IMPAIR_REORDER);

	if (late) {
		m->has_late = true;
		bytes_add(&m->late, bytes, len);
		impair_mover_corrupt(m, m->late.at, len);
		m->late_due = now + impair_mover_what(late)->gap_us;
		impair_mover_tell(m, late, m->offset, len);
		return;
	}
	append(m, bytes, len, now);
	if (twice) {
		append(m, bytes, len, now);
		m->added += (int64_t)len;
		impair_mover_tell(m, twice, m->offset, len);
	}
	impair_mover_release_late(m, now);
}

void impair_mover_take_message(
    struct impair_mover *m, const unsigned char *bytes, size_t len, int64_t now)
{
	impair_mover_look(m, now);
	if (is_lost(m, len))
		m->added -= (int64_t)len;
	else
		deliver(m, bytes, len, now);
	m->offset += len;
	m->messages++;
}
