/* SPDX-License-Identifier: MIT */
/* What happened, in words: a row of a table for each kind of event. */
#include "tap/sentence.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tap/sentence-private.h"

typedef void wording(char *line, const struct tap_event *event);

/* Parts of lines */

void sentence_add(char *line, const char *fmt, ...)
{
	size_t used = strlen(line);
	va_list args;

	va_start(args, fmt);
	vsnprintf(line + used, SENTENCE_SIZE - used, fmt, args);
	va_end(args);
}

typedef char *address_words(char buf[ADDRESS_TEXT], const struct address *a);

/* "A, B" */
static void add_list(
    char *line, const struct address_list *list, address_words *say)
{
	char text[ADDRESS_TEXT];

	for (size_t i = 0; i < list->count; i++)
		sentence_add(
		    line, "%s%s", i ? ", " : "", say(text, &list->items[i]));
}

#define PEER(c)                                                                \
	credentials_or_address((char[ADDRESS_TEXT]){ 0 },                      \
	    (c)->is_dialled ? NULL : (c)->peer, (c)->remote)

static void add_totals(char *line, const struct tap_traffic *t)
{
	sentence_add(line, " %s in, %s out, %s", SIZE(t->in), SIZE(t->out),
	    DURATION(t->took_us));
}

/* Lines */

static void say_lookup(char *line, const struct tap_event *e)
{
	sentence_add(line, "resolve: %s", e->text);
}

static void say_resolved(char *line, const struct tap_event *e)
{
	size_t count = e->resolved.addresses->count;

	sentence_add(line, "resolve: %zu address%s in %s: ", count,
	    count == 1 ? "" : "es", DURATION(e->resolved.took_us));
	add_list(line, e->resolved.addresses, address_host);
}

static void say_attempt(char *line, const struct tap_event *e)
{
	const struct tap_attempt *a = &e->attempt;

	sentence_add(line, "try %u:   %s%s", a->number, ADDRESS(a->remote),
	    a->is_impatient ? " (no answer yet from the one before)" : "");
}

static void say_attempt_failed(char *line, const struct tap_event *e)
{
	const struct tap_attempt *a = &e->attempt;

	sentence_add(line, "try %u:   %s: %s after %s", a->number,
	    ADDRESS(a->remote), a->cause->text, DURATION(a->took_us));
}

static void say_retry(char *line, const struct tap_event *e)
{
	sentence_add(line, "retry:   %s; trying again in %s",
	    e->retry.cause->text, DURATION(e->retry.pause_us));
}

static void say_connected(char *line, const struct tap_event *e)
{
	const struct tap_connection *c = e->connection;

	sentence_add(line, "connected to %s%s%s%s%s%s in %s",
	    ADDRESS(c->remote), c->peer ? " (" : "",
	    c->peer ? OWNER(c->peer) : "", c->peer ? ")" : "",
	    c->local ? " from " : "", c->local ? ADDRESS(c->local) : "",
	    DURATION(e->took_us));
}

static void say_proxy_asked(char *line, const struct tap_event *e)
{
	sentence_add(line, "proxy:   asking %s for %s", e->proxied.proxy,
	    e->proxied.target);
}

static void say_proxied(char *line, const struct tap_event *e)
{
	sentence_add(line, "proxied to %s by %s in %s", e->proxied.target,
	    e->proxied.proxy, DURATION(e->proxied.took_us));
}

static void say_listening(char *line, const struct tap_event *e)
{
	sentence_add(line, "listening on ");
	add_list(line, e->listening.addresses, address_text);
	if (e->listening.addresses->items[0].takes_both)
		sentence_add(line, " (all addresses)");
	if (e->listening.tls_pin)
		sentence_add(line, ", TLS with %s", e->listening.tls_pin);
}

static void say_waiting(char *line, const struct tap_event *e)
{
	sentence_add(line, "waiting for a client at ");
	add_list(line, e->listening.addresses, address_text);
}

static void say_accepted(char *line, const struct tap_event *e)
{
	const struct tap_connection *c = e->connection;

	sentence_add(line, "connection %u from %s to %s", c->id ? c->id : 1,
	    PEER(c), ADDRESS(c->local));
	if (c->proxy)
		sentence_add(line, ", as the proxy %s says", ADDRESS(c->proxy));
}

/* For the user at the terminal. */
static void say_greeted(char *line, const struct tap_event *e)
{
	sentence_add(line, "%s %s%s",
	    e->connection->is_dialled ? "connected to" : "connection from",
	    PEER(e->connection),
	    e->greeted.has_keys ? " (Ctrl-D: end of input, Ctrl-C: quit)" : "");
}

static const char *const sequels[] = {
	[TAP_SHUT] = "write side closed",
	[TAP_SHUT_RECEIVING] = "write side closed, still receiving",
	[TAP_RECEIVING_ON] = "still receiving",
	[TAP_HELD_BACK] = "genet will signal its end when the peer has ended",
	[TAP_SENDING_ON] = "it may still read; sending on",
	[TAP_NOTHING_LEFT] = "nothing more to send",
};

static void say_input_ended(char *line, const struct tap_event *e)
{
	sentence_add(line, "sent:    %s, end of input; %s",
	    SIZE(e->ended.bytes), sequels[e->ended.sequel]);
}

static void say_first_byte(char *line, const struct tap_event *e)
{
	sentence_add(
	    line, "first:   first byte after %s", DURATION(e->took_us));
}

static void say_peer_ended(char *line, const struct tap_event *e)
{
	sentence_add(line, "peer:    end of stream after %s; %s",
	    SIZE(e->ended.bytes), sequels[e->ended.sequel]);
}

static void say_progress(char *line, const struct tap_event *e)
{
	sentence_add(line, "progress:");
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
		sentence_add(line, ", %s", c->cause->text);
	else if (c->outcome == TAP_PROGRAM_FAILED)
		sentence_add(
		    line, ", its program ended with status %d", c->status);
	else if (words[c->outcome])
		sentence_add(line, "%s", words[c->outcome]);
	else if (c->has_tcp)
		sentence_add(line, ", rtt %s, %u retransmit%s",
		    DURATION(c->tcp.rtt_us), c->tcp.retransmits,
		    plural(c->tcp.retransmits));
}

static void say_cut_off(char *line, const struct tap_event *e)
{
	const struct tap_traffic *t = &e->closed.traffic;

	sentence_add(line, "connection %u cut off: the listener was stopped",
	    e->connection->id);
	if (e->closed.is_counted)
		sentence_add(
		    line, " (%s in, %s out)", SIZE(t->in), SIZE(t->out));
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
		sentence_add(line, "connection %u closed:", id);
	else
		sentence_add(line, "closed: ");
	if (c->is_counted)
		add_totals(line, &c->traffic);
	else
		sentence_add(line, " %s", DURATION(c->traffic.took_us));
	add_outcome(line, c);
}

static void say_moved(char *line, const struct tap_event *e)
{
	static const char *const words[] = {
		[TAP_SPLICED] = "",
		[TAP_COPY_SMALL] = " (not in bulk)",
		[TAP_COPY_ASKED] = " (as asked for)",
		[TAP_COPY_SEEN] = " (an option looks at them)",
		[TAP_COPY_CANNOT] = " (cannot be spliced)",
	};

	for (int d = TAP_IN; d <= TAP_OUT; d++) {
		const struct tap_moved *m = &e->moved[d];
		sentence_add(line, d == TAP_IN ? "moved:   in " : "; out ");
		if (m->spliced + m->copied == 0)
			sentence_add(line, "nothing");
		else
			sentence_add(line, "%s spliced, %s copied%s",
			    SIZE(m->spliced), SIZE(m->copied), words[m->way]);
	}
}

static void say_clients(char *line, const struct tap_event *e)
{
	sentence_add(line, "progress: %zu connections now, %llu in all",
	    e->clients.now, (unsigned long long)e->clients.in_all);
}

static void say_rejected(char *line, const struct tap_event *e)
{
	static const char *const words[] = {
		[TAP_DENIED] = "its address is denied",
		[TAP_NOT_ALLOWED] = "its address is not allowed",
		[TAP_REFLECTING] =
		    ("its address is genet's own, or its port one that answers "
		     "by itself (0, 7, 13, 17, 19)"),
	};

	sentence_add(line, "rejected %s: %s", ADDRESS(e->connection->remote),
	    words[e->rejected]);
}

static void say_text(char *line, const struct tap_event *e)
{
	sentence_add(line, "%s", e->text);
}

static void say_warning(char *line, const struct tap_event *e)
{
	sentence_add(line, "%s", e->error->text);
}

static void say_left_out(char *line, const struct tap_event *e)
{
	sentence_add(line, "%llu more such lines were left out",
	    (unsigned long long)e->count);
}

static void say_exec(char *line, const struct tap_event *e)
{
	static const char *const roles[] = {
		[TAP_ONE_END] = ", on one end",
		[TAP_OTHER_END] = ", on the other end",
		[TAP_FOR_PEER] = "",
		[TAP_BESIDE] = "",
	};

	sentence_add(line, "started %s, process %ld%s", e->exec.program,
	    (long)e->exec.pid, roles[e->exec.role]);
}

static void say_exec_exit(char *line, const struct tap_event *e)
{
	sentence_add(line, "%s has ended with status %d", e->exec.program,
	    e->exec.status);
}

static void say_probe(char *line, const struct tap_event *e)
{
	sentence_add(line, "%s: %s after %s", e->probe.target, e->probe.what,
	    DURATION(e->probe.took_us));
}

static void say_scanned(char *line, const struct tap_event *e)
{
	sentence_add(line, "%s", e->scanned.text);
}

static wording *const wordings[] = {
	[TAP_LOOKUP] = say_lookup,
	[TAP_RESOLVED] = say_resolved,
	[TAP_ATTEMPT] = say_attempt,
	[TAP_ATTEMPT_FAILED] = say_attempt_failed,
	[TAP_RETRY] = say_retry,
	[TAP_CONNECTED] = say_connected,
	[TAP_PROXY_ASKED] = say_proxy_asked,
	[TAP_PROXIED] = say_proxied,
	[TAP_LISTENING] = say_listening,
	[TAP_ANNOUNCED] = say_text,
	[TAP_WAITING] = say_waiting,
	[TAP_REJECTED] = say_rejected,
	[TAP_ACCEPTED] = say_accepted,
	[TAP_PEEKED] = sentence_peeked,
	[TAP_GREETED] = say_greeted,
	[TAP_SECURED] = sentence_secured,
	[TAP_SECURED_MORE] = sentence_secured_more,
	[TAP_FIRST_BYTE] = say_first_byte,
	[TAP_URGENT] = sentence_urgent,
	[TAP_INPUT_ENDED] = say_input_ended,
	[TAP_PEER_ENDED] = say_peer_ended,
	[TAP_PROGRESS] = say_progress,
	[TAP_MOVED] = say_moved,
	[TAP_CLOSED] = say_closed,
	[TAP_CLIENTS] = say_clients,
	[TAP_STATE] = say_text,
	[TAP_DATAGRAM] = sentence_datagram,
	[TAP_DATAGRAMS] = sentence_datagrams,
	[TAP_SENT] = sentence_sent,
	[TAP_RECEIVED] = sentence_received,
	[TAP_NOTE] = say_text,
	[TAP_WARNING] = say_warning,
	[TAP_LEFT_OUT] = say_left_out,
	[TAP_UNANSWERED] = sentence_unanswered,
	[TAP_EXEC] = say_exec,
	[TAP_EXEC_EXIT] = say_exec_exit,
	[TAP_PROBE] = say_probe,
	[TAP_SCANNED] = say_scanned,
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
		sentence_add(line, "connection %u: ", id);
	wordings[e->kind](line, e);
}
