/* SPDX-License-Identifier: MIT */
/* The clients of a server: how each ends. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>

#include "base/clock.h"
#include "relay/goal.h"
#include "relay/server-clients.h"
#include "relay/server-late.h"

/* So many sessions take leave at once; one more cuts the oldest off. */
#define LEAVING_MOST 64

/* Whether an end was a program that broke off, whose status says all. */
static bool failed_by_program(const struct client *c)
{
	const struct error *failure =
	    c->has_session ? c->session.failure : NULL;

	return failure && failure->kind == FAULT_PROGRAM;
}

/* The status of the program; 0 if there is none, or if genet has made it end.
 * SIGPIPE after the goal was reached counts as success. */
static int status_of(const struct client *c)
{
	const struct session_rules *rules = &c->server->rules;
	const struct peer_program *p = c->program;
	bool has_heard_enough = rules->goal && rules->goal->is_reached;

	if (failed_by_program(c))
		return c->session.failure->status;
	if (!p || clock_now() >= rules->enough_at ||
	    (has_heard_enough && p->child.status == 128 + SIGPIPE))
		return 0;
	return peer_program_status(p);
}

/* Whether the target has refused datagrams: that it cannot be reached is known
 * only after the dial. */
static bool is_refused(const struct client *c)
{
	return !c->server->is_single && c->session.is_breaking &&
	       c->session.broken == NEAR &&
	       c->session.failure->kind == FAULT_REFUSED;
}

static void conclude_failed(struct client *c)
{
	char connection[ADDRESS_TEXT + 32];
	struct error err = ERROR_NONE;

	if (c->session.rules->is_wire && c->session.is_breaking)
		server_name_broken(c, connection, sizeof(connection));
	else
		server_name_client(c, connection, sizeof(connection));
	session_result(&c->session, connection, &err);
	server_tell_end(c, (struct tap_closed){ .outcome = TAP_FAILED,
			       .cause = c->session.failure });
	if (is_refused(c))
		server_warn(c->server, &err);
	else
		server_note_trouble(c->server, &err);
}

static void conclude_left(struct client *c)
{
	char connection[ADDRESS_TEXT + 32];
	struct error err = ERROR_NONE;

	server_name_client(c, connection, sizeof(connection));
	error_set(&err, FAULT_RESET, "%s ended before its program", connection);
	server_tell_end(c,
	    (struct tap_closed){ .outcome = TAP_LEFT_PROGRAM, .cause = &err });
	server_note_trouble(c->server, &err);
}

/* The result of the client is known. */
static void conclude(struct client *c)
{
	int status = status_of(c);

	c->is_concluded = true;
	c->server->last_status = status;
	if (c->program)
		server_tell_program(c, TAP_EXEC_EXIT, c->program->child.status);
	if (c->has_session && c->session.failure && !failed_by_program(c)) {
		conclude_failed(c);
	} else if (c->program && c->program->is_peer_gone) {
		conclude_left(c);
	} else {
		server_tell_end(
		    c, (struct tap_closed){
			   .outcome = status ? TAP_PROGRAM_FAILED : TAP_ENDED,
			   .status = status });
	}
}

void server_bury(struct client *c)
{
	struct server *s = c->server;

	if (!c->is_concluded)
		s->active--;
	s->leaving_count -= c->leaving.at != NULL;
	list_remove(&s->leaving, &c->leaving);
	list_remove(&s->changed, &c->changed);
	*c->link = c->next;
	if (c->next)
		c->next->link = c->link;
	s->door.paused_until = 0; /* there is a descriptor again */
	if (c->has_session)
		loop_remove(&c->session.pollable);
	/* Before its pipes are closed, which it could take for an end. Its
	 * result, which its stream knows, is for reads only. */
	peer_program_free(c->program);
	if (c->has_session)
		session_free(&c->session);
	server_faults_free(c);
	if (c->is_arriving)
		server_free_arriving(c);
	if (c->is_reaching)
		server_free_reaching(c);
	stream_close(c->socket);
	free(c->connection);
	free(c->target);
	free(c);
}

static void leave(struct client *c)
{
	struct server *s = c->server;

	list_append(&s->leaving, &c->leaving);
	s->leaving_count++;
	if (s->leaving_count > LEAVING_MOST)
		server_bury(
		    LIST_OWNER(s->leaving.first, struct client, leaving));
}

void server_leave_peer(struct client *c, struct stream *socket)
{
	session_leave(&c->session, &c->server->rules, socket);
	c->has_session = true;
	c->session.ended = server_note_change;
	c->session.context = c;
	if (c->session.phase == SESSION_LEAVING)
		loop_add(c->server->loop, &c->session.pollable);
}

/* The program, which had the socket itself, has ended. */
static void leave_socket(struct client *c)
{
	struct stream *socket = c->socket;
	int fd = socket->read_fd;

	if (!peer_program_leaves_peer(c->program))
		return;
	c->socket = NULL;
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	server_leave_peer(c, socket);
}

/* No more bytes pass between program and peer. The program has time to process
 * what it has received, unless it has taken too long already. */
static void session_is_over(struct client *c)
{
	const struct error *failure = c->session.failure;

	if (failure && (failure->kind == FAULT_TIMEOUT || failure->is_local ||
			   failure->kind == FAULT_IO))
		peer_program_stop(c->program);
	else if (session_found_peer_gone(&c->session))
		peer_program_peer_gone(c->program, failure != NULL);
	if (c->session.phase == SESSION_OVER)
		session_close(&c->session);
}

void server_note_change(void *client)
{
	struct client *c = client;
	struct server *s = c->server;

	if (!c->changed.at)
		list_append(&s->changed, &c->changed);
	loop_wake(&s->pollable);
}

static void look_at(struct client *c)
{
	bool is_talking = c->has_session && c->session.phase < SESSION_LEAVING;
	bool is_running = c->program && !c->program->child.has_ended;

	if (c->late) {
		server_faults_look(c);
		return;
	}
	if (c->is_reaching && server_look_at_reaching(c))
		return;
	if (is_talking && c->program)
		loop_wake(&c->session.pollable); /* for the result */
	if (is_talking || (c->is_arriving && server_look_at_arriving(c)))
		return;
	if (is_running) {
		if (c->has_session)
			session_is_over(c);
		return;
	}
	if (!c->is_concluded) {
		conclude(c);
		c->server->active--;
		if (c->socket)
			leave_socket(c);
	} else if (c->leaving.at && c->session.phase == SESSION_LEAVING) {
		return;
	}
	if (c->has_session && c->session.phase == SESSION_LEAVING)
		leave(c);
	else
		server_bury(c);
}

void server_settle(struct server *s)
{
	while (s->changed.first) {
		struct client *c =
		    LIST_OWNER(s->changed.first, struct client, changed);
		list_remove(&s->changed, &c->changed);
		look_at(c);
	}
}

/* All clients */

void server_stop_programs(struct server *s)
{
	for (struct client *c = s->clients; c; c = c->next)
		if (c->program)
			peer_program_stop(c->program);
}

void server_wake_sessions(struct server *s)
{
	for (struct client *c = s->clients; c; c = c->next)
		if (c->has_session)
			loop_wake(&c->session.pollable);
}

static void cut_off(struct client *c)
{
	if (c->is_arriving && c->arriving->says_header)
		server_identify(c, NULL);
	if (!c->is_concluded && c->has_session)
		session_cut_off(&c->session);
	if (!c->is_concluded)
		server_tell_end(
		    c, (struct tap_closed){ .outcome = TAP_CUT_OFF });
	server_bury(c);
}

void server_cut_off_arriving(struct server *s)
{
	struct client *next;

	for (struct client *c = s->clients; c; c = next) {
		next = c->next;
		if (c->is_arriving || c->is_reaching || c->late)
			cut_off(c);
	}
}

/* All programs have the same time to end. */
void server_cut_off_all(struct server *s)
{
	int64_t deadline = clock_after(CHILD_GRACE_US);

	for (struct client *c = s->clients; c; c = c->next)
		if (c->program)
			child_ask_to_end(&c->program->child.child);
	for (struct client *c = s->clients; c; c = c->next) {
		if (!c->program)
			continue;
		int status = child_end_by(&c->program->child.child, deadline);
		if (!c->is_concluded)
			server_tell_program(c, TAP_EXEC_EXIT,
			    status < 0 ? c->program->child.status : status);
	}
	/* lint-deep: server_bury() takes the client out of the list */
	while (s->clients)
		cut_off(s->clients);
}
