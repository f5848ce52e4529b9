/* SPDX-License-Identifier: MIT */
/* The clients of a relay: how their targets are reached. Each dial is a member
 * of the loop, so that a target that does not answer delays no other client. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "relay/server-clients.h"

static struct stream *take_far(struct reaching *r)
{
	struct stream *far = r->far;

	r->far = NULL;
	return far;
}

void server_free_reaching(struct client *c)
{
	struct reaching *r = c->reaching;

	dialler_stop(&r->dialler);
	if (connection_is_open(&r->dialler.connection))
		connection_close(&r->dialler.connection);
	if (r->far && r->far->ops->reset)
		r->far->ops->reset(r->far);
	stream_close(r->far);
	free(r);
	c->is_reaching = false;
	c->socket = NULL;
}

void server_reach(struct client *c, const struct proxy_header *header)
{
	struct server *s = c->server;
	const struct arrival arrival = server_arrival(c, header);
	struct reaching *r = xcalloc(1, sizeof(*r));
	struct error err = ERROR_NONE;

	r->far = c->socket;
	r->dialler.connection.fd = -1;
	r->dialler.caller = r->far;
	r->dialler.is_one_of_many = !s->is_single;
	r->dialler.ended = server_note_change;
	r->dialler.context = c;
	c->is_reaching = true;
	c->reaching = r;
	r->dialler.dial = s->opts.reach(s->opts.context, &arrival, &err);
	if (r->dialler.dial) {
		dialler_start(&r->dialler, s->loop);
		return;
	}
	r->dialler.failure = err;
	server_note_change(c);
}

/* There is no connection to the target: the client is reset, and that is told
 * to people, unless the client itself is the cause. */
static void fail(struct client *c)
{
	struct server *s = c->server;
	const struct dialler *d = &c->reaching->dialler;
	char connection[ADDRESS_TEXT + 32];
	struct error err = d->failure;

	server_name_client(c, connection, sizeof(connection));
	server_tell_end(
	    c, (struct tap_closed){
		   .outcome = d->caller_is_gone ? TAP_FAILED : TAP_UNREACHED,
		   .cause = &d->failure,
	       });
	if (d->caller_is_gone)
		error_reword(&err, "%s %s", connection, d->failure.text);
	else
		error_reword(&err, "%s: %s", connection, d->failure.text);
	if (s->is_single || d->caller_is_gone)
		server_note_trouble(s, &err);
	else if (err.is_local || err.kind == FAULT_INTERNAL)
		server_note_failure(s, &err);
	else
		server_warn(s, &err);
	server_bury(c);
}

/* The target is a program, which has time to end after the conversation. */
static void watch_program(struct client *c, const struct connection *target)
{
	c->program = peer_program_adopt(
	    &target->child, target->program, c->server->loop);
	c->program->ended = server_note_change;
	c->program->context = c;
	server_tell_program(c, TAP_EXEC, 0);
}

/* The target is there: the conversation begins. */
static void go_on(struct client *c)
{
	struct server *s = c->server;
	struct reaching *r = c->reaching;
	const struct connection connection = r->dialler.connection;
	struct session_end near = s->opts.near;

	near.stream = connection_stream(&connection, s->opts.near_tap);
	c->socket = take_far(r);
	c->is_reaching = false;
	free(r);
	server_note_target(c, &connection, near.stream);
	if (connection.child.pid)
		watch_program(c, &connection);
	server_begin_session(c, &near);
}

/* Whether the target is this server: then each client would cause another one.
 */
static bool meets_itself(
    const struct server *s, const struct connection *connection)
{
	return s->opts.listener && connection->fd >= 0 && !connection->behind &&
	       listener_is_at(
		   s->opts.listener, &connection->remote, connection->type);
}

static void fail_itself(struct client *c)
{
	struct server *s = c->server;
	char text[ADDRESS_TEXT];
	struct error err = ERROR_NONE;

	error_set(&err, FAULT_USAGE,
	    "cannot forward to %s: that is where genet itself listens",
	    address_text(text, &c->reaching->dialler.connection.remote));
	server_tell_end(
	    c, (struct tap_closed){ .outcome = TAP_UNREACHED, .cause = &err });
	server_bury(c);
	server_fail(s, &err);
}

void server_look_at_reaching(struct client *c)
{
	const struct dialler *d = &c->reaching->dialler;

	if (d->failure.kind == FAULT_NONE && d->dial)
		return;
	if (meets_itself(c->server, &d->connection))
		fail_itself(c);
	else if (connection_is_open(&d->connection))
		go_on(c);
	else
		fail(c);
}
