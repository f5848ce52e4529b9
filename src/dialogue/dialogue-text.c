/* SPDX-License-Identifier: MIT */
/* Writes the text form of dialogues. */
#include "dialogue/dialogue-text.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

/* The columns of a text: with its sign, and a last blank as an escape, its line
 * has 80 at most. */
#define COLUMNS 74

void dialogue_text_begin(struct bytes *out, const char *name)
{
	bytes_print(out, "dialogue %s\n", name);
}

/* One character as it is written in a step. */
struct shown {
	char text[8];
	size_t taken; /* of the bytes */
	size_t columns;
};

static struct shown show_escape(unsigned char byte)
{
	static const char bytes[] = "\r\n\t\\", letters[] = "rnt\\";
	const char *known = byte ? strchr(bytes, byte) : NULL;
	struct shown s = { .taken = 1 };
	int len = known ? snprintf(s.text, sizeof(s.text), "\\%c",
			      letters[known - bytes])
	                : snprintf(s.text, sizeof(s.text), "\\x%02x", byte);

	s.columns = (size_t)len;
	return s;
}

static struct shown show(const unsigned char *bytes, size_t len)
{
	int whole = text_sequence(bytes, len);
	bool is_last_blank = len == 1 && bytes[0] == ' ';
	bool is_variable = len > 1 && bytes[0] == '$' && bytes[1] == '{';
	struct shown s = { .columns = 1 };

	if (whole <= 0 || bytes[0] == '\\' || is_last_blank || is_variable)
		return show_escape(bytes[0]);
	s.taken = (size_t)whole;
	memcpy(s.text, bytes, s.taken);
	return s;
}

void dialogue_text_escape(struct bytes *out, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	while (len > 0) {
		struct shown s = show(at, len);
		bytes_add_text(out, s.text);
		at += s.taken;
		len -= s.taken;
	}
}

/* How many bytes fit into a line, with the end of their own line. */
static size_t fitting(const unsigned char *bytes, size_t len)
{
	const unsigned char *newline = memchr(bytes, '\n', len);
	size_t most = newline ? (size_t)(newline + 1 - bytes) : len;
	size_t taken = 0, columns = 0;

	while (taken < most) {
		struct shown s = show(bytes + taken, len - taken);
		if (columns + s.columns > COLUMNS)
			break;
		columns += s.columns;
		taken += s.taken;
	}
	return taken;
}

/* A text that is just one of these words would be an end. */
static bool is_word(const unsigned char *bytes, size_t len)
{
	return (len == 3 && memcmp(bytes, "eof", 3) == 0) ||
	       (len == 5 && memcmp(bytes, "reset", 5) == 0);
}

void dialogue_text_say(struct bytes *out, enum dialogue_side side,
    const void *bytes, size_t len, bool is_message)
{
	char sign = side == DIALOGUE_SERVER ? '<' : '>';
	const unsigned char *at = bytes;
	bool goes_on = false;

	if (is_message && len == 0)
		bytes_print(out, "%c\n", sign);
	while (len > 0) {
		size_t taken = fitting(at, len);
		bytes_print(out, goes_on ? "%c+ " : "%c ", sign);
		if (!goes_on && is_word(at, taken)) {
			bytes_print(out, "\\x%02x", at[0]);
			dialogue_text_escape(out, at + 1, taken - 1);
		} else {
			dialogue_text_escape(out, at, taken);
		}
		bytes_add(out, "\n", 1);
		goes_on = is_message || at[taken - 1] != '\n';
		at += taken;
		len -= taken;
	}
}

void dialogue_text_end(
    struct bytes *out, enum dialogue_side side, bool is_reset)
{
	bytes_print(out, "%c %s\n", side == DIALOGUE_SERVER ? '<' : '>',
	    is_reset ? "reset" : "eof");
}

void dialogue_text_pause(struct bytes *out, int64_t pause_us)
{
	long long us = pause_us;

	if (us % CLOCK_SECOND == 0)
		bytes_print(out, "pause %llds\n", us / CLOCK_SECOND);
	else if (us % 1000 == 0)
		bytes_print(out, "pause %lldms\n", us / 1000);
	else
		bytes_print(out, "pause %lldus\n", us);
}
