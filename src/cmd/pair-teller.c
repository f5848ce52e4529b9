/* SPDX-License-Identifier: MIT */
/* Tells what the processes of pair-demo report: one function a fact. */
#include "cmd/pair-teller.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/text.h"
#include "cmd/pair-words.h"
#include "net/address.h"
#include "sys/messages.h"
#include "tap/trace.h"

#define LINE_SIZE 512
#define LINE_WIDTH 80

/* A report that is being told. */
struct telling {
	struct pair_teller *teller;
	const struct pair_story *story;
	const struct pair_report *report;
	const struct party_counts *counts;
	int who, other;
	struct error *err;
};

/* Time and process, which all lines begin with. Returns their length. */
static size_t begin_line(
    char line[LINE_SIZE], const struct pair_teller *teller, int who, int64_t at)
{
	int len = snprintf(line, LINE_SIZE, "%10.6f  %-6s  ",
	    (double)(at - teller->started) / CLOCK_SECOND,
	    pair_words_name(teller->story, who));

	return (size_t)len;
}

/* What the process does, as the rest of a sentence. */
static int say(const struct telling *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int say(const struct telling *t, const char *fmt, ...)
{
	char line[LINE_SIZE];
	size_t used = begin_line(line, t->teller, t->who, t->report->at);
	va_list args;

	va_start(args, fmt);
	vsnprintf(line + used, sizeof(line) - 1 - used, fmt, args);
	va_end(args);
	used = strlen(line);
	line[used] = '\n';
	line[used + 1] = '\0';
	return pair_words_line(line, t->err);
}

int pair_teller_connected(
    const struct pair_teller *teller, const int fds[2], struct error *err)
{
	const struct pair_story *story = teller->story;
	struct address from = address_local(fds[0]), to = address_local(fds[1]);
	char a[ADDRESS_TEXT], b[ADDRESS_TEXT];
	struct pair_report report = { .at = clock_now() };
	struct telling t = {
		.teller = (struct pair_teller *)teller,
		.report = &report,
		.who = PAIR_WORDS_GENET,
		.err = err,
	};

	address_text(a, &from);
	address_text(b, &to);
	if (story->kind == PAIR_SOCKETPAIR)
		return say(&t, "has made two sockets, connected to each other");
	if (story->type == SOCK_DGRAM)
		return say(&t, "has connected %s and %s", a, b);
	if (story->kind == PAIR_UNIX)
		return say(&t, "has connected two sockets by way of %s", b);
	return say(&t, "has connected %s to %s", a, b);
}

/* Facts */

static bool is_listener(const struct telling *t)
{
	return t->who == 1 && !t->story->both_ways;
}

static int say_begins(const struct telling *t)
{
	return say(t, "begins, as process %d%s", (int)t->report->pid,
	    is_listener(t) ? ", and waits for data" : "");
}

static int say_sends_first(const struct telling *t)
{
	t->teller->first_sent_at[t->who] = t->report->at;
	return say(t, "sends %s message",
	    t->story->count == 1 ? "its only" : "the first");
}

static int say_reads_first(const struct telling *t)
{
	char bytes[TEXT_MEASURE];

	if (t->counts->bytes_read == 1)
		return say(t, "reads its first byte");
	return say(t, "reads its first %s",
	    pair_words_quantity(bytes, t->counts->bytes_read, "byte"));
}

static int say_sent_all(const struct telling *t)
{
	char messages[TEXT_MEASURE], bytes[TEXT_MEASURE], took[TEXT_MEASURE];
	int64_t began = t->teller->first_sent_at[t->who];

	t->teller->last_sent_at[t->who] = t->report->at;
	return say(t, "has sent %s, %s in all, in %s",
	    pair_words_quantity(messages, t->counts->messages_sent, "message"),
	    pair_words_quantity(bytes, t->counts->bytes_sent, "byte"),
	    pair_words_duration(took, t->report->at - began));
}

static int say_ends_sending(const struct telling *t)
{
	t->teller->ended_at[t->who] = t->report->at;
	if (t->story->type != SOCK_DGRAM)
		return say(
		    t, "shuts down its sending side: no more is to come");
	if (is_listener(t))
		return say(t, "answers with an empty datagram of its own");
	return say(t, "sends an empty datagram, to say that this was all");
}

static int say_holds(const struct telling *t)
{
	char hold[TEXT_MEASURE];
	const char *how = t->story->type == SOCK_DGRAM ? "and says nothing"
	                                               : "without a shutdown";

	if (t->who == 1)
		return say(t, "keeps its socket open, too, %s", how);
	return say(t, "keeps its socket open for %s, %s",
	    pair_words_duration(hold, PAIR_STORY_HOLD_US), how);
}

static int say_what_was_read(const struct telling *t)
{
	char bytes[TEXT_MEASURE], reads[TEXT_MEASURE];

	if (is_listener(t) || t->story->both_ways)
		return say(t, "has read %s, in %s",
		    pair_words_quantity(bytes, t->counts->bytes_read, "byte"),
		    pair_words_quantity(reads, t->counts->reads, "read"));
	return 0;
}

/* The end of the other, which is one that it has said, or its close; of a
 * process that was killed it is neither. */
static int say_notices_end(const struct telling *t)
{
	char late[TEXT_MEASURE];
	int64_t said_at = t->teller->ended_at[t->other];
	int64_t closed_at = t->teller->closed_at[t->other];
	int64_t ended_at = said_at ? said_at : closed_at;
	t->teller->noticed_at[t->who] = t->report->at;
	pair_words_duration(late, t->report->at - ended_at);
	if (say_what_was_read(t) < 0)
		return -1;
	if (!ended_at)
		return say(t, "notices the end");
	return say(t, "notices the end, %s after %s's %s", late,
	    pair_words_subject(t->story, t->other),
	    !said_at                       ? "close"
	    : t->story->type == SOCK_DGRAM ? "empty datagram"
					   : "shutdown");
}

static int say_gives_up(const struct telling *t)
{
	char silence[TEXT_MEASURE];

	t->teller->silence_us[t->who] = t->report->news.quiet_us;
	if (say_what_was_read(t) < 0)
		return -1;
	return say(t, "gives up, after %s of silence",
	    pair_words_duration(silence, t->report->news.quiet_us));
}

static int say_closes(const struct telling *t)
{
	t->teller->closed_at[t->who] = t->report->at;
	return say(t, "closes its socket");
}

static int (*const sayings[])(const struct telling *t) = {
	[PARTY_BEGINS] = say_begins,
	[PARTY_SENDS_FIRST] = say_sends_first,
	[PARTY_READS_FIRST] = say_reads_first,
	[PARTY_SENT_ALL] = say_sent_all,
	[PARTY_ENDS_SENDING] = say_ends_sending,
	[PARTY_HOLDS] = say_holds,
	[PARTY_NOTICES_END] = say_notices_end,
	[PARTY_GIVES_UP] = say_gives_up,
	[PARTY_CLOSES] = say_closes,
};

/* A socket call, as the trace of other commands shows it, and who made it. */
static void show_call(
    const struct pair_teller *teller, const struct pair_report *report)
{
	char begin[LINE_SIZE];
	struct trace_call call = {
		.text = report->call.text,
		.result = report->call.result,
		.sysno = report->call.sysno,
		.why = report->call.why,
	};
	int width = messages_width();

	begin_line(begin, teller, report->who, report->at);
	strncat(begin, "  ", sizeof(begin) - strlen(begin) - 1);
	trace_show(
	    begin, &call, width > 0 && width < LINE_WIDTH ? width : LINE_WIDTH);
}

static void show_own_call(struct tap *tap, const struct tap_event *event)
{
	struct pair_report report = pair_report_call(event);

	report.who = PAIR_WORDS_GENET;
	if (event->kind == TAP_CALL)
		show_call((const struct pair_teller *)tap, &report);
}

static const struct tap_ops teller_ops = {
	.event = show_own_call,
	.wants_calls = true,
};

struct pair_teller pair_teller_begin(const struct pair_story *story)
{
	return (struct pair_teller){
		.tap.ops = &teller_ops,
		.story = story,
		.started = clock_now(),
	};
}

int pair_teller_report(struct pair_teller *teller,
    const struct pair_report *report, struct error *err)
{
	struct telling t = {
		.teller = teller,
		.story = teller->story,
		.report = report,
		.counts = &report->news.counts,
		.who = report->who,
		.other = 1 - report->who,
		.err = err,
	};

	switch (report->kind) {
	case PAIR_REPORT_CALL:
		show_call(teller, report);
		return 0;
	case PAIR_REPORT_FAILURE:
		return 0;
	case PAIR_REPORT_NEWS:
		break;
	}
	teller->counts[report->who] = report->news.counts;
	return sayings[report->news.fact](&t);
}
