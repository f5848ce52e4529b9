/* SPDX-License-Identifier: MIT */
/* The observer behind --capture: connections and datagrams as packets. */
#include "tap/capture/capture.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "tap/capture/capture-comment.h"
#include "tap/capture/capture-streams.h"
#include "tap/capture/stand-in.h"
#include "tap/trouble.h"

struct capture {
	struct tap tap;
	struct capture_opts opts;
	struct capture_file *file;
	struct capture_streams streams;
	uint16_t datagram_id;
};

/* A datagram of a Unix socket that is longer than UDP allows takes several
 * packets, with comments. */
static void add_datagram(struct capture *c, const struct tap_event *e)
{
	const struct tap_connection *t = e->connection;
	bool is_out = e->data.direction == TAP_OUT;
	struct address none = { 0 };
	struct address local = t->local ? *t->local : none;
	struct address remote = t->remote ? *t->remote : none;
	unsigned char headers[PACKET_HEADER_MOST];
	struct packet_way way;
	char comment[CAPTURE_COMMENT];
	size_t done = 0, n;

	if (capture_file_kind(t) == CAPTURE_UNIX) {
		local = stand_in_named(t->local);
		remote = stand_in_named(t->remote);
	}
	packet_way_init(
	    &way, false, is_out ? &local : &remote, is_out ? &remote : &local);
	do {
		n = e->data.len - done;
		if (n > packet_datagram_most(&way))
			n = packet_datagram_most(&way);
		way.id = c->datagram_id++;
		const char *bytes = e->data.bytes;
		struct capture_packet p = {
			.block = {
				.interface = capture_file_interface(
				    c->file, capture_file_kind(t)),
				.is_outbound = is_out,
				.comment = capture_comment_datagram(
				    comment, e, done, n),
			},
			.headers = headers,
			.payload = n > 0 ? bytes + done : NULL,
			.len = n,
		};
		p.headers_len =
		    packet_put_datagram(&way, headers, p.payload, n);
		capture_file_add(c->file, &p);
		done += n;
	} while (done < e->data.len);
}

static void flush(struct capture *c)
{
	if (capture_file_flush(c->file) < 0)
		trouble_tell(*c->opts.all, "capture", c->opts.name, errno);
}

/* Events */

/* Shown as TCP, or else as datagrams. */
static bool is_stream(const struct tap_connection *c)
{
	return c->transport != TAP_UDP && c->transport != TAP_UNIX_DATAGRAM;
}

static void take(struct capture *c, const struct tap_event *e)
{
	if (e->kind == TAP_LOOKUP)
		capture_streams_note_name(&c->streams, e->text);
	else if (e->connection && is_stream(e->connection))
		capture_streams_take(&c->streams, e);
	else if (e->connection &&
		 (e->kind == TAP_DATA || e->kind == TAP_DATAGRAM))
		add_datagram(c, e);
}

static void capture_event(struct tap *tap, const struct tap_event *e)
{
	struct capture *c = (struct capture *)tap;

	if (c->file->outlet.sysno)
		return;
	c->file->time_ns = (uint64_t)clock_wall_ns();
	take(c, e);
	flush(c);
}

/* Listening and attempts add no packet, but with them the beginning of the file
 * is written, so that a program that reads along need not wait for it. */
static bool capture_wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_LISTENING || kind == TAP_ATTEMPT ||
	       kind == TAP_LOOKUP || kind == TAP_CONNECTED ||
	       kind == TAP_ACCEPTED || kind == TAP_DATA ||
	       kind == TAP_DATAGRAM || kind == TAP_INPUT_ENDED ||
	       kind == TAP_PEER_ENDED || kind == TAP_CLOSED;
}

static void free_capture(struct capture *c)
{
	capture_streams_free(&c->streams);
	capture_file_free(c->file);
	free(c);
}

static int capture_end(struct tap *tap, struct error *err)
{
	struct capture *c = (struct capture *)tap;
	int result = 0;

	if (c->file->outlet.sysno)
		result = trouble_conclude(
		    "capture", c->opts.name, c->file->written, err);
	free_capture(c);
	return result;
}

static const struct tap_ops capture_ops = {
	.wants = capture_wants,
	.event = capture_event,
	.end = capture_end,
};

struct tap *capture_new(
    const struct capture_opts *opts, struct outlet *outlet, struct error *err)
{
	struct capture *c = xcalloc(1, sizeof(*c));

	c->tap.ops = &capture_ops;
	c->opts = *opts;
	c->file = c->streams.file = capture_file_new(outlet, opts->application);
	if (opts->starts_late || capture_file_flush(c->file) == 0)
		return &c->tap;
	error_sys(err, FAULT_IO, "cannot write '%s'", opts->name);
	free_capture(c);
	return NULL;
}
