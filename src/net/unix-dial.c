/* SPDX-License-Identifier: MIT */
/* Connecting to a Unix socket. */
#include "net/unix-dial.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/text.h"
#include "net/peer-fault.h"
#include "net/sockdiag.h"
#include "net/unix-address.h"
#include "net/unix-socket.h"
#include "sys/credentials.h"
#include "sys/waiting.h"

/* No event tells that a full queue has room again. */
#define QUEUE_PAUSE_FIRST (CLOCK_SECOND / 1000)
#define QUEUE_PAUSE_LAST (CLOCK_SECOND / 10)

/* What to say of a failure beyond its phrase. */

static int explain_type(
    const struct unix_dial_opts *opts, const char *where, struct error *err)
{
	struct sockdiag_entry there = { 0 };

	sockdiag_find_bound(opts->address, 0, &there);
	error_set(err, FAULT_IO,
	    "cannot connect to %s: it is a %s socket, not a %s one", where,
	    there.type ? unix_socket_type(there.type) : "different",
	    unix_socket_type(opts->type));
	if (there.type == SOCK_DGRAM)
		error_suggest(err, HINT_UNIX_DATAGRAM, where);
	else if (there.type == SOCK_SEQPACKET)
		error_suggest(err, HINT_UNIX_SEQPACKET, where);
	else if (there.type == SOCK_STREAM)
		error_suggest(err, HINT_UNIX_STREAM, where);
	return -1;
}

static void hint_refused(const struct unix_dial_opts *opts, const char *where,
    bool is_left_over, struct error *err)
{
	bool is_datagram = opts->type == SOCK_DGRAM;

	if (is_left_over)
		error_suggest(err,
		    is_datagram ? HINT_UNIX_ABANDONED_DGRAM
				: HINT_UNIX_ABANDONED,
		    where);
	else if (is_datagram)
		error_suggest(err, HINT_UNIX_DEAF, where);
	else if (opts->retry.retries == 0)
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

/* An abstract name is looked for among the sockets of one type, so that one of
 * another type counts as none. */
static bool is_of_another_type(const struct unix_dial_opts *opts)
{
	struct sockdiag_entry there;

	return !unix_address_path(opts->address) &&
	       sockdiag_find_bound(opts->address, 0, &there) &&
	       there.type != opts->type;
}

/* By errno. */
static int explain(
    const struct unix_dial_opts *opts, int sysno, struct error *err)
{
	const char *path = unix_address_path(opts->address);
	char where[ADDRESS_TEXT];
	struct stat st = { 0 };
	bool is_there = path && stat(path, &st) == 0;

	address_text(where, opts->address);
	if (sysno == EPROTOTYPE ||
	    (sysno == ECONNREFUSED && is_of_another_type(opts)))
		return explain_type(opts, where, err);
	if (sysno == ECONNREFUSED && is_there && !S_ISSOCK(st.st_mode))
		return error_set(err, FAULT_REFUSED,
		    "cannot connect to %s: not a socket", where);
	error_set(err, peer_fault(sysno), "cannot connect to %s: %s", where,
	    sysno == EPERM ? "it is connected to another socket"
			   : sysno_phrase(sysno));
	if (peer_fault(sysno) == FAULT_REFUSED)
		hint_refused(opts, where, is_there, err);
	else if (sysno == EACCES)
		hint_denied(&st, err);
	return -1;
}

static int explain_full_queue(
    const struct unix_dial_opts *opts, int64_t since, struct error *err)
{
	char where[ADDRESS_TEXT], waited[TEXT_MEASURE];

	error_set(err, FAULT_TIMEOUT,
	    "cannot connect to %s: its queue of clients stayed full for %s",
	    address_text(where, opts->address),
	    text_duration(waited, clock_now() - since));
	return error_suggest(err, HINT_UNIX_BUSY, where);
}

/* Returns 0 or an errno. */
static int try_connect(int fd, const struct unix_dial_opts *opts)
{
	const struct address *a = opts->address;
	char text[ADDRESS_TEXT];
	int result;

	do
		result =
		    connect(fd, (const struct sockaddr *)&a->storage, a->len);
	while (result < 0 && errno == EINTR);
	tap_call(opts->tap, result,
	    result < 0 && errno == EAGAIN ? "its queue of clients is full"
					  : NULL,
	    "connect(%d, %s)", fd, address_text(text, a));
	return result < 0 ? errno : 0;
}

/* Returns 0, or -1 with err filled. */
static int connect_until(int fd, const struct unix_dial_opts *opts,
    int64_t deadline, struct error *err)
{
	struct waiting none = { 0 };
	int64_t since = clock_now(), pause = QUEUE_PAUSE_FIRST;
	int going = 1, sysno;

	while ((sysno = try_connect(fd, opts)) == EAGAIN && going >= 0) {
		int64_t until = clock_earlier(deadline, clock_after(pause));
		if (clock_now() >= deadline)
			going = explain_full_queue(opts, since, err);
		else
			going = waiting_until(&none, until, err);
		pause = clock_earlier(2 * pause, QUEUE_PAUSE_LAST);
	}
	waiting_free(&none);
	if (going < 0)
		return -1;
	return sysno ? explain(opts, sysno, err) : 0;
}

/* Lets the kernel choose a name that nobody has (unix(7), "Autobind"). */
static int take_private_name(
    int fd, const struct unix_dial_opts *opts, struct error *err)
{
	const struct sockaddr nameless = { .sa_family = AF_UNIX };
	int result = bind(fd, &nameless, sizeof(nameless.sa_family));

	tap_call(opts->tap, result, "a free name, so that the peer can answer",
	    "bind(%d, AF_UNIX)", fd);
	if (result < 0)
		return error_sys(
		    err, FAULT_BIND, "cannot bind a local address");
	return 0;
}

static void tell_connected(
    const struct unix_dial_opts *opts, int fd, int64_t started)
{
	char where[ADDRESS_TEXT], text[CREDENTIALS_TEXT];
	struct credentials peer = credentials_of_peer(fd);
	char remote[sizeof(where) + sizeof(text) + 4];

	address_text(where, opts->address);
	if (opts->type == SOCK_DGRAM)
		snprintf(remote, sizeof(remote), "%s", where);
	else
		snprintf(remote, sizeof(remote), "%s (%s)", where,
		    credentials_text(text, &peer));
	tap_tell(opts->tap, &(struct tap_event){
				.kind = TAP_CONNECTED,
				.conn = 1,
				.remote = remote,
				.duration_us = clock_now() - started,
			    });
}

/* What a round needs, and what it finds. */
struct dialling {
	const struct unix_dial_opts *opts;
	int fd;
};

static int dial_round(void *context, int64_t deadline, struct error *err)
{
	struct dialling *d = context;
	const struct unix_dial_opts *opts = d->opts;
	int64_t started = clock_now();
	int result = 0;

	d->fd = unix_socket_open(opts->type, opts->tap);
	if (d->fd < 0)
		return error_sys(err, FAULT_IO, "cannot make a Unix socket");
	if (opts->type == SOCK_DGRAM)
		result = take_private_name(d->fd, opts, err);
	if (result == 0)
		result = connect_until(d->fd, opts, deadline, err);
	if (result == 0) {
		tell_connected(opts, d->fd, started);
		return 0;
	}
	close(d->fd);
	d->fd = -1;
	return -1;
}

int unix_dial(const struct unix_dial_opts *opts, struct error *err)
{
	struct dialling d = { .opts = opts, .fd = -1 };

	retry_run(&opts->retry, dial_round, &d, err);
	return d.fd;
}
