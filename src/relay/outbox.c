/* SPDX-License-Identifier: MIT */
/* Cuts an input into datagrams and sends them. */
#include "relay/outbox.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "relay/datagram-tell.h"
#include "stream/datagram.h"

/* Room for the longest datagram with its length, or for many small ones. */
#define OUTBOX_BUFFER (512 * 1024)

/* How many rows of datagrams are sent in one turn of the loop. */
#define OUTBOX_ROWS 16

static void fail(struct pollable *p, const struct error *cause)
{
	struct outbox *out = (struct outbox *)p;

	if (out->failure.kind == FAULT_NONE)
		out->failure = *cause;
	out->is_over = true;
	if (out->answers)
		inbox_stop(out->answers);
}

/* What there is to do */

/* With FRAMING_READS the bytes of a read have to be sent before the next read.
 */
static bool may_read(const struct outbox *out)
{
	if (out->input_ended || out->opts.single)
		return false;
	if (out->opts.framing.kind == FRAMING_READS)
		return out->buffer.len == 0;
	return out->buffer.len <= OUTBOX_BUFFER / 2;
}

static bool may_send_now(struct outbox *out)
{
	if (out->next_send && clock_now() >= out->next_send)
		out->next_send = 0;
	return !out->is_full && !out->next_send;
}

static bool has_sent_all(const struct outbox *out)
{
	return out->input_ended && out->buffer.len == 0 && !out->owes_empty;
}

static int64_t outbox_prepare(struct pollable *p, struct waiting *w)
{
	struct outbox *out = (struct outbox *)p;
	int64_t latest = out->opts.deadline;

	bool reads = may_read(out);
	out->input_slot = waiting_add(
	    w, reads ? out->input->read_fd : -1, out->input->read_events);
	/* Without events, to learn of errors such as a refusal. */
	out->socket_slot =
	    waiting_add(w, out->opts.fd, out->is_full ? POLLOUT : 0);
	if (out->has_more || (reads && stream_is_pending(out->input)))
		return 0;
	if (out->errors_until)
		return clock_earlier(latest, out->errors_until);
	/* The rest waits for input, for room in the socket, or for next_send,
	 * which may have passed since may_send_now(). */
	return out->next_send ? clock_earlier(latest, out->next_send) : latest;
}

static void read_input(struct outbox *out)
{
	struct error err = ERROR_NONE;
	size_t room;
	unsigned char *to = bytes_room(&out->buffer, OUTBOX_BUFFER / 2, &room);
	ssize_t n = stream_read(out->input, to, room, &err);

	if (n > 0)
		out->buffer.len += (size_t)n;
	else if (n == 0)
		out->input_ended = true;
	else if (n == STREAM_ERROR)
		fail(&out->pollable, &err);
}

/* Sending */

static void tell_of_cut(struct outbox *out, size_t len)
{
	char text[128];

	if (out->told_of_cut || out->opts.framing.kind != FRAMING_READS ||
	    len <= out->opts.framing.size)
		return;
	out->told_of_cut = true;
	snprintf(text, sizeof(text),
	    "the input comes in pieces of %zu B, which are split into "
	    "datagrams of %zu B",
	    len, out->opts.framing.size);
	tap_tell(
	    out->tap, &(struct tap_event){ .kind = TAP_NOTE, .text = text });
}

static int fail_send(struct outbox *out, size_t len, const struct error *cause)
{
	struct error err = ERROR_NONE;

	outbox_explain(out, len, cause, &err);
	fail(&out->pollable, &err);
	return 0;
}

static void note_sent(struct outbox *out, const struct iovec *piece)
{
	/* lint-deep: so many are sent as there are, at most */
	size_t len = piece->iov_len;

	datagram_tell(out->tap, TAP_OUT, out->opts.fd,
	    &(struct datagram){
		.bytes = piece->iov_base, .len = len, .peer = out->opts.to });
	if (out->count == 0 || len < out->shortest)
		out->shortest = len;
	if (len > out->longest)
		out->longest = len;
	out->count++;
	out->bytes += len;
}

/* The network device has no room. No event tells when it has. */
static int wait_for_device(struct outbox *out)
{
	struct error err = ERROR_NONE;
	int64_t now = clock_now();

	if (!out->full_since)
		out->full_since = now;
	out->is_full = false;
	out->next_send = now + DATAGRAM_FULL_PAUSE;
	if (now - out->full_since < DATAGRAM_FULL_LIMIT)
		return 0;
	error_set(&err, FAULT_IO,
	    "cannot send to %s: the network device has had no room for %d s",
	    out->opts.name, (int)(DATAGRAM_FULL_LIMIT / CLOCK_SECOND));
	fail(&out->pollable, &err);
	return 0;
}

/* How many datagrams of a row to send at once: one before a pause, or as many
 * as the rate allows, but at least one. */
static size_t limit_row(
    const struct outbox *out, const struct iovec *row, size_t count)
{
	size_t left = pace_piece(&out->pace), limit = 1;

	if (out->opts.interval_us)
		return 1;
	for (left -= row[0].iov_len < left ? row[0].iov_len : left;
	     limit < count && row[limit].iov_len <= left; limit++)
		left -= row[limit].iov_len;
	return limit;
}

/* Plans the next send: after the pause or when the rate allows it, whichever is
 * later. */
static void plan_next(struct outbox *out, const struct iovec *row, int sent)
{
	size_t len = 0;

	for (int i = 0; i < sent; i++)
		len += row[i].iov_len;
	pace_note(&out->pace, len);
	out->next_send = out->pace.due;
	if (out->opts.interval_us) {
		int64_t next = clock_after(out->opts.interval_us);
		if (next > out->next_send)
			out->next_send = next;
	}
}

/* Sends a row of datagrams. Returns how many were sent. */
static int send_row(struct outbox *out, const struct iovec *row, size_t count)
{
	struct error err = ERROR_NONE;
	size_t limit = limit_row(out, row, count);
	int sent = datagram_send_row(&out->route, row, limit, &err);

	if (sent < 0)
		return fail_send(out, row[0].iov_len, &err);
	out->is_full = (size_t)sent < limit;
	if (sent == 0 && errno == ENOBUFS)
		return wait_for_device(out);
	out->full_since = 0;
	for (int i = 0; i < sent; i++)
		note_sent(out, &row[i]);
	if (sent > 0)
		plan_next(out, row, sent);
	return sent;
}

/* Cuts the buffer into datagrams for one call. Returns their number; taken[i]
 * is the number of bytes of the first i + 1 frames. */
static size_t cut_row(struct outbox *out, struct iovec *row, size_t *taken)
{
	struct error err = ERROR_NONE;
	struct frame frame;
	size_t len = out->buffer.len, used = 0, count = 0;
	unsigned char *bytes = out->buffer.at;

	tell_of_cut(out, len);
	while (count < DATAGRAM_ROW) {
		int found = framing_next(&out->opts.framing, bytes + used,
		    len - used, out->input_ended, &frame, &err);
		if (found < 0 && count == 0)
			fail(&out->pollable, &err);
		if (found <= 0)
			break;
		row[count] =
		    (struct iovec){ bytes + used + frame.begin, frame.len };
		used += frame.taken;
		taken[count++] = used;
	}
	return count;
}

static bool send_from_buffer(struct outbox *out)
{
	struct iovec row[DATAGRAM_ROW];
	size_t taken[DATAGRAM_ROW], count = cut_row(out, row, taken);

	if (count == 0)
		return false;
	int sent = send_row(out, row, count);
	if (sent > 0)
		bytes_drop(&out->buffer, taken[sent - 1]);
	return sent > 0;
}

static bool send_single(struct outbox *out)
{
	struct iovec row[DATAGRAM_ROW];
	uint64_t left = out->opts.repeats - out->count;
	size_t count = left < DATAGRAM_ROW ? left : DATAGRAM_ROW;

	for (size_t i = 0; i < count; i++)
		row[i] = (struct iovec){ (void *)(uintptr_t)out->opts.single,
			out->opts.single_len };
	assert(count > 0);
	int sent = send_row(out, row, count);

	if (out->count >= out->opts.repeats) {
		out->opts.single = NULL;
		out->input_ended = true;
	}
	return sent > 0;
}

static bool send_empty(struct outbox *out)
{
	struct iovec empty = { (char[]){ "" }, 0 };
	int sent = send_row(out, &empty, 1);

	out->owes_empty = sent <= 0;
	return sent > 0;
}

/* Returns whether more can be sent at once. */
static bool send_some(struct outbox *out)
{
	if (out->is_over || !may_send_now(out))
		return false;
	if (out->opts.single)
		return send_single(out);
	if (out->buffer.len > 0)
		return send_from_buffer(out);
	return out->input_ended && out->owes_empty && send_empty(out);
}

/* The end */

static void check_errors(struct outbox *out)
{
	struct error err = ERROR_NONE;

	if (datagram_check_errors(out->opts.fd, &err) < 0)
		fail_send(out, 0, &err);
}

static void finish(struct outbox *out)
{
	int64_t now = clock_now();

	if (!out->errors_until) {
		if (out->answers)
			inbox_begin_time(out->answers);
		out->errors_until = clock_after(out->opts.error_wait_us);
		check_errors(out);
	}
	if (now >= out->errors_until)
		out->is_over = true;
}

static void check_deadline(struct outbox *out)
{
	struct error err = ERROR_NONE;
	char limit[TEXT_MEASURE];

	if (clock_now() < out->opts.deadline)
		return;
	error_set(&err, FAULT_TIMEOUT, "sending to %s: not done within %s",
	    out->opts.name, text_duration(limit, out->opts.timeout_us));
	fail(&out->pollable, &err);
}

static bool outbox_service(struct pollable *p, const struct waiting *w)
{
	struct outbox *out = (struct outbox *)p;

	if (waiting_result(w, out->socket_slot) & POLLERR)
		check_errors(out);
	if (!out->is_over && may_read(out) &&
	    (waiting_result(w, out->input_slot) ||
		stream_is_pending(out->input)))
		read_input(out);
	out->is_full = false;
	out->has_more = true;
	for (int i = 0; i < OUTBOX_ROWS && out->has_more; i++)
		out->has_more = send_some(out);
	if (!out->is_over && has_sent_all(out))
		finish(out);
	if (!out->is_over)
		check_deadline(out);
	return !out->is_over;
}

static const struct pollable_ops outbox_ops = {
	.prepare = outbox_prepare,
	.service = outbox_service,
	.report = outbox_report,
	.sample = outbox_sample,
	.cannot_wait = "cannot wait for the socket",
	.fail = fail,
};

void outbox_init(struct outbox *out, const struct outbox_opts *opts,
    struct stream *input, struct tap *tap)
{
	size_t room;

	*out = (struct outbox){
		.pollable.ops = &outbox_ops,
		.opts = *opts,
		.input = input,
		.tap = tap,
		.has_more = true,
		.owes_empty = opts->end_empty,
		.pace.rate = opts->rate,
		.started = clock_now(),
	};
	datagram_route_init(&out->route, opts->fd, &out->opts.to, tap);
	bytes_room(&out->buffer, OUTBOX_BUFFER, &room);
}

void outbox_free(struct outbox *out)
{
	bytes_free(&out->buffer);
}

int outbox_result(struct outbox *out, struct error *err)
{
	if (out->failure.kind == FAULT_NONE)
		return 0;
	*err = out->failure;
	return -1;
}
