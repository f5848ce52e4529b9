/* SPDX-License-Identifier: MIT */
/* One connection, as the lines of a dialogue. */
#include "tap/record/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "dialogue/dialogue-text.h"

/* A line without an end that is longer is written in pieces. */
#define LINE_MOST 4096

/* Of pauses: a shorter silence is none. */
#define PAUSE_UNIT (CLOCK_SECOND / 1000)

static bool has_messages(enum tap_transport t)
{
	return t == TAP_UDP || t == TAP_UNIX_DATAGRAM ||
	       t == TAP_UNIX_SEQPACKET;
}

struct recording *recording_new(
    const struct tap_event *e, unsigned number, bool tells_pauses)
{
	struct recording *r = xcalloc(1, sizeof(*r));
	char name[sizeof("connection-") + 3 * sizeof(number)];

	r->id = e->connection->id;
	r->tells_pauses = tells_pauses;
	r->is_dialled = e->connection->is_dialled;
	r->carries_messages = has_messages(e->connection->transport);
	r->began = r->last_said = e->at;
	snprintf(name, sizeof(name), "connection-%u", number);
	dialogue_text_begin(&r->lines, name);
	return r;
}

static enum dialogue_side side_of(
    const struct recording *r, enum tap_direction direction)
{
	return (direction == TAP_OUT) == r->is_dialled ? DIALOGUE_CLIENT
	                                               : DIALOGUE_SERVER;
}

/* The first len bytes that were spoken become lines. */
static void write_spoken(struct recording *r, size_t len)
{
	if (len == 0)
		return;
	dialogue_text_say(&r->lines, r->speaker, r->spoken.at, len, false);
	bytes_drop(&r->spoken, len);
}

static int64_t pause_before(const struct recording *r, int64_t at)
{
	return (at - r->last_said) / PAUSE_UNIT * PAUSE_UNIT;
}

static void tell_time(struct recording *r, int64_t at)
{
	if (!r->tells_pauses)
		bytes_print(&r->lines, "# %.3f s\n",
		    (double)(at - r->began) / CLOCK_SECOND);
	else if (pause_before(r, at) > 0)
		dialogue_text_pause(&r->lines, pause_before(r, at));
}

static void let_speak(struct recording *r, enum dialogue_side side, int64_t at)
{
	bool goes_on = r->has_spoken && r->speaker == side;

	/* A pause within what one side says has a meaning for the other. */
	if (!goes_on || (r->tells_pauses && pause_before(r, at) > 0)) {
		write_spoken(r, r->spoken.len);
		tell_time(r, at);
	}
	r->has_spoken = true;
	r->speaker = side;
	r->last_said = at;
}

/* How many of the bytes that were spoken are whole lines, or too many. */
static size_t whole_lines(const struct recording *r)
{
	const unsigned char *end =
	    r->spoken.len > 0 ? memrchr(r->spoken.at, '\n', r->spoken.len)
			      : NULL;

	if (r->spoken.len > LINE_MOST && !end)
		return r->spoken.len;
	return end ? (size_t)(end - r->spoken.at) + 1 : 0;
}

static void say(struct recording *r, const struct tap_event *e)
{
	enum dialogue_side side = side_of(r, e->data.direction);

	let_speak(r, side, e->at);
	if (r->carries_messages) {
		dialogue_text_say(
		    &r->lines, side, e->data.bytes, e->data.len, true);
		return;
	}
	bytes_add(&r->spoken, e->data.bytes, e->data.len);
	write_spoken(r, whole_lines(r));
}

static void end_side(
    struct recording *r, enum dialogue_side side, bool is_reset, int64_t at)
{
	if (r->has_ended[side] && !is_reset)
		return;
	let_speak(r, side, at);
	write_spoken(r, r->spoken.len);
	dialogue_text_end(&r->lines, side, is_reset);
	r->has_ended[side] = true;
}

/* A side that has not ended when genet cuts the connection off has no end
 * here. */
static void close_connection(struct recording *r, const struct tap_event *e)
{
	const struct tap_closed *closed = &e->closed;
	bool is_reset = closed->peer_reset ||
	                (closed->outcome == TAP_FAILED && closed->cause &&
			    closed->cause->kind == FAULT_RESET);

	if (is_reset && closed->first == TAP_TARGET_BROKE)
		end_side(r, side_of(r, TAP_OUT), true, e->at);
	else if (is_reset)
		end_side(r, side_of(r, TAP_IN), true, e->at);
	else if (closed->resets_peer)
		end_side(r, side_of(r, TAP_OUT), true, e->at);
	else if (closed->outcome != TAP_CUT_OFF && !r->carries_messages)
		end_side(r, side_of(r, TAP_OUT), false, e->at);
	recording_finish(r, NULL);
	r->is_over = true;
}

static bool ends_sending(const struct tap_event *e)
{
	return e->ended.sequel == TAP_SHUT ||
	       e->ended.sequel == TAP_SHUT_RECEIVING;
}

void recording_take(struct recording *r, const struct tap_event *e)
{
	if (r->is_cut)
		r->is_over |= e->kind == TAP_CLOSED;
	else if (e->kind == TAP_DATA)
		say(r, e);
	else if (e->kind == TAP_PEER_ENDED)
		end_side(r, side_of(r, TAP_IN), false, e->at);
	else if (e->kind == TAP_INPUT_ENDED && ends_sending(e))
		end_side(r, side_of(r, TAP_OUT), false, e->at);
	else if (e->kind == TAP_CLOSED)
		close_connection(r, e);
}

void recording_finish(struct recording *r, const char *why)
{
	write_spoken(r, r->spoken.len);
	if (why)
		bytes_print(&r->lines, "# %s\n", why);
}

size_t recording_size(const struct recording *r)
{
	return r->lines.capacity + r->spoken.capacity;
}

void recording_free(struct recording *r)
{
	bytes_free(&r->spoken);
	bytes_free(&r->lines);
	free(r);
}
