/* SPDX-License-Identifier: MIT */
/* Two connected sockets, of every kind: which calls it takes to get them. */
#include "net/pair.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/address.h"
#include "net/sockopts.h"
#include "sys/signals.h"

/* Long enough for a temporary directory and a short name in it. */
#define PATH_SIZE sizeof(((struct sockaddr_un *)NULL)->sun_path)

/* Enough for a thousand datagrams, each of which counts with what the kernel
 * keeps about it. */
#define UDP_ROOM (4 * 1024 * 1024)

bool pair_is_possible(enum pair_kind kind, int type)
{
	switch (kind) {
	case PAIR_SOCKETPAIR:
	case PAIR_UNIX:
		return true;
	case PAIR_TCP:
		return type == SOCK_STREAM;
	case PAIR_UDP:
		return type == SOCK_DGRAM;
	}
	return false;
}

static const char *type_name(int type)
{
	return type == SOCK_STREAM  ? "SOCK_STREAM"
	       : type == SOCK_DGRAM ? "SOCK_DGRAM"
	                            : "SOCK_SEQPACKET";
}

/* Fails by errno, of the call that was made for the purpose. */
static int fail(const char *purpose, struct error *err)
{
	if (errno == EINTR && signals_pending())
		return error_signal(err, signals_pending());
	return error_sys(err, FAULT_IO, "cannot %s", purpose);
}

static void close_fd(int fd, struct tap *tap, const char *why)
{
	if (fd < 0)
		return;
	int result = close(fd);
	tap_call(tap, result, why, "close(%d)", fd);
}

/* Single steps */

static int make_socket(
    const struct pair_opts *opts, const char *why, struct error *err)
{
	int family = opts->kind == PAIR_UNIX ? AF_UNIX : AF_INET;
	int fd = socket(family, opts->type | SOCK_CLOEXEC, 0);

	tap_call(opts->tap, fd, why, "socket(%s, %s, 0)",
	    family == AF_UNIX ? "AF_UNIX" : "AF_INET", type_name(opts->type));
	return fd < 0 ? fail("make a socket", err) : fd;
}

static int bind_to(int fd, const struct address *a,
    const struct pair_opts *opts, struct error *err)
{
	char text[ADDRESS_TEXT];
	int result = bind(fd, (const struct sockaddr *)&a->storage, a->len);

	tap_call(opts->tap, result,
	    opts->kind == PAIR_UNIX
		? "its name, which appears as a file"
		: "the local address; for port 0 the kernel chooses one",
	    "bind(%d, %s)", fd, address_text(text, a));
	if (result == 0)
		return 0;
	address_text(text, a);
	return error_sys(err, FAULT_BIND, "cannot bind a socket to %s", text);
}

/* Where a bound socket can be reached. */
static struct address ask_name(int fd, const struct pair_opts *opts)
{
	char text[ADDRESS_TEXT];
	struct address a = address_local(fd);

	tap_call(opts->tap, 0, "the address to connect to",
	    "getsockname(%d, %s)", fd, address_text(text, &a));
	return a;
}

static int connect_to(int fd, const struct address *a,
    const struct pair_opts *opts, struct error *err)
{
	char text[ADDRESS_TEXT];
	int result = connect(fd, (const struct sockaddr *)&a->storage, a->len);

	tap_call(opts->tap, result,
	    opts->type == SOCK_DGRAM
		? "send to this address, and receive from no other"
		: "the listener's queue has taken the connection",
	    "connect(%d, %s)", fd, address_text(text, a));
	if (result == 0)
		return 0;
	if (errno == EINTR)
		return fail("connect", err);
	address_text(text, a);
	return error_sys(err,
	    errno == ENETUNREACH ? FAULT_UNREACHABLE : FAULT_REFUSED,
	    "cannot connect to %s", text);
}

/* Waits for the client that has this address, and no other: anybody on this
 * host may connect to a port. */
static int accept_from(
    int listener, int client, const struct pair_opts *opts, struct error *err)
{
	struct address wanted = address_local(client), remote;
	int fd;

	for (;;) {
		fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		tap_call(opts->tap, fd,
		    "a new socket, for this connection alone", "accept(%d)",
		    listener);
		if (fd < 0)
			return fail("accept the connection", err);
		remote = address_remote(fd);
		if (opts->kind == PAIR_UNIX ||
		    address_is_same(&remote, &wanted))
			return fd;
		close_fd(fd, opts->tap, "this is a stranger");
	}
}

/* Each message shall leave at once, instead of waiting for an ACK. */
static int send_at_once(int fd, const struct pair_opts *opts, struct error *err)
{
	static const struct sockopt_name no_delay = { IPPROTO_TCP, TCP_NODELAY,
		"IPPROTO_TCP", "TCP_NODELAY" };

	if (opts->kind != PAIR_TCP ||
	    sockopts_set_number(fd, &no_delay, 1, "each message leaves at once",
		opts->tap) == 0)
		return 0;
	return fail("set TCP_NODELAY", err);
}

/* What a receiver has not read yet waits here, and where there is no room it
 * is dropped. More than rmem_max (socket(7)) is for the privileged only. */
static void make_room(int fd, const struct pair_opts *opts)
{
	static const struct sockopt_name beyond = { SOL_SOCKET, SO_RCVBUFFORCE,
		"SOL_SOCKET", "SO_RCVBUFFORCE" };
	static const struct sockopt_name within = { SOL_SOCKET, SO_RCVBUF,
		"SOL_SOCKET", "SO_RCVBUF" };
	const char *why = "a datagram that finds no room is dropped";

	if (sockopts_set_number(fd, &beyond, UDP_ROOM, why, opts->tap) < 0)
		sockopts_set_number(fd, &within, UDP_ROOM, why, opts->tap);
}

/* Ways to get a pair */

static int open_socketpair(
    const struct pair_opts *opts, int fds[2], struct error *err)
{
	int result = socketpair(AF_UNIX, opts->type | SOCK_CLOEXEC, 0, fds);

	if (result < 0)
		fds[0] = fds[1] = -1;
	tap_call(opts->tap, result, "two sockets at once, connected already",
	    "socketpair(AF_UNIX, %s, 0, [%d, %d])", type_name(opts->type),
	    fds[0], fds[1]);
	return result < 0 ? fail("make a socket pair", err) : 0;
}

/* One listens, the other connects, and accept makes the third, which is the
 * other's peer. */
static int open_connection(const struct pair_opts *opts,
    const struct address *where, int fds[2], struct error *err)
{
	int listener =
	    make_socket(opts, "a socket that clients can connect to", err);
	int result = -1;

	if (listener < 0 || bind_to(listener, where, opts, err) < 0)
		goto out;
	result = listen(listener, 1);
	tap_call(opts->tap, result, "from now on clients may connect",
	    "listen(%d, 1)", listener);
	if (result < 0) {
		fail("listen", err);
		goto out;
	}
	struct address bound = ask_name(listener, opts);
	result = -1;
	fds[0] = make_socket(opts, "a socket that connects", err);
	if (fds[0] < 0 || connect_to(fds[0], &bound, opts, err) < 0)
		goto out;
	fds[1] = accept_from(listener, fds[0], opts, err);
	if (fds[1] >= 0 && send_at_once(fds[0], opts, err) == 0)
		result = send_at_once(fds[1], opts, err);
out:
	close_fd(listener, opts->tap, "no further client may connect");
	return result;
}

/* Nobody listens: each is bound, and connected to the other's address. */
static int open_datagrams(const struct pair_opts *opts,
    const struct address where[2], int fds[2], struct error *err)
{
	struct address bound[2];

	for (int i = 0; i < 2; i++) {
		fds[i] = make_socket(opts,
		    i ? "the second of the two" : "the first of the two", err);
		if (fds[i] < 0 || bind_to(fds[i], &where[i], opts, err) < 0)
			return -1;
		if (opts->kind == PAIR_UDP)
			make_room(fds[i], opts);
		bound[i] = ask_name(fds[i], opts);
	}
	if (connect_to(fds[0], &bound[1], opts, err) < 0)
		return -1;
	return connect_to(fds[1], &bound[0], opts, err);
}

static int open_inet(
    const struct pair_opts *opts, int fds[2], struct error *err)
{
	struct address where[2] = { 0 };

	for (int i = 0; i < 2; i++) {
		struct sockaddr_in *sin = (void *)&where[i].storage;
		sin->sin_family = AF_INET;
		sin->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		where[i].len = sizeof(*sin);
	}
	if (opts->kind == PAIR_TCP)
		return open_connection(opts, &where[0], fds, err);
	return open_datagrams(opts, where, fds, err);
}

/* Paths */

/* A directory that nobody else may look into. */
static int make_directory(char path[PATH_SIZE], struct error *err)
{
	const char *parent = getenv("TMPDIR");

	if (!parent || !*parent)
		parent = "/tmp";
	int len = snprintf(path, PATH_SIZE, "%s/genet-XXXXXX", parent);
	/* A slash and a letter will follow. */
	if (len < 0 || (size_t)len + 3 > PATH_SIZE)
		return error_set(err, FAULT_IO,
		    "the path of a socket has at most %zu bytes, and TMPDIR "
		    "leaves no room for a name",
		    PATH_SIZE - 1);
	if (!mkdtemp(path))
		return error_sys(
		    err, FAULT_IO, "cannot make a directory in %s", parent);
	return 0;
}

static struct address path_address(const char *directory, char name)
{
	struct address a = { .len = sizeof(struct sockaddr_un) };
	struct sockaddr_un *sun = (void *)&a.storage;
	size_t len = strlen(directory);

	sun->sun_family = AF_UNIX;
	memcpy(sun->sun_path, directory, len);
	sun->sun_path[len] = '/';
	sun->sun_path[len + 1] = name;
	return a;
}

static void remove_path(const struct address *a, struct tap *tap)
{
	const struct sockaddr_un *sun = (const void *)&a->storage;
	int result = unlink(sun->sun_path);

	tap_call(tap, result, "connected sockets need no name any more",
	    "unlink(%s)", sun->sun_path);
}

static int open_unix(
    const struct pair_opts *opts, int fds[2], struct error *err)
{
	char directory[PATH_SIZE];
	int result;

	if (make_directory(directory, err) < 0)
		return -1;
	struct address where[2] = { path_address(directory, 'a'),
		path_address(directory, 'b') };
	if (opts->type == SOCK_DGRAM)
		result = open_datagrams(opts, where, fds, err);
	else
		result = open_connection(opts, &where[0], fds, err);
	remove_path(&where[0], opts->tap);
	if (opts->type == SOCK_DGRAM)
		remove_path(&where[1], opts->tap);
	rmdir(directory);
	return result;
}

int pair_open(const struct pair_opts *opts, int fds[2], struct error *err)
{
	int result = -1;

	fds[0] = fds[1] = -1;
	switch (opts->kind) {
	case PAIR_SOCKETPAIR:
		result = open_socketpair(opts, fds, err);
		break;
	case PAIR_UNIX:
		result = open_unix(opts, fds, err);
		break;
	case PAIR_TCP:
	case PAIR_UDP:
		result = open_inet(opts, fds, err);
		break;
	}
	if (result < 0) {
		close_fd(fds[0], opts->tap, NULL);
		close_fd(fds[1], opts->tap, NULL);
	}
	return result;
}
