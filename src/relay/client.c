/* SPDX-License-Identifier: MIT */
/* One conversation of a server: its name, and what is told of it. */
#include "relay/client.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "relay/goal.h"
#include "sys/credentials.h"

struct address client_remote(const struct client *c)
{
	struct address a = { .len = c->remote_len };

	memcpy(&a.storage, c->remote, c->remote_len);
	return a;
}

int client_number(const struct client *c)
{
	return c->common->is_single ? 0 : c->number;
}

static struct stream *client_far(const struct client *c)
{
	return c->has_session ? c->session.ends[FAR].stream : c->socket;
}

/* Clients of Unix sockets rarely have an address, but always an owner. */
const char *client_name_peer(const struct client *c, char buf[ADDRESS_TEXT])
{
	const char *dialled = c->common->dialled;
	struct address remote = client_remote(c);

	if (dialled)
		return dialled;
	if (address_family(&remote) != AF_UNIX || !client_far(c))
		return address_text(buf, &remote);
	struct credentials peer = credentials_of_peer(client_far(c)->read_fd);
	return credentials_text(buf, &peer);
}

/* "connection from 192.0.2.1:80" */
void client_name(const struct client *c, char *buf, size_t size)
{
	char peer[ADDRESS_TEXT];

	snprintf(buf, size, "connection %s %s",
	    c->common->dialled ? "to" : "from", client_name_peer(c, peer));
}

void client_tell_end(struct client *c, const char *why)
{
	const struct session *s = &c->session;
	bool is_counted = c->has_session;

	tap_tell(c->common->tap,
	    &(struct tap_event){
		.kind = TAP_CLOSED,
		.conn = client_number(c),
		.in = is_counted ? s->lanes[FAR].bytes_read : TAP_UNCOUNTED,
		.out =
		    is_counted ? s->lanes[NEAR].bytes_written : TAP_UNCOUNTED,
		.duration_us = clock_now() - c->started,
		.text = why,
	    });
}

void client_end_well(struct client *c, int status)
{
	struct stream *far = client_far(c);
	char text[96] = "";

	if (status)
		snprintf(text, sizeof(text), "its program ended with status %d",
		    status);
	else if (far && far->ops->describe &&
		 tap_is_wanted(c->common->tap, TAP_CLOSED))
		far->ops->describe(far, text, sizeof(text));
	client_tell_end(c, text[0] ? text : NULL);
}

/* How the program ended, as far as that is its own doing: to be killed for
 * writing more than was wanted is no failure. */
int client_status(const struct client *c)
{
	const struct goal *goal = c->common->rules->goal;
	const struct peer_program *p = c->program;
	bool has_heard_enough = goal && goal->is_reached;

	if (!p || p->is_stopped || clock_now() >= c->common->rules->enough_at ||
	    (has_heard_enough && p->child.status == 128 + SIGPIPE))
		return 0;
	return p->child.status;
}
