/* SPDX-License-Identifier: MIT */
/* The conversations of a server: what comes before each. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "net/proxy-header/proxy-header-prelude.h"
#include "relay/arrivals.h"
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

static void begin_header(struct client *c, struct stream *far)
{
	struct arriving *a = c->arriving;

	a->layer = (struct layer){
		.what = "the client",
		.late = "had not sent a PROXY header",
		.wrap = read_header,
		.context = c,
	};
	handshake_begin(&a->handshake, &a->layer, 1, far, server_of(c)->loop);
}

/* Then, what protects the conversation */

static struct stream *secure(
    const struct layer *layer, struct stream *below, struct error *err)
{
	const struct client *c = layer->context;
	const struct server_handshakes *wanted = &server_of(c)->opts.handshakes;

	return wanted->secure(wanted->context, below, c->connection, err);
}

static void begin_to_secure(struct client *c, struct stream *far)
{
	struct arriving *a = c->arriving;
	struct server *s = server_of(c);

	a->layer = (struct layer){
		.what = s->opts.handshakes.what,
		.late = "had not ended",
		.is_tls = true,
		.wrap = secure,
		.context = c,
	};
	handshake_begin(&a->handshake, &a->layer, 1, far, s->loop);
}

/* Or, with neither, a look at what the client sends */

static struct stream *look(
    const struct layer *layer, struct stream *below, struct error *err)
{
	const struct client *c = layer->context;
	const struct peek_opts opts = {
		.bytes = server_of(c)->opts.handshakes.peeks,
		.deadline = c->arriving->handshake.layering.deadline,
		.connection = c->connection,
	};

	(void)err;
	return peek_stream(below, &opts);
}

static void begin_to_peek(struct client *c, struct stream *far)
{
	struct arriving *a = c->arriving;

	a->layer = (struct layer){
		.what = "what the client sends",
		.wrap = look,
		.context = c,
	};
	handshake_begin(&a->handshake, &a->layer, 1, far, server_of(c)->loop);
}

void server_shake_hands(struct client *c)
{
	struct server *s = server_of(c);
	const struct server_handshakes *wanted = &s->opts.handshakes;
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
	if (a->says_header)
		begin_header(c, far);
	else if (wanted->peeks)
		begin_to_peek(c, far);
	else
		begin_to_secure(c, far);
}

void server_free_arriving(struct client *c)
{
	struct server *s = server_of(c);

	s->undecided -= c->arriving->says_header;
	handshake_end(&c->arriving->handshake);
	free(c->arriving);
	c->is_arriving = false;
	c->socket = NULL;
}

/* What has failed is the connection, or something of it. */
static void fail(struct client *c)
{
	char connection[ADDRESS_TEXT + 32];
	const struct error *cause = c->arriving->handshake.failure;
	struct error err = *cause;
	bool is_late = cause->kind == FAULT_TIMEOUT;

	if (c->arriving->says_header)
		server_identify(c, NULL);
	client_name(c, connection, sizeof(connection));
	error_reword(
	    &err, "%s%s %s", connection, is_late ? "" : ":", cause->text);
	client_tell_end(
	    c, (struct tap_closed){ .outcome = TAP_FAILED, .cause = cause });
	server_note_trouble(server_of(c), &err);
	c->is_concluded = true;
	server_of(c)->active--;
	struct stream *far = handshake_take(&c->arriving->handshake);
	server_free_arriving(c);
	if (far)
		server_leave_peer(c, far);
}

/* An address of another family may need more room: nobody knows yet where the
 * client is but the server and the handshake. */
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

/* Returns the client, which may have moved; NULL: it is not let in. */
static struct client *take_header(struct client *c)
{
	struct server *s = server_of(c);

	c = take_addresses(c);
	c->arriving->says_header = false;
	s->undecided--;
	if (server_rejects(c)) {
		s->turned_away++;
		server_bury(c);
		return NULL;
	}
	server_identify(c, &c->arriving->header);
	server_check_complete(s);
	return c;
}

static void go_on(struct client *c)
{
	bool was_header = c->arriving->says_header;

	if (was_header)
		c = take_header(c);
	if (!c)
		return;
	struct stream *far = handshake_take(&c->arriving->handshake);
	if (was_header && server_of(c)->opts.handshakes.secure) {
		begin_to_secure(c, far);
		return;
	}
	struct proxy_header header = c->arriving->header;
	server_free_arriving(c);
	c->socket = far;
	server_converse(c, &header);
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
	server_check_complete(server_of(c));
	return false;
}
