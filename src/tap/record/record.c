/* SPDX-License-Identifier: MIT */
/* The observer behind --record: connections as dialogues. */
#include "tap/record/record.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "tap/record/recording.h"
#include "tap/trouble.h"
#include "tap/words.h"

/* By the number of the connection. */
#define SLOTS 1024

struct record {
	struct tap tap;
	struct record_opts opts;
	struct outlet outlet;
	struct recording *first, **last; /* in the order of their beginnings */
	struct recording *slots[SLOTS];  /* those that are open */
	unsigned begun;                  /* so many */
	size_t kept;                     /* bytes of those behind the first */
	uint64_t written;
	unsigned cut; /* so many have lost bytes */
};

/* Writing */

static void write_lines(struct record *r, struct bytes *lines)
{
	struct iovec piece = { lines->at, lines->len };

	if (lines->len == 0 || r->outlet.sysno)
		return;
	size_t taken = outlet_write(&r->outlet, &piece, 1);
	if (taken == lines->len) {
		r->written += taken;
	} else {
		outlet_take_back(&r->outlet, taken);
		trouble_tell(
		    *r->opts.all, "record", r->opts.name, r->outlet.sysno);
	}
	bytes_clear(lines);
}

/* Removes the first, whose lines are written. */
static void leave_first(struct record *r)
{
	struct recording *gone = r->first;

	r->first = gone->next;
	if (!r->first)
		r->last = &r->first;
	else
		r->kept -= recording_size(r->first);
	recording_free(gone);
}

/* Writes what the first has, and those that have waited for its end. */
static void flush(struct record *r)
{
	while (r->first) {
		write_lines(r, &r->first->lines);
		if (!r->first->is_over)
			break;
		leave_first(r);
	}
}

/* Recordings */

/* Where the recording of a connection is, or would be. */
static struct recording **find(struct record *r, unsigned id)
{
	struct recording **at = &r->slots[id % SLOTS];

	while (*at && (*at)->id != id)
		at = &(*at)->beside;
	return at;
}

static void begin(
    struct record *r, struct recording **at, const struct tap_event *e)
{
	struct recording *new =
	    recording_new(e, ++r->begun, r->opts.tells_pauses);

	if (r->first)
		r->kept += recording_size(new);
	*r->last = *at = new;
	r->last = &new->next;
}

/* Too many bytes wait: the dialogue ends here. */
static void cut(struct record *r, struct recording *from)
{
	struct error err = ERROR_NONE;
	size_t before = recording_size(from);

	recording_finish(from, "the rest was not recorded");
	r->kept += recording_size(from) - before;
	from->is_cut = true;
	error_set(&err, FAULT_IO,
	    "the record of connection %u is cut: too much waits for the end of "
	    "an earlier one (%s)",
	    from->id, SIZE(r->kept));
	if (r->cut++ == 0)
		tap_tell(*r->opts.all,
		    &(struct tap_event){ .kind = TAP_WARNING, .error = &err });
}

static void take(struct record *r, const struct tap_event *e)
{
	struct recording **at = find(r, e->connection->id);

	if (!*at && e->kind == TAP_CLOSED)
		return; /* it was refused, or never there */
	if (!*at)
		begin(r, at, e);
	struct recording *to = *at;
	size_t before = recording_size(to);
	recording_take(to, e);
	if (to->is_over)
		*at = to->beside;
	if (to == r->first)
		return;
	r->kept += recording_size(to) - before;
	if (r->kept > r->opts.max_kept && !to->is_cut && !to->is_over)
		cut(r, to);
}

/* Events */

static void record_event(struct tap *tap, const struct tap_event *e)
{
	struct record *r = (struct record *)tap;

	if (!e->connection || r->outlet.sysno)
		return;
	take(r, e);
	flush(r);
}

static bool record_wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_CONNECTED || kind == TAP_ACCEPTED ||
	       kind == TAP_DATA || kind == TAP_INPUT_ENDED ||
	       kind == TAP_PEER_ENDED || kind == TAP_CLOSED;
}

static int conclude(const struct record *r, struct error *err)
{
	if (r->outlet.sysno)
		return trouble_conclude(
		    "record", r->opts.name, r->written, err);
	if (r->cut > 0)
		return error_set(err, FAULT_IO,
		    "the record in '%s' is incomplete: %u connection%s lost "
		    "bytes",
		    r->opts.name, r->cut, plural(r->cut));
	return 0;
}

/* Connections that are open still have what was said so far. */
static int record_end(struct tap *tap, struct error *err)
{
	struct record *r = (struct record *)tap;

	for (struct recording *i = r->first; i; i = i->next) {
		if (!i->is_over && !i->is_cut)
			recording_finish(i, NULL);
		i->is_over = true;
	}
	flush(r);
	int result = conclude(r, err);
	outlet_end(&r->outlet);
	free(r);
	return result;
}

static const struct tap_ops record_ops = {
	.wants = record_wants,
	.event = record_event,
	.end = record_end,
};

struct tap *record_new(
    const struct record_opts *opts, const struct outlet *outlet)
{
	struct record *r = xcalloc(1, sizeof(*r));

	r->tap.ops = &record_ops;
	r->opts = *opts;
	r->outlet = *outlet;
	r->last = &r->first;
	return &r->tap;
}
