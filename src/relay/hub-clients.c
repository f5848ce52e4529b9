/* SPDX-License-Identifier: MIT */
/* Clients of a hub: taken in, turned away, given to programs, let go. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "relay/hub-private.h"
#include "relay/hub-programs.h"
#include "relay/hub-watch.h"
#include "stream/socket.h"

/* What one read of a client takes before the others get their turn. */
#define READ_AT_ONCE (128 * 1024)

/* A client that gets its own bytes back is read as fast as it reads. */
static bool may_read(const struct hub *h, const struct client *c)
{
	bool has_enough = h->opts.goal && h->opts.goal->is_reached;

	return !c->peer_ended && !has_enough &&
	       (h->opts.sink->kind != SINK_ECHO ||
		   client_queued(c) < HUB_QUEUE_ENOUGH);
}

static int ask_epoll(
    struct hub *h, struct client *c, uint32_t reads, uint32_t writes)
{
	struct stream *s = c->stream;

	return hub_set_interest(
		   h->reading, s->read_fd, c, &c->read_interest, reads) < 0 ||
	               hub_set_interest(h->other, s->write_fd, c,
			   &c->write_interest, writes) < 0
	           ? -1
	           : 0;
}

void hub_update(struct hub *h, struct client *c)
{
	uint32_t writes = client_queued(c) > 0 ? EPOLLOUT : 0;

	if (client_is_done(c)) {
		hub_finish(h, c);
		return;
	}
	/* Errors are told without being asked for, but only to a socket that
	 * is known. */
	if (!writes && c->peer_ended)
		writes = EPOLLERR;
	if (ask_epoll(h, c, may_read(h, c) ? EPOLLIN : 0, writes) < 0) {
		struct error err = ERROR_NONE;
		error_sys(&err, FAULT_IO, "cannot be watched");
		hub_lose(h, c, &err);
		return;
	}
	h->next_client_check =
	    clock_earlier(h->next_client_check, hub_deadlines_of(h, c));
}

static void link_client(struct hub *h, struct client *c)
{
	c->next = h->clients;
	c->link = &h->clients;
	if (c->next)
		c->next->link = &c->next;
	h->clients = c;
	h->client_count++;
}

static void unlink_client(struct hub *h, struct client *c)
{
	*c->link = c->next;
	if (c->next)
		c->next->link = c->link;
	h->client_count--;
	h->door.paused_until = 0; /* there is a descriptor again */
}

/* Not all that the client has sent is in its file. */
static void note_unwritten(struct hub *h, struct client *c)
{
	c->is_dropped = true;
	h->unwritten += !c->is_unwritten;
	c->is_unwritten = true;
}

static void close_file(struct hub *h, struct client *c)
{
	struct error cause = ERROR_NONE, err = ERROR_NONE;
	char remote[ADDRESS_TEXT];

	if (sink_closed(h->opts.sink, c, &cause) == 0)
		return;
	note_unwritten(h, c);
	error_set(&err, cause.kind, "connection from %s: %s",
	    address_text(remote, &c->remote), cause.text);
	hub_note_trouble(h, c, &err);
}

static void take_out(
    struct hub *h, struct client *c, enum tap_kind kind, const char *why)
{
	/* A program that has the socket itself is not watched. */
	bool is_counted = !h->opts.program || h->opts.program_is_watched;

	unlink_client(h, c);
	close_file(h, c);
	/* A program that is just being started may hold the socket, too, and
	 * then epoll would go on telling of it. */
	if (c->stream)
		ask_epoll(h, c, 0, 0);
	hub_watch_end(h, c);
	tap_tell(h->tap, &(struct tap_event){
			     .kind = kind,
			     .conn = c->number,
			     .in = is_counted ? c->in : TAP_UNCOUNTED,
			     .out = is_counted ? c->out : TAP_UNCOUNTED,
			     .duration_us = clock_now() - c->started,
			     .text = why,
			 });
	if (c->program.pid)
		child_end(&c->program);
	hub_programs_forget(h, c);
	client_free(c);
}

void hub_close(struct hub *h, struct client *c, const char *why)
{
	take_out(h, c, TAP_LEFT, why);
}

void hub_cut_off(struct hub *h, struct client *c)
{
	take_out(h, c, TAP_CUT_OFF, "the listener was stopped");
}

void hub_part(struct hub *h, struct client *c)
{
	struct stream *stream = c->stream;

	if (!c->peer_ended && stream) {
		ask_epoll(h, c, 0, 0);
		c->stream = NULL;
		partings_add(&h->partings, stream);
	}
	hub_close(h, c, NULL);
}

/* Lets a client go whose file is in trouble: what it sends cannot be kept. */
static void drop_unwritten(
    struct hub *h, struct client *c, const struct error *cause)
{
	struct error err = ERROR_NONE;

	note_unwritten(h, c);
	error_set(&err, cause->kind, "dropped: %s", cause->text);
	hub_lose(h, c, &err);
}

/* Whether the client is on the wrong list. */
static const char *reason_to_reject(
    const struct hub *h, const struct address *remote)
{
	if (cidr_list_holds(h->opts.deny, remote))
		return "it matches --deny";
	if (h->opts.allow->count && !cidr_list_holds(h->opts.allow, remote))
		return "it is not in --allow";
	return NULL;
}

/* What each is told, whenever it comes. It is all that we say, unless we answer
 * besides. */
static int greet(struct hub *h, struct client *c, struct error *err)
{
	const struct bytes *greeting = h->opts.greeting;

	if (!greeting || greeting->len == 0)
		return 0;
	if (client_send(c, greeting->at, greeting->len, err) < 0)
		return -1;
	return h->opts.sink->kind == SINK_ECHO ? 0 : client_end(c, err);
}

/* What is not there now will not be there for the next client, but what is
 * short may be. */
static void start_program(struct hub *h, struct client *c)
{
	struct error err = ERROR_NONE;

	if (hub_programs_start(h, c, &err) == 0)
		return;
	if (err.kind == FAULT_NOT_FOUND || err.kind == FAULT_NOT_RUNNABLE ||
	    h->opts.max_accepted == 1)
		hub_fail(h, &err);
	else
		hub_note_failure(h, &err);
	hub_close(h, c, "no program could be started");
}

static void start(struct hub *h, struct client *c)
{
	struct error err = ERROR_NONE;

	if (h->opts.program)
		start_program(h, c);
	else if (sink_opened(h->opts.sink, c, &err) < 0)
		drop_unwritten(h, c, &err);
	else if (greet(h, c, &err) < 0)
		hub_lose(h, c, &err);
	else
		hub_update(h, c);
}

static void tell_rejected(
    struct hub *h, const struct address *remote, const char *why)
{
	char text[ADDRESS_TEXT];

	tap_tell(h->tap, &(struct tap_event){
			     .kind = TAP_REJECTED,
			     .remote = address_text(text, remote),
			     .text = why,
			 });
}

static void tell_accepted(struct hub *h, const struct client *c, int fd)
{
	char local_text[ADDRESS_TEXT], remote_text[ADDRESS_TEXT];

	if (!tap_is_wanted(h->tap, TAP_ACCEPTED))
		return;
	struct address local = address_local(fd);
	tap_tell(h->tap, &(struct tap_event){
			     .kind = TAP_ACCEPTED,
			     .conn = c->number,
			     .local = address_text(local_text, &local),
			     .remote = address_text(remote_text, &c->remote),
			 });
}

void hub_admit(struct hub *h, int fd, const struct address *remote)
{
	struct client *c = client_new(fd, (int)h->accepted + 1, remote, h->tap);
	const char *rejection = reason_to_reject(h, &c->remote);

	c->common = broadcast_read(&h->broadcast);
	c->queue.total = c->line.total = h->opts.kept;
	if (rejection) {
		tell_rejected(h, &c->remote, rejection);
		client_free(c);
		return;
	}
	h->accepted++;
	if (h->opts.max_accepted == 1)
		h->enough_at = clock_after(h->opts.for_us);
	link_client(h, c);
	tell_accepted(h, c, fd);
	start(h, c);
}

/* What passes through */

static void peer_ended(struct hub *h, struct client *c)
{
	struct error err = ERROR_NONE;
	bool was_answered = c->in > 0 && c->out + client_queued(c) == 0;
	bool has_more = h->opts.input && !h->input_ended &&
	                !h->opts.input_is_terminal && !h->opts.end_with_peer &&
	                !was_answered;

	c->peer_ended = true;
	sink_ended(h->opts.sink, c);
	if (has_more)
		socket_probe_peer(c->stream->read_fd, h->tap);
	else if (client_end(c, &err) < 0) {
		hub_lose(h, c, &err);
		return;
	}
	hub_update(h, c);
}

void hub_read_client(struct hub *h, struct client *c)
{
	struct error err = ERROR_NONE;
	size_t most =
	    c->stream->carries_messages ? sizeof(h->buffer) : READ_AT_ONCE;
	ssize_t n = stream_read(c->stream, h->buffer, most, &err);

	if (n == STREAM_AGAIN)
		return;
	if (n == 0) {
		peer_ended(h, c);
		return;
	}
	if (n > 0) {
		c->in += (uint64_t)n;
		c->last_move = clock_now();
		if (h->opts.goal)
			n = (ssize_t)goal_look(
			    h->opts.goal, &c->progress, h->buffer, (size_t)n);
		n = sink_take(h->opts.sink, c, h->buffer, (size_t)n, &err);
		if (n < 0 && h->opts.sink->kind == SINK_FILES) {
			drop_unwritten(h, c, &err);
			return;
		}
	}
	if (n < 0) {
		sink_ended(h->opts.sink, c);
		hub_lose(h, c, &err);
	} else {
		hub_update(h, c);
	}
}

/* The peer had ended its side; now it is gone. Returns 0 if nothing of ours is
 * lost with it. */
static int check_gone(const struct client *c, struct error *err)
{
	if (socket_peer_gone(c->stream->write_fd, err) < 0)
		return -1;
	return client_queued(c) > 0
	           ? error_set(err, FAULT_RESET, "reset by peer")
	           : 0;
}

void hub_write_client(struct hub *h, struct client *c, uint32_t events)
{
	struct error err = ERROR_NONE;
	bool is_gone = c->peer_ended && (events & (EPOLLERR | EPOLLHUP));

	if ((is_gone ? check_gone(c, &err) : client_flush(c, &err)) < 0)
		hub_lose(h, c, &err);
	else if (is_gone)
		hub_close(h, c, NULL);
	else
		hub_update(h, c);
}

void hub_finish(struct hub *h, struct client *c)
{
	struct error err = ERROR_NONE;
	int delivered = 1;

	if (c->out > 0)
		delivered =
		    delivery_check(&c->delivery, c->stream->write_fd, &err);
	if (delivered < 0) {
		hub_lose(h, c, &err);
		return;
	}
	if (delivered) {
		hub_close(h, c, NULL);
		return;
	}
	if (c->delivery.has_moved)
		c->last_move = clock_now();
	ask_epoll(h, c, 0, 0);
	h->next_client_check =
	    clock_earlier(h->next_client_check, hub_deadlines_of(h, c));
}
