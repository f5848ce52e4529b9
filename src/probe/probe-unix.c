/* SPDX-License-Identifier: MIT */
/* A probe that connects to a Unix socket of any type. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/sysno.h"
#include "net/socket.h"
#include "probe/exchange.h"

static const int types[] = { SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM };

#define TYPES (sizeof(types) / sizeof(types[0]))

/* Returns the connected socket, or -1 with errno. */
static int connect_as(int type, const struct probe_opts *opts)
{
	int fd = socket_open(AF_UNIX, type, 0, opts->tap);

	if (fd < 0 ||
	    socket_connect(fd, &opts->unix_address, NULL, opts->tap) == 0)
		return fd;
	int saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

static enum probe_finding fail(struct probe *p, int sysno)
{
	switch (sysno) {
	case ENOENT:
	case ENOTDIR:
		error_set(&p->cause, FAULT_REFUSED, "no such socket");
		return PROBE_ABSENT;
	case ECONNREFUSED:
		error_set(&p->cause, FAULT_REFUSED, "connection refused");
		return PROBE_ABSENT;
	case EAGAIN:
		error_set(
		    &p->cause, FAULT_TIMEOUT, "its queue of clients is full");
		return PROBE_UNCLEAR;
	}
	error_set(&p->cause, FAULT_UNREACHABLE, "%s", sysno_phrase(sysno));
	return PROBE_UNCLEAR;
}

static enum probe_finding begin(struct probe *p)
{
	int fd = -1;

	errno = EPROTOTYPE;
	for (size_t i = 0; i < TYPES && fd < 0 && errno == EPROTOTYPE; i++)
		fd = connect_as(types[i], &p->opts);
	p->is_cheap = true;
	return fd < 0 ? fail(p, errno) : exchange_begin(p->state, p, fd);
}

static int64_t prepare(struct probe *p, struct waiting *w)
{
	return exchange_prepare(p->state, w);
}

static enum probe_finding service(struct probe *p, const struct waiting *w)
{
	(void)w;
	return exchange_service(p->state, p);
}

static void end(struct probe *p)
{
	exchange_end(p->state, p);
}

const struct probe_ops probe_unix_ops = {
	.begin = begin,
	.prepare = prepare,
	.service = service,
	.end = end,
	.state_size = sizeof(struct exchange),
	.words = &probe_address_words,
};
