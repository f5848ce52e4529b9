/* SPDX-License-Identifier: MIT */
/* What happened to datagrams, in words. */
#include "tap/sentence-private.h"

static void add_dropped(char *line, const struct tap_datagrams *d)
{
	sentence_add(line, "; the kernel dropped %llu%s",
	    (unsigned long long)d->dropped,
	    d->dropped && d->or_more ? " or more" : "");
}

void sentence_datagram(char *line, const struct tap_event *e)
{
	const struct address *remote = e->connection->remote;

	sentence_add(line, "datagram: %s%s%s", SIZE(e->data.len),
	    remote ? " from " : "", remote ? ADDRESS(remote) : "");
}

void sentence_datagrams(char *line, const struct tap_event *e)
{
	const struct tap_datagrams *d = &e->datagrams;

	sentence_add(line, "progress: %s, %s %s",
	    COUNT(d->count, d->wanted, d->are_answers ? "answer" : "datagram"),
	    SIZE(d->bytes), d->direction == TAP_IN ? "received" : "sent");
	if (d->dropped)
		add_dropped(line, d);
}

/* How long they were, where the sum does not tell. */
void sentence_sent(char *line, const struct tap_event *e)
{
	const struct tap_datagrams *d = &e->datagrams;

	sentence_add(line, "sent %llu datagram%s, %s, in %s",
	    (unsigned long long)d->count, plural(d->count), SIZE(d->bytes),
	    DURATION(d->took_us));
	if (d->count < 2)
		return;
	sentence_add(line, ", each of %s", SIZE(d->shortest));
	if (d->shortest != d->longest)
		sentence_add(line, " to %s", SIZE(d->longest));
}

void sentence_received(char *line, const struct tap_event *e)
{
	const struct tap_datagrams *d = &e->datagrams;

	sentence_add(line, "received %llu datagram%s, %s",
	    (unsigned long long)d->count, plural(d->count), SIZE(d->bytes));
	add_dropped(line, d);
}

void sentence_unanswered(char *line, const struct tap_event *e)
{
	static const char *const words[] = {
		[TAP_NO_WAY_BACK] = "there was no way back to the sender",
		[TAP_WOULD_LOOP] =
		    ("the sender's address is genet's own, or its port one "
		     "that answers by itself (0, 7, 13, 17, 19)"),
		[TAP_TOO_MANY] = "more than ",
		[TAP_NO_ROOM] =
		    "the sender did not read, or the send buffer was full",
		[TAP_ANSWERS_FAILED] = "sending failed: ",
	};
	uint64_t count = e->unanswered.count;

	sentence_add(line, "%llu datagram%s not answered: %s%s",
	    (unsigned long long)count, count == 1 ? " was" : "s were",
	    words[e->unanswered.why],
	    e->unanswered.cause ? e->unanswered.cause->text : "");

	if (e->unanswered.limit)
		sentence_add(line, "%u answers a second", e->unanswered.limit);
}
