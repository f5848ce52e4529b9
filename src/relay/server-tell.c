/* SPDX-License-Identifier: MIT */
/* What people and observers are told of a client. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/server-clients.h"
#include "relay/session-judge.h"
#include "sys/socket/credentials.h"
#include "sys/socket/socket-queue.h"

struct address server_client_remote(const struct client *c)
{
	struct address a = { .len = c->remote_len };

	memcpy(&a.storage, c->remote, c->remote_len);
	return a;
}

static int type_of(const struct stream *far)
{
	return far->carries_datagrams  ? SOCK_DGRAM
	       : far->carries_messages ? SOCK_SEQPACKET
	                               : SOCK_STREAM;
}

static struct stream *client_far(const struct client *c)
{
	if (c->is_arriving)
		return c->arriving->handshake.layering.stream;
	if (c->is_reaching)
		return server_reaching_far(c);
	return c->has_session ? c->session.ends[FAR].stream : c->socket;
}

/* Whether the kernel knows the process of the peer. */
static bool has_owner(const struct client *c)
{
	const struct stream *far = client_far(c);
	struct address remote = server_client_remote(c);

	return address_family(&remote) == AF_UNIX && !c->is_passed_on && far &&
	       !far->carries_datagrams;
}

/* A connection with the values that it points to. */
struct told {
	struct tap_connection connection;
	struct address local, remote, proxy;
	struct credentials peer;
};

/* Only made for observers: it is half as large as the rest of a client, of
 * which there may be ten thousand. */
void server_note_connection(struct client *c, const struct proxy_header *header)
{
	const struct server *s = c->server;
	const struct stream *far = client_far(c);

	if (!s->is_single && !tap_wants_clients(s->rules.tap))
		return;
	struct told *t = xmalloc(sizeof(*t));
	*t = (struct told){
		.local = address_local(far->read_fd),
		.remote = server_client_remote(c),
	};
	if (c->is_passed_on) {
		t->local = header->destination;
		t->proxy = address_remote(far->read_fd);
	} else if (far->ops->ends) {
		far->ops->ends(far, &t->local, &t->remote);
	}
	int family = address_family(&t->remote);
	t->connection = (struct tap_connection){
		.id = s->is_single ? s->opts.number : (unsigned)c->number,
		.transport =
		    tap_transport_of_socket(far->read_fd, family, type_of(far)),
		.is_dialled = s->opts.dialled != NULL,
		.local = t->local.len ? &t->local : NULL,
		.remote = &t->remote,
		.proxy = c->is_passed_on ? &t->proxy : NULL,
	};
	if (has_owner(c)) {
		t->peer = credentials_of_peer(far->read_fd);
		t->connection.peer = &t->peer;
	}
	c->connection = &t->connection;
}

static const char *name_peer(const struct client *c, char buf[ADDRESS_TEXT])
{
	const char *dialled = c->server->opts.dialled;
	struct address remote = server_client_remote(c);

	if (dialled)
		return dialled;
	if (!has_owner(c))
		return credentials_or_address(buf, NULL, &remote);
	struct credentials peer = credentials_of_peer(client_far(c)->read_fd);
	return credentials_or_address(buf, &peer, &remote);
}

void server_name_client(const struct client *c, char *buf, size_t size)
{
	char peer[ADDRESS_TEXT];

	snprintf(buf, size, "connection %s %s",
	    c->server->opts.dialled ? "to" : "from", name_peer(c, peer));
}

/* The target of a relay */

struct told_target {
	struct tap_connection connection;
	struct address local, remote;
};

/* An end that has no socket has no address. */
static struct tap_connection *describe_target(
    const struct connection *connection, const struct stream *near)
{
	struct told_target *t = xmalloc(sizeof(*t));

	*t = (struct told_target){ .remote = connection->remote };
	if (connection->fd >= 0)
		t->local = address_local(connection->fd);
	if (near->ops->ends)
		near->ops->ends(near, &t->local, &t->remote);
	int family = address_family(&t->remote);
	t->connection = (struct tap_connection){
		.transport = tap_transport_of_socket(
		    near->read_fd, family, type_of(near)),
		.is_dialled = true,
		.local = t->local.len && family != AF_UNIX ? &t->local : NULL,
		.remote = t->remote.len ? &t->remote : NULL,
	};
	return &t->connection;
}

void server_note_target(struct client *c, const struct connection *connection,
    const struct stream *near)
{
	if (!c->connection)
		return;
	c->target = describe_target(connection, near);
	tap_tell(c->server->rules.tap,
	    &(struct tap_event){
		.kind = TAP_JOINED,
		.connection = c->connection,
		.joined = { c->target, connection->duration_us },
	    });
}

void server_name_broken(const struct client *c, char *buf, size_t size)
{
	const struct session *s = &c->session;
	const struct stream *near = s->ends[NEAR].stream;
	char target[ADDRESS_TEXT] = "the target";

	if (s->broken == FAR) {
		server_name_client(c, buf, size);
		return;
	}
	if (c->target && c->target->remote) {
		address_text(target, c->target->remote);
	} else if (near && near->read_fd >= 0) {
		struct address remote = address_remote(near->read_fd);
		if (remote.len)
			address_text(target, &remote);
	}
	snprintf(buf, size, "connection to %s", target);
}

void server_tell_program(const struct client *c, enum tap_kind kind, int status)
{
	const struct server *s = c->server;

	tap_tell(s->rules.tap, &(struct tap_event){
				     .kind = kind,
				     .connection = c->connection,
				     .exec = {
					 .program = c->program->name,
					 .pid = c->program->pid,
					 .role = TAP_FOR_PEER,
					 .status = status,
				     },
				 });
}

void server_tell_end(struct client *c, struct tap_closed how)
{
	const struct lane *lanes = c->session.lanes;
	struct stream *far = client_far(c);
	struct tap *tap = c->server->rules.tap;

	if (!tap_wants(tap, TAP_CLOSED))
		return;
	how.is_counted = c->has_session;
	how.target = c->target;
	how.first = c->has_session ? c->session.first : TAP_NEITHER;
	how.traffic.took_us = clock_now() - c->session.started;
	if (c->has_session) {
		how.traffic.in = lanes[FAR].bytes_read;
		how.traffic.out = lanes[NEAR].bytes_written;
		session_tell_resets(&c->session, &how);
	}
	/* A session that ends well has read all. */
	if (far && !far->carries_datagrams &&
	    (how.outcome == TAP_CUT_OFF || how.outcome == TAP_FAILED))
		how.resets_peer |= socket_queue_has_unread(far->read_fd);
	how.has_tcp =
	    far && far->ops->describe && far->ops->describe(far, &how.tcp);
	if (how.has_tcp)
		how.unconfirmed =
		    socket_queue_unconfirmed_bytes(far->read_fd, &how.tcp);
	tap_tell(tap, &(struct tap_event){
			  .kind = TAP_CLOSED,
			  .connection = c->connection,
			  .closed = how,
		      });
}
