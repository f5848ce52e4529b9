/* SPDX-License-Identifier: MIT */
/* One of the two processes of the demo. */
#include "demo/process.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "demo/words.h"
#include "sys/waiting.h"

/* As much as a read may return, unless a message is longer. */
#define READ_SIZE 65536

/* How long --no-shutdown keeps a socket open, and how long a process waits for
 * a datagram that may never come. */
#define HOLD_US (3 * CLOCK_SECOND)
#define PATIENCE_US (4 * CLOCK_SECOND)

/* A timer may wake the process this late. So the last part of the time before a
 * message is a busy wait, or messages would be further apart than was asked. */
#define TIMER_LATE_US 100

/* How many of the calls that look the same are told. */
#define CALLS_TOLD 3

/* What only the process itself uses, while it talks. */
struct talk {
	struct process *p;
	char *message, *buffer;
	size_t buffer_size;
	uint64_t sends;
	size_t message_sent;  /* bytes of the present message that have left */
	int64_t next_at;      /* when the next message is due */
	int64_t quiet_since;  /* when the last byte came or left */
	int64_t hold_until;   /* by --no-shutdown; or CLOCK_NEVER */
	bool has_ended;       /* this side */
	bool other_has_ended; /* or was given up */
};

int64_t process_ended_at(const struct process *p)
{
	return p->ended_at ? p->ended_at : p->closed_at;
}

/* Datagrams have no end of stream: an empty one is the end. */
static bool has_datagrams(const struct process *p)
{
	return p->opts->pair.type == SOCK_DGRAM;
}

const char *process_end(const struct process *p)
{
	if (!p->ended_at)
		return "close";
	return has_datagrams(p) ? "empty datagram" : "shutdown";
}

static bool has_more(const struct process *p)
{
	return p->messages_sent < p->count;
}

static bool is_due(const struct talk *t)
{
	return has_more(t->p) && clock_now() >= t->next_at;
}

/* Sending */

static int fail_to_send(struct process *p)
{
	if (errno == EMSGSIZE)
		return error_set(&p->failure, FAULT_IO,
		    "a message of %zu bytes is too long for one datagram",
		    p->opts->size);
	return error_sys(&p->failure,
	    errno == EPIPE || errno == ECONNRESET || errno == ECONNREFUSED
		? FAULT_RESET
		: FAULT_IO,
	    "cannot send message %llu",
	    (unsigned long long)p->messages_sent + 1);
}

static void tell_send(const struct talk *t, ssize_t sent, size_t len)
{
	bool is_last =
	    t->p->messages_sent + 1 == t->p->count && sent == (ssize_t)len;

	if (t->sends <= CALLS_TOLD || is_last || sent < 0)
		tap_call(t->p->tap, (long)sent,
		    is_last                  ? "the last message"
		    : t->sends == CALLS_TOLD ? "and so on; only the last send "
					       "will be shown"
					     : "a message for the other side",
		    "send(%d, message, %zu)", t->p->fd, len);
}

static void note_all_sent(struct process *p)
{
	char messages[TEXT_MEASURE], bytes[TEXT_MEASURE], took[TEXT_MEASURE];

	p->last_sent_at = notes_begin(p->notes);
	notes_say(p->notes, "has sent %s, %s in all, in %s",
	    words_quantity(messages, p->messages_sent, "message"),
	    words_quantity(bytes, p->bytes_sent, "byte"),
	    text_precise(took, p->last_sent_at - p->first_sent_at));
	notes_end(p->notes);
}

/* Sends the message that is due, or what is left of it. */
static int send_some(struct talk *t)
{
	struct process *p = t->p;
	int64_t now = clock_now();
	size_t len = p->opts->size - t->message_sent;

	if (!p->first_sent_at)
		p->first_sent_at = notes_add(p->notes, "sends %s message",
		    p->count == 1 ? "its only" : "the first");
	ssize_t sent =
	    send(p->fd, t->message, len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent < 0 && sysno_is_transient(errno))
		return 0;
	t->sends++;
	tell_send(t, sent, len);
	if (sent < 0)
		return fail_to_send(p);
	t->quiet_since = now;
	p->bytes_sent += (uint64_t)sent;
	t->message_sent += (size_t)sent;
	if (t->message_sent < p->opts->size)
		return 0;
	t->message_sent = 0;
	p->messages_sent++;
	t->next_at = now + p->opts->interval_us;
	if (!has_more(p))
		note_all_sent(p);
	return 0;
}

/* Finishing */

/* Whether this side can announce its end. A process that only reads lets the
 * other end first. */
static bool may_end(const struct talk *t)
{
	return !t->has_ended && !has_more(t->p) &&
	       (t->p->count > 0 || t->other_has_ended);
}

static int shut_down(struct process *p)
{
	p->ended_at = notes_add(
	    p->notes, "shuts down its sending side: no more is to come");
	int result = shutdown(p->fd, SHUT_WR);
	tap_call(p->tap, result, "the peer will read an end of file",
	    "shutdown(%d, SHUT_WR)", p->fd);
	if (result == 0)
		return 0;
	return error_sys(
	    &p->failure, FAULT_RESET, "cannot shut the sending side down");
}

/* Returns false if there is no room for it at the moment. To wait for room
 * without reading would be a deadlock if the other does the same. */
static bool send_empty(struct process *p)
{
	p->ended_at = notes_begin(p->notes);
	ssize_t sent = send(p->fd, "", 0, MSG_DONTWAIT | MSG_NOSIGNAL);
	int sysno = errno;
	/* After any other failure there is no receiver left. */
	bool is_done = sent >= 0 || !sysno_is_transient(sysno);
	if (is_done)
		notes_say(p->notes, "%s",
		    p->count
			? "sends an empty datagram, to say that this was all"
			: "answers with an empty datagram of its own");
	else
		p->ended_at = 0;
	notes_end(p->notes);
	errno = sysno;
	if (is_done)
		tap_call(p->tap, (long)sent,
		    "an empty datagram, which both take for the end",
		    "send(%d, \"\", 0)", p->fd);
	return is_done;
}

/* The second process closes when it notices that the first has closed. */
static void hold(struct talk *t)
{
	char time[TEXT_MEASURE];
	const char *how =
	    has_datagrams(t->p) ? "and says nothing" : "without a shutdown";

	if (t->p->is_first) {
		notes_add(t->p->notes, "keeps its socket open for %s, %s",
		    text_precise(time, HOLD_US), how);
		t->hold_until = clock_after(HOLD_US);
	} else {
		notes_add(t->p->notes, "keeps its socket open, too, %s", how);
	}
}

/* Announces the end of this side, if the kind of socket has a way to do so. */
static int end_sending(struct talk *t)
{
	t->has_ended = true;
	if (t->p->count == 0 && !has_datagrams(t->p))
		return 0; /* its close announces that */
	if (t->p->opts->no_shutdown)
		hold(t);
	else if (has_datagrams(t->p))
		t->has_ended = send_empty(t->p);
	else
		return shut_down(t->p);
	return 0;
}

/* Reading */

static void tell_read(const struct talk *t, ssize_t len)
{
	const char *why = len < 0 ? NULL : "what has arrived so far";

	if (len > 0 && t->p->reads > CALLS_TOLD)
		return;
	if (len > 0 && t->p->reads == CALLS_TOLD)
		why = "and so on; only the end will be shown";
	else if (len == 0)
		why = has_datagrams(t->p)
		          ? "an empty datagram: the peer has finished"
		          : "the end: the peer has finished";
	tap_call(t->p->tap, (long)len, why, "recv(%d, buffer, %zu)", t->p->fd,
	    t->buffer_size);
}

static void say_what_was_read(struct process *p)
{
	char bytes[TEXT_MEASURE], reads[TEXT_MEASURE];

	if (p->count == 0 || p->opts->both_ways)
		notes_say(p->notes, "has read %s, in %s",
		    words_quantity(bytes, p->bytes_read, "byte"),
		    words_quantity(reads, p->reads, "read"));
}

/* A process that was killed has neither said that it has finished, nor closed
 * its socket. */
static void note_other_end(struct process *p)
{
	char late[TEXT_MEASURE];
	int64_t ended_at = process_ended_at(p->other);

	p->noticed_at = notes_begin(p->notes);
	say_what_was_read(p);
	if (ended_at)
		notes_say(p->notes, "notices the end, %s after %s's %s",
		    text_precise(late, p->noticed_at - ended_at),
		    p->other->name, process_end(p->other));
	else
		notes_say(p->notes, "notices the end");
	notes_end(p->notes);
}

static int read_some(struct talk *t)
{
	struct process *p = t->p;
	char bytes[TEXT_MEASURE];
	ssize_t len = recv(p->fd, t->buffer, t->buffer_size, MSG_DONTWAIT);

	if (len < 0 && sysno_is_transient(errno))
		return 0;
	p->reads += len > 0;
	tell_read(t, len);
	if (len < 0)
		return error_sys(&p->failure, FAULT_RESET, "cannot read on");
	t->quiet_since = clock_now();
	p->bytes_read += (uint64_t)len;
	if (len == 0) {
		t->other_has_ended = true;
		note_other_end(p);
	} else if (p->reads == 1) {
		notes_add(p->notes, "reads its first %s",
		    len == 1 ? "byte"
			     : words_quantity(bytes, p->bytes_read, "byte"));
	}
	return 0;
}

/* Turns */

/* Until when the process waits for a datagram. The first process waits longer,
 * to hear from the second. */
static int64_t patience_ends_at(const struct talk *t)
{
	if (has_more(t->p) || !has_datagrams(t->p))
		return CLOCK_NEVER;
	return t->quiet_since + t->p->opts->interval_us +
	       (t->p->is_first ? 2 : 1) * PATIENCE_US;
}

static void give_up(struct talk *t)
{
	char silence[TEXT_MEASURE];
	struct process *p = t->p;

	p->silence_us = notes_begin(p->notes) - t->quiet_since;
	say_what_was_read(p);
	notes_say(p->notes, "gives up, after %s of silence",
	    text_precise(silence, p->silence_us));
	notes_end(p->notes);
	t->has_ended = t->other_has_ended = true;
}

/* Waits until the socket is ready for the next action, or something else is
 * due. Returns as waiting_for(). */
static int wait_for_turn(struct talk *t)
{
	bool is_sending = is_due(t);
	short wanted = (short)((t->other_has_ended ? 0 : POLLIN) |
			       (is_sending || may_end(t) ? POLLOUT : 0));
	int64_t deadline = clock_earlier(t->hold_until, patience_ends_at(t));

	if (has_more(t->p) && !is_sending)
		deadline = t->next_at - TIMER_LATE_US;
	/* Even without events, poll would report that the other is gone. */
	return waiting_for(
	    wanted ? t->p->fd : -1, wanted, deadline, &t->p->failure);
}

static int take_turn(struct talk *t)
{
	if (may_end(t)) {
		int result = end_sending(t);
		if (result < 0 || t->has_ended)
			return result;
	}
	if (wait_for_turn(t) < 0 || (!t->other_has_ended && read_some(t) < 0) ||
	    (is_due(t) && send_some(t) < 0))
		return -1;
	if (clock_now() >= patience_ends_at(t))
		give_up(t);
	return 0;
}

int process_run(struct process *p)
{
	size_t size = p->opts->size;
	int64_t now = clock_now();
	struct talk t = {
		.p = p,
		.message = xmalloc(size),
		.buffer_size = size > READ_SIZE ? size : READ_SIZE,
		.next_at = now,
		.quiet_since = now,
		.hold_until = CLOCK_NEVER,
	};
	int result = 0;

	t.buffer = xmalloc(t.buffer_size);
	memset(t.message, 'x', size);
	notes_add(p->notes, "begins, as process %d%s", (int)getpid(),
	    p->count == 0 ? ", and waits for data" : "");
	while (result == 0 && !(t.has_ended && t.other_has_ended) &&
	       clock_now() < t.hold_until)
		result = take_turn(&t);
	p->closed_at = notes_add(p->notes, "closes its socket");
	pair_close(p->fd, p->tap, "the peer will notice that, too");
	free(t.message);
	free(t.buffer);
	return result;
}
