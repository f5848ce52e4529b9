/* SPDX-License-Identifier: MIT */
/* A session whose near end plays a dialogue: when it ends, and how. */
#include <stdio.h>
#include <string.h>

#include "dialogue/dialogue-read.h"
#include "relay/session-private.h"
#include "session-bench.h"
#include "stream/dialogue-stream.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define CLIENT DIALOGUE_CLIENT
#define SERVER DIALOGUE_SERVER
#define OPEN SESSION_OPEN
#define LEAVING SESSION_LEAVING
#define OVER SESSION_OVER

/* Steps have 5 s. */
static const struct row {
	const char *name;
	enum dialogue_side side; /* that is played */
	const char *text, *events;
	enum session_phase phase;
	enum fault failure;
	const char *heard; /* by the far end */
	bool is_told, is_reset;
} rows[] = {
	/* clang-format off */
	{ "the server waits to be asked", SERVER, "> a\n< b\n", "+9",
	    OPEN, FAULT_NONE, "", false, false },
	{ "and answers", SERVER, "> a\n< b\n", "f:a",
	    OPEN, FAULT_NONE, "b", false, false },
	{ "the client may ask again, or end", SERVER, "> a\n< b\n", "f:a f:a f.",
	    OVER, FAULT_NONE, "bb", true, false },
	{ "a client is done after its dialogue", CLIENT, "> a\n< b\n", "f:b",
	    LEAVING, FAULT_NONE, "a", true, false },
	{ "and not before", CLIENT, "> a\n< bc\n", "f:b",
	    OPEN, FAULT_NONE, "a", false, false },
	{ "nor before the far end has taken all", CLIENT, "> a\n", "F",
	    OPEN, FAULT_NONE, "", false, false },
	{ "an end that is said is told", SERVER, "> a\n< b\n< eof\n", "f:a",
	    LEAVING, FAULT_NONE, "b", true, false },
	{ "the near end may end first", CLIENT, "> a\n> eof\n< b\n< eof\n", "",
	    OPEN, FAULT_NONE, "a", true, false },
	{ "and hear the rest", CLIENT, "> a\n> eof\n< b\n< eof\n", "f:b f.",
	    OVER, FAULT_NONE, "a", true, false },
	{ "what is not expected fails", CLIENT, "> a\n< b\n", "f:c",
	    OVER, FAULT_UNMET, "a", false, false },
	{ "so does an end that is not expected", CLIENT, "> a\n< b\n", "f.",
	    OVER, FAULT_UNMET, "a", false, false },
	{ "a step has its time", CLIENT, "> a\n< b\n", "F+ +4",
	    OPEN, FAULT_NONE, "a", false, false },
	{ "and no more", CLIENT, "> a\n< b\n", "F+ +6",
	    OVER, FAULT_UNMET, "a", false, false },
	{ "also after the end of the near end", CLIENT, "> eof\n< b\n", "F+ +6",
	    OVER, FAULT_UNMET, "", true, false },
	{ "a peer that reads nothing has the time of a step", CLIENT, "> a\n",
	    "F +4", OPEN, FAULT_NONE, "", false, false },
	{ "and no more of that", CLIENT, "> a\n", "F +6",
	    OVER, FAULT_UNMET, "", false, false },
	{ "a pause is waited for", CLIENT, "pause 3s\n> a\n< b\n", "+2",
	    OPEN, FAULT_NONE, "", false, false },
	{ "and over then", CLIENT, "pause 3s\n> a\n< b\n", "+4",
	    OPEN, FAULT_NONE, "a", false, false },
	{ "a reset follows what was said", SERVER, "> a\n< b\n< reset\n", "f:a",
	    OVER, FAULT_NONE, "b", false, true },
	{ "but not before that is confirmed", SERVER, "> a\n< b\n< reset\n",
	    "u f:a", OPEN, FAULT_NONE, "b", false, false },
	{ "a reset that is expected is no failure", CLIENT,
	    "> a\n< b\n< reset\n", "f:b f!",
	    OVER, FAULT_NONE, "a", false, false },
	{ "what was said before a reset is heard", CLIENT,
	    "> a\n< bc\n< reset\n", "f:b f!",
	    OVER, FAULT_UNMET, "a", false, false },
	{ "a reset that is not expected fails", CLIENT, "> a\n< b\n", "f!",
	    OVER, FAULT_UNMET, "a", false, false },
	{ "a client may be reset between dialogues", SERVER, "> a\n< b\n",
	    "f:a f!", OVER, FAULT_NONE, "b", false, false },
	/* clang-format on */
};

static void ignore(void *context, const struct mismatch *mismatch)
{
	(void)context;
	(void)mismatch;
}

static struct stream *player_of(
    const struct row *r, struct repertoire *repertoire)
{
	const struct dialogue_stream_opts opts = {
		.player = {
			.repertoire = repertoire,
			.only = r->side == CLIENT
			            ? repertoire->entries[0].dialogue
			            : NULL,
			.side = r->side,
			.step_timeout_us = 5 * CLOCK_SECOND,
			.max_step = 4096,
		},
		.changed = ignore,
	};

	return dialogue_stream(&opts);
}

static bool is_as_said(const struct row *r, struct session_bench *b)
{
	const struct error *failure = b->session.failure;
	enum fault kind = failure ? failure->kind : FAULT_NONE;

	if (b->session.phase == r->phase && kind == r->failure &&
	    b->far.was_told == r->is_told && b->far.was_reset == r->is_reset &&
	    strcmp(actor_heard(&b->far), r->heard) == 0)
		return true;
	printf("# phase %d, failure %d, told %d, reset %d, heard '%s'\n",
	    (int)b->session.phase, (int)kind, b->far.was_told, b->far.was_reset,
	    actor_heard(&b->far));
	return false;
}

static void test_row(const struct row *r)
{
	struct session_end near = { .is_ours = true }, far = { 0 };
	const struct session_rules rules = { 0 };
	const struct variables none = { 0 };
	struct dialogue_file file;
	struct repertoire repertoire;
	struct session_bench b;
	struct error err = ERROR_NONE;

	if (dialogue_read("x", r->text, strlen(r->text), &none, &file, &err) <
		0 ||
	    repertoire_make(&repertoire, &file, NULL, &err) < 0) {
		ok(false, "%s", r->name);
		return;
	}
	near.stream = player_of(r, &repertoire);
	session_bench_begin(&b, near, far, rules);
	session_bench_run(&b, r->events);
	ok(is_as_said(r, &b), "%s", r->name);
	session_bench_end(&b);
	repertoire_free(&repertoire);
	dialogue_file_free(&file);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(&rows[i]);
	return plan();
}
