/* SPDX-License-Identifier: MIT */
/* Two connected sockets, of every kind: which calls it takes to get them. */
#include "demo/pair.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "demo/directory.h"
#include "demo/language/shown.h"
#include "demo/language/wanted.h"
#include "net/address/unix-address.h"
#include "net/socket.h"
#include "sys/backend.h"
#include "sys/signals.h"

/* Written as in a lesson (demo/language/lesson.h). The sockets are first and
 * second; a and b are names for Unix sockets. */
struct pair_call {
	const char *call, *why;
	bool needs_linux;
};

/* clang-format off */
static const struct pair_call socket_pair[] = {
	{ "first, second = socketpair(TYPE)",
	    "two sockets at once, connected already" },
	{ 0 },
};

/* The second socket is what accept returns for the connection of the first. Any
 * process of this host can connect to the port, so the address of the client is
 * checked. */
static const struct pair_call tcp[] = {
	{ "listener = socket(AF_INET, SOCK_STREAM)",
	    "a socket that clients can connect to" },
	{ "bind(listener, 127.0.0.1:0)",
	    "the local address; for port 0 the kernel chooses one" },
	{ "listen(listener, 1)", "from now on clients may connect" },
	{ "there = getsockname(listener)", "the address to connect to" },
	{ "first = socket(AF_INET, SOCK_STREAM)", "a socket that connects" },
	{ "connect(first, there)",
	    "the listener's queue has taken the connection" },
	{ "second = accept(listener)",
	    "a new socket, for this connection alone" },
	{ "client = getsockname(first)", NULL },
	{ "peer = getpeername(second) -> client", "this is no stranger" },
	{ "setsockopt(first, IPPROTO_TCP, TCP_NODELAY, 1)",
	    "each message leaves at once" },
	{ "setsockopt(second, IPPROTO_TCP, TCP_NODELAY, 1)",
	    "each message leaves at once" },
	{ "close(listener)", "no further client may connect" },
	{ 0 },
};

static const struct pair_call unix_connection[] = {
	{ "listener = socket(AF_UNIX, TYPE)",
	    "a socket that clients can connect to" },
	{ "bind(listener, a)", "its name, which appears as a file" },
	{ "listen(listener, 1)", "from now on clients may connect" },
	{ "first = socket(AF_UNIX, TYPE)", "a socket that connects" },
	{ "connect(first, a)",
	    "the listener's queue has taken the connection" },
	{ "second = accept(listener)",
	    "a new socket, for this connection alone" },
	{ "close(listener)", "no further client may connect" },
	{ 0 },
};

/* Each socket is bound, and connected to the address of the other. A receive
 * buffer beyond rmem_max (socket(7)) needs a privilege. */
static const struct pair_call udp[] = {
	{ "first = socket(AF_INET, SOCK_DGRAM)", "the first of the two" },
	{ "second = socket(AF_INET, SOCK_DGRAM)", "the second of the two" },
	{ "bind(first, 127.0.0.1:0)",
	    "the local address; for port 0 the kernel chooses one" },
	{ "bind(second, 127.0.0.1:0)", NULL },
	{ "setsockopt(first, SOL_SOCKET, SO_RCVBUF, 4096K)",
	    "a datagram that finds no room is dropped" },
	{ "setsockopt(second, SOL_SOCKET, SO_RCVBUF, 4096K)", NULL },
	{ "setsockopt(first, SOL_SOCKET, SO_RCVBUFFORCE, 4096K) -> 0 or EPERM",
	    "the same beyond the limit of this system", true },
	{ "setsockopt(second, SOL_SOCKET, SO_RCVBUFFORCE, 4096K) -> 0 or EPERM",
	    NULL, true },
	{ "here = getsockname(first)", "the address of the first" },
	{ "there = getsockname(second)", "the address of the second" },
	{ "connect(first, there)",
	    "send to this address, and receive from no other" },
	{ "connect(second, here)",
	    "send to this address, and receive from no other" },
	{ 0 },
};

static const struct pair_call unix_datagrams[] = {
	{ "first = socket(AF_UNIX, SOCK_DGRAM)", "the first of the two" },
	{ "second = socket(AF_UNIX, SOCK_DGRAM)", "the second of the two" },
	{ "bind(first, a)", "its name, which appears as a file" },
	{ "bind(second, b)", "its name, which appears as a file" },
	{ "connect(first, b)",
	    "send to this address, and receive from no other" },
	{ "connect(second, a)",
	    "send to this address, and receive from no other" },
	{ 0 },
};
/* clang-format on */

bool pair_is_possible(enum pair_kind kind, int type)
{
	return (kind != PAIR_TCP || type == SOCK_STREAM) &&
	       (kind != PAIR_UDP || type == SOCK_DGRAM);
}

void pair_close(int fd, struct tap *tap, const char *why)
{
	if (fd >= 0)
		tap_call(tap, close(fd), why, "close(%d)", fd);
}

static int fail(const char *name, const struct outcome *o, const char *raw,
    struct error *err)
{
	enum fault fault = strcmp(name, "bind") == 0      ? FAULT_BIND
	                   : strcmp(name, "connect") != 0 ? FAULT_IO
	                   : o->sysno == ENETUNREACH      ? FAULT_UNREACHABLE
	                                                  : FAULT_REFUSED;

	if (o->result >= 0)
		return error_set(err, FAULT_IO,
		    "%s: another process has connected first", raw);
	if (o->sysno == EINTR && signals_pending())
		return error_signal(err, signals_pending());
	errno = o->sysno;
	return error_sys(err, fault, "the call %s has failed", raw);
}

static int make_call(const struct pair_call *call, struct variables *v,
    struct tap *tap, struct error *err)
{
	char raw[SHOWN_RAW];
	struct phrase phrase;
	struct outcome o = { 0 };
	struct making m = { .phrase = &phrase, .variables = v, .outcome = &o };

	if (phrase_parse(call->call, AF_INET, &phrase, err) < 0 ||
	    calls_make(&m, err) < 0)
		return -1;
	shown_raw(raw, &phrase, v);
	errno = o.sysno;
	tap_call(tap, o.result, call->why, "%s", raw);
	if (wanted_is_met(&phrase.wanted, &o, v))
		return 0;
	return fail(phrase.name, &o, raw, err);
}

static int make_calls(
    const struct pair_opts *opts, struct variables *v, struct error *err)
{
	bool is_datagram = opts->type == SOCK_DGRAM;
	const struct pair_call *call = opts->kind == PAIR_TCP   ? tcp
	                               : opts->kind == PAIR_UDP ? udp
	                               : opts->kind == PAIR_SOCKETPAIR
	                                   ? socket_pair
	                               : is_datagram ? unix_datagrams
	                                             : unix_connection;

	for (; call->call; call++)
		if ((backend_is_linux || !call->needs_linux) &&
		    make_call(call, v, opts->tap, err) < 0)
			return -1;
	return 0;
}

static int get_descriptor(const struct variables *v, const char *name)
{
	const struct value *value = values_find(v, name);

	return value ? (int)value->number : -1;
}

/* Names for Unix sockets, in a new directory. */
static int make_names(
    struct variables *v, char directory[DIRECTORY_SIZE], struct error *err)
{
	char path[DIRECTORY_SIZE + 2];
	struct address a;

	if (directory_make(directory, err) < 0)
		return -1;
	for (char name[] = "a"; *name <= 'b'; ++*name) {
		snprintf(path, sizeof(path), "%s/%s", directory, name);
		if (unix_address_parse(path, &a, err) < 0)
			return -1;
		values_set_address(v, name, &a);
	}
	return 0;
}

int pair_open(const struct pair_opts *opts, int fds[2], struct error *err)
{
	struct variables v = { .type = socket_constant(opts->type) };
	char directory[DIRECTORY_SIZE] = "";
	int result = 0;

	if (opts->kind == PAIR_UNIX)
		result = make_names(&v, directory, err);
	if (result == 0)
		result = make_calls(opts, &v, err);
	/* Connected sockets do not need their names. */
	if (*directory)
		directory_remove(directory);
	fds[0] = get_descriptor(&v, "first");
	fds[1] = get_descriptor(&v, "second");
	if (result == 0)
		return 0;
	pair_close(fds[0], opts->tap, NULL);
	pair_close(fds[1], opts->tap, NULL);
	pair_close(get_descriptor(&v, "listener"), opts->tap, NULL);
	return -1;
}
