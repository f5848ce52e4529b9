/* SPDX-License-Identifier: MIT */
/* The clients of a relay: how their targets are reached. Each dial is a member
 * of the loop, so that a target that does not answer delays no other client. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/server-clients.h"
#include "stream/prelude.h"

struct stream *server_reaching_far(const struct client *c)
{
	const struct reaching *r = c->reaching;

	return r->far ? r->far : r->answer.layering.stream;
}

/* Returns the stream of the client, which the caller then owns; NULL: it could
 * not be answered. */
static struct stream *take_far(struct reaching *r)
{
	struct stream *far = r->far;

	r->far = NULL;
	return far ? far : layering_take(&r->answer.layering);
}

/* Frees all but the stream of the client and the connection of the dialler. */
static void free_reaching(struct client *c)
{
	struct reaching *r = c->reaching;

	dialler_stop(&r->dialler);
	if (r->answer.pollable.ops)
		handshake_end(&r->answer);
	free(r->request);
	free(r);
	c->is_reaching = false;
	c->socket = NULL;
}

void server_free_reaching(struct client *c)
{
	struct reaching *r = c->reaching;
	struct stream *far = take_far(r);

	dialler_stop(&r->dialler);
	struct connection connection = r->dialler.connection;
	free_reaching(c); /* nothing waits for the descriptors any more */
	if (connection_is_open(&connection))
		connection_close(&connection);
	if (far && far->ops->reset)
		far->ops->reset(far);
	stream_close(far);
}

static struct proxy_server_request *copy_request(
    const struct proxy_server_request *request)
{
	struct proxy_server_request *copy = xmalloc(sizeof(*copy));

	*copy = *request;
	return copy;
}

void server_reach(struct client *c, const struct arrival *arrival)
{
	struct server *s = c->server;
	struct reaching *r = xcalloc(1, sizeof(*r));
	struct error err = ERROR_NONE;

	r->far = c->socket;
	if (arrival->request)
		r->request = copy_request(arrival->request);
	r->dialler.connection.fd = -1;
	r->dialler.caller = r->far;
	r->dialler.is_one_of_many = !s->is_single;
	r->dialler.ended = server_note_change;
	r->dialler.context = c;
	c->is_reaching = true;
	c->reaching = r;
	r->dialler.dial = s->opts.reach(s->opts.context, arrival, &err);
	if (r->dialler.dial) {
		dialler_start(&r->dialler, s->loop);
		return;
	}
	r->dialler.failure = err;
	server_note_change(c);
}

/* The answer to the client of a proxy server */

static struct stream *say_answer(
    const struct layer *layer, struct stream *below, struct error *err)
{
	const struct reaching *r = layer->context;
	const struct connection *connection = &r->dialler.connection;
	bool is_open = connection_is_open(connection);
	struct address bound = { 0 };

	(void)err;
	if (connection->fd >= 0)
		bound = address_local(connection->fd);
	return prelude_stream(
	    below, proxy_server_answerer(r->request,
		       is_open ? PROXY_CONNECTED
			       : proxy_server_outcome_of(&r->dialler.failure),
		       bound.len ? &bound : NULL));
}

static const struct layer answer_layer = {
	.what = "the client",
	.late = "had not taken the answer",
	.wrap = say_answer,
};

static void answer(struct client *c)
{
	struct reaching *r = c->reaching;
	int64_t limit_us = c->server->opts.handshakes.timeout_us;
	struct stream *far = take_far(r);

	r->answer.layer = answer_layer;
	r->answer.layer.context = r;
	r->answer.layering.limit_us = limit_us;
	r->answer.layering.deadline = clock_after(limit_us);
	r->answer.ended = server_note_change;
	r->answer.context = c;
	handshake_begin(&r->answer, far, c->server->loop);
}

/* What becomes of it */

/* Tells people, unless the client is the cause and is one of many. */
static void warn(struct client *c, const struct error *err, bool is_of_client)
{
	struct server *s = c->server;

	if (s->is_single || is_of_client)
		server_note_trouble(s, err);
	else if (err->is_local || err->kind == FAULT_INTERNAL)
		server_note_failure(s, err);
	else
		server_warn(s, err);
}

/* There is no connection to the target. The client is reset, or has taken the
 * answer, and only taking leave is left. Returns whether it is freed. */
static bool fail(struct client *c)
{
	const struct reaching *r = c->reaching;
	const struct dialler *d = &r->dialler;
	bool is_answered = r->answer.has_ended && !r->answer.failure;
	char connection[ADDRESS_TEXT + 32];
	struct error err = d->failure;

	server_name_client(c, connection, sizeof(connection));
	error_reword(&err, d->caller_is_gone ? "%s %s" : "%s: %s", connection,
	    d->failure.text);
	server_tell_end(
	    c, (struct tap_closed){
		   .outcome = d->caller_is_gone ? TAP_FAILED : TAP_UNREACHED,
		   .cause = &d->failure,
	       });
	warn(c, &err, d->caller_is_gone);
	if (!is_answered) {
		server_bury(c);
		return true;
	}
	c->is_concluded = true;
	c->server->active--;
	struct stream *far = take_far(c->reaching);
	free_reaching(c);
	server_leave_peer(c, far);
	return false;
}

/* The target is there, and the client does not take the answer. */
static void fail_to_answer(struct client *c)
{
	const struct error *failure = c->reaching->answer.failure;
	char connection[ADDRESS_TEXT + 32];
	struct error err = *failure;

	server_name_client(c, connection, sizeof(connection));
	error_reword(&err, failure->kind == FAULT_TIMEOUT ? "%s %s" : "%s: %s",
	    connection, failure->text);
	server_tell_end(
	    c, (struct tap_closed){ .outcome = TAP_FAILED, .cause = failure });
	warn(c, &err, true);
	server_bury(c);
}

/* The target is a program, which has time to end after the conversation. */
static void watch_program(
    struct client *c, const struct connection *target, struct stream *near)
{
	c->program = peer_program_adopt(
	    &target->child, target->program, c->server->loop);
	c->program->ended = server_note_change;
	c->program->context = c;
	program_heed_result(near, &c->program->result);
	server_tell_program(c, TAP_EXEC, 0);
}

/* The target is there: the conversation begins. */
static void go_on(struct client *c)
{
	struct server *s = c->server;
	const struct connection connection = c->reaching->dialler.connection;
	struct session_end near = s->opts.near;
	struct stream *far = take_far(c->reaching);

	near.stream = connection_stream(&connection, s->opts.near_tap);
	free_reaching(c);
	c->socket = far;
	server_note_target(c, &connection, near.stream);
	if (connection.child.pid)
		watch_program(c, &connection, near.stream);
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

bool server_look_at_reaching(struct client *c)
{
	const struct reaching *r = c->reaching;
	const struct dialler *d = &r->dialler;
	bool has_begun = r->answer.pollable.ops != NULL;

	if ((d->failure.kind == FAULT_NONE && d->dial) ||
	    (has_begun && !r->answer.has_ended))
		return true;
	if (!r->request && meets_itself(c->server, &d->connection)) {
		fail_itself(c);
		return true;
	}
	if (r->request && !has_begun && !d->caller_is_gone) {
		answer(c);
		return true;
	}
	if (!connection_is_open(&d->connection))
		return fail(c);
	if (r->answer.failure)
		fail_to_answer(c);
	else
		go_on(c);
	return true;
}
