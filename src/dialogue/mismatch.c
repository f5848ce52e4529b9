/* SPDX-License-Identifier: MIT */
/* The message about a conversation that is not as its dialogue says. */
#include "dialogue/mismatch.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "dialogue/excerpt.h"
#include "dialogue/expression.h"

#define SENTENCE 256

static const char *side_word(enum dialogue_side side)
{
	return side == DIALOGUE_CLIENT ? "the client" : "the server";
}

/* The side that is checked. */
static const char *who(const struct mismatch *m)
{
	return side_word(
	    m->played == DIALOGUE_CLIENT ? DIALOGUE_SERVER : DIALOGUE_CLIENT);
}

static bool is_of_length(const struct mismatch *m)
{
	return m->step->kind == DIALOGUE_TEXT ||
	       m->step->kind == DIALOGUE_BYTES;
}

static unsigned long long length(const struct mismatch *m)
{
	return m->step->kind == DIALOGUE_BYTES ? m->step->count
	                                       : m->expected.len;
}

/* What the step wants, after "where". */
static const char *wanted(const struct mismatch *m, char *buf, size_t size)
{
	switch (m->step->kind) {
	case DIALOGUE_TEXT:
	case DIALOGUE_BYTES:
		snprintf(buf, size, "%s%llu byte%s expected",
		    m->is_message ? "a message of " : "", length(m),
		    length(m) == 1  ? " is"
		    : m->is_message ? "s is"
				    : "s are");
		return buf;
	case DIALOGUE_BEGINS:
	case DIALOGUE_MATCHES:
		return m->is_message ? "a message is expected"
		                     : "a line is expected";
	case DIALOGUE_UNTIL:
		return m->is_message ? "a message is expected"
		                     : "the text below is expected";
	case DIALOGUE_END:
		return "it should end its stream";
	case DIALOGUE_RESET:
		return "it should reset the connection";
	case DIALOGUE_PAUSE:
		break;
	}
	return "it should wait";
}

/* How far a step came that is not complete, behind a verb. */
static void say_how_far(
    const struct mismatch *m, const char *does, char *buf, size_t size)
{
	char want[SENTENCE / 2];
	const char *w = who(m);

	if (m->came_count == 0)
		snprintf(buf, size, "%s %s, where %s", w, does,
		    wanted(m, want, sizeof(want)));
	else if (is_of_length(m))
		snprintf(buf, size, "%s %s after %llu of %llu bytes", w, does,
		    (unsigned long long)m->came_count, length(m));
	else if (m->step->kind == DIALOGUE_UNTIL)
		snprintf(buf, size, "%s %s before the expected text has come",
		    w, does);
	else
		snprintf(buf, size, "%s %s before the line has its end (\\n)",
		    w, does);
}

static void say_late(const struct mismatch *m, char *buf, size_t size)
{
	char want[SENTENCE / 2], time[TEXT_MEASURE];
	const char *w = who(m);

	text_duration(time, m->waited_us);
	if (m->step->kind == DIALOGUE_END)
		snprintf(
		    buf, size, "%s does not end its stream within %s", w, time);
	else if (m->step->kind == DIALOGUE_RESET)
		snprintf(buf, size,
		    "%s does not reset the connection within %s", w, time);
	else if (m->came_count == 0)
		snprintf(buf, size, "%s says nothing within %s, where %s", w,
		    time, wanted(m, want, sizeof(want)));
	else if (is_of_length(m))
		snprintf(buf, size, "%s says only %llu of %llu bytes within %s",
		    w, (unsigned long long)m->came_count, length(m), time);
	else if (m->step->kind == DIALOGUE_UNTIL)
		snprintf(buf, size,
		    "the expected text has not come from %s "
		    "within %s",
		    w, time);
	else
		snprintf(buf, size,
		    "the line from %s has no end (\\n) within "
		    "%s",
		    w, time);
}

/* A value may be so long that its expression is too large. */
static bool is_too_large(const struct mismatch *m)
{
	const char *why;
	struct expression *e =
	    expression_new((const char *)m->expected.at, m->expected.len, &why);

	expression_free(e);
	return !e;
}

static void say_no_match(const struct mismatch *m, char *buf, size_t size)
{
	const char *what = m->is_message ? "message" : "line";

	if (m->step->kind == DIALOGUE_UNTIL)
		snprintf(buf, size,
		    "the message from %s does not end with "
		    "the expected text",
		    who(m));
	else if (is_too_large(m))
		snprintf(buf, size,
		    "the values of variables make the expression too large");
	else
		snprintf(buf, size,
		    "the %s from %s does not match the "
		    "expression",
		    what, who(m));
}

static void say_length(const struct mismatch *m, char *buf, size_t size)
{
	unsigned long long came = m->came_count;

	if (m->step->kind == DIALOGUE_BEGINS)
		snprintf(buf, size,
		    "the message from %s has only %llu of "
		    "the %zu bytes that it should begin with",
		    who(m), came, m->expected.len);
	else
		snprintf(buf, size,
		    "the message from %s has %llu byte%s "
		    "instead of %llu",
		    who(m), came, came == 1 ? "" : "s", length(m));
}

static void say_differs(const struct mismatch *m, char *buf, size_t size)
{
	const char *what = m->is_message ? "message" : "line";

	if (m->step->kind == DIALOGUE_BEGINS)
		snprintf(buf, size,
		    "the %s from %s does not begin as "
		    "expected: byte %zu differs",
		    what, who(m), m->differs_at + 1);
	else
		snprintf(buf, size,
		    "%s says something else than expected: "
		    "byte %zu differs",
		    who(m), m->differs_at + 1);
}

static void say_too_long(const struct mismatch *m, char *buf, size_t size)
{
	char limit[TEXT_MEASURE];

	text_size(limit, m->limit);
	if (m->step->kind == DIALOGUE_UNTIL)
		snprintf(buf, size,
		    "the expected text has not come from %s "
		    "within %s, the limit of a step",
		    who(m), limit);
	else
		snprintf(buf, size,
		    "the line from %s is longer than %s, the "
		    "limit of a step",
		    who(m), limit);
}

/* What is wrong with the step. */
static void say_what(const struct mismatch *m, char *buf, size_t size)
{
	char want[SENTENCE / 2];
	const char *w = who(m);

	switch (m->cause) {
	case MISMATCH_BYTES:
		say_differs(m, buf, size);
		return;
	case MISMATCH_LINE:
		say_no_match(m, buf, size);
		return;
	case MISMATCH_END:
		say_how_far(m, "ends its stream", buf, size);
		return;
	case MISMATCH_NO_END:
		snprintf(buf, size, "%s says more, where %s", w,
		    wanted(m, want, sizeof(want)));
		return;
	case MISMATCH_RESET:
		if (m->step->side == m->played)
			snprintf(buf, size,
			    "%s resets the connection before "
			    "%s has said this step",
			    w, side_word(m->played));
		else
			say_how_far(m, "resets the connection", buf, size);
		return;
	case MISMATCH_NO_RESET:
		snprintf(buf, size, "%s %s, where %s", w,
		    m->came_count > 0 ? "says more" : "ends its stream",
		    wanted(m, want, sizeof(want)));
		return;
	case MISMATCH_TIMEOUT:
		say_late(m, buf, size);
		return;
	case MISMATCH_TOO_LONG:
		say_too_long(m, buf, size);
		return;
	case MISMATCH_LENGTH:
		say_length(m, buf, size);
		return;
	case MISMATCH_UNREAD:
		snprintf(buf, size,
		    "%s has read nothing of what %s says for %s", w,
		    side_word(m->played), text_duration(want, m->waited_us));
		return;
	case MISMATCH_NONE_FITS:
		break;
	}
	snprintf(buf, size, "no dialogue is possible");
}

/* Adds what was expected and what came, as further lines. */
static void show(const struct mismatch *m, struct error *err)
{
	bool has_text =
	    m->step->kind == DIALOGUE_TEXT || m->step->kind == DIALOGUE_BEGINS;
	const struct excerpt_opts opts = {
		.expected = m->expected.len > 0 ? &m->expected : NULL,
		.came = m->came.len > 0 ? &m->came : NULL,
		.came_more = m->came_count > m->came.len,
		.is_expression = m->step->kind == DIALOGUE_MATCHES,
		.expected_begins = m->step->kind == DIALOGUE_BEGINS,
		.expected_ends = m->step->kind == DIALOGUE_UNTIL,
		.is_marked = has_text && m->came.len > 0 &&
		             m->differs_at <= m->expected.len,
		.differs_at = m->differs_at,
	};

	excerpt_add(&opts, err);
}

int mismatch_error(const struct mismatch *m, struct error *err)
{
	char what[SENTENCE];

	if (!m->dialogue)
		return error_set(err, FAULT_UNMET,
		    "%s: %s begins a dialogue, but none is left to be played",
		    m->file, who(m));
	say_what(m, what, sizeof(what));
	if (m->kind != MISMATCH_NONE_FITS) {
		error_set(err, FAULT_UNMET,
		    "%s:%d: dialogue '%s', step %zu: %s", m->file,
		    m->step->line, m->dialogue->name, m->step_number, what);
	} else {
		error_set(err, FAULT_UNMET,
		    "%s: none of %zu dialogues goes on as %s does", m->file,
		    m->candidates, who(m));
		error_detail(err,
		    "    nearest: line %d, dialogue '%s', step "
		    "%zu: %s",
		    m->step->line, m->dialogue->name, m->step_number, what);
	}
	show(m, err);
	return -1;
}

void mismatch_free(struct mismatch *m)
{
	bytes_free(&m->expected);
	bytes_free(&m->came);
	*m = (struct mismatch){ 0 };
}
