/* SPDX-License-Identifier: MIT */
/* Clients of a hub: taken in, turned away, given to programs, let go. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "relay/hub-private.h"
#include "stream/socket.h"

/* A client that gets its own bytes back is read as fast as it reads. */
static bool may_read(const struct hub *h, const struct client *c)
{
	return !c->peer_ended && (h->opts.sink->kind != SINK_ECHO ||
				     client_queued(c) < HUB_QUEUE_ENOUGH);
}

void hub_update(struct hub *h, struct client *c)
{
	uint32_t writes = client_queued(c) > 0 ? EPOLLOUT : 0;

	/* Errors are told without being asked for, but only to a socket that
	 * is known. */
	if (!writes && c->peer_ended)
		writes = EPOLLERR;
	hub_set_interest(h->reading, c->stream->read_fd, c, &c->read_interest,
	    may_read(h, c) ? EPOLLIN : 0);
	hub_set_interest(
	    h->other, c->stream->write_fd, c, &c->write_interest, writes);
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
	h->starved_until = 0; /* there is a descriptor again */
}

void hub_close(struct hub *h, struct client *c, const char *why)
{
	unlink_client(h, c);
	tap_tell(h->tap, &(struct tap_event){
			     .kind = TAP_LEFT,
			     .conn = c->number,
			     .in = c->in,
			     .out = c->out,
			     .duration_us = clock_now() - c->started,
			     .text = why,
			 });
	if (c->program.pid)
		child_end(&c->program);
	client_free(c);
}

static void warn(struct hub *h, const struct error *err)
{
	tap_tell(h->tap,
	    &(struct tap_event){ .kind = TAP_WARNING, .text = err->text });
}

/* The trouble of the only client is the hub's, and what it has sent is still
 * written; that of one of many is worth a line if it is our doing. */
void hub_lose(struct hub *h, struct client *c, const struct error *cause)
{
	char remote[ADDRESS_TEXT], in[TEXT_MEASURE], out[TEXT_MEASURE];
	struct error err = *cause;

	address_text(remote, &c->remote);
	if (cause->kind == FAULT_RESET && !c->is_dropped)
		error_set(&err, FAULT_RESET,
		    "connection to %s %s after %s received, %s sent", remote,
		    cause->text, text_size(in, c->in), text_size(out, c->out));
	else
		error_set(&err, cause->kind, "connection to %s %s", remote,
		    cause->text);
	if (h->opts.max_accepted == 1 && h->failure.kind == FAULT_NONE)
		h->failure = err;
	else if (c->is_dropped)
		warn(h, &err);
	hub_close(h, c, cause->text);
}

/* Whether the client is on the wrong list. */
static const char *reason_to_reject(
    const struct hub *h, const struct address *remote)
{
	if (cidr_list_holds(h->opts.deny, remote))
		return "it is denied";
	if (h->opts.allow->count && !cidr_list_holds(h->opts.allow, remote))
		return "it is not among the allowed";
	return NULL;
}

/* The program gets the socket itself as its input and output: nobody stands
 * between, so nothing can be cut or kept back. */
static int start_program(struct hub *h, struct client *c, struct error *err)
{
	int fd = c->stream->read_fd;
	char **environment = client_environment(fd, c->number);
	struct child_program program = {
		.argv = h->opts.program,
		.stdin_fd = fd,
		.stdout_fd = fd,
		.additional = (const char *const *)environment,
	};

	/* Programs do not expect "not now". */
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	int result = child_run_program(&c->program, &program, err);
	client_environment_free(environment);
	if (result < 0)
		return -1;
	stream_close(c->stream);
	c->stream = NULL;
	return 0;
}

static void start(struct hub *h, struct client *c)
{
	struct error err = ERROR_NONE;

	if (h->opts.program) {
		if (start_program(h, c, &err) == 0)
			return;
		/* What is not there now will not be there for the next. */
		if (err.kind == FAULT_NOT_FOUND ||
		    err.kind == FAULT_NOT_RUNNABLE)
			hub_fail(h, &err);
		warn(h, &err);
		hub_close(h, c, "no program could be started");
	} else if (sink_opened(h->opts.sink, c, &err) < 0) {
		hub_fail(h, &err);
	} else {
		hub_update(h, c);
	}
}

void hub_admit(struct hub *h, int fd)
{
	char local_text[ADDRESS_TEXT], remote_text[ADDRESS_TEXT];
	struct address local = address_local(fd);
	struct client *c = client_new(fd, (int)h->accepted + 1, h->tap);
	const char *rejection = reason_to_reject(h, &c->remote);

	address_text(remote_text, &c->remote);
	if (rejection) {
		tap_tell(h->tap, &(struct tap_event){
				     .kind = TAP_REJECTED,
				     .remote = remote_text,
				     .text = rejection,
				 });
		client_free(c);
		return;
	}
	h->accepted++;
	link_client(h, c);
	tap_tell(h->tap, &(struct tap_event){
			     .kind = TAP_ACCEPTED,
			     .conn = c->number,
			     .local = address_text(local_text, &local),
			     .remote = remote_text,
			 });
	start(h, c);
}

void hub_end_programs(struct hub *h)
{
	int64_t deadline = clock_after(CHILD_GRACE_US);

	for (struct client *c = h->clients; c; c = c->next)
		child_ask_to_end(&c->program);
	for (struct client *c = h->clients; c; c = c->next)
		child_end_by(&c->program, deadline);
}

static struct client *find_program(struct hub *h, pid_t pid)
{
	struct client *c = h->clients;

	while (c && c->program.pid != pid)
		c = c->next;
	return c;
}

void hub_reap_programs(struct hub *h)
{
	char text[64];
	int status;
	pid_t pid;

	while ((pid = child_take_ended(&status)) > 0) {
		struct client *c = find_program(h, pid);
		if (!c)
			continue;
		c->program.pid = 0;
		h->last_status = status;
		snprintf(text, sizeof(text), "its program ended with status %d",
		    status);
		hub_close(h, c, status ? text : NULL);
	}
}

/* What passes through */

static void peer_ended(struct hub *h, struct client *c)
{
	struct error err = ERROR_NONE;
	bool has_more = h->opts.input && !h->input_ended &&
	                !h->opts.input_is_terminal && c->out > 0;

	c->peer_ended = true;
	sink_ended(h->opts.sink, c);
	if (has_more)
		socket_probe_peer(c->stream->read_fd, h->tap);
	else if (client_end(c, &err) < 0) {
		hub_lose(h, c, &err);
		return;
	}
	if (client_is_done(c))
		hub_close(h, c, NULL);
	else
		hub_update(h, c);
}

void hub_read_client(struct hub *h, struct client *c)
{
	struct error err = ERROR_NONE;
	ssize_t n = stream_read(c->stream, h->buffer, sizeof(h->buffer), &err);

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
		if (n < 0 && h->opts.sink->kind == SINK_FILES)
			hub_fail(h, &err); /* our own trouble */
	}
	if (n < 0) {
		sink_ended(h->opts.sink, c);
		hub_lose(h, c, &err);
	} else {
		hub_update(h, c);
	}
}

void hub_write_client(struct hub *h, struct client *c, uint32_t events)
{
	struct error err = ERROR_NONE;

	bool is_gone = c->peer_ended && (events & (EPOLLERR | EPOLLHUP));
	if (!is_gone && client_flush(c, &err) < 0)
		hub_lose(h, c, &err);
	else if (is_gone || client_is_done(c))
		hub_close(h, c, NULL);
	else
		hub_update(h, c);
}
