/* SPDX-License-Identifier: MIT */
/* What happened, a line each, as far as its user wants to know. */
#include "tap/notices.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "sys/messages.h"
#include "tap/sentence.h"

/* Behind the time and the first word. */
#define HANG_TIMED 16
#define HANG 4

/* From how many -v on each kind is told. */
enum { NEVER = 100 };
static const int verbosities[] = {
	[TAP_LOOKUP] = 2,
	[TAP_RESOLVED] = 2,
	[TAP_ATTEMPT] = 2,
	[TAP_ATTEMPT_FAILED] = 2,
	[TAP_RETRY] = 1,
	[TAP_CONNECTED] = 1,
	[TAP_LISTENING] = 1,
	[TAP_ANNOUNCED] = 0,
	[TAP_WAITING] = 0,
	[TAP_REJECTED] = 1,
	[TAP_ACCEPTED] = 1,
	[TAP_GREETED] = 0,
	[TAP_FIRST_BYTE] = 2,
	[TAP_DATA] = NEVER,
	[TAP_INPUT_ENDED] = 2,
	[TAP_PEER_ENDED] = 2,
	[TAP_PROGRESS] = 0,
	[TAP_MOVED] = 2,
	[TAP_CLOSED] = 1,
	[TAP_CLIENTS] = 0,
	[TAP_STATE] = 0,
	[TAP_DATAGRAM] = 2,
	[TAP_DATAGRAMS] = 0,
	[TAP_SENT] = 1,
	[TAP_RECEIVED] = 1,
	[TAP_NOTE] = 1,
	[TAP_WARNING] = 0,
	[TAP_LEFT_OUT] = 0,
	[TAP_UNANSWERED] = 0,
	[TAP_EXEC] = 1,
	[TAP_EXEC_EXIT] = 1,
	[TAP_CALL] = NEVER,
};

/* By an option or by SIGUSR1, and so also with --quiet. */
static bool is_asked_for(enum tap_kind kind)
{
	return kind == TAP_ANNOUNCED || kind == TAP_WAITING ||
	       kind == TAP_PROGRESS || kind == TAP_CLIENTS ||
	       kind == TAP_STATE || kind == TAP_DATAGRAMS;
}

static bool notices_wants(const struct tap *tap, enum tap_kind kind)
{
	const struct notices *n = (const struct notices *)tap;

	if (is_asked_for(kind))
		return true;
	if (n->sums && (kind == TAP_MOVED || kind == TAP_CLOSED))
		return true;
	if (kind == TAP_GREETED && n->verbosity > 0)
		return false; /* another line says more */
	if (kind == TAP_LISTENING)
		return !n->quiet; /* it may be needed */
	return !n->quiet && n->verbosity >= verbosities[kind];
}

static void notices_event(struct tap *tap, const struct tap_event *event)
{
	const struct notices *n = (const struct notices *)tap;
	char raw[SENTENCE_SIZE], words[SENTENCE_SIZE];
	char line[SENTENCE_SIZE + 16];

	if (event->kind == TAP_LISTENING && !event->listening.is_needed &&
	    n->verbosity < verbosities[TAP_LISTENING])
		return;
	sentence_write(raw, event);
	text_escape(words, sizeof(words), raw, strlen(raw));
	bool is_timed = n->verbosity >= 2 && event->kind != TAP_ANNOUNCED;
	if (is_timed)
		snprintf(line, sizeof(line), "%6.3f %s\n",
		    (double)(event->at - n->started) / CLOCK_SECOND, words);
	else
		snprintf(line, sizeof(line), "%s\n", words);
	if (event->kind == TAP_ANNOUNCED)
		messages_insist(line, HANG);
	else
		messages_write(line, is_timed ? HANG_TIMED : HANG);
}

static const struct tap_ops notices_ops = {
	.wants = notices_wants,
	.event = notices_event,
};

struct notices notices_make(int verbosity, bool quiet, bool sums)
{
	return (struct notices){
		.tap.ops = &notices_ops,
		.verbosity = verbosity,
		.quiet = quiet,
		.sums = sums,
		.started = clock_now(),
	};
}
