/* SPDX-License-Identifier: MIT */
/* A program that talks to a peer. */
#include "relay/peer-program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/poller.h"
#include "sys/process/orphans.h"
#include "sys/socket/address.h"

/* "NAME=VALUE" texts about the connection. Allocated; ends in NULL. */
static char **make_environment(const struct program_peer *peer)
{
	const struct stream *socket = peer->socket;
	int fd = socket->read_fd;
	struct address local = peer->local ? *peer->local : address_local(fd);
	struct address remote =
	    peer->remote ? *peer->remote : address_remote(fd);
	char local_ip[ADDRESS_TEXT], remote_ip[ADDRESS_TEXT];
	char **list = xcalloc(7, sizeof(*list));

	if (!peer->local && socket->ops->ends)
		socket->ops->ends(socket, &local, &remote);
	bool is_unix = address_family(&local) == AF_UNIX;
	list[0] =
	    xasprintf("GENET_PROTO=%s", is_unix                     ? "unix"
					: socket->carries_datagrams ? "udp"
								    : "tcp");
	list[1] = xasprintf("GENET_CONN=%d", peer->number);
	if (is_unix)
		return list;
	list[2] =
	    xasprintf("GENET_LOCAL_IP=%s", address_host(local_ip, &local));
	list[3] = xasprintf("GENET_LOCAL_PORT=%u", address_port(&local));
	list[4] =
	    xasprintf("GENET_REMOTE_IP=%s", address_host(remote_ip, &remote));
	list[5] = xasprintf("GENET_REMOTE_PORT=%u", address_port(&remote));
	return list;
}

static int hand_over(struct peer_program *p, char *const *argv,
    char **environment, struct error *err)
{
	int fd = p->socket->read_fd;
	struct child_program opts = {
		.argv = argv,
		.stdin_fd = fd,
		.stdout_fd = fd,
		.own_group = true,
		.additional = (const char *const *)environment,
	};

	orphans_adopt();
	/* Programs do not expect EAGAIN. */
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	return child_run_program(&p->child.child, &opts, err);
}

static struct stream *give_pipes(struct peer_program *p,
    const struct peer_program_opts *opts, char **environment, struct error *err)
{
	struct program_opts program = {
		.argv = opts->argv,
		.additional = (const char *const *)environment,
		.crlf = opts->crlf,
	};

	return program_stream(&program, &p->child.child, err);
}

/* When the program has to end */

void peer_program_peer_gone(struct peer_program *p, bool was_reset)
{
	int64_t now = clock_now();
	int64_t ended_at = p->peer_ended_at ? p->peer_ended_at : now;

	p->events = 0;
	p->end_at = now + PEER_PROGRAM_RESET;
	/* A probe can find a peer gone that had ended in order. */
	if ((!was_reset || p->peer_ended_at) &&
	    p->end_at < ended_at + PEER_PROGRAM_CLOSED)
		p->end_at = ended_at + PEER_PROGRAM_CLOSED;
	loop_wake(&p->pollable);
}

/* Handles the events of the socket. */
static void look_at_peer(struct peer_program *p, short events)
{
	if (events & (POLLERR | POLLHUP)) {
		peer_program_peer_gone(p, events & POLLERR);
	} else if (events & poller_peer_end) {
		p->peer_ended_at = clock_now();
		p->events = POLLERR;
		if (p->socket->ops->watch_peer)
			p->socket->ops->watch_peer(p->socket);
	}
}

void peer_program_stop(struct peer_program *p)
{
	if (p->child.has_ended || p->kill_at != CLOCK_NEVER)
		return;
	p->is_stopped = true;
	child_ask_to_end(&p->child.child);
	p->kill_at = clock_after(CHILD_GRACE_US);
	loop_wake(&p->pollable);
}

static void check_time(struct peer_program *p)
{
	int64_t now = clock_now();

	if (now >= p->end_at) {
		p->is_peer_gone = true;
		p->end_at = CLOCK_NEVER;
		child_ask_to_end(&p->child.child);
	}
	if (now >= p->kill_at) {
		loop_leave_child(&p->child);
		p->child.status = child_end_by(&p->child.child, now);
		p->child.has_ended = true;
	}
}

/* In the loop */

static int64_t peer_program_prepare(
    struct pollable *pollable, struct waiting *w)
{
	struct peer_program *p = (struct peer_program *)pollable;

	if (p->events)
		waiting_add(w, p->socket->read_fd, p->events);
	return clock_earlier(p->end_at, p->kill_at);
}

static bool peer_program_service(
    struct pollable *pollable, const struct waiting *w)
{
	struct peer_program *p = (struct peer_program *)pollable;

	if (w->count > 0)
		look_at_peer(p, waiting_result(w, 0));
	if (!p->child.has_ended)
		check_time(p);
	if (!p->child.has_ended)
		return true;
	p->result.status = peer_program_status(p);
	p->result.is_known = true;
	p->ended(p->context);
	return false;
}

/* Without a watch the program decides when to end. */
static void peer_program_cannot_wait(
    struct pollable *pollable, const struct error *cause)
{
	(void)cause;
	((struct peer_program *)pollable)->events = 0;
}

static const struct pollable_ops peer_program_ops = {
	.prepare = peer_program_prepare,
	.service = peer_program_service,
	.cannot_wait = "cannot be watched",
	.fail = peer_program_cannot_wait,
};

static void watch(struct peer_program *p, struct loop *loop)
{
	p->pollable.ops = &peer_program_ops;
	p->end_at = CLOCK_NEVER;
	p->kill_at = CLOCK_NEVER;
	p->loop = loop;
	p->pid = p->child.child.pid;
	loop_add(loop, &p->pollable);
	loop_watch_child(&p->child, &p->pollable);
}

struct peer_program *peer_program_adopt(
    const struct child *child, const char *name, struct loop *loop)
{
	struct peer_program *p = xmalloc(sizeof(*p));

	*p = (struct peer_program){
		.child.child = *child,
		.name = name,
		.is_end = true,
	};
	watch(p, loop);
	return p;
}

struct peer_program *peer_program_start(const struct peer_program_opts *opts,
    const struct program_peer *peer, struct loop *loop, struct stream **near,
    struct error *err)
{
	struct peer_program *p = xmalloc(sizeof(*p));
	struct stream *socket = peer->socket;
	char **environment = make_environment(peer);
	/* A program that has the socket itself could read a part of a datagram
	 * only, and knows nothing of a protocol over the socket. */
	bool takes_pipes =
	    opts->takes_pipes || socket->carries_datagrams || socket->is_over;
	int result = 0;

	*p = (struct peer_program){
		.name = opts->argv[0],
		.socket = takes_pipes ? NULL : socket,
		.events = takes_pipes ? 0 : POLLERR | poller_peer_end,
	};
	*near = NULL;
	if (!takes_pipes)
		result = hand_over(p, opts->argv, environment, err);
	else if (!(*near = give_pipes(p, opts, environment, err)))
		result = -1;
	xfree_texts(environment);
	if (result < 0) {
		free(p);
		return NULL;
	}
	watch(p, loop);
	return p;
}

void peer_program_free(struct peer_program *p)
{
	if (!p)
		return;
	loop_leave_child(&p->child);
	loop_remove(&p->pollable);
	if (p->child.child.pid)
		child_end_by(&p->child.child, 0);
	free(p);
}

static bool is_child_of(const void *loop, pid_t pid)
{
	return loop_has_child(loop, pid);
}

bool peer_program_leaves_peer(const struct peer_program *p)
{
	int fd = p->socket->read_fd;
	struct orphans orphans = {
		.group = p->child.child.group,
		.is_program = is_child_of,
		.context = p->loop,
	};
	char byte;

	return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0 &&
	       !orphans_have(&orphans, fd);
}

int peer_program_status(const struct peer_program *p)
{
	bool wrote_more = p->is_end && p->child.status == 128 + SIGPIPE;

	return p->is_stopped || wrote_more ? 0 : p->child.status;
}
