/* SPDX-License-Identifier: MIT */
/* What happened, in words: a row of a table for each kind of event. */
#include "tap/sentence.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

typedef void wording(char *line, const struct tap_event *event);

/* Parts of lines */

__attribute__((format(printf, 2, 3))) static void add(
    char *line, const char *fmt, ...)
{
	size_t used = strlen(line);
	va_list args;

	va_start(args, fmt);
	vsnprintf(line + used, SENTENCE_SIZE - used, fmt, args);
	va_end(args);
}

/* Texts that live as long as the block. */
#define SIZE(bytes) text_size((char[TEXT_MEASURE]){ 0 }, bytes)
#define DURATION(us) text_duration((char[TEXT_MEASURE]){ 0 }, us)
#define ADDRESS(a)                                                             \
	((a) ? address_text((char[ADDRESS_TEXT]){ 0 }, a)                      \
	     : "an unknown address")
#define OWNER(c) credentials_text((char[CREDENTIALS_TEXT]){ 0 }, c)
#define COUNT(...) text_count((char[TEXT_COUNT]){ 0 }, __VA_ARGS__)

static const char *plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

typedef char *address_words(char buf[ADDRESS_TEXT], const struct address *a);

/* "A, B" */
static void add_list(
    char *line, const struct address_list *list, address_words *say)
{
	char text[ADDRESS_TEXT];

	for (size_t i = 0; i < list->count; i++)
		add(line, "%s%s", i ? ", " : "", say(text, &list->items[i]));
}

#define PEER(c)                                                                \
	credentials_or_address((char[ADDRESS_TEXT]){ 0 },                      \
	    (c)->is_dialled ? NULL : (c)->peer, (c)->remote)

static void add_totals(char *line, const struct tap_traffic *t)
{
	add(line, " %s in, %s out, %s", SIZE(t->in), SIZE(t->out),
	    DURATION(t->took_us));
}

/* Lines */

static void say_lookup(char *line, const struct tap_event *e)
{
	add(line, "resolve: %s", e->text);
}

static void say_resolved(char *line, const struct tap_event *e)
{
	size_t count = e->resolved.addresses->count;

	add(line, "resolve: %zu address%s in %s: ", count,
	    count == 1 ? "" : "es", DURATION(e->resolved.took_us));
	add_list(line, e->resolved.addresses, address_host);
}

static void say_attempt(char *line, const struct tap_event *e)
{
	const struct tap_attempt *a = &e->attempt;

	add(line, "try %u:   %s%s", a->number, ADDRESS(a->remote),
	    a->is_impatient ? " (no answer yet from the one before)" : "");
}

static void say_attempt_failed(char *line, const struct tap_event *e)
{
	const struct tap_attempt *a = &e->attempt;

	add(line, "try %u:   %s: %s after %s", a->number, ADDRESS(a->remote),
	    a->cause->text, DURATION(a->took_us));
}

static void say_retry(char *line, const struct tap_event *e)
{
	add(line, "retry:   %s; trying again in %s", e->retry.cause->text,
	    DURATION(e->retry.pause_us));
}

static void say_connected(char *line, const struct tap_event *e)
{
	const struct tap_connection *c = e->connection;

	add(line, "connected to %s%s%s%s%s%s in %s", ADDRESS(c->remote),
	    c->peer ? " (" : "", c->peer ? OWNER(c->peer) : "",
	    c->peer ? ")" : "", c->local ? " from " : "",
	    c->local ? ADDRESS(c->local) : "", DURATION(e->took_us));
}

static void say_listening(char *line, const struct tap_event *e)
{
	add(line, "listening on ");
	add_list(line, e->listening.addresses, address_text);
	if (e->listening.addresses->items[0].takes_both)
		add(line, " (all addresses)");
}

static void say_waiting(char *line, const struct tap_event *e)
{
	add(line, "waiting for a client at ");
	add_list(line, e->listening.addresses, address_text);
}

static void say_accepted(char *line, const struct tap_event *e)
{
	const struct tap_connection *c = e->connection;

	add(line, "connection %u from %s to %s", c->id ? c->id : 1, PEER(c),
	    ADDRESS(c->local));
}

/* For the user at the terminal. */
static void say_greeted(char *line, const struct tap_event *e)
{
	add(line, "%s %s%s",
	    e->connection->is_dialled ? "connected to" : "connection from",
	    PEER(e->connection),
	    e->greeted.has_keys ? " (Ctrl-D: end of input, Ctrl-C: quit)" : "");
}

static const char *const sequels[] = {
	[TAP_SHUT] = "write side closed",
	[TAP_SHUT_RECEIVING] = "write side closed, still receiving",
	[TAP_HELD_BACK] = "genet will signal its end when the peer has ended",
	[TAP_SENDING_ON] = "it may still read; sending on",
	[TAP_NOTHING_LEFT] = "nothing more to send",
};

static void say_input_ended(char *line, const struct tap_event *e)
{
	add(line, "sent:    %s, end of input; %s", SIZE(e->ended.bytes),
	    sequels[e->ended.sequel]);
}

static void say_first_byte(char *line, const struct tap_event *e)
{
	add(line, "first:   first byte after %s", DURATION(e->took_us));
}

static void say_peer_ended(char *line, const struct tap_event *e)
{
	add(line, "peer:    end of stream after %s; %s", SIZE(e->ended.bytes),
	    sequels[e->ended.sequel]);
}

static void say_progress(char *line, const struct tap_event *e)
{
	add(line, "progress:");
	add_totals(line, &e->traffic);
}

/* Why, or what is known of a connection that has ended well. */
static void add_outcome(char *line, const struct tap_closed *c)
{
	static const char *const words[] = {
		[TAP_UNSERVED] = ", it could not be served",
		[TAP_LEFT_PROGRAM] = ", ended before its program",
		[TAP_CUT_OFF] = NULL,
	};

	if (c->outcome == TAP_FAILED)
		add(line, ", %s", c->cause->text);
	else if (c->outcome == TAP_PROGRAM_FAILED)
		add(line, ", its program ended with status %d", c->status);
	else if (words[c->outcome])
		add(line, "%s", words[c->outcome]);
	else if (c->has_tcp)
		add(line, ", rtt %s, %u retransmit%s", DURATION(c->tcp.rtt_us),
		    c->tcp.retransmits, plural(c->tcp.retransmits));
}

static void say_cut_off(char *line, const struct tap_event *e)
{
	const struct tap_traffic *t = &e->closed.traffic;

	add(line, "connection %u cut off: the listener was stopped",
	    e->connection->id);
	if (e->closed.is_counted)
		add(line, " (%s in, %s out)", SIZE(t->in), SIZE(t->out));
}

static void say_closed(char *line, const struct tap_event *e)
{
	const struct tap_closed *c = &e->closed;
	unsigned id = e->connection->id;

	if (id && c->outcome == TAP_CUT_OFF) {
		say_cut_off(line, e);
		return;
	}
	if (id)
		add(line, "connection %u closed:", id);
	else
		add(line, "closed: ");
	if (c->is_counted)
		add_totals(line, &c->traffic);
	else
		add(line, " %s", DURATION(c->traffic.took_us));
	add_outcome(line, c);
}

static void say_clients(char *line, const struct tap_event *e)
{
	add(line, "progress: %zu connections now, %llu in all", e->clients.now,
	    (unsigned long long)e->clients.in_all);
}

static void say_rejected(char *line, const struct tap_event *e)
{
	static const char *const words[] = {
		[TAP_DENIED] = "its address is denied",
		[TAP_NOT_ALLOWED] = "its address is not allowed",
	};

	add(line, "rejected %s: %s", ADDRESS(e->connection->remote),
	    words[e->rejected]);
}

static void say_datagram(char *line, const struct tap_event *e)
{
	const struct address *remote = e->connection->remote;

	add(line, "datagram: %s%s%s", SIZE(e->size), remote ? " from " : "",
	    remote ? ADDRESS(remote) : "");
}

static void say_datagrams(char *line, const struct tap_event *e)
{
	const struct tap_datagrams *d = &e->datagrams;

	add(line, "progress: %s, %s %s",
	    COUNT(d->count, d->wanted, d->are_answers ? "answer" : "datagram"),
	    SIZE(d->bytes), d->direction == TAP_IN ? "received" : "sent");
	if (d->dropped)
		add(line, "; the kernel dropped %llu",
		    (unsigned long long)d->dropped);
}

/* How long they were, where the sum does not tell. */
static void say_sent(char *line, const struct tap_event *e)
{
	const struct tap_datagrams *d = &e->datagrams;

	add(line, "sent %llu datagram%s, %s, in %s",
	    (unsigned long long)d->count, plural(d->count), SIZE(d->bytes),
	    DURATION(d->took_us));
	if (d->count < 2)
		return;
	add(line, ", each of %s", SIZE(d->shortest));
	if (d->shortest != d->longest)
		add(line, " to %s", SIZE(d->longest));
}

static void say_received(char *line, const struct tap_event *e)
{
	const struct tap_datagrams *d = &e->datagrams;

	add(line, "received %llu datagram%s, %s; the kernel dropped %llu",
	    (unsigned long long)d->count, plural(d->count), SIZE(d->bytes),
	    (unsigned long long)d->dropped);
}

static void say_text(char *line, const struct tap_event *e)
{
	add(line, "%s", e->text);
}

static void say_warning(char *line, const struct tap_event *e)
{
	add(line, "%s", e->error->text);
}

static void say_left_out(char *line, const struct tap_event *e)
{
	add(line, "%llu more such lines were left out",
	    (unsigned long long)e->count);
}

static void say_unanswered(char *line, const struct tap_event *e)
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

	add(line, "%llu datagram%s not answered: %s%s",
	    (unsigned long long)count, count == 1 ? " was" : "s were",
	    words[e->unanswered.why],
	    e->unanswered.cause ? e->unanswered.cause->text : "");

	if (e->unanswered.limit)
		add(line, "%u answers a second", e->unanswered.limit);
}

static void say_exec(char *line, const struct tap_event *e)
{
	add(line, "started %s, process %ld, on %s", e->exec.program,
	    (long)e->exec.pid, e->exec.end ? "the other end" : "one end");
}

static void say_exec_exit(char *line, const struct tap_event *e)
{
	add(line, "%s has ended with status %d", e->exec.program,
	    e->exec.status);
}

static wording *const wordings[] = {
	[TAP_LOOKUP] = say_lookup,
	[TAP_RESOLVED] = say_resolved,
	[TAP_ATTEMPT] = say_attempt,
	[TAP_ATTEMPT_FAILED] = say_attempt_failed,
	[TAP_RETRY] = say_retry,
	[TAP_CONNECTED] = say_connected,
	[TAP_LISTENING] = say_listening,
	[TAP_ANNOUNCED] = say_text,
	[TAP_WAITING] = say_waiting,
	[TAP_REJECTED] = say_rejected,
	[TAP_ACCEPTED] = say_accepted,
	[TAP_GREETED] = say_greeted,
	[TAP_FIRST_BYTE] = say_first_byte,
	[TAP_INPUT_ENDED] = say_input_ended,
	[TAP_PEER_ENDED] = say_peer_ended,
	[TAP_PROGRESS] = say_progress,
	[TAP_CLOSED] = say_closed,
	[TAP_CLIENTS] = say_clients,
	[TAP_STATE] = say_text,
	[TAP_DATAGRAM] = say_datagram,
	[TAP_DATAGRAMS] = say_datagrams,
	[TAP_SENT] = say_sent,
	[TAP_RECEIVED] = say_received,
	[TAP_NOTE] = say_text,
	[TAP_WARNING] = say_warning,
	[TAP_LEFT_OUT] = say_left_out,
	[TAP_UNANSWERED] = say_unanswered,
	[TAP_EXEC] = say_exec,
	[TAP_EXEC_EXIT] = say_exec_exit,
};

/* These name the connection themselves. */
static bool names_connection(enum tap_kind kind)
{
	return kind == TAP_ACCEPTED || kind == TAP_CLOSED;
}

void sentence_write(char line[SENTENCE_SIZE], const struct tap_event *e)
{
	unsigned id = e->connection ? e->connection->id : 0;

	line[0] = '\0';
	if (id && !names_connection(e->kind))
		add(line, "connection %u: ", id);
	wordings[e->kind](line, e);
}
