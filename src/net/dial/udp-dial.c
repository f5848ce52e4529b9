/* SPDX-License-Identifier: MIT */
/* Dialling by UDP. */
#include "net/dial/udp-dial.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "net/datagram/udp.h"

/* Members of a group, or hosts of a network, answer from their own addresses,
 * whose datagrams a connected socket does not receive. With --broadcast the run
 * does without answers. */
static enum dial_state refuse_group(
    struct inet_dial *i, const struct udp_socket *socket)
{
	char text[ADDRESS_TEXT];

	close(socket->fd);
	error_set(&i->dial.cause, FAULT_USAGE,
	    "cannot talk to the group %s: its members answer from other "
	    "addresses",
	    address_text(text, &socket->remote));
	return error_suggest(&i->dial.cause, HINT_GROUP_TALK, NULL);
}

/* The socket was bound to the port to which it should send, so that no other
 * socket receives there. */
static enum dial_state refuse_itself(
    struct inet_dial *i, const struct udp_socket *socket)
{
	char text[ADDRESS_TEXT];

	close(socket->fd);
	error_set(&i->dial.cause, FAULT_REFUSED, "cannot send to %s: %s",
	    address_text(text, &socket->remote), sysno_phrase(ECONNREFUSED));
	i->dial.cause.sysno = ECONNREFUSED;
	return error_suggest(&i->dial.cause, HINT_DATAGRAM_PORT_DEAF, NULL);
}

static enum dial_state open_socket(struct inet_dial *i)
{
	struct dial *d = &i->dial;
	struct udp_opts opts = {
		.wants_reply = !i->opts.sockopts->broadcast,
		.sockopts = i->opts.sockopts,
		.tap = i->opts.retry.tap,
	};
	struct udp_socket found;

	if (udp_open_first(&opts, &i->targets.addresses, &i->sources.addresses,
		&found, &d->cause) < 0) {
		if (d->cause.hint.code == HINT_BROADCAST)
			error_suggest(&d->cause, HINT_GROUP_TALK, NULL);
		return DIAL_FAILED;
	}
	if (!found.is_connected)
		return refuse_group(i, &found);
	if (address_meets_itself(found.fd))
		return refuse_itself(i, &found);
	udp_enlarge_buffer(found.fd, opts.sockopts, opts.tap);
	d->connection = (struct connection){
		.fd = found.fd,
		.type = SOCK_DGRAM,
		.remote = found.remote,
		.duration_us = clock_now() - d->started,
		.lookup_us = i->lookup_us,
	};
	return DIAL_CONNECTED;
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	int found = inet_dial_look_up((struct inet_dial *)d);

	(void)w;
	return found > 0 ? open_socket((struct inet_dial *)d) : found;
}

static const struct dial_ops ops = {
	.begin = inet_dial_begin,
	.prepare = inet_dial_prepare,
	.service = serve_round,
	.end = inet_dial_end,
	.doing = "looking up the addresses", /* all that takes time */
};

struct dial *udp_dial(const struct inet_dial_opts *opts)
{
	struct inet_dial *i = xmalloc(sizeof(*i));

	inet_dial_init(i, &ops, SOCK_DGRAM, opts);
	return &i->dial;
}
