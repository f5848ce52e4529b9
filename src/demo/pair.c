/* SPDX-License-Identifier: MIT */
/* Two connected sockets, of every kind: which calls it takes to get them. */
#include "demo/pair.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/address/unix-address.h"
#include "net/sockopts.h"
#include "sys/address.h"
#include "sys/signals.h"

/* A path and its NUL. */
#define PATH_SIZE (UNIX_ADDRESS_LONGEST + 1)

/* Enough for a thousand datagrams, each of which counts with what the kernel
 * keeps about it. */
#define UDP_ROOM (4 * 1024 * 1024)

bool pair_is_possible(enum pair_kind kind, int type)
{
	return (kind != PAIR_TCP || type == SOCK_STREAM) &&
	       (kind != PAIR_UDP || type == SOCK_DGRAM);
}

const char *pair_type_name(int type)
{
	return type == SOCK_STREAM  ? "SOCK_STREAM"
	       : type == SOCK_DGRAM ? "SOCK_DGRAM"
	                            : "SOCK_SEQPACKET";
}

void pair_close(int fd, struct tap *tap, const char *why)
{
	if (fd >= 0)
		tap_call(tap, close(fd), why, "close(%d)", fd);
}

/* Single calls */

/* Fails by errno, of the call that was made for the purpose. */
static int fail(const char *purpose, struct error *err)
{
	if (errno == EINTR && signals_pending())
		return error_signal(err, signals_pending());
	return error_sys(err, FAULT_IO, "cannot %s", purpose);
}

static int make_socket(
    const struct pair_opts *opts, const char *why, struct error *err)
{
	int family = opts->kind == PAIR_UNIX ? AF_UNIX : AF_INET;
	int fd = socket(family, opts->type | SOCK_CLOEXEC, 0);

	tap_call(opts->tap, fd, why, "socket(%s, %s, 0)",
	    family == AF_UNIX ? "AF_UNIX" : "AF_INET",
	    pair_type_name(opts->type));
	return fd < 0 ? fail("make a socket", err) : fd;
}

static int bind_to(int fd, const struct address *a,
    const struct pair_opts *opts, struct error *err)
{
	char text[ADDRESS_TEXT];
	int result = bind(fd, (const struct sockaddr *)&a->storage, a->len);

	address_text(text, a);
	tap_call(opts->tap, result,
	    opts->kind == PAIR_UNIX
		? "its name, which appears as a file"
		: "the local address; for port 0 the kernel chooses one",
	    "bind(%d, %s)", fd, text);
	if (result < 0)
		return error_sys(
		    err, FAULT_BIND, "cannot bind a socket to %s", text);
	return 0;
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

	address_text(text, a);
	tap_call(opts->tap, result,
	    opts->type == SOCK_DGRAM
		? "send to this address, and receive from no other"
		: "the listener's queue has taken the connection",
	    "connect(%d, %s)", fd, text);
	if (result == 0)
		return 0;
	if (errno == EINTR)
		return fail("connect", err);
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
		pair_close(fd, opts->tap, "this is a stranger");
	}
}

/* Each message shall leave at once, instead of waiting for an ACK. */
static int send_at_once(int fd, const struct pair_opts *opts, struct error *err)
{
	static const struct sockopt_name no_delay =
	    SOCKOPT_NAME(IPPROTO_TCP, TCP_NODELAY);

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
	static const struct sockopt_name beyond =
	    SOCKOPT_NAME(SOL_SOCKET, SO_RCVBUFFORCE);
	static const struct sockopt_name within =
	    SOCKOPT_NAME(SOL_SOCKET, SO_RCVBUF);
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
	    "socketpair(AF_UNIX, %s, 0, [%d, %d])", pair_type_name(opts->type),
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
	pair_close(listener, opts->tap, "no further client may connect");
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

static int open_at(const struct pair_opts *opts, const struct address where[2],
    int fds[2], struct error *err)
{
	if (opts->type == SOCK_DGRAM)
		return open_datagrams(opts, where, fds, err);
	return open_connection(opts, where, fds, err);
}

static int open_inet(
    const struct pair_opts *opts, int fds[2], struct error *err)
{
	struct address any_port = { .len = sizeof(struct sockaddr_in) };
	struct sockaddr_in *sin = (void *)&any_port.storage;

	sin->sin_family = AF_INET;
	sin->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	struct address where[] = { any_port, any_port };
	return open_at(opts, where, fds, err);
}

/* A directory that nobody else may look into. */
static int make_directory(char path[PATH_SIZE], struct error *err)
{
	const char *parent = getenv("TMPDIR");

	if (!parent || !*parent)
		parent = "/tmp";
	int len = snprintf(path, PATH_SIZE, "%s/genet-XXXXXX", parent);
	/* A slash and a letter will follow. */
	if (len < 0 || len + 2 > UNIX_ADDRESS_LONGEST)
		return error_set(err, FAULT_IO,
		    "the path of a socket has at most %d bytes, and TMPDIR "
		    "leaves no room for a name",
		    UNIX_ADDRESS_LONGEST);
	if (!mkdtemp(path))
		return error_sys(
		    err, FAULT_IO, "cannot make a directory in %s", parent);
	return 0;
}

static int open_unix(
    const struct pair_opts *opts, int fds[2], struct error *err)
{
	char directory[PATH_SIZE], paths[2][PATH_SIZE + 2];
	struct address where[2];
	int result = -1;

	if (make_directory(directory, err) < 0)
		return -1;
	for (int i = 0; i < 2; i++)
		snprintf(
		    paths[i], sizeof(paths[i]), "%s/%c", directory, 'a' + i);
	if (unix_address_parse(paths[0], &where[0], err) == 0 &&
	    unix_address_parse(paths[1], &where[1], err) == 0)
		result = open_at(opts, where, fds, err);
	for (int i = 0; i < (opts->type == SOCK_DGRAM ? 2 : 1); i++)
		tap_call(opts->tap, unlink(paths[i]),
		    "connected sockets need no name any more", "unlink(%s)",
		    paths[i]);
	rmdir(directory);
	return result;
}

int pair_open(const struct pair_opts *opts, int fds[2], struct error *err)
{
	static int (*const open_kind[])(
	    const struct pair_opts *opts, int fds[2], struct error *err) = {
		[PAIR_SOCKETPAIR] = open_socketpair,
		[PAIR_UNIX] = open_unix,
		[PAIR_TCP] = open_inet,
		[PAIR_UDP] = open_inet,
	};

	fds[0] = fds[1] = -1;
	if (open_kind[opts->kind](opts, fds, err) == 0)
		return 0;
	pair_close(fds[0], opts->tap, NULL);
	pair_close(fds[1], opts->tap, NULL);
	return -1;
}
