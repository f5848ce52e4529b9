/* SPDX-License-Identifier: MIT */
/* The clients of a server: the handshakes that precede a conversation. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "net/proxy-header/proxy-header-prelude.h"
#include "relay/server-clients.h"
#include "stream/peek.h"
#include "stream/prelude.h"

/* First, the header of a proxy */

static struct stream *read_header(
    const struct layer *layer, struct stream *below, struct error *err)
{
	struct client *c = layer->context;

	(void)err;
	return prelude_stream(below, proxy_header_reader(&c->arriving->header));
}

static const struct layer header_layer = {
	.what = "the client",
	.late = "had not sent a PROXY header",
	.wrap = read_header,
};

/* Then TLS */

static struct stream *secure(
    const struct layer *layer, struct stream *below, struct error *err)
{
	const struct client *c = layer->context;
	const struct handshake_opts *wanted = &c->server->opts.handshakes;

	return wanted->secure(wanted->context, below, c->connection, err);
}

static const struct layer tls_layer = {
	.what = "the TLS handshake",
	.late = "had not ended",
	.is_tls = true,
	.wrap = secure,
};

/* Or, with neither, a look at the first bytes */

static struct stream *look(
    const struct layer *layer, struct stream *below, struct error *err)
{
	const struct client *c = layer->context;
	const struct peek_opts opts = {
		.bytes = c->server->opts.handshakes.peeks,
		.deadline = c->arriving->handshake.layering.deadline,
		.connection = c->connection,
	};

	(void)err;
	return peek_stream(below, &opts);
}

static const struct layer peek_layer = {
	.what = "what the client sends",
	.wrap = look,
};

/* Last, what the client of a proxy server asks for */

static struct stream *read_request(
    const struct layer *layer, struct stream *below, struct error *err)
{
	struct client *c = layer->context;
	const struct handshake_opts *wanted = &c->server->opts.handshakes;

	(void)err;
	return prelude_stream(below, proxy_server_reader(wanted->asks,
					 wanted->users, &c->arriving->request));
}

static const struct layer request_layer = {
	.what = "the client",
	.late = "had not sent its request",
	.wrap = read_request,
};

/* All in their order */

static bool has_header(const struct handshake_opts *o)
{
	return o->take_header;
}

static bool has_tls(const struct handshake_opts *o)
{
	return o->secure != NULL;
}

static bool has_peek(const struct handshake_opts *o)
{
	return o->peeks > 0;
}

static bool has_request(const struct handshake_opts *o)
{
	return o->asks != PROXY_SERVER_NONE;
}

static const struct {
	const struct layer *layer;
	bool (*is_wanted)(const struct handshake_opts *o);
} steps[] = {
	{ &header_layer, has_header },
	{ &tls_layer, has_tls },
	{ &peek_layer, has_peek },
	{ &request_layer, has_request },
};

#define STEPS (sizeof(steps) / sizeof(steps[0]))

bool server_shakes_hands(const struct server *s)
{
	for (size_t i = 0; i < STEPS; i++)
		if (steps[i].is_wanted(&s->opts.handshakes))
			return true;
	return false;
}

/* Begins the first handshake from the step on, which takes over the stream.
 * Returns false if there is none. */
static bool shake(struct client *c, size_t step, struct stream *far)
{
	struct arriving *a = c->arriving;

	while (
	    step < STEPS && !steps[step].is_wanted(&c->server->opts.handshakes))
		step++;
	if (step == STEPS)
		return false;
	a->step = (unsigned char)step;
	a->handshake.layer = *steps[step].layer;
	a->handshake.layer.context = c;
	handshake_begin(&a->handshake, far, c->server->loop);
	return true;
}

void server_shake_hands(struct client *c)
{
	struct server *s = c->server;
	const struct handshake_opts *wanted = &s->opts.handshakes;
	struct stream *far = c->socket;
	struct arriving *a = xcalloc(1, sizeof(*a));

	a->handshake.layering.limit_us = wanted->timeout_us;
	a->handshake.layering.deadline = clock_after(wanted->timeout_us);
	a->handshake.ended = server_note_change;
	a->handshake.context = c;
	a->says_header = wanted->take_header;
	s->undecided += a->says_header;
	if (!a->says_header)
		server_identify(c, NULL);
	c->is_arriving = true;
	c->arriving = a;
	shake(c, 0, far);
}

void server_free_arriving(struct client *c)
{
	struct server *s = c->server;

	s->undecided -= c->arriving->says_header;
	handshake_end(&c->arriving->handshake);
	free(c->arriving);
	c->is_arriving = false;
	c->socket = NULL;
}

static void fail(struct client *c)
{
	char connection[ADDRESS_TEXT + 32];
	const struct error *cause = c->arriving->handshake.failure;
	struct error err = *cause;
	bool is_late = cause->kind == FAULT_TIMEOUT;

	if (c->arriving->says_header)
		server_identify(c, NULL);
	server_name_client(c, connection, sizeof(connection));
	error_reword(
	    &err, "%s%s %s", connection, is_late ? "" : ":", cause->text);
	server_tell_end(
	    c, (struct tap_closed){ .outcome = TAP_FAILED, .cause = cause });
	server_note_trouble(c->server, &err);
	c->is_concluded = true;
	c->server->active--;
	struct stream *far = layering_take(&c->arriving->handshake.layering);
	server_free_arriving(c);
	if (far)
		server_leave_peer(c, far);
}

/* An address of another family may be longer. The client can move: only the
 * list of the server and the handshake point to it so far. */
static struct client *make_room(struct client *c, size_t len)
{
	if (len <= c->remote_len)
		return c;
	c = xreallocarray(c, 1, sizeof(*c) + len);
	*c->link = c;
	if (c->next)
		c->next->link = &c->next;
	c->arriving->handshake.context = c;
	return c;
}

static struct client *take_addresses(struct client *c)
{
	const struct proxy_header *header = &c->arriving->header;

	if (!header->has_addresses)
		return c;
	c = make_room(c, header->source.len);
	c->is_passed_on = true;
	c->remote_len = (unsigned short)header->source.len;
	memcpy(c->remote, &header->source.storage, header->source.len);
	return c;
}

/* Returns the client, which may have moved, or NULL: it was refused. */
static struct client *take_header(struct client *c)
{
	struct server *s = c->server;

	c = take_addresses(c);
	c->arriving->says_header = false;
	s->undecided--;
	const struct address remote = server_client_remote(c);
	if (server_rejects(s, -1, &remote)) {
		s->turned_away++;
		server_bury(c);
		return NULL;
	}
	server_identify(c, &c->arriving->header);
	server_check_complete(s);
	return c;
}

static void tell_request(
    const struct client *c, const struct proxy_server_request *request)
{
	tap_tell(c->server->rules.tap,
	    &(struct tap_event){
		.kind = TAP_REQUESTED,
		.connection = c->connection,
		.requested = {
		    .protocol = proxy_protocol_name(request->protocol),
		    .host = request->host,
		    .port = request->port,
		},
	    });
}

static void go_on(struct client *c)
{
	if (c->arriving->says_header)
		c = take_header(c);
	if (!c)
		return;
	struct arriving *a = c->arriving;
	struct stream *far = layering_take(&a->handshake.layering);
	if (shake(c, a->step + 1U, far))
		return;
	struct proxy_header header = a->header;
	struct proxy_server_request request = a->request;
	server_free_arriving(c);
	c->socket = far;
	if (request.port)
		tell_request(c, &request);
	server_converse(c, &header, request.port ? &request : NULL);
}

bool server_look_at_arriving(struct client *c)
{
	if (!c->arriving->handshake.has_ended)
		return true;
	if (!c->arriving->handshake.failure) {
		go_on(c);
		return true;
	}
	fail(c);
	server_check_complete(c->server);
	return false;
}
