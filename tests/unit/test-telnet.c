/* SPDX-License-Identifier: MIT */
/* Telnet options are declined, wherever the negotiation is cut into reads. */
#include <poll.h>
#include <string.h>

#include "base/xalloc.h"
#include "fake-stream.h"
#include "stream/telnet.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TEXT(bytes) bytes, sizeof(bytes) - 1

struct row {
	const char *name;
	const char *said;
	size_t said_len;
	const char *answer;
	size_t answer_len;
};

/* 377 IAC, 376 DONT, 375 DO, 374 WONT, 373 WILL, 372 SB, 360 SE, 361 NOP */
/* clang-format off */
static const struct row rows[] = {
	{ "plain text is not answered", TEXT("hello"), TEXT("") },
	{ "DO is answered by WONT", TEXT("\377\375\030hello"),
	    TEXT("\377\374\030") },
	{ "WILL is answered by DONT", TEXT("hello\377\373\001"),
	    TEXT("\377\376\001") },
	{ "several are answered in order",
	    TEXT("a\377\373\001b\377\375\003c\377\375\000d"),
	    TEXT("\377\376\001\377\374\003\377\374\000") },
	{ "DONT and WONT ask for nothing", TEXT("\377\376\030\377\374\001"),
	    TEXT("") },
	{ "an option may have the number of a command",
	    TEXT("\377\375\377\377\375\375x"),
	    TEXT("\377\374\377\377\374\375") },
	{ "a doubled IAC is a byte of the text", TEXT("\377\377\375\030"),
	    TEXT("") },
	{ "a command without an option is none", TEXT("\377\361\375\030"),
	    TEXT("") },
	{ "nothing in a subnegotiation is answered",
	    TEXT("\377\372\030\377\377\377\375\001\375\001\377\360x"),
	    TEXT("") },
	{ "what follows a subnegotiation is",
	    TEXT("\377\372\030\001\377\360\377\375\005"),
	    TEXT("\377\374\005") },
	{ "what is not complete is not answered", TEXT("\377\375"), TEXT("") },
};
/* clang-format on */

/* Reads all; what came stands in got. */
static void read_all(struct stream *s, char *got, size_t len, size_t piece)
{
	struct error err = ERROR_NONE;
	size_t used = 0;

	while (used < len) {
		size_t room = len - used < piece ? len - used : piece;
		ssize_t n = stream_read(s, got + used, room, &err);
		if (n <= 0)
			break;
		used += (size_t)n;
	}
}

static bool is_answered(const struct row *row, size_t piece)
{
	struct fake_read reads[] = {
		{ (ssize_t)row->said_len, row->said },
	};
	struct fake_script script = { .reads = reads, .read_count = 1 };
	struct fake_stream socket;
	char got[64] = "";

	fake_stream_init(&socket, &script);
	struct stream *s = telnet_stream(&socket.stream);
	read_all(s, got, row->said_len, piece);
	bool is_right =
	    memcmp(got, row->said, row->said_len) == 0 &&
	    socket.written_len == row->answer_len &&
	    memcmp(socket.written, row->answer, row->answer_len) == 0;
	stream_close(s);
	is_right &= socket.is_closed && !socket.was_misused;
	fake_stream_free(&socket);
	return is_right;
}

static void check_row(const struct row *row)
{
	bool is_right = true;

	for (size_t piece = 1; piece <= row->said_len; piece++)
		is_right &= is_answered(row, piece);
	ok(is_right, "%s, and all is passed on, in pieces of any size",
	    row->name);
}

/* The peer takes part of the answer, then nothing for a while. */
static void check_full_socket(void)
{
	static const struct fake_read reads[] = {
		{ 4, "\377\375\001x" },
		{ STREAM_AGAIN, NULL },
		{ 4, "\377\375\002y" },
	};
	static const ssize_t writes[] = { 1, STREAM_AGAIN, STREAM_AGAIN,
		STREAM_AGAIN };
	struct fake_script script = { .reads = reads,
		.read_count = COUNT(reads),
		.writes = writes,
		.write_count = COUNT(writes) };
	struct fake_stream socket;
	struct error err = ERROR_NONE;
	char got[10];

	fake_stream_init(&socket, &script);
	socket.stream.read_events = POLLIN;
	struct stream *s = telnet_stream(&socket.stream);
	is_int(s->read_events, POLLIN, "input is waited for");
	is_int(stream_read(s, got, sizeof(got), &err), 4,
	    "what came is passed on although the answer does not fit");
	is_int(s->read_events, POLLIN | POLLOUT, "room is waited for, too");
	is_int(stream_write(s, "data", 4, &err), STREAM_AGAIN,
	    "nothing is written into the middle of an answer");
	is_int(stream_finish(s, &err), STREAM_AGAIN, "nor is the end");
	is_int(stream_read(s, got, sizeof(got), &err), STREAM_AGAIN,
	    "the next read has nothing");
	is_int(s->read_events, POLLIN, "but has sent the rest of the answer");
	is_int(stream_write(s, "data", 4, &err), 4, "then data can follow");
	is_int(stream_read(s, got, sizeof(got), &err), 4, "and questions");
	ok(socket.written_len == 10 &&
		memcmp(socket.written, "\377\374\001data\377\374\002", 10) == 0,
	    "all in order");
	is_int(stream_finish(s, &err), 0, "and the end");
	stream_close(s);
	fake_stream_free(&socket);
}

/* A peer that asks without end, and takes no answer. */
static void check_limit(void)
{
	struct fake_read reads[2000];
	ssize_t writes[2 * COUNT(reads) + 1];
	struct fake_script script = { .reads = reads,
		.read_count = COUNT(reads),
		.writes = writes,
		.write_count = COUNT(writes) };
	struct fake_stream socket;
	struct error err = ERROR_NONE;
	char got[10];
	int count = 0;

	for (size_t i = 0; i < COUNT(reads); i++)
		reads[i] = (struct fake_read){ 3, "\377\375\001" };
	for (size_t i = 0; i < COUNT(writes); i++)
		writes[i] = STREAM_AGAIN;
	fake_stream_init(&socket, &script);
	socket.stream.read_events = POLLIN;
	struct stream *s = telnet_stream(&socket.stream);
	while (stream_read(s, got, sizeof(got), &err) > 0)
		count++;
	ok(count > 1000 && count < 2000,
	    "a peer that takes no answers is read no more at some point");
	is_int(s->read_events, POLLOUT, "only room is waited for then");
	stream_close(s);
	fake_stream_free(&socket);
}

static void check_failure(void)
{
	static const struct fake_read reads[] = { { 4, "\377\375\001x" } };
	static const ssize_t writes[] = { STREAM_ERROR };
	struct fake_script script = { .reads = reads,
		.read_count = 1,
		.writes = writes,
		.write_count = 1 };
	struct fake_stream socket;
	struct error err = ERROR_NONE;
	char got[10];

	fake_stream_init(&socket, &script);
	struct stream *s = telnet_stream(&socket.stream);
	is_int(stream_read(s, got, sizeof(got), &err), 4,
	    "what came is passed on although the answer cannot be sent");
	ok(stream_is_pending(s), "there is something to be told");
	is_int(stream_read(s, got, sizeof(got), &err), STREAM_ERROR,
	    "the next read fails");
	is_text(err.text, FAKE_WRITE_FAILED, "with the cause");
	is_int(
	    stream_write(s, "x", 1, &err), STREAM_ERROR, "and so does a write");
	is_int(stream_finish(s, &err), STREAM_ERROR, "and the end");
	stream_close(s);
	fake_stream_free(&socket);
}

static void check_after_end(void)
{
	static const struct fake_read reads[] = { { 4, "\377\375\001x" } };
	struct fake_script script = { .reads = reads, .read_count = 1 };
	struct fake_stream socket;
	struct error err = ERROR_NONE;
	char got[10];

	fake_stream_init(&socket, &script);
	struct stream *s = telnet_stream(&socket.stream);
	is_int(stream_finish(s, &err), 0, "our end is told");
	is_int(stream_read(s, got, sizeof(got), &err), 4, "the peer goes on");
	ok(socket.written_len == 0 && !socket.was_misused,
	    "and is not answered any more");
	stream_close(s);
	fake_stream_free(&socket);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(&rows[i]);
	check_full_socket();
	check_limit();
	check_failure();
	check_after_end();
	return plan();
}
