/* SPDX-License-Identifier: MIT */
/* Accepting connections. */
#include "net/bind/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "net/bind/first-sender.h"
#include "net/datagram/reflection.h"
#include "net/socket.h"
#include "stream/socket.h"
#include "sys/socket/socket-option.h"
#include "sys/socket/vsock.h"

/* How many clients in a row may fail to be accepted before other members of the
 * loop are served. */
#define TAKE_TRIES 16

struct listener {
	struct binding binding;
	struct socket_file file; /* of a Unix socket */
	bool takes_datagrams;
};

const struct address_list *listener_addresses(const struct listener *l)
{
	return &l->binding.addresses;
}

bool listener_has_free_port(const struct listener *l)
{
	return l->binding.has_free_port;
}

/* The peer may need the file to send its next datagram. */
void listener_stop(struct listener *l)
{
	if (!l->takes_datagrams)
		socket_file_remove(&l->file, l->binding.tap);
	binding_close_sockets(&l->binding);
}

void listener_close(struct listener *l)
{
	if (!l)
		return;
	socket_file_remove(&l->file, l->binding.tap);
	binding_close(&l->binding);
	free(l);
}

static void begin_to_take_datagrams(
    struct listener *l, const struct binding_opts *opts)
{
	l->takes_datagrams = true;
	for (size_t i = 0; i < l->binding.addresses.count; i++)
		first_sender_prepare(
		    l->binding.fds[i], opts->sockopts, opts->tap);
}

struct listener *listener_open(
    const struct binding_opts *opts, struct error *err)
{
	struct listener *l = xcalloc(1, sizeof(*l));

	if (binding_open(&l->binding, opts, err) < 0) {
		free(l);
		return NULL;
	}
	if (opts->type == SOCK_DGRAM)
		begin_to_take_datagrams(l, opts);
	return l;
}

struct listener *listener_open_unix(
    const struct unix_binding_opts *opts, struct error *err)
{
	struct listener *l = xcalloc(1, sizeof(*l));
	struct unix_binding bound;

	if (unix_binding_open(&bound, opts, err) < 0) {
		free(l);
		return NULL;
	}
	l->file = bound.file;
	l->binding.tap = opts->tap;
	l->takes_datagrams = opts->type == SOCK_DGRAM;
	binding_add(&l->binding, bound.fd);
	return l;
}

static int listen_at(
    int fd, const struct address *a, int backlog, struct tap *tap)
{
	char text[ADDRESS_TEXT];
	int result = bind(fd, (const struct sockaddr *)&a->storage, a->len);

	tap_call(tap, result, "the local address and port", "bind(%d, %s)", fd,
	    address_text(text, a));
	if (result < 0)
		return result;
	result = listen(fd, backlog);
	tap_call(tap, result,
	    "from now on the kernel accepts clients and queues them",
	    "listen(%d, %d)", fd, backlog);
	return result;
}

struct listener *listener_open_vsock(const struct address *address, int backlog,
    struct tap *tap, struct error *err)
{
	char text[ADDRESS_TEXT];
	int fd = socket_open(vsock_family, SOCK_STREAM, 0, tap);

	if (fd < 0 || listen_at(fd, address, backlog, tap) < 0) {
		error_sys(err,
		    errno == EAFNOSUPPORT ? FAULT_UNSUPPORTED : FAULT_BIND,
		    "cannot listen on %s", address_text(text, address));
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	struct listener *l = xcalloc(1, sizeof(*l));
	l->binding.tap = tap;
	binding_add(&l->binding, fd);
	return l;
}

/* Takes over one socket. Returns 0, or -1 with err filled. */
static int inherit_one(struct listener *l, int fd,
    const struct sockopts *sockopts, struct error *err)
{
	bool is_open = fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;

	if (socket_option_get(fd, SOL_SOCKET, SO_ACCEPTCONN) <= 0)
		return error_set(err, FAULT_BIND,
		    "cannot listen on descriptor %d: %s", fd,
		    is_open ? "not a listening socket"
			    : "not an open descriptor");
	/* Also for 0 to 2: another process with the same socket may accept the
	 * client first. */
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	binding_add(&l->binding, fd);
	if (address_port(listener_addresses(l)->items) == 0)
		return 0; /* no internet socket */
	return sockopts_apply(
	    fd, SOCK_STREAM, SOCKOPT_LISTENER, sockopts, l->binding.tap, err);
}

struct listener *listener_inherit(int first, int count,
    const struct sockopts *sockopts, struct tap *tap, struct error *err)
{
	struct listener *l = xcalloc(1, sizeof(*l));

	l->binding.tap = tap;
	for (int fd = first; fd < first + count; fd++) {
		if (inherit_one(l, fd, sockopts, err) < 0) {
			listener_close(l);
			return NULL;
		}
	}
	return l;
}

static bool is_among(int sysno, const int *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == sysno)
			return true;
	return false;
}

/* The trouble of one client that waited, and of no other (accept(2), ERRORS).
 */
static bool is_of_one_client(int sysno)
{
	static const int list[] = { ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT,
		EHOSTDOWN, ENONET, EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH,
		EPERM };

	return is_among(sysno, list, sizeof(list) / sizeof(list[0]));
}

bool listener_may_recover(int sysno)
{
	static const int shortages[] = { EMFILE, ENFILE, ENOBUFS, ENOMEM };

	return is_of_one_client(sysno) ||
	       is_among(
		   sysno, shortages, sizeof(shortages) / sizeof(shortages[0]));
}

/* The address comes from accept4(2): getpeername(2) fails if the client is gone
 * by then. */
static int accept_one(const struct listener *l, int fd, struct address *remote)
{
	char text[ADDRESS_TEXT] = "NULL";

	*remote = (struct address){ .len = sizeof(remote->storage) };
	int client = accept4(fd, (struct sockaddr *)&remote->storage,
	    &remote->len, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (!tap_wants(l->binding.tap, TAP_CALL))
		return client;
	if (client >= 0)
		address_text(text, remote);
	tap_call(l->binding.tap, client,
	    client >= 0 ? "the client's own socket" : NULL, "accept4(%d, %s)",
	    fd, text);
	return client;
}

const int *listener_fds(const struct listener *l)
{
	return l->binding.fds;
}

/* Skips clients that cannot be accepted, up to a limit: a firewall or a filter
 * of system calls may refuse all of them. */
static int take_from(struct listener *l, int fd, struct address *remote)
{
	int client, tries = 0;

	do
		client = accept_one(l, fd, remote);
	while (client < 0 && is_of_one_client(errno) && ++tries < TAKE_TRIES);
	/* The caller handles signals where it waits. */
	if (client < 0 && errno == EINTR)
		errno = EAGAIN;
	return client;
}

int listener_take(struct listener *l, struct address *remote)
{
	int sysno = EAGAIN;

	for (size_t i = 0; i < l->binding.addresses.count; i++) {
		int fd = l->binding.fds[i];
		int client = l->takes_datagrams
		                 ? first_sender_take(fd, remote, l->binding.tap)
		                 : take_from(l, fd, remote);
		if (client >= 0)
			return client;
		if (errno != EAGAIN)
			sysno = errno;
	}
	errno = sysno;
	return -1;
}

static bool may_meet(const struct address *bound, const struct address *a)
{
	return address_family(bound) == address_family(a) || bound->takes_both;
}

bool listener_is_at(const struct listener *l, const struct address *a, int type)
{
	const struct address_list *bound = &l->binding.addresses;

	if ((type == SOCK_DGRAM) != l->takes_datagrams)
		return false;
	for (size_t i = 0; i < bound->count; i++)
		if (may_meet(&bound->items[i], a) &&
		    reflection_meets(&bound->items[i], a))
			return true;
	return false;
}

int listener_type(const struct listener *l)
{
	return l->takes_datagrams ? SOCK_DGRAM : SOCK_STREAM;
}

struct stream *listener_stream(
    const struct listener *l, int client, const struct address *remote)
{
	struct tap *tap = l->binding.tap;

	if (l->takes_datagrams)
		return first_sender_stream(client, remote, tap);
	struct stream *s =
	    socket_stream_accepted(client, address_family(remote), tap);
	s->is_sole = true;
	return s;
}

void listener_refuse(const struct listener *l, int client)
{
	if (l->takes_datagrams)
		first_sender_refuse(client, l->binding.tap);
	else
		close(client);
}
