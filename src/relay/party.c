/* SPDX-License-Identifier: MIT */
/* One of the two parties that talk over a pair of sockets. */
#include "relay/party.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "sys/waiting.h"

/* As much as a read may return, unless a message is longer. */
#define READ_SIZE 65536

/* A timer may wake us that much late. The last of the time before a message is
 * spent in turning round, or messages would be further apart than was asked. */
#define TIMER_LATE_US 100

/* Of calls that look the same only the first are told. */
#define CALLS_TOLD 3

struct party {
	const struct party_opts *opts;
	struct party_counts counts;
	struct waiting waiting;
	char *message, *buffer;
	size_t buffer_size;
	size_t message_sent;  /* bytes of the present message that have left */
	int64_t next_at;      /* when the next message is due */
	int64_t quiet_since;  /* when the last byte came or left */
	int64_t hold_until;   /* CLOCK_NEVER: it does not hold */
	bool has_ended;       /* our side */
	bool other_has_ended; /* or is taken to have */
};

static void tell_at(const struct party *p, enum party_fact fact, int64_t at)
{
	struct party_news news = {
		.fact = fact,
		.at = at,
		.quiet_us = at - p->quiet_since,
		.counts = p->counts,
	};

	p->opts->tell(p->opts->context, &news);
}

static void tell(const struct party *p, enum party_fact fact)
{
	tell_at(p, fact, clock_now());
}

static bool has_more(const struct party *p)
{
	return p->counts.messages_sent < p->opts->count;
}

static bool is_due(const struct party *p)
{
	return has_more(p) && clock_now() >= p->next_at;
}

static bool is_listener(const struct party *p)
{
	return p->opts->count == 0;
}

static bool is_over(const struct party *p)
{
	return (p->has_ended && p->other_has_ended) ||
	       clock_now() >= p->hold_until;
}

/* Sending */

static int fail_to_send(const struct party *p, struct error *err)
{
	unsigned long long number = p->counts.messages_sent + 1;

	if (errno == EMSGSIZE)
		return error_set(err, FAULT_IO,
		    "a message of %zu bytes is too long for one datagram",
		    p->opts->size);
	return error_sys(err,
	    errno == EPIPE || errno == ECONNRESET || errno == ECONNREFUSED
		? FAULT_RESET
		: FAULT_IO,
	    "cannot send message %llu", number);
}

static void tell_send(const struct party *p, ssize_t sent, size_t len)
{
	uint64_t number = p->counts.messages_sent + 1;
	bool is_last = number == p->opts->count;

	if (number <= CALLS_TOLD || is_last || sent < 0)
		tap_call(p->opts->tap, (long)sent,
		    is_last                ? "the last message"
		    : number == CALLS_TOLD ? "and so on; only the last send "
					     "will be shown"
					   : "a message for the other side",
		    "send(%d, message, %zu)", p->opts->fd, len);
}

static void count_message(struct party *p, int64_t began)
{
	p->message_sent = 0;
	p->counts.messages_sent++;
	p->next_at = began + p->opts->interval_us;
	if (!has_more(p))
		tell(p, PARTY_SENT_ALL);
}

/* Sends the message that is due, or what is left of it. */
static int send_some(struct party *p, struct error *err)
{
	int64_t now = clock_now();
	size_t len = p->opts->size - p->message_sent;

	if (p->counts.bytes_sent == 0)
		tell(p, PARTY_SENDS_FIRST);
	ssize_t sent =
	    send(p->opts->fd, p->message, len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent < 0 && sysno_is_passing(errno))
		return 0;
	tell_send(p, sent, len);
	if (sent < 0)
		return fail_to_send(p, err);
	p->quiet_since = now;
	p->counts.bytes_sent += (uint64_t)sent;
	p->message_sent += (size_t)sent;
	if (p->message_sent == p->opts->size)
		count_message(p, now);
	return 0;
}

/* Whether there is nothing left but to say that we have finished. A listener
 * lets the other one finish first. */
static bool may_end(const struct party *p)
{
	return !p->has_ended && !has_more(p) &&
	       (!is_listener(p) || p->other_has_ended);
}

static int shut_down(struct party *p, struct error *err)
{
	p->has_ended = true;
	tell(p, PARTY_ENDS_SENDING);
	int result = shutdown(p->opts->fd, SHUT_WR);
	tap_call(p->opts->tap, result, "the peer will read an end of file",
	    "shutdown(%d, SHUT_WR)", p->opts->fd);
	if (result == 0)
		return 0;
	return error_sys(err, FAULT_RESET, "cannot shut the sending side down");
}

/* Has still to be done if there is no room for it at the moment: to wait for
 * that without reading, as the other one may do as well, could be for ever. */
static void send_empty(struct party *p)
{
	int64_t now = clock_now();
	ssize_t sent = send(p->opts->fd, "", 0, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (sent < 0 && sysno_is_passing(errno))
		return;
	/* Other failures mean that nobody is left who needs it. */
	tap_call(p->opts->tap, (long)sent,
	    "an empty datagram, which both take for the end",
	    "send(%d, \"\", 0)", p->opts->fd);
	p->has_ended = true;
	tell_at(p, PARTY_ENDS_SENDING, now);
}

/* Says that nothing more will come from us, if the other can be told. */
static int end_sending(struct party *p, struct error *err)
{
	const struct party_opts *opts = p->opts;

	if (is_listener(p) && !opts->datagrams) {
		p->has_ended = true; /* its close says it */
	} else if (opts->holds) {
		p->has_ended = true;
		tell(p, PARTY_HOLDS);
		p->hold_until = clock_after(opts->hold_us);
	} else if (opts->datagrams) {
		send_empty(p);
	} else {
		return shut_down(p, err);
	}
	return 0;
}

/* Reading */

static void tell_read(const struct party *p, ssize_t len)
{
	const char *why = "what has arrived so far";

	if (len > 0 && p->counts.reads > CALLS_TOLD)
		return;
	if (len == 0 && p->opts->datagrams)
		why = "an empty datagram: the peer has finished";
	else if (len == 0)
		why = "the end: the peer has finished";
	else if (len < 0)
		why = NULL;
	else if (p->counts.reads == CALLS_TOLD)
		why = "and so on; only the end will be shown";
	tap_call(p->opts->tap, (long)len, why, "recv(%d, buffer, %zu)",
	    p->opts->fd, p->buffer_size);
}

static int read_some(struct party *p, struct error *err)
{
	ssize_t len =
	    recv(p->opts->fd, p->buffer, p->buffer_size, MSG_DONTWAIT);

	if (len < 0 && sysno_is_passing(errno))
		return 0;
	p->counts.reads += len > 0;
	tell_read(p, len);
	if (len < 0)
		return error_sys(err, FAULT_RESET, "cannot read on");
	p->quiet_since = clock_now();
	p->counts.bytes_read += (uint64_t)len;
	if (len == 0) {
		p->other_has_ended = true;
		tell(p, PARTY_NOTICES_END);
	} else if (p->counts.reads == 1) {
		tell(p, PARTY_READS_FIRST);
	}
	return 0;
}

static void give_up(struct party *p)
{
	tell(p, PARTY_GIVES_UP);
	p->has_ended = p->other_has_ended = true;
}

/* Turns */

/* When to look again although nothing has come. */
static int64_t next_deadline(const struct party *p, bool is_sending)
{
	if (has_more(p))
		return is_sending ? CLOCK_NEVER : p->next_at - TIMER_LATE_US;
	if (!p->opts->datagrams)
		return p->hold_until;
	return clock_earlier(
	    p->hold_until, p->quiet_since + p->opts->patience_us);
}

/* Waits for what is next. Returns 0, or -1 with err filled; what poll(2) says
 * is in *events. */
static int wait_for_events(struct party *p, short *events, struct error *err)
{
	bool is_sending = is_due(p);
	short wanted = (short)((p->other_has_ended ? 0 : POLLIN) |
			       (is_sending || may_end(p) ? POLLOUT : 0));

	waiting_clear(&p->waiting);
	/* Asked for nothing, poll would still say that the other is gone. */
	size_t slot =
	    waiting_add(&p->waiting, wanted ? p->opts->fd : -1, wanted);
	if (waiting_until(&p->waiting, next_deadline(p, is_sending), err) < 0)
		return -1;
	*events = waiting_result(&p->waiting, slot);
	return 0;
}

static int take_turn(struct party *p, struct error *err)
{
	const struct party_opts *opts = p->opts;
	short events;

	if (may_end(p)) {
		int result = end_sending(p, err);
		if (result < 0 || p->has_ended)
			return result;
	}
	if (wait_for_events(p, &events, err) < 0)
		return -1;
	if ((events & ~POLLOUT) && !p->other_has_ended && read_some(p, err) < 0)
		return -1;
	if ((events & ~POLLIN) && is_due(p) && send_some(p, err) < 0)
		return -1;
	if (opts->datagrams && !has_more(p) && !events &&
	    clock_now() >= p->quiet_since + opts->patience_us)
		give_up(p);
	return 0;
}

int party_run(const struct party_opts *opts, struct error *err)
{
	int64_t now = clock_now();
	size_t buffer_size = opts->size > READ_SIZE ? opts->size : READ_SIZE;
	struct party p = {
		.opts = opts,
		.message = xmalloc(opts->size),
		.buffer = xmalloc(buffer_size),
		.buffer_size = buffer_size,
		.next_at = now,
		.quiet_since = now,
		.hold_until = CLOCK_NEVER,
	};
	int result = 0;

	memset(p.message, 'x', opts->size);
	tell(&p, PARTY_BEGINS);
	while (result == 0 && !is_over(&p))
		result = take_turn(&p, err);
	tell(&p, PARTY_CLOSES);
	int closed = close(opts->fd);
	tap_call(opts->tap, closed, "the peer will notice that, too",
	    "close(%d)", opts->fd);
	waiting_free(&p.waiting);
	free(p.message);
	free(p.buffer);
	return result;
}
