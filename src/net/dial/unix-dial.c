/* SPDX-License-Identifier: MIT */
/* Dialling a Unix socket. */
#include "net/dial/unix-dial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "net/address/unix-address.h"
#include "net/socket.h"
#include "sys/backend.h"
#include "sys/socket/socket-table.h"

/* No event tells that a full backlog has room again. */
#define QUEUE_PAUSE_FIRST (CLOCK_SECOND / 1000)
#define QUEUE_PAUSE_LAST (CLOCK_SECOND / 10)

struct unix_dial {
	struct dial dial;
	struct unix_dial_opts opts;
	int fd;
	int64_t tried;           /* when it was first; 0: not yet */
	int64_t next_try, pause; /* while the backlog is full */
};

/* Why connect(2) failed. */

static void explain_type(struct unix_dial *u)
{
	struct socket_entry there = { 0 };
	struct error *err = &u->dial.cause;
	const char *where = u->dial.name;

	socket_table_find(u->opts.address, 0, &there);
	error_set(err, FAULT_IO,
	    "cannot connect to %s: it is a %s socket, not a %s one", where,
	    there.type ? socket_type(there.type) : "different",
	    socket_type(u->opts.type));
	if (there.type == SOCK_DGRAM)
		error_suggest(err, HINT_UNIX_DATAGRAM, where);
	else if (there.type == SOCK_SEQPACKET)
		error_suggest(err, HINT_UNIX_SEQPACKET, where);
	else if (there.type == SOCK_STREAM)
		error_suggest(err, HINT_UNIX_STREAM, where);
}

static void hint_refused(struct unix_dial *u, bool is_left_over)
{
	struct error *err = &u->dial.cause;
	const char *where = u->dial.name;
	bool is_datagram = u->opts.type == SOCK_DGRAM;

	if (is_left_over)
		error_suggest(err,
		    is_datagram ? HINT_UNIX_ABANDONED_DGRAM
				: HINT_UNIX_ABANDONED,
		    where);
	else if (is_datagram)
		error_suggest(err, HINT_UNIX_DEAF, where);
	else if (u->opts.retry.retries == 0)
		error_suggest(err, HINT_UNIX_CLOSED, where);
}

static void hint_denied(const struct stat *st, struct error *err)
{
	error_suggest(err, HINT_UNIX_DIRECTORY, NULL);
	if (!S_ISSOCK(st->st_mode))
		return;
	error_suggest(err, HINT_UNIX_MODE, NULL);
	err->hint.number = st->st_mode & 07777;
	err->hint.other = st->st_uid;
}

/* The kernel looks for an abstract name only among sockets of the same type,
 * and refuses if the only one has another type. */
static bool is_of_another_type(const struct unix_dial *u)
{
	struct socket_entry there;

	return !unix_address_path(u->opts.address) &&
	       socket_table_find(u->opts.address, 0, &there) &&
	       there.type != u->opts.type;
}

/* By errno. */
static void explain(struct unix_dial *u, int sysno)
{
	const char *path = unix_address_path(u->opts.address);
	const char *where = u->dial.name;
	struct error *err = &u->dial.cause;
	struct stat st = { 0 };
	bool is_there = path && stat(path, &st) == 0;

	if (sysno == EPROTOTYPE ||
	    (sysno == ECONNREFUSED && is_of_another_type(u))) {
		explain_type(u);
		return;
	}
	if (sysno == ECONNREFUSED && is_there && !S_ISSOCK(st.st_mode)) {
		error_set(err, FAULT_REFUSED,
		    "cannot connect to %s: not a socket", where);
		err->sysno = ENOTSOCK;
		return;
	}
	error_set(err, sysno_fault(sysno), "cannot connect to %s: %s", where,
	    sysno == EPERM ? "it is connected to another socket"
			   : sysno_phrase(sysno));
	err->sysno = sysno;
	if (sysno_fault(sysno) == FAULT_REFUSED)
		hint_refused(u, is_there);
	else if (sysno == EACCES)
		hint_denied(&st, err);
}

static void explain_full_queue(struct unix_dial *u)
{
	char waited[TEXT_MEASURE];

	error_set(&u->dial.cause, FAULT_TIMEOUT,
	    "cannot connect to %s: its queue of clients stayed full for %s",
	    u->dial.name, text_duration(waited, clock_now() - u->dial.started));
	error_suggest(&u->dial.cause, HINT_UNIX_BUSY, u->dial.name);
}

/* Returns 0 or an errno. Notes the time since the first try. */
static int try_connect(struct unix_dial *u)
{
	struct connection *c = &u->dial.connection;

	if (!u->tried)
		u->tried = clock_now();
	int result =
	    socket_connect(u->fd, u->opts.address, NULL, u->opts.retry.tap);
	int sysno = errno;
	c->duration_us = clock_now() - u->tried;
	c->remote = *u->opts.address;
	return result < 0 ? sysno : 0;
}

/* Lets the kernel choose a free name (unix(7), "Autobind"). */
static int take_private_name(struct unix_dial *u)
{
	const struct sockaddr nameless = { .sa_family = AF_UNIX };
	int result = bind(u->fd, &nameless, sizeof(nameless.sa_family));

	tap_call(u->opts.retry.tap, result,
	    "a free name, so that the peer can answer", "bind(%d, AF_UNIX)",
	    u->fd);
	if (result < 0)
		return error_sys(
		    &u->dial.cause, FAULT_BIND, "cannot bind a local address");
	return 0;
}

static int begin_round(struct dial *d)
{
	struct unix_dial *u = (struct unix_dial *)d;

	u->next_try = u->tried = 0;
	u->pause = QUEUE_PAUSE_FIRST;
	u->fd = u->opts.own
	            ? fcntl(u->opts.own->fd, F_DUPFD_CLOEXEC, 0)
	            : socket_open(AF_UNIX, u->opts.type, 0, u->opts.retry.tap);
	if (u->fd < 0)
		return error_sys(
		    &d->cause, FAULT_IO, "cannot make a Unix socket");
	bool needs_name = u->opts.type == SOCK_DGRAM && !u->opts.own;

	return needs_name && backend_has_abstract_names ? take_private_name(u)
	                                                : 0;
}

/* When to try again, or to fail. */
static int64_t next_try(const struct dial *d)
{
	const struct unix_dial *u = (const struct unix_dial *)d;

	return clock_earlier(d->deadline, u->next_try);
}

static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	(void)w;
	return next_try(d);
}

/* The backlog is full. */
static enum dial_state try_later(struct unix_dial *u)
{
	if (clock_now() >= u->dial.deadline) {
		explain_full_queue(u);
		return DIAL_FAILED;
	}
	u->next_try = clock_after(u->pause);
	u->pause = clock_earlier(2 * u->pause, QUEUE_PAUSE_LAST);
	return DIAL_GOES_ON;
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	struct unix_dial *u = (struct unix_dial *)d;

	(void)w;
	if (clock_now() < next_try(d))
		return DIAL_GOES_ON;
	int sysno = try_connect(u);
	if (sysno == EAGAIN)
		return try_later(u);
	if (sysno) {
		explain(u, sysno);
		return DIAL_FAILED;
	}
	if (u->opts.own && address_meets_itself(u->fd))
		return error_set(&d->cause, FAULT_REFUSED,
		    "cannot connect to %s: it is genet's own socket", d->name);
	d->connection.fd = u->fd;
	d->connection.type = u->opts.type;
	u->fd = -1;
	return DIAL_CONNECTED;
}

static void end_round(struct dial *d)
{
	struct unix_dial *u = (struct unix_dial *)d;

	if (u->fd >= 0)
		close(u->fd);
	u->fd = -1;
}

static const struct dial_ops ops = {
	.begin = begin_round,
	.prepare = prepare_round,
	.service = serve_round,
	.end = end_round,
	.doing = "its queue of clients is full", /* all that takes time */
};

struct dial *unix_dial(const struct unix_dial_opts *opts)
{
	struct unix_dial *u = xmalloc(sizeof(*u));
	char where[ADDRESS_TEXT];

	*u = (struct unix_dial){
		.dial = dial_make(&ops,
		    xstrdup(address_text(where, opts->address)), &opts->retry),
		.opts = *opts,
		.fd = -1,
	};
	return &u->dial;
}
