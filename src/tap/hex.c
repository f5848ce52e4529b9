/* SPDX-License-Identifier: MIT */
/* The observer behind --hex: all bytes in hexadecimal and as text. */
#include "tap/hex.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/output/messages.h"
#include "tap/dump.h"
#include "tap/trouble.h"
#include "tap/words.h"

/* How many lines are written together: what standard error takes as one. */
#define LINES 128

/* Columns of the lines into which a long one is broken. */
#define HANG 9

struct hex {
	struct tap tap;
	struct hex_opts opts;
	struct outlet outlet; /* of the file; all zeros if there is none */
	struct bytes lines;
	uint64_t written;
	bool is_stuck; /* standard error was waited for in vain */
};

/* Writing */

static void write_file(struct hex *h)
{
	struct iovec piece = { h->lines.at, h->lines.len };
	size_t taken = outlet_write(&h->outlet, &piece, 1);

	if (taken == h->lines.len) {
		h->written += taken;
		return;
	}
	outlet_take_back(&h->outlet, taken);
	trouble_tell(*h->opts.all, "dump", h->opts.name, h->outlet.sysno);
}

/* After a reader was waited for in vain, it is not waited for again until a
 * write succeeds. */
static void write_message(struct hex *h)
{
	bytes_add(&h->lines, "", 1);
	const char *lines = (const char *)h->lines.at;
	h->is_stuck = h->is_stuck ? !messages_write(lines, HANG)
	                          : !messages_insist(lines, HANG);
}

static void flush(struct hex *h)
{
	if (h->lines.len == 0 || h->outlet.sysno)
		return;
	if (h->opts.name)
		write_file(h);
	else
		write_message(h);
	bytes_clear(&h->lines);
}

/* Lines */

static size_t bytes_a_line(const struct hex *h, const char *before)
{
	int width = h->opts.name ? 0 : messages_width();

	if (width > 0 && h->opts.columns > 0)
		width = h->opts.columns;
	return dump_bytes_a_line(width, (int)strlen(before));
}

static void begin_line(struct hex *h, const struct tap_event *e, char mark)
{
	unsigned id = e->connection->id;

	bytes_print(&h->lines, "%6.3f %c ",
	    (double)(e->at - h->opts.started) / CLOCK_SECOND, mark);
	if (id)
		bytes_print(&h->lines, "connection %u: ", id);
}

static void add_address(
    struct hex *h, const char *before, const struct address *a)
{
	char text[ADDRESS_TEXT], harmless[2 * ADDRESS_TEXT];

	if (!a)
		return;
	address_text(text, a);
	bytes_print(&h->lines, "%s%s", before,
	    text_escape(harmless, sizeof(harmless), text, strlen(text)));
}

static void say_begin(struct hex *h, const struct tap_event *e)
{
	const struct tap_connection *c = e->connection;

	begin_line(h, e, '-');
	bytes_add_text(&h->lines, c->is_dialled ? "connected" : "accepted");
	add_address(h, c->is_dialled ? " to " : " from ", c->remote);
	bytes_add_text(&h->lines, "\n");
}

/* Of transports that keep the boundaries of messages. */
static const char *unit_of(const struct tap_connection *c)
{
	static const char *const units[] = {
		[TAP_TCP] = NULL,
		[TAP_UDP] = "datagram of ",
		[TAP_UNIX_STREAM] = NULL,
		[TAP_UNIX_SEQPACKET] = "message of ",
		[TAP_UNIX_DATAGRAM] = "datagram of ",
		[TAP_VSOCK] = NULL,
		[TAP_SCTP] = NULL,
		[TAP_LOCAL] = NULL,
	};

	return units[c->transport];
}

static void say_data(struct hex *h, const struct tap_event *e)
{
	const struct tap_connection *c = e->connection;
	const char *unit = unit_of(c);
	char mark = e->data.direction == TAP_IN ? '<' : '>';
	uint64_t offset = unit ? 0 : e->data.offset;
	const unsigned char *bytes = e->data.bytes;
	size_t len = e->data.len;
	char before[32];

	if (c->id)
		snprintf(before, sizeof(before), "#%u %c ", c->id, mark);
	else
		snprintf(before, sizeof(before), "%c ", mark);
	begin_line(h, e, mark);
	bytes_print(
	    &h->lines, "%s%zu byte%s", unit ? unit : "", len, plural(len));
	if (unit && !c->id && c->transport != TAP_UNIX_SEQPACKET)
		add_address(h, mark == '<' ? " from " : " to ", c->remote);
	bytes_add_text(&h->lines, "\n");
	size_t a_line = bytes_a_line(h, before), most = LINES * a_line;
	for (size_t n; len > 0 && !h->outlet.sysno; bytes += n, len -= n) {
		n = len < most ? len : most;
		dump_lines(&h->lines, before, offset, bytes, n, a_line);
		offset += n;
		flush(h);
	}
}

static void say_end(struct hex *h, const struct tap_event *e, char mark)
{
	begin_line(h, e, mark);
	bytes_print(
	    &h->lines, "end of stream after %s\n", SIZE(e->ended.bytes));
}

static void say_closed(struct hex *h, const struct tap_event *e)
{
	const struct error *cause = e->closed.cause;
	char harmless[2 * sizeof(cause->text)];

	begin_line(h, e, '-');
	bytes_add_text(&h->lines, "closed");
	if (cause)
		bytes_print(&h->lines, ": %s",
		    text_escape(harmless, sizeof(harmless), cause->text,
			strlen(cause->text)));
	else if (e->closed.outcome == TAP_CUT_OFF)
		bytes_add_text(&h->lines, ": cut off");
	bytes_add_text(&h->lines, "\n");
}

/* Events */

static void hex_event(struct tap *tap, const struct tap_event *e)
{
	struct hex *h = (struct hex *)tap;

	if (h->outlet.sysno || !e->connection)
		return;
	if (e->kind == TAP_CONNECTED || e->kind == TAP_ACCEPTED)
		say_begin(h, e);
	else if (e->kind == TAP_DATA || e->kind == TAP_DATAGRAM)
		say_data(h, e);
	else if (e->kind == TAP_PEER_ENDED)
		say_end(h, e, '<');
	else if (e->kind == TAP_CLOSED)
		say_closed(h, e);
	else if (e->ended.sequel == TAP_SHUT ||
		 e->ended.sequel == TAP_SHUT_RECEIVING)
		say_end(h, e, '>');
	flush(h);
}

static bool hex_wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_CONNECTED || kind == TAP_ACCEPTED ||
	       kind == TAP_DATA || kind == TAP_DATAGRAM ||
	       kind == TAP_INPUT_ENDED || kind == TAP_PEER_ENDED ||
	       kind == TAP_CLOSED;
}

static int hex_end(struct tap *tap, struct error *err)
{
	struct hex *h = (struct hex *)tap;
	int result = 0;

	errno = messages_failure();
	if (h->outlet.sysno)
		result =
		    trouble_conclude("dump", h->opts.name, h->written, err);
	else if (!h->opts.name && errno)
		result = error_sys(
		    err, FAULT_IO, "cannot write the dump to standard error");
	if (h->opts.name)
		outlet_end(&h->outlet);
	bytes_free(&h->lines);
	free(h);
	return result;
}

static const struct tap_ops hex_ops = {
	.wants = hex_wants,
	.event = hex_event,
	.end = hex_end,
};

struct tap *hex_new(const struct hex_opts *opts, const struct outlet *outlet)
{
	struct hex *h = xcalloc(1, sizeof(*h));

	h->tap.ops = &hex_ops;
	h->opts = *opts;
	if (outlet)
		h->outlet = *outlet;
	return &h->tap;
}
