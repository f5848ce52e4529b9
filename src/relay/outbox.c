/* SPDX-License-Identifier: MIT */
/* Bytes from our input, cut into datagrams and sent. */
#include "relay/outbox.h"

#include <errno.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "net/address/address-error.h"
#include "relay/datagram-tell.h"

/* Holds a whole datagram with its length in any case, and many small ones. */
#define OUTBOX_BUFFER (512 * 1024)

/* Rows of datagrams that are sent before answers, signals and deadlines get
 * their turn. */
#define OUTBOX_ROWS 16

/* Before the next try when a device is out of buffers: no event tells. */
#define FULL_PAUSE (CLOCK_SECOND / 1000)

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

/* A read is a unit of its own: the next waits until the last has gone. */
static bool may_read(const struct outbox *out)
{
	if (out->input_ended || out->opts.single)
		return false;
	if (out->opts.framing.kind == FRAMING_READS)
		return out->buffer.len == 0;
	return out->buffer.len <= OUTBOX_BUFFER / 2;
}

static bool may_send_now(const struct outbox *out)
{
	return !out->is_full && clock_now() >= out->next_send;
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
	/* Errors are always reported; that is how a refusal shows. */
	out->socket_slot =
	    waiting_add(w, out->opts.fd, out->is_full ? POLLOUT : 0);
	if (out->has_more || (reads && stream_is_pending(out->input)))
		return 0;
	if (out->errors_until)
		return clock_earlier(latest, out->errors_until);
	/* What could be sent at once has been: the rest waits for input, for
	 * room in the socket, or for its time. */
	return out->next_send > clock_now()
	           ? clock_earlier(latest, out->next_send)
	           : latest;
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
	struct address local = address_local(out->opts.fd);
	struct error err = ERROR_NONE;

	if (errno == EMSGSIZE) {
		error_set(&err, FAULT_IO,
		    "cannot send datagram %llu of %zu B to %s: it is too long",
		    (unsigned long long)out->count + 1, len, out->opts.name);
		error_suggest(&err, HINT_DATAGRAM_TOO_LONG, NULL);
		err.hint.number = FRAMING_MAX;
	} else {
		int sysno = errno;
		bool lacks_scope =
		    sysno == EINVAL && address_error_lacks_scope(&out->opts.to);
		error_set(&err, lacks_scope ? FAULT_UNREACHABLE : cause->kind,
		    "cannot send to %s: %s", out->opts.name,
		    lacks_scope ? address_error_phrase(&out->opts.to, sysno)
				: cause->text);
		if (cause->kind == FAULT_REFUSED)
			error_suggest(&err,
			    address_family(&local) == AF_UNIX
				? HINT_DATAGRAM_UNIX_DEAF
				: HINT_DATAGRAM_PORT_DEAF,
			    NULL);
		else if (errno == EACCES)
			error_suggest(&err, HINT_BROADCAST, NULL);
	}
	fail(&out->pollable, &err);
	return 0;
}

static void note_sent(struct outbox *out, const struct datagram *d)
{
	size_t len = d->len;

	if (out->tells_each)
		datagram_tell(out->tap, TAP_OUT, out->opts.fd, d);
	if (out->count == 0 || len < out->shortest)
		out->shortest = len;
	if (len > out->longest)
		out->longest = len;
	out->count++;
	out->bytes += len;
}

/* Sends a row of datagrams. Returns how many were taken. */
static int send_row(
    struct outbox *out, const struct datagram *row, size_t count)
{
	struct error err = ERROR_NONE;
	size_t limit = out->opts.interval_us ? 1 : count;
	int sent = datagram_send(out->opts.fd, row, limit, &err);

	if (sent < 0)
		return fail_send(out, row[0].len, &err);
	out->is_full = (size_t)sent < limit;
	if (sent == 0 && errno == ENOBUFS) {
		out->is_full = false; /* the system is, not the socket */
		out->next_send = clock_after(FULL_PAUSE);
	}
	for (int i = 0; i < sent; i++)
		note_sent(out, &row[i]);
	if (sent > 0 && out->opts.interval_us)
		out->next_send = clock_after(out->opts.interval_us);
	return sent;
}

/* Cuts as many datagrams off the buffer as go with one call. Returns how many
 * there are; taken[i] is what the first i + 1 use up. */
static size_t cut_row(struct outbox *out, struct datagram *row, size_t *taken)
{
	struct error err = ERROR_NONE;
	struct frame frame;
	size_t len = out->buffer.len, used = 0, count = 0;
	const unsigned char *bytes = out->buffer.at;

	tell_of_cut(out, len);
	while (count < DATAGRAM_BATCH) {
		int found = framing_next(&out->opts.framing, bytes + used,
		    len - used, out->input_ended, &frame, &err);
		if (found < 0 && count == 0)
			fail(&out->pollable, &err);
		if (found <= 0)
			break;
		row[count] = (struct datagram){
			.bytes = bytes + used + frame.begin,
			.len = frame.len,
			.peer = out->opts.to,
		};
		used += frame.taken;
		taken[count++] = used;
	}
	return count;
}

static bool send_from_buffer(struct outbox *out)
{
	struct datagram row[DATAGRAM_BATCH];
	size_t taken[DATAGRAM_BATCH], count = cut_row(out, row, taken);

	if (count == 0)
		return false;
	int sent = send_row(out, row, count);
	if (sent > 0)
		bytes_drop(&out->buffer, taken[sent - 1]);
	return sent > 0;
}

static bool send_single(struct outbox *out)
{
	struct datagram row[DATAGRAM_BATCH];
	uint64_t left = out->opts.repeats - out->count;
	size_t count = left < DATAGRAM_BATCH ? left : DATAGRAM_BATCH;

	for (size_t i = 0; i < count; i++)
		row[i] = (struct datagram){
			.bytes = out->opts.single,
			.len = out->opts.single_len,
			.peer = out->opts.to,
		};
	int sent = send_row(out, row, count);

	if (out->count >= out->opts.repeats) {
		out->opts.single = NULL;
		out->input_ended = true;
	}
	return sent > 0;
}

static bool send_empty(struct outbox *out)
{
	struct datagram empty = { .bytes = (const unsigned char *)"",
		.peer = out->opts.to };
	int sent = send_row(out, &empty, 1);

	out->owes_empty = sent <= 0;
	return sent > 0;
}

/* Returns whether more may go at once. */
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

static void tell(const struct outbox *out, enum tap_kind kind)
{
	tap_tell(out->tap, &(struct tap_event){
			       .kind = kind,
			       .datagrams = {
				   .direction = TAP_OUT,
				   .count = out->count,
				   .bytes = out->bytes,
				   .shortest = out->shortest,
				   .longest = out->longest,
				   .took_us = clock_now() - out->started,
			       },
			   });
}

void outbox_tell_total(const struct outbox *out)
{
	tell(out, TAP_SENT);
}

static void outbox_report(struct pollable *p)
{
	tell((const struct outbox *)p, TAP_DATAGRAMS);
}

static const struct pollable_ops outbox_ops = {
	.prepare = outbox_prepare,
	.service = outbox_service,
	.report = outbox_report,
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
		.tells_each = tap_wants(tap, TAP_DATA),
		.has_more = true,
		.owes_empty = opts->end_empty,
		.started = clock_now(),
	};
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
