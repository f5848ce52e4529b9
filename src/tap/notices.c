/* SPDX-License-Identifier: MIT */
/* What happened, a line each: one row of a table for each kind of event. */
#include "tap/notices.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "sys/messages.h"

#define LINE_SIZE 1024

/* Behind the time and the first word. */
#define HANG_TIMED 16
#define HANG 4

typedef void wording(char *line, const struct tap_event *event);

static void say_lookup(char *line, const struct tap_event *e)
{
	snprintf(line, LINE_SIZE, "resolve: %s", e->text);
}

static void say_resolved(char *line, const struct tap_event *e)
{
	char took[TEXT_MEASURE];

	snprintf(line, LINE_SIZE, "resolve: %ld address%s in %s: %s", e->number,
	    e->number == 1 ? "" : "es", text_duration(took, e->duration_us),
	    e->text);
}

static void say_attempt(char *line, const struct tap_event *e)
{
	snprintf(line, LINE_SIZE, "try %ld:   %s%s%s%s", e->number, e->remote,
	    e->text ? " (" : "", e->text ? e->text : "", e->text ? ")" : "");
}

static void say_attempt_failed(char *line, const struct tap_event *e)
{
	char took[TEXT_MEASURE];

	snprintf(line, LINE_SIZE, "try %ld:   %s: %s after %s", e->number,
	    e->remote, e->text, text_duration(took, e->duration_us));
}

static void say_retry(char *line, const struct tap_event *e)
{
	char pause[TEXT_MEASURE];

	snprintf(line, LINE_SIZE, "retry:   %s; trying again in %s", e->text,
	    text_duration(pause, e->duration_us));
}

static void say_connected(char *line, const struct tap_event *e)
{
	char took[TEXT_MEASURE];

	snprintf(line, LINE_SIZE, "connected to %s%s%s in %s", e->remote,
	    e->local ? " from " : "", e->local ? e->local : "",
	    text_duration(took, e->duration_us));
}

static void say_listening(char *line, const struct tap_event *e)
{
	snprintf(line, LINE_SIZE, "listening on %s%s", e->local,
	    e->local[0] == '*' ? " (all addresses)" : "");
}

static void say_accepted(char *line, const struct tap_event *e)
{
	snprintf(line, LINE_SIZE, "connection %d from %s to %s", e->conn,
	    e->remote, e->local);
}

/* For the user at the terminal. */
static void say_greeted(char *line, const struct tap_event *e)
{
	snprintf(line, LINE_SIZE, "%s %s%s", e->text, e->remote,
	    e->number ? " (Ctrl-D: end of input, Ctrl-C: quit)" : "");
}

static void say_input_ended(char *line, const struct tap_event *e)
{
	char sent[TEXT_MEASURE];

	snprintf(line, LINE_SIZE, "sent:    %s, end of input; %s",
	    text_size(sent, e->out), e->text);
}

static void say_first_byte(char *line, const struct tap_event *e)
{
	char took[TEXT_MEASURE];

	snprintf(line, LINE_SIZE, "first:   first byte after %s",
	    text_duration(took, e->duration_us));
}

static void say_peer_ended(char *line, const struct tap_event *e)
{
	char got[TEXT_MEASURE];

	snprintf(line, LINE_SIZE, "peer:    end of stream after %s; %s",
	    text_size(got, e->in), e->text);
}

static void say_totals(char *line, const struct tap_event *e, const char *what)
{
	char in[TEXT_MEASURE], out[TEXT_MEASURE], took[TEXT_MEASURE];

	snprintf(line, LINE_SIZE, "%s %s in, %s out, %s%s%s", what,
	    text_size(in, e->in), text_size(out, e->out),
	    text_duration(took, e->duration_us), e->text ? ", " : "",
	    e->text ? e->text : "");
}

static void say_progress(char *line, const struct tap_event *e)
{
	say_totals(line, e, "progress:");
}

static void say_closed(char *line, const struct tap_event *e)
{
	char what[48] = "closed: ", took[TEXT_MEASURE];

	if (e->conn)
		snprintf(what, sizeof(what), "connection %d closed:", e->conn);
	if (e->in == TAP_UNCOUNTED)
		snprintf(line, LINE_SIZE, "%s %s%s%s", what,
		    text_duration(took, e->duration_us), e->text ? ", " : "",
		    e->text ? e->text : "");
	else
		say_totals(line, e, what);
}

static void say_cut_off(char *line, const struct tap_event *e)
{
	char in[TEXT_MEASURE], out[TEXT_MEASURE];

	if (e->in == TAP_UNCOUNTED)
		snprintf(line, LINE_SIZE, "connection %d cut off: %s", e->conn,
		    e->text);
	else
		snprintf(line, LINE_SIZE,
		    "connection %d cut off: %s (%s in, %s out)", e->conn,
		    e->text, text_size(in, e->in), text_size(out, e->out));
}

static void say_rejected(char *line, const struct tap_event *e)
{
	snprintf(line, LINE_SIZE, "rejected %s: %s", e->remote, e->text);
}

static void say_datagram(char *line, const struct tap_event *e)
{
	char size[TEXT_MEASURE];

	snprintf(line, LINE_SIZE, "datagram: %s%s%s", text_size(size, e->in),
	    e->remote ? " from " : "", e->remote ? e->remote : "");
}

static void say_sent(char *line, const struct tap_event *e)
{
	char size[TEXT_MEASURE], took[TEXT_MEASURE];

	snprintf(line, LINE_SIZE, "sent %ld datagram%s, %s, in %s%s%s",
	    e->number, e->number == 1 ? "" : "s", text_size(size, e->out),
	    text_duration(took, e->duration_us), e->text ? ", " : "",
	    e->text ? e->text : "");
}

static void say_received(char *line, const struct tap_event *e)
{
	char size[TEXT_MEASURE];

	snprintf(line, LINE_SIZE,
	    "received %ld datagram%s, %s; the kernel dropped %llu", e->number,
	    e->number == 1 ? "" : "s", text_size(size, e->in),
	    (unsigned long long)e->out);
}

static void say_text(char *line, const struct tap_event *e)
{
	snprintf(line, LINE_SIZE, "%s", e->text);
}

static void say_exec(char *line, const struct tap_event *e)
{
	snprintf(line, LINE_SIZE, "started %s, process %ld, on %s", e->text,
	    e->number, e->local);
}

static void say_exec_exit(char *line, const struct tap_event *e)
{
	snprintf(line, LINE_SIZE, "%s has ended with status %ld", e->text,
	    e->number);
}

static const struct {
	wording *say;
	int verbosity; /* from how many -v on */
} rows[] = {
	[TAP_LOOKUP] = { say_lookup, 2 },
	[TAP_RESOLVED] = { say_resolved, 2 },
	[TAP_ATTEMPT] = { say_attempt, 2 },
	[TAP_ATTEMPT_FAILED] = { say_attempt_failed, 2 },
	[TAP_RETRY] = { say_retry, 1 },
	[TAP_CONNECTED] = { say_connected, 1 },
	[TAP_LISTENING] = { say_listening, 1 },
	[TAP_ANNOUNCED] = { say_text, 0 },
	[TAP_ACCEPTED] = { say_accepted, 1 },
	[TAP_GREETED] = { say_greeted, 0 },
	[TAP_INPUT_ENDED] = { say_input_ended, 2 },
	[TAP_FIRST_BYTE] = { say_first_byte, 2 },
	[TAP_PEER_ENDED] = { say_peer_ended, 2 },
	[TAP_PROGRESS] = { say_progress, 0 },
	[TAP_CLOSED] = { say_closed, 1 },
	[TAP_CUT_OFF] = { say_cut_off, 1 },
	[TAP_REJECTED] = { say_rejected, 1 },
	[TAP_STATE] = { say_text, 0 },
	[TAP_DATAGRAM] = { say_datagram, 2 },
	[TAP_SENT] = { say_sent, 1 },
	[TAP_RECEIVED] = { say_received, 1 },
	[TAP_NOTE] = { say_text, 1 },
	[TAP_WARNING] = { say_text, 0 },
	[TAP_EXEC] = { say_exec, 1 },
	[TAP_EXEC_EXIT] = { say_exec_exit, 1 },
	[TAP_CALL] = { NULL, 3 },
};

static bool is_wanted(const struct notices *n, const struct tap_event *event)
{
	if (event->kind == TAP_ANNOUNCED || event->kind == TAP_PROGRESS ||
	    event->kind == TAP_STATE)
		return true; /* asked for by an option or by SIGUSR1 */
	if (event->kind == TAP_GREETED && n->verbosity > 0)
		return false; /* another line says more */
	if (event->kind == TAP_LISTENING && event->number)
		return !n->quiet;
	return !n->quiet && n->verbosity >= rows[event->kind].verbosity;
}

/* With many connections at once, a step is of one of them. Returns the length
 * of what stands before the words. */
static int name_one_of_many(char *line, const struct tap_event *event)
{
	switch (event->kind) {
	case TAP_INPUT_ENDED:
	case TAP_FIRST_BYTE:
	case TAP_PEER_ENDED:
		return event->conn ? snprintf(line, LINE_SIZE,
					 "connection %d: ", event->conn)
		                   : 0;
	default:
		return 0;
	}
}

static void notices_event(struct tap *tap, const struct tap_event *event)
{
	const struct notices *n = (const struct notices *)tap;
	char raw[LINE_SIZE + 32], words[LINE_SIZE], line[LINE_SIZE + 16];

	if (!is_wanted(n, event))
		return;
	rows[event->kind].say(raw + name_one_of_many(raw, event), event);
	text_escape(words, sizeof(words), raw, strlen(raw));
	bool is_timed = n->verbosity >= 2 && event->kind != TAP_ANNOUNCED;
	if (is_timed)
		snprintf(line, sizeof(line), "%6.3f %s\n",
		    (double)(clock_now() - n->started) / CLOCK_SECOND, words);
	else
		snprintf(line, sizeof(line), "%s\n", words);
	if (event->kind == TAP_ANNOUNCED)
		messages_insist(line, HANG);
	else
		messages_write(line, is_timed ? HANG_TIMED : HANG);
}

static bool notices_wants(const struct tap *tap, enum tap_kind kind)
{
	return is_wanted((const struct notices *)tap,
	    &(struct tap_event){ .kind = kind, .number = 1 });
}

static const struct tap_ops notices_ops = {
	.event = notices_event,
	.wants = notices_wants,
};

struct notices notices_make(int verbosity, bool quiet)
{
	return (struct notices){
		.tap.ops = &notices_ops,
		.verbosity = verbosity,
		.quiet = quiet,
		.started = clock_now(),
	};
}
