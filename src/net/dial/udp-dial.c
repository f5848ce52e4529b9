/* SPDX-License-Identifier: MIT */
/* Dialling by UDP. */
#include "net/dial/udp-dial.h"

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "net/datagram/udp.h"

struct udp_dial {
	struct dial dial;
	struct inet_dial_opts opts;
	struct inet_lookup lookup;
};

static int begin_round(struct dial *d)
{
	struct udp_dial *u = (struct udp_dial *)d;

	return inet_lookup_begin(
	    &u->lookup, &u->opts, SOCK_DGRAM, d->deadline, &d->cause);
}

static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	struct udp_dial *u = (struct udp_dial *)d;

	waiting_add(w, lookup_fd(u->lookup.lookup), POLLIN);
	return d->deadline;
}

/* The members of a group, or of a network, answer from addresses of their own,
 * which a connected socket does not hear. A run that asks for broadcast does
 * without these answers. */
static enum dial_state refuse_group(
    struct udp_dial *u, const struct udp_socket *socket)
{
	char text[ADDRESS_TEXT];

	close(socket->fd);
	error_set(&u->dial.cause, FAULT_USAGE,
	    "cannot talk to the group %s: its members answer from other "
	    "addresses",
	    address_text(text, &socket->remote));
	error_suggest(&u->dial.cause, HINT_GROUP_TALK, NULL);
	return DIAL_FAILED;
}

/* The socket has got the very port that it is to send to, so that no other
 * socket receives there. */
static enum dial_state refuse_itself(
    struct udp_dial *u, const struct udp_socket *socket)
{
	char text[ADDRESS_TEXT];

	close(socket->fd);
	error_set(&u->dial.cause, FAULT_REFUSED, "cannot send to %s: %s",
	    address_text(text, &socket->remote), sysno_phrase(ECONNREFUSED));
	u->dial.cause.sysno = ECONNREFUSED;
	error_suggest(&u->dial.cause, HINT_DATAGRAM_PORT_DEAF, NULL);
	return DIAL_FAILED;
}

static enum dial_state open_socket(struct udp_dial *u)
{
	struct dial *d = &u->dial;
	struct udp_opts opts = {
		.wants_reply = !u->opts.sockopts->broadcast,
		.sockopts = u->opts.sockopts,
		.tap = u->opts.retry.tap,
	};
	struct udp_socket found;

	if (udp_open_first(&opts, &u->lookup.targets.addresses,
		&u->lookup.sources.addresses, &found, &d->cause) < 0) {
		if (d->cause.hint.code == HINT_BROADCAST)
			error_suggest(&d->cause, HINT_GROUP_TALK, NULL);
		return DIAL_FAILED;
	}
	if (!found.is_connected)
		return refuse_group(u, &found);
	if (address_meets_itself(found.fd))
		return refuse_itself(u, &found);
	udp_enlarge_buffer(found.fd, opts.sockopts, opts.tap);
	d->connection = (struct connection){
		.fd = found.fd,
		.type = SOCK_DGRAM,
		.remote = found.remote,
		.duration_us = clock_now() - d->started,
	};
	return DIAL_CONNECTED;
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	struct udp_dial *u = (struct udp_dial *)d;
	int found = inet_lookup_serve(&u->lookup, &u->opts, &d->cause);

	(void)w;
	if (found > 0)
		return open_socket(u);
	return found < 0 ? DIAL_FAILED : DIAL_GOES_ON;
}

static void end_round(struct dial *d)
{
	inet_lookup_end(&((struct udp_dial *)d)->lookup);
}

/* Only the lookup takes time. */
static void describe_round(const struct dial *d, char *buf, size_t size)
{
	(void)d;
	snprintf(buf, size, "looking up the addresses");
}

static const struct dial_ops ops = {
	.begin = begin_round,
	.prepare = prepare_round,
	.service = serve_round,
	.end = end_round,
	.describe = describe_round,
};

struct dial *udp_dial(const struct inet_dial_opts *opts)
{
	struct udp_dial *u = xmalloc(sizeof(*u));

	*u = (struct udp_dial){
		.dial = dial_make(&ops, inet_lookup_name(opts), &opts->retry),
		.opts = *opts,
	};
	return &u->dial;
}
