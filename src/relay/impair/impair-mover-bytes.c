/* SPDX-License-Identifier: MIT */
/* What faults do to a stream of bytes that comes in. */
#include "relay/impair/impair-mover-private.h"

static size_t least(size_t len, uint64_t other)
{
	return other < len ? (size_t)other : len;
}

static void append(struct impair_mover *m, const void *bytes, size_t len,
    int64_t now, unsigned char **at)
{
	const struct impair_piece piece = {
		.offset = m->offset,
		.start = m->offset,
		.len = len,
		.came = now,
	};

	if (len > 0)
		*at = impair_queue_add(&m->queue, &piece, bytes);
}

static void add(
    struct impair_mover *m, const void *bytes, size_t len, int64_t now)
{
	unsigned char *at;

	append(m, bytes, len, now, &at);
	m->added += (int64_t)len;
}

/* Bytes that the seed chooses stand in for a text. */
static void insert(struct impair_mover *m, struct impair_bind *b, int64_t now)
{
	const struct impairment *i = impair_mover_what(b);
	size_t len = i->text ? i->text_len : i->length;
	struct bytes chosen = { 0 };

	if (i->text) {
		add(m, i->text, len, now);
	} else {
		for (uint64_t n = 0; n < len; n++) {
			unsigned char c = (unsigned char)impair_draw(
			    &b->subject, ~(m->offset + n));
			bytes_add(&chosen, &c, 1);
		}
		add(m, chosen.at, len, now);
	}
	bytes_free(&chosen);
	b->from = m->offset + 1;
	impair_mover_tell(m, b, m->offset, len);
}

static void insert_here(struct impair_mover *m, int64_t now)
{
	for (size_t i = 0; i < m->count; i++) {
		struct impair_bind *b = &m->binds[i];
		if (impair_mover_what(b)->kind == IMPAIR_INSERT && b->is_open &&
		    impair_mover_place(b, m->offset) == m->offset)
			insert(m, b, now);
	}
}

/* Keeps a copy of bytes that are to come twice; adds it when it is complete. */
static void duplicate(struct impair_mover *m, struct impair_bind *b,
    const unsigned char *bytes, size_t len, int64_t now)
{
	const struct impairment *i = impair_mover_what(b);

	if (b->copy.len == 0 &&
	    (!b->is_open || impair_mover_place(b, m->offset) != m->offset))
		return;
	bytes_add(&b->copy, bytes, len);
	b->from = m->offset + len;
	if (b->copy.len < i->length)
		return;
	add(m, b->copy.at, b->copy.len, now);
	impair_mover_tell(m, b, m->offset + len - b->copy.len, b->copy.len);
	bytes_free(&b->copy);
}

/* How many bytes from the present offset on meet the same faults. */
static size_t same_run(const struct impair_mover *m, size_t len)
{
	for (size_t k = 0; k < m->count; k++) {
		const struct impair_bind *b = &m->binds[k];
		const struct impairment *i = impair_mover_what(b);
		uint64_t place;

		len = least(len, impair_window_run(&b->window, m->offset));
		if (i->kind != IMPAIR_INSERT && i->kind != IMPAIR_DUPLICATE)
			continue;
		if (b->copy.len > 0) {
			len = least(len, i->length - b->copy.len);
			continue;
		}
		place = impair_mover_place(b, m->offset);
		if (place > m->offset)
			len = least(len, place - m->offset);
		else if (b->is_open)
			len = least(len, i->length);
	}
	return len;
}

/* Whether a fault keeps these bytes. */
static bool swallows(struct impair_mover *m)
{
	bool is_lost = false;

	for (size_t k = 0; k < m->count; k++) {
		struct impair_bind *b = &m->binds[k];
		enum impair_kind kind = impair_mover_what(b)->kind;
		if (!b->is_open ||
		    (kind != IMPAIR_BLACKHOLE && kind != IMPAIR_TRUNCATE))
			continue;
		impair_mover_tell_once(m, b, &b->window, m->offset);
		is_lost = true;
	}
	return is_lost;
}

static void pass(
    struct impair_mover *m, const unsigned char *bytes, size_t len, int64_t now)
{
	unsigned char *at = NULL;

	if (swallows(m)) {
		m->added -= (int64_t)len;
		return;
	}
	append(m, bytes, len, now, &at);
	impair_mover_corrupt(m, at, len);
	for (size_t i = 0; i < m->count; i++)
		if (impair_mover_what(&m->binds[i])->kind == IMPAIR_DUPLICATE)
			duplicate(m, &m->binds[i], bytes, len, now);
}

void impair_mover_take_bytes(
    struct impair_mover *m, const unsigned char *bytes, size_t len, int64_t now)
{
	while (len > 0) {
		impair_mover_look(m, now);
		insert_here(m, now);
		size_t run = same_run(m, len);
		pass(m, bytes, run, now);
		m->offset += run;
		bytes += run;
		len -= run;
	}
}
