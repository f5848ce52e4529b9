/* SPDX-License-Identifier: MIT */
/* A probe that connects to a Unix socket, of any type unless one is asked for.
 */
#include <errno.h>

#include "net/socket.h"
#include "probe/probe-exchange.h"

static const int types[] = { SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM };

#define TYPES (sizeof(types) / sizeof(types[0]))

static enum probe_finding fail(struct probe *p, int sysno)
{
	error_peer(&p->cause, sysno);
	if (sysno == ENOENT || sysno == ENOTDIR)
		error_reword(&p->cause, "no such socket");
	else if (sysno == EAGAIN)
		error_reword(&p->cause, "its queue of clients is full");
	return p->cause.kind == FAULT_REFUSED ? PROBE_ABSENT : PROBE_UNCLEAR;
}

static enum probe_finding begin(struct probe *p)
{
	int fd = -1, type = 0;

	errno = EPROTOTYPE;
	for (size_t i = 0; i < TYPES && fd < 0 && errno == EPROTOTYPE; i++)
		if (!p->opts.type || p->opts.type == types[i]) {
			type = types[i];
			fd = socket_open_to(
			    &p->opts.unix_address, type, NULL, p->opts.tap);
		}
	p->is_cheap = true;
	return fd < 0 ? fail(p, errno)
	              : probe_begin_exchange(p, p->state, fd, type);
}

static int64_t prepare(struct probe *p, struct waiting *w)
{
	return exchange_prepare(p->state, w);
}

static enum probe_finding service(struct probe *p, const struct waiting *w)
{
	(void)w;
	return probe_go_on_exchange(p, p->state);
}

static void end(struct probe *p)
{
	probe_end_exchange(p, p->state);
}

const struct probe_ops probe_unix_ops = {
	.begin = begin,
	.prepare = prepare,
	.service = service,
	.end = end,
	.state_size = sizeof(struct exchange),
	.words = &probe_address_words,
};
