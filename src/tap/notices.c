/* SPDX-License-Identifier: MIT */
/* What happened, a line each. */
#include "tap/notices.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "sys/output/messages.h"
#include "tap/kinds/kinds.h"
#include "tap/kinds/sentence.h"

/* Columns of the lines into which a long one is broken. */
#define HANG_TIMED 16
#define HANG 4

/* A sentence with the time and color sequences. */
#define LINE_SIZE (SENTENCE_SIZE + 64)

/* No topic is longer than "resolve" or "progress". */
#define TOPIC_MOST 10

static bool notices_wants(const struct tap *tap, enum tap_kind kind)
{
	const struct notices *n = (const struct notices *)tap;
	const struct kind *row = kinds[kind];

	if (!row->say)
		return false;
	if (n->sums && (kind == TAP_MOVED || kind == TAP_CLOSED))
		return true;
	if (kind == TAP_GREETED && n->verbosity > 0)
		return false; /* TAP_ACCEPTED or TAP_CONNECTED says more */
	if (kind == TAP_LISTENING)
		return !n->quiet; /* it may be needed */
	return row->verbosity <= (n->quiet ? KIND_ASKED_FOR : n->verbosity);
}

/* The length of the topic of a line: "resolve:", or its first word. */
static int topic_length(const char *words)
{
	size_t colon = strcspn(words, ":"), word = strcspn(words, " ");

	return (int)(colon < TOPIC_MOST && words[colon] ? colon + 1 : word);
}

/* Writes the line, with its time if there is one. */
static void write_line(char line[LINE_SIZE], const struct palette *p,
    const char *time, enum tap_kind kind, const char *words)
{
	bool is_warning = kind == TAP_WARNING;
	int topic =
	    is_warning || kind == TAP_ANNOUNCED ? 0 : topic_length(words);

	snprintf(line, LINE_SIZE, "%s%s%s%s%s%.*s%s%s%s%s\n",
	    *time ? p->faint : "", time, *time ? p->off : "", *time ? " " : "",
	    topic ? p->topic : "", topic, words, topic ? p->off : "",
	    is_warning ? p->warning : "", words + topic,
	    is_warning ? p->off : "");
}

/* What a client has said that does not keep to a dialogue, in further lines.
 * Other warnings are a line each. */
static void write_detail(const struct tap_event *event)
{
	if (event->kind == TAP_WARNING && event->error->kind == FAULT_UNMET &&
	    *event->error->detail)
		messages_write(event->error->detail, HANG);
}

static void notices_event(struct tap *tap, const struct tap_event *event)
{
	const struct notices *n = (const struct notices *)tap;
	char raw[SENTENCE_SIZE], words[SENTENCE_SIZE];
	char line[LINE_SIZE], time[32] = "";

	if (event->kind == TAP_LISTENING && !event->listening.is_needed &&
	    n->verbosity < kinds[TAP_LISTENING]->verbosity)
		return;
	if (event->kind == TAP_DATAGRAM && event->data.direction == TAP_OUT)
		return; /* the sum is told */
	sentence_write(raw, event);
	text_escape(words, sizeof(words), raw, strlen(raw));
	bool is_timed = n->verbosity >= 2 && event->kind != TAP_ANNOUNCED;
	if (is_timed)
		snprintf(time, sizeof(time), "%6.3f",
		    (double)(event->at - n->started) / CLOCK_SECOND);
	write_line(line, palette_for(n->color, STDERR_FILENO), time,
	    event->kind, words);
	if (event->kind == TAP_ANNOUNCED)
		messages_insist(line, HANG);
	else
		messages_write(line, is_timed ? HANG_TIMED : HANG);
	write_detail(event);
}

static const struct tap_ops notices_ops = {
	.wants = notices_wants,
	.event = notices_event,
};

struct notices notices_make(
    int verbosity, bool quiet, bool sums, enum palette_when color)
{
	return (struct notices){
		.tap.ops = &notices_ops,
		.verbosity = verbosity,
		.quiet = quiet,
		.sums = sums,
		.color = color,
		.started = clock_now(),
	};
}
