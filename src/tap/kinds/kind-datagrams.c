/* SPDX-License-Identifier: MIT */
/* Datagrams: sums. */
#include "tap/kinds/kind-private.h"

static void add_dropped(char *line, const struct tap_datagrams *d)
{
	SAY(line, "; the kernel dropped %llu%s", (unsigned long long)d->dropped,
	    d->dropped && d->or_more ? " or more" : "");
}

static void say_datagrams(char *line, const struct tap_event *e)
{
	const struct tap_datagrams *d = &e->datagrams;

	SAY(line, "progress: %s, %s %s",
	    COUNT(d->count, d->wanted, d->are_answers ? "answer" : "datagram"),
	    SIZE(d->bytes), d->direction == TAP_IN ? "received" : "sent");
	if (d->dropped)
		add_dropped(line, d);
}

/* The lengths follow from the sum if there is only one. */
static void say_sent(char *line, const struct tap_event *e)
{
	const struct tap_datagrams *d = &e->datagrams;

	SAY(line, "sent %llu datagram%s, %s, in %s",
	    (unsigned long long)d->count, plural(d->count), SIZE(d->bytes),
	    DURATION(d->took_us));
	if (d->count < 2)
		return;
	SAY(line, ", each of %s", SIZE(d->shortest));
	if (d->shortest != d->longest)
		SAY(line, " to %s", SIZE(d->longest));
}

static void say_received(char *line, const struct tap_event *e)
{
	const struct tap_datagrams *d = &e->datagrams;

	SAY(line, "received %llu datagram%s, %s", (unsigned long long)d->count,
	    plural(d->count), SIZE(d->bytes));
	add_dropped(line, d);
}

static void add_datagrams(struct event_object *o, const struct tap_event *e)
{
	const struct tap_datagrams *d = &e->datagrams;

	json_word(o->out, "direction", d->direction == TAP_IN ? "in" : "out");
	json_flag(o->out, "answers", d->are_answers);
	json_number(o->out, "count", (int64_t)d->count);
	json_number(o->out, "bytes", (int64_t)d->bytes);
	if (d->wanted)
		json_number(o->out, "wanted", (int64_t)d->wanted);
	if (d->direction == TAP_IN) {
		json_number(o->out, "dropped", (int64_t)d->dropped);
		json_flag(o->out, "or_more", d->dropped && d->or_more);
	} else if (d->count) {
		json_number(o->out, "shortest", (int64_t)d->shortest);
		json_number(o->out, "longest", (int64_t)d->longest);
	}
	json_seconds(o->out, "took", d->took_us);
}

/* clang-format off */
static const struct kind_code silences[] = {
	[TAP_NO_WAY_BACK] = { "no-way-back", "there was no way back to the sender" },
	[TAP_WOULD_LOOP] = { "would-loop", "the sender's address is genet's own, or its port one that answers by itself (0, 7, 13, 17, 19)" },
	[TAP_TOO_MANY] = { "too-many", "more than " },
	[TAP_NO_ROOM] = { "no-room", "the sender did not read, or the send buffer was full" },
	[TAP_ANSWERS_FAILED] = { "failed", "sending failed: " },
};
/* clang-format on */

static void say_unanswered(char *line, const struct tap_event *e)
{
	uint64_t count = e->unanswered.count;

	SAY(line, "%llu datagram%s not answered: %s%s",
	    (unsigned long long)count, count == 1 ? " was" : "s were",
	    silences[e->unanswered.why].words,
	    e->unanswered.cause ? e->unanswered.cause->text : "");

	if (e->unanswered.limit)
		SAY(line, "%u answers a second", e->unanswered.limit);
}

static void add_unanswered(struct event_object *o, const struct tap_event *e)
{
	json_word(o->out, "reason", silences[e->unanswered.why].name);
	json_number(o->out, "count", (int64_t)e->unanswered.count);
	if (e->unanswered.limit)
		json_number(o->out, "limit", e->unanswered.limit);
	if (e->unanswered.cause)
		event_json_cause(o, e->unanswered.cause);
}

/* clang-format off */
const struct kind kind_datagrams = { "progress", add_datagrams, KIND_ASKED_FOR, say_datagrams };
const struct kind kind_sent = { "datagrams", add_datagrams, 1, say_sent };
const struct kind kind_received = { "datagrams", add_datagrams, 1, say_received };
const struct kind kind_unanswered = { "unanswered", add_unanswered, 0, say_unanswered };
/* clang-format on */
