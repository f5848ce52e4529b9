/* SPDX-License-Identifier: MIT */
/* The connections of a capture, as segments of TCP. */
#include "tap/capture/capture-streams.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "tap/capture/capture-comment.h"
#include "tap/capture/stand-in.h"

/* How many bytes may be sent before the other side acknowledges them. */
#define UNACKNOWLEDGED_MOST (1024 * 1024)

/* A segment of fewer bytes goes to the next page. */
#define SEGMENT_LEAST 256

/* A packet whose payload and comment are set. */
static void add_packet(struct capture_streams *s, struct flow *f,
    enum tap_direction d, unsigned flags, struct capture_packet p)
{
	unsigned char headers[PACKET_HEADER_MOST];

	p.block.interface = f->interface;
	p.block.is_outbound = d == TAP_OUT;
	p.headers = headers;
	p.headers_len = flows_put(f, d, headers, flags, p.payload, p.len);
	capture_file_add(s->file, &p);
}

static void add_empty(struct capture_streams *s, struct flow *f,
    enum tap_direction d, unsigned flags)
{
	add_packet(s, f, d, flags, (struct capture_packet){ 0 });
}

static void acknowledge(
    struct capture_streams *s, struct flow *f, enum tap_direction d)
{
	if (flows_unacknowledged(f, d) > 0)
		add_empty(s, f, !d, PACKET_ACK);
}

/* How many bytes go into the next segment: as many as fit on the page, or all
 * on the next page if they fit there. */
static size_t cut(
    const struct capture_file *file, const struct flow *f, size_t left)
{
	struct pcapng_packet empty = { .len = f->ways[0].ip_len + 20U };
	size_t around = pcapng_packet_size(&empty);
	size_t room = capture_file_room(file), whole = CAPTURE_PAGE - around;

	if (room < around + SEGMENT_LEAST ||
	    (left <= whole && room < around + left))
		room = CAPTURE_PAGE;
	size_t most = (room - around) & ~(size_t)3;
	if (left >= most)
		return most;
	/* A rest of the page must have room for a filler. */
	size_t rest = room - around - left;
	return rest > 0 && rest < 2 * PCAPNG_FILLER_LEAST && left > 32
	           ? (left - 24) & ~(size_t)3
	           : left;
}

static void add_bytes(struct capture_streams *s, struct flow *f,
    enum tap_direction d, const unsigned char *bytes, size_t len)
{
	for (size_t n; len > 0; bytes += n, len -= n) {
		n = cut(s->file, f, len);
		unsigned push = n == len ? PACKET_PSH : 0;
		add_packet(s, f, d, PACKET_ACK | push,
		    (struct capture_packet){ .payload = bytes, .len = n });
		if (flows_unacknowledged(f, d) >= UNACKNOWLEDGED_MOST)
			acknowledge(s, f, d);
	}
}

/* The two ends of a connection, as far as they are known. */
static void find_ends(const struct capture_streams *s,
    const struct tap_connection *t, struct address *local,
    struct address *remote)
{
	struct address client = stand_in_client(s->flows.begun);

	*local = t->local ? *t->local : (struct address){ 0 };
	*remote = t->remote ? *t->remote : (struct address){ 0 };
	if (capture_file_kind(t) == CAPTURE_IP)
		return;
	*local = t->is_dialled ? client : stand_in_listener();
	*remote = t->is_dialled ? stand_in_listener() : client;
}

/* The three segments of a beginning (RFC 9293, section 3.5). The first was sent
 * when the dial began. */
static struct flow *begin_flow(
    struct capture_streams *s, const struct tap_connection *t, int64_t took_us)
{
	enum tap_direction first = t->is_dialled ? TAP_OUT : TAP_IN;
	uint64_t now_ns = s->file->time_ns;
	char comment[CAPTURE_COMMENT];
	struct address local, remote;

	find_ends(s, t, &local, &remote);
	struct flow *f = flows_begin(&s->flows, t->id);
	f->interface = capture_file_interface(s->file, capture_file_kind(t));
	packet_way_init(&f->ways[TAP_IN], true, &remote, &local);
	packet_way_init(&f->ways[TAP_OUT], true, &local, &remote);
	capture_comment_stream(comment, t, s->looked_up);
	s->file->time_ns -= (uint64_t)took_us * 1000;
	add_packet(s, f, first, PACKET_SYN,
	    (struct capture_packet){ .block.comment = comment });
	s->file->time_ns = now_ns;
	add_empty(s, f, !first, PACKET_SYN | PACKET_ACK);
	add_empty(s, f, first, PACKET_ACK);
	return f;
}

static void end_direction(
    struct capture_streams *s, struct flow *f, enum tap_direction d)
{
	if (!f->has_ended[d])
		add_empty(s, f, d, PACKET_FIN | PACKET_ACK);
}

/* Whether it is known that the peer has all bytes. */
static bool peer_has_all(enum tap_outcome outcome)
{
	return outcome != TAP_FAILED && outcome != TAP_CUT_OFF;
}

/* A direction that the peer has not ended stays open in the capture, since it
 * is not known how it went on. */
static void end_flow(
    struct capture_streams *s, struct flow *f, const struct tap_closed *closed)
{
	bool is_reset = closed->peer_reset ||
	                (closed->outcome == TAP_FAILED && closed->cause &&
			    closed->cause->kind == FAULT_RESET);

	if (is_reset) {
		add_empty(s, f, TAP_IN, PACKET_RST | PACKET_ACK);
	} else if (closed->resets_peer) {
		add_empty(s, f, TAP_OUT, PACKET_RST | PACKET_ACK);
	} else {
		end_direction(s, f, TAP_OUT);
		acknowledge(s, f, TAP_IN);
		if (peer_has_all(closed->outcome))
			acknowledge(s, f, TAP_OUT);
	}
	flows_end(&s->flows, f);
}

static bool ends_sending(enum tap_sequel sequel)
{
	return sequel == TAP_SHUT || sequel == TAP_SHUT_RECEIVING;
}

void capture_streams_take(struct capture_streams *s, const struct tap_event *e)
{
	const struct tap_connection *t = e->connection;
	struct flow *f = flows_find(&s->flows, t->id);

	if (e->kind == TAP_CONNECTED)
		begin_flow(s, t, e->took_us);
	else if (e->kind == TAP_ACCEPTED)
		begin_flow(s, t, 0);
	else if (e->kind == TAP_DATA)
		add_bytes(s, f ? f : begin_flow(s, t, 0), e->data.direction,
		    e->data.bytes, e->data.len);
	else if (f && e->kind == TAP_INPUT_ENDED &&
		 ends_sending(e->ended.sequel))
		end_direction(s, f, TAP_OUT);
	else if (f && e->kind == TAP_PEER_ENDED)
		end_direction(s, f, TAP_IN);
	else if (f && e->kind == TAP_CLOSED)
		end_flow(s, f, &e->closed);
}

void capture_streams_note_name(struct capture_streams *s, const char *name)
{
	free(s->looked_up);
	s->looked_up = xstrdup(name);
}

void capture_streams_free(struct capture_streams *s)
{
	flows_free(&s->flows);
	free(s->looked_up);
}
