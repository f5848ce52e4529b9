/* SPDX-License-Identifier: MIT */
/* Dialling an address that needs no lookup. */
#include "net/dial/plain-dial.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "net/socket.h"
#include "stream/socket.h"

struct plain_dial {
	struct dial dial;
	struct address address;
	int fd;
	bool is_connected;
	int64_t began; /* right before connect(2) */
};

static void stop_clock(struct plain_dial *p)
{
	struct connection *c = &p->dial.connection;
	int sysno = errno;

	c->duration_us = clock_now() - p->began;
	c->remote = p->address;
	errno = sysno;
}

/* With vsock the other machine resets what no socket there listens for, and
 * without another machine there is no way to its number. */
static enum dial_state fail(struct plain_dial *p, int sysno)
{
	struct error *err = &p->dial.cause;
	enum fault kind = sysno == ECONNRESET ? FAULT_REFUSED
	                  : sysno == ENODEV || sysno == EAFNOSUPPORT
	                      ? FAULT_UNSUPPORTED
	                      : sysno_fault(sysno);

	error_set(err, kind, "cannot connect to %s: %s", p->dial.name,
	    sysno == ECONNRESET ? sysno_phrase(ECONNREFUSED)
	    : sysno == ENODEV   ? "this kernel has no way to such an address"
				: sysno_phrase(sysno));
	err->sysno = sysno;
	return DIAL_FAILED;
}

static int begin_round(struct dial *d)
{
	struct plain_dial *p = (struct plain_dial *)d;
	struct tap *tap = d->retry.opts.tap;

	p->fd = socket_open(p->address.storage.ss_family, SOCK_STREAM, 0, tap);
	if (p->fd < 0)
		return fail(p, errno);
	p->began = clock_now();
	p->is_connected = socket_connect(p->fd, &p->address, NULL, tap) == 0;
	stop_clock(p);
	return p->is_connected || errno == EINPROGRESS ? 0 : fail(p, errno);
}

static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	waiting_add(w, ((struct plain_dial *)d)->fd, POLLOUT);
	return d->deadline;
}

static enum dial_state time_out(struct plain_dial *p)
{
	char limit[TEXT_MEASURE];

	return error_set(&p->dial.cause, FAULT_TIMEOUT,
	    "cannot connect to %s: no answer within %s", p->dial.name,
	    text_duration(limit, clock_now() - p->dial.started));
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	struct plain_dial *p = (struct plain_dial *)d;
	bool is_ready = w->count > 0 && waiting_result(w, 0);

	if (!p->is_connected && !is_ready)
		return clock_now() < d->deadline ? DIAL_GOES_ON : time_out(p);
	if (!p->is_connected)
		stop_clock(p);
	int sysno = socket_take_error(p->fd);
	if (sysno)
		return fail(p, sysno);
	d->connection.fd = p->fd;
	d->connection.type = SOCK_STREAM;
	p->fd = -1;
	return DIAL_CONNECTED;
}

static void end_round(struct dial *d)
{
	struct plain_dial *p = (struct plain_dial *)d;

	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
}

static const struct dial_ops ops = {
	.begin = begin_round,
	.prepare = prepare_round,
	.service = serve_round,
	.end = end_round,
	.doing = "no answer so far",
};

struct dial *plain_dial(
    const struct address *address, const struct retry_opts *retry)
{
	struct plain_dial *p = xmalloc(sizeof(*p));
	char name[ADDRESS_TEXT];

	*p = (struct plain_dial){
		.dial = dial_make(
		    &ops, xstrdup(address_text(name, address)), retry),
		.address = *address,
		.fd = -1,
	};
	return &p->dial;
}
