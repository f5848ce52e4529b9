/* SPDX-License-Identifier: MIT */
/* The faults of a set that concern one direction of one connection. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/impair/impair-mover-private.h"
#include "tap/tap.h"

static bool concerns(const struct impair_mover *m, const struct impair_entry *e)
{
	const struct impair_kind_row *row = &impairment_kinds[e->what.kind];

	return !row->is_at_door && (row->fits & m->opts.carrier) &&
	       (m->opts.is_up ? e->what.is_up : e->what.is_down) &&
	       impair_set_concerns(m->opts.set, e, m->opts.conn);
}

/* Fills in what is new. A fault that comes during the conversation counts from
 * the byte and the moment at which it comes. */
static void begin(
    struct impair_mover *m, struct impair_bind *b, struct impair_entry *e)
{
	int64_t now = clock_now();

	*b = (struct impair_bind){
		.entry = impair_set_hold(e),
		.subject = {
			.seed = m->opts.set->seed,
			.fault = e->number,
			.conn = m->opts.conn,
			.way = m->opts.is_up,
		},
	};
	impair_window_init(&b->window, &e->what, m->offset, now);
	b->clock.window = b->window;
	b->clock.boundary = m->offset;
}

/* Moves the state of that fault, if it was bound before. */
static bool keep(const struct impair_mover *m, struct impair_bind *to,
    const struct impair_entry *e)
{
	for (size_t i = 0; i < m->count; i++) {
		if (m->binds[i].entry != e)
			continue;
		*to = m->binds[i];
		m->binds[i].entry = NULL;
		m->binds[i].copy = (struct bytes){ 0 };
		return true;
	}
	return false;
}

static void drop_binds(struct impair_bind *binds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (binds[i].entry)
			impair_set_release(binds[i].entry);
		bytes_free(&binds[i].copy);
	}
	free(binds);
}

void impair_mover_unbind(struct impair_mover *m)
{
	drop_binds(m->binds, m->count);
	m->binds = NULL;
	m->count = 0;
}

void impair_mover_bind(struct impair_mover *m, bool is_new)
{
	struct impair_set *set = m->opts.set;
	struct impair_bind *binds;
	size_t count = 0;

	if (!is_new && m->version == set->version)
		return;
	m->version = set->version;
	binds = xcalloc(set->count + 1, sizeof(*binds));
	for (struct impair_entry *e = set->first; e; e = e->next) {
		if (!concerns(m, e))
			continue;
		if (!keep(m, &binds[count], e))
			begin(m, &binds[count], e);
		count++;
	}
	drop_binds(m->binds, m->count);
	m->binds = binds;
	m->count = count;
	m->is_closing &= m->is_judged; /* judge() looks again */
	m->is_planned = false;
}

void impair_mover_look(struct impair_mover *m, int64_t now)
{
	for (size_t i = 0; i < m->count; i++) {
		struct impair_bind *b = &m->binds[i];
		b->is_open = impair_window_look(&b->window, m->offset, now);
	}
}

uint64_t impair_mover_place(const struct impair_bind *b, uint64_t offset)
{
	const struct impairment *i = impair_mover_what(b);
	uint64_t from = offset > b->from ? offset : b->from;

	if (i->has_at)
		return i->at >= from ? i->at : UINT64_MAX;
	return i->one_in ? impair_draw_place(&b->subject, i->one_in, from)
	                 : UINT64_MAX;
}

void impair_mover_corrupt(
    struct impair_mover *m, unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < m->count; i++) {
		struct impair_bind *b = &m->binds[i];
		if (impair_mover_what(b)->kind != IMPAIR_CORRUPT || !b->is_open)
			continue;
		for (;;) {
			uint64_t place = impair_mover_place(b, m->offset);
			if (place - m->offset >= len)
				break;
			unsigned bit = impair_draw(&b->subject, ~place) % 8;
			bytes[place - m->offset] ^= (unsigned char)(1U << bit);
			b->from = place + 1;
			impair_mover_tell(m, b, place, 1);
		}
	}
}

void impair_mover_tell(struct impair_mover *m, struct impair_bind *b,
    uint64_t offset, size_t bytes)
{
	const struct impair_entry *e = b->entry;

	b->entry->times++;
	tap_tell(m->opts.tap,
	    &(struct tap_event){
		.kind = TAP_FAULT,
		.connection = m->opts.connection,
		.fault = {
			.what = impairment_kinds[e->what.kind].name,
			.name = e->name,
			.conn = m->opts.conn,
			.course = m->opts.is_up ? TAP_UP : TAP_DOWN,
			.offset = offset,
			.bytes = bytes,
		},
	    });
}

void impair_mover_tell_once(struct impair_mover *m, struct impair_bind *b,
    const struct impair_window *w, uint64_t offset)
{
	if (b->is_told && b->told_at == w->begun_at &&
	    b->told_offset == w->begun_offset)
		return;
	b->is_told = true;
	b->told_offset = w->begun_offset;
	b->told_at = w->begun_at;
	impair_mover_tell(m, b, offset, 0);
}
