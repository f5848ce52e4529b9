/* SPDX-License-Identifier: MIT */
/* The clients of a server who send datagrams to the same sockets: a member of
 * the loop that receives for all of them. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "net/bind/senders.h"
#include "relay/server-clients.h"

/* The most datagrams that a drain receives: a busy sender could go on. */
#define DRAIN_MOST 65536

/* How often to tell that there are too many. */
#define REPLACED_TOLD (60 * CLOCK_SECOND)

struct server_senders {
	struct pollable pollable;
	struct server *server;
	struct senders *senders;
	int64_t next_line; /* tells of senders that were replaced */
	bool is_draining;
	int left; /* datagrams that a drain still receives */
};

/* What happens to the senders */

static bool admits(void *context, int fd, const struct address *from)
{
	const struct server_senders *ss = context;

	const struct server *s = ss->server;

	/* Conversations that were replaced may take a while to end. */
	return !s->door.is_shut && s->active / 2 < s->opts.max_clients &&
	       !server_rejects(s, fd, from);
}

static void begins(
    void *context, struct stream *stream, const struct address *from)
{
	const struct server_senders *ss = context;

	server_take(ss->server, stream, from);
	server_check_complete(ss->server);
}

static void replaced(void *context)
{
	struct server_senders *ss = context;
	struct error err = ERROR_NONE;
	int64_t now = clock_now();

	if (now < ss->next_line)
		return;
	ss->next_line = now + REPLACED_TOLD;
	error_set(&err, FAULT_IO,
	    "more than %zu clients at once: each new one ends the "
	    "conversation that has been idle for the longest time",
	    ss->server->opts.max_clients);
	server_warn(ss->server, &err);
}

static void changed(void *context)
{
	loop_wake(&((struct server_senders *)context)->pollable);
}

/* In the loop */

static int64_t senders_member_prepare(struct pollable *p, struct waiting *w)
{
	const struct server_senders *ss = (const struct server_senders *)p;
	int64_t latest = senders_prepare(ss->senders, w);

	return ss->is_draining ? 0 : latest;
}

/* Receives what has come so far. Then all conversations end, as nothing else
 * would end them. Returns as senders_serve(). */
static int drain(struct server_senders *ss, struct error *err)
{
	int count = senders_receive(ss->senders, err);

	if (count < 0)
		return -1;
	ss->left -= count;
	if (count > 0 && ss->left > 0)
		return 0;
	ss->is_draining = false;
	server_door_shut(ss->server);
	senders_end(ss->senders);
	server_wake(ss->server);
	return 0;
}

static bool senders_member_service(struct pollable *p, const struct waiting *w)
{
	struct server_senders *ss = (struct server_senders *)p;
	struct error err = ERROR_NONE;
	int result = senders_serve(ss->senders, w, &err);

	if (result == 0 && ss->is_draining)
		result = drain(ss, &err);
	if (result < 0)
		server_fail(ss->server, &err);
	return true;
}

static void senders_member_fail(struct pollable *p, const struct error *cause)
{
	server_fail(((struct server_senders *)p)->server, cause);
}

static const struct pollable_ops ops = {
	.prepare = senders_member_prepare,
	.service = senders_member_service,
	.cannot_wait = "cannot wait for datagrams",
	.fail = senders_member_fail,
};

/* Life */

/* The only client of a server of datagrams has the socket for itself. */
static bool has_many(const struct server *s)
{
	const struct listener *l = s->opts.listener;

	return l && listener_type(l) == SOCK_DGRAM && !s->is_single;
}

void server_senders_open(struct server *s)
{
	if (!has_many(s))
		return;
	struct server_senders *ss = xcalloc(1, sizeof(*ss));
	const struct senders_opts opts = {
		.fds = listener_fds(s->opts.listener),
		.count = listener_addresses(s->opts.listener)->count,
		.most = s->opts.max_clients,
		.admits = admits,
		.begins = begins,
		.replaced = replaced,
		.changed = changed,
		.context = ss,
		.tap = s->rules.tap,
	};

	ss->pollable.ops = &ops;
	ss->server = s;
	ss->senders = senders_new(&opts);
	s->senders = ss;
	loop_add(s->loop, &ss->pollable);
}

void server_senders_drain(struct server *s)
{
	s->senders->is_draining = true;
	s->senders->left = DRAIN_MOST;
	loop_wake(&s->senders->pollable);
}

void server_senders_close(struct server *s)
{
	if (!s->senders)
		return;
	loop_remove(&s->senders->pollable);
	senders_free(s->senders->senders);
	free(s->senders);
	s->senders = NULL;
}
