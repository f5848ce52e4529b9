/* SPDX-License-Identifier: MIT */
/* The clients of a server: faults that meet them at the door. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/impair/impair-door.h"
#include "relay/server-clients.h"
#include "relay/server-late.h"
#include "relay/session-impair.h"

/* A client that has to wait; a member of the loop. */
struct client_late {
	struct pollable pollable;
	struct client *client;
	int64_t came_at, until;
};

static int64_t late_prepare(struct pollable *p, struct waiting *w)
{
	(void)w;
	return ((const struct client_late *)p)->until;
}

static bool late_service(struct pollable *p, const struct waiting *w)
{
	const struct client_late *late = (const struct client_late *)p;

	(void)w;
	if (clock_now() < late->until)
		return true;
	server_note_change(late->client);
	return false;
}

static const struct pollable_ops late_ops = {
	.prepare = late_prepare,
	.service = late_service,
};

static void wait_for(struct client *c, int64_t came_at, int64_t late_us)
{
	struct client_late *late = xcalloc(1, sizeof(*late));

	late->pollable.ops = &late_ops;
	late->client = c;
	late->came_at = came_at;
	late->until = clock_after(late_us);
	c->late = late;
	loop_add(c->server->loop, &late->pollable);
}

void server_faults_free(struct client *c)
{
	if (!c->late)
		return;
	loop_remove(&c->late->pollable);
	free(c->late);
	c->late = NULL;
}

/* Faults that are gone hold the client no more. */
static void hurry(struct client_late *late, const struct impair_set *faults)
{
	int64_t late_us = impair_door_late(
	    faults, (uint64_t)late->client->number, late->came_at);

	if (late_us >= late->until - late->came_at)
		return;
	late->until = late->came_at + late_us;
	loop_wake(&late->pollable);
}

void server_faults_look(struct client *c)
{
	if (clock_now() < c->late->until)
		return;
	server_faults_free(c);
	server_begin(c);
}

/* Observers see a connection that begins and ends. */
static void tell(struct client *c)
{
	server_identify(c, NULL);
	server_tell_end(c, (struct tap_closed){ .outcome = TAP_ENDED });
}

static void refuse(struct client *c)
{
	tell(c);
	if (c->socket->ops->reset)
		c->socket->ops->reset(c->socket);
	server_bury(c);
}

static void close_at_once(struct client *c)
{
	struct stream *socket = c->socket;

	tell(c);
	c->is_concluded = true;
	c->server->active--;
	c->socket = NULL;
	server_leave_peer(c, socket);
	server_note_change(c);
}

bool server_faults_meet(struct client *c)
{
	struct server *s = c->server;
	int64_t now = clock_now(), late_us = 0;

	switch (impair_door_judge(s->rules.faults, s->rules.tap,
	    (uint64_t)c->number, now, &late_us)) {
	case IMPAIR_ADMITTED:
		break;
	case IMPAIR_REFUSED:
		refuse(c);
		return true;
	case IMPAIR_CLOSED:
		close_at_once(c);
		return true;
	}
	if (late_us > 0)
		wait_for(c, now, late_us);
	return late_us > 0;
}

void server_note_faults(void *server)
{
	struct server *s = server;

	for (struct client *c = s->clients; c; c = c->next)
		if (c->late)
			hurry(c->late, s->rules.faults);
	server_wake_sessions(server);
	server_wake(server);
}

size_t server_reset_all(struct server *s)
{
	size_t count = 0;

	for (struct client *c = s->clients; c; c = c->next) {
		if (!c->has_session || c->session.phase != SESSION_OPEN)
			continue;
		session_impair_reset(&c->session);
		count++;
	}
	return count;
}
