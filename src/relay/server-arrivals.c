/* SPDX-License-Identifier: MIT */
/* The clients of a server: how each is let in, and its conversation begins. */
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "net/datagram/reflection.h"
#include "relay/server-clients.h"
#include "relay/server-late.h"
#include "relay/session-impair.h"
#include "stream/telnet.h"

static int type_of(const struct server_opts *o)
{
	return o->listener ? listener_type(o->listener) : SOCK_STREAM;
}

static void tell_rejected(const struct server *s, const struct address *remote,
    enum tap_rejection why)
{
	struct tap_connection connection = {
		.transport =
		    tap_transport_of(address_family(remote), type_of(&s->opts)),
		.remote = remote,
	};

	tap_tell(s->rules.tap, &(struct tap_event){
				   .kind = TAP_REJECTED,
				   .connection = &connection,
				   .rejected = why,
			       });
}

static enum tap_rejection judge(
    const struct server_opts *o, int fd, const struct address *remote)
{
	if (o->deny && cidr_list_holds(o->deny, remote))
		return TAP_DENIED;
	if (o->allow && o->allow->count && !cidr_list_holds(o->allow, remote))
		return TAP_NOT_ALLOWED;
	if (type_of(o) == SOCK_DGRAM && reflection_follows(fd, remote))
		return TAP_REFLECTING;
	return TAP_ACCEPTABLE;
}

bool server_rejects(
    const struct server *s, int fd, const struct address *remote)
{
	enum tap_rejection why = judge(&s->opts, fd, remote);

	if (why != TAP_ACCEPTABLE)
		tell_rejected(s, remote, why);
	return why != TAP_ACCEPTABLE;
}

/* What cannot be reset is no end of a connection: it is on this host. */
static void take_stock(struct session_end ends[2])
{
	for (int side = NEAR; side <= FAR; side++) {
		const struct stream *st = ends[side].stream;
		ends[side].is_ours = !st->ops->reset && !st->carries_datagrams;
	}
}

void server_begin_session(struct client *c, const struct session_end *near)
{
	struct server *s = c->server;
	struct session_end ends[] = { *near, s->opts.far };

	ends[FAR].stream =
	    s->opts.speaks_telnet ? telnet_stream(c->socket) : c->socket;
	c->socket = NULL;
	if (s->rules.is_wire)
		take_stock(ends);
	session_init(&c->session, &s->rules, &ends[NEAR], &ends[FAR]);
	c->has_session = true;
	session_watch(&c->session, c->connection);
	if (s->rules.faults)
		session_impair(&c->session, (uint64_t)c->number);
	c->session.ended = server_note_change;
	c->session.context = c;
	loop_add(s->loop, &c->session.pollable);
}

static int start_program(
    struct client *c, const struct proxy_header *header, struct error *err)
{
	struct server *s = c->server;
	struct session_end near = { .is_ours = true, .need_not_read = true };
	struct program_peer peer = {
		.socket = c->socket,
		.number = c->number,
		.local = c->is_passed_on ? &header->destination : NULL,
		.remote = c->is_passed_on ? &header->source : NULL,
	};

	c->program = peer_program_start(
	    s->opts.program, &peer, s->loop, &near.stream, err);
	if (!c->program)
		return -1;
	c->program->ended = server_note_change;
	c->program->context = c;
	server_tell_program(c, TAP_EXEC, 0);
	if (near.stream)
		server_begin_session(c, &near);
	return 0;
}

struct arrival server_arrival(
    const struct client *c, const struct proxy_header *header)
{
	return (struct arrival){
		.number = c->number,
		.remote = server_client_remote(c),
		.connection = c->connection,
		.header = c->is_passed_on ? header : NULL,
		.far = c->socket,
		.is_dialled = c->server->opts.dialled != NULL,
		.carries_messages = c->socket->carries_messages,
	};
}

static int start_session(struct client *c, struct error *err)
{
	struct server *s = c->server;
	struct session_end near = { 0 };
	const struct arrival arrival = server_arrival(c, NULL);

	if (s->opts.make_near(s->opts.context, &arrival, &near, err) < 0)
		return -1;
	server_begin_session(c, &near);
	return 0;
}

/* A program that cannot be run ends the server: the next client would have no
 * other luck. A shortage may pass. */
static void cannot_start(struct client *c, const struct error *cause)
{
	struct server *s = c->server;
	char connection[ADDRESS_TEXT + 32];
	struct error err = *cause;

	if (cause->is_drop) {
		server_name_client(c, connection, sizeof(connection));
		error_reword(&err, "%s %s", connection, cause->text);
		server_note_trouble(s, &err);
	} else if (cause->kind == FAULT_NOT_FOUND ||
		   cause->kind == FAULT_NOT_RUNNABLE || s->is_single) {
		server_fail(s, cause);
	} else {
		server_note_failure(s, cause);
	}
	server_tell_end(
	    c, (struct tap_closed){
		   .outcome = cause->is_drop ? TAP_FAILED : TAP_UNSERVED,
		   .cause = cause,
	       });
	server_bury(c);
}

void server_converse(struct client *c, const struct proxy_header *header,
    const struct proxy_server_request *request)
{
	struct server *s = c->server;
	struct error err = ERROR_NONE;

	if (s->is_single)
		s->rules.enough_at = clock_after(s->opts.for_us);
	if (s->opts.reach) {
		struct arrival arrival = server_arrival(c, header);
		arrival.request = request;
		server_reach(c, &arrival);
		return;
	}
	int result = s->opts.program ? start_program(c, header, &err)
	                             : start_session(c, &err);
	if (result < 0)
		cannot_start(c, &err);
}

void server_identify(struct client *c, const struct proxy_header *header)
{
	server_note_connection(c, header);
	if (!c->server->opts.dialled)
		tap_tell(c->server->rules.tap, &(struct tap_event){
						   .kind = TAP_ACCEPTED,
						   .connection = c->connection,
					       });
}

static struct client *add_client(
    struct server *s, struct stream *far, const struct address *remote)
{
	struct client *c = xmalloc(sizeof(*c) + remote->len);

	s->accepted++;
	s->active++;
	*c = (struct client){
		.server = s,
		.next = s->clients,
		.link = &s->clients,
		.socket = far,
		.number = (int)s->accepted,
		.remote_len = (unsigned short)remote->len,
		.session.started = clock_now(),
	};
	memcpy(c->remote, &remote->storage, remote->len);
	if (c->next)
		c->next->link = &c->next;
	s->clients = c;
	return c;
}

/* The peer is a program that runs already: its status is that of the client. */
static void adopt_program(struct client *c)
{
	struct server *s = c->server;

	if (!s->opts.behind.pid)
		return;
	c->program =
	    peer_program_adopt(&s->opts.behind, s->opts.dialled, s->loop);
	c->program->ended = server_note_change;
	c->program->context = c;
	s->opts.behind.pid = 0;
	server_tell_program(c, TAP_EXEC, 0);
}

void server_begin(struct client *c)
{
	if (server_shakes_hands(c->server)) {
		server_shake_hands(c);
	} else {
		server_identify(c, NULL);
		adopt_program(c);
		server_converse(c, NULL, NULL);
	}
}

static void begin(
    struct server *s, struct stream *far, const struct address *remote)
{
	struct client *c = add_client(s, far, remote);

	if (!server_faults_meet(c))
		server_begin(c);
}

void server_admit(struct server *s, int fd, const struct address *remote)
{
	bool is_known = !s->opts.handshakes.take_header;

	if (is_known && server_rejects(s, fd, remote))
		listener_refuse(s->opts.listener, fd);
	else
		begin(s, listener_stream(s->opts.listener, fd, remote), remote);
}

void server_take(
    struct server *s, struct stream *far, const struct address *remote)
{
	begin(s, far, remote);
	server_wake(s); /* there are deadlines now */
}
