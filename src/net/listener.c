/* SPDX-License-Identifier: MIT */
/* Accepting TCP connections. */
#include "net/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "net/lookup.h"
#include "net/sockdiag.h"
#include "sys/owner.h"
#include "sys/waiting.h"

/* How often to look for a port that is free on all addresses. */
#define PORT_TRIES 16

struct listener {
	int *fds;
	struct address_list
	    addresses; /* addresses.items[i] is that of fds[i] */
	struct tap *tap;
};

char *listener_text(char buf[ADDRESS_TEXT], const struct address *bound)
{
	if (!address_is_any(bound))
		return address_text(buf, bound);
	snprintf(buf, ADDRESS_TEXT, "*:%u", address_port(bound));
	return buf;
}

const struct address_list *listener_addresses(const struct listener *l)
{
	return &l->addresses;
}

static void close_all(struct listener *l)
{
	for (size_t i = 0; i < l->addresses.count; i++) {
		int result = close(l->fds[i]);
		tap_call(l->tap, result, NULL, "close(%d)", l->fds[i]);
	}
	free(l->fds);
	l->fds = NULL;
	address_list_free(&l->addresses);
}

void listener_close(struct listener *l)
{
	if (!l)
		return;
	close_all(l);
	free(l);
}

static void add_socket(struct listener *l, int fd)
{
	struct address bound = address_local(fd);
	char text[ADDRESS_TEXT];

	tap_call(l->tap, 0, "the address it has now", "getsockname(%d, %s)", fd,
	    address_text(text, &bound));
	l->fds = xreallocarray(l->fds, l->addresses.count + 1, sizeof(*l->fds));
	l->fds[l->addresses.count] = fd;
	address_list_add(&l->addresses, &bound);
}

/* Returns 0, or -1 with err filled for an option, or errno for the rest. */
static int prepare_socket(int fd, const struct address *a, bool both_families,
    const struct listener_opts *opts, struct error *err)
{
	static const struct sockopt_name reuse = { SOL_SOCKET, SO_REUSEADDR,
		"SOL_SOCKET", "SO_REUSEADDR" };
	static const struct sockopt_name only = { IPPROTO_IPV6, IPV6_V6ONLY,
		"IPPROTO_IPV6", "IPV6_V6ONLY" };

	sockopts_set_number(fd, &reuse, 1,
	    "old connections of the port may still be in TIME_WAIT", opts->tap);
	if (a->storage.ss_family == AF_INET6)
		sockopts_set_number(fd, &only, !both_families,
		    both_families ? "IPv4 clients come in by this socket, too"
				  : NULL,
		    opts->tap);
	return sockopts_apply(
	    fd, SOCKOPT_LISTENER, opts->sockopts, opts->tap, err);
}

static void add_hints(const struct address *a, int sysno, struct error *err)
{
	struct sockdiag_entry entry;
	struct owner owner;

	if (sysno == EACCES && address_port(a) < 1024)
		error_hint(err,
		    "ports below 1024 need root or CAP_NET_BIND_SERVICE; try "
		    "a port from 1024 up");
	if (sysno != EADDRINUSE)
		return;
	if (sockdiag_find_listener(a, &entry) &&
	    owner_of_socket(entry.inode, &owner))
		error_hint(err,
		    "held by %s (pid %d); use port 0 for a free port, or "
		    "--reuse-port to share",
		    owner.name, (int)owner.pid);
	else
		error_hint(err, "use port 0 for a free port");
}

static int fail_to_listen(
    const struct address *a, bool explained, struct error *err)
{
	int sysno = errno;
	char text[ADDRESS_TEXT];

	if (explained)
		return -1;
	error_sys(
	    err, FAULT_BIND, "cannot listen on %s", listener_text(text, a));
	add_hints(a, sysno, err);
	errno = sysno;
	return -1;
}

/* Opens one address. Returns 0, or -1 with err filled and errno set. */
static int open_one(struct listener *l, const struct address *a,
    bool both_families, const struct listener_opts *opts, struct error *err)
{
	char text[ADDRESS_TEXT];
	int fd =
	    sockopts_socket(a->storage.ss_family, opts->sockopts, opts->tap);

	if (fd < 0)
		return fail_to_listen(a, false, err);
	int result = prepare_socket(fd, a, both_families, opts, err);
	bool explained = result < 0;
	if (result == 0) {
		result = bind(fd, (const struct sockaddr *)&a->storage, a->len);
		tap_call(opts->tap, result, "our address and port",
		    "bind(%d, %s)", fd, address_text(text, a));
	}
	if (result == 0) {
		result = listen(fd, opts->backlog);
		tap_call(opts->tap, result,
		    "from now on the kernel accepts clients and queues them",
		    "listen(%d, %d)", fd, opts->backlog);
	}
	if (result < 0) {
		fail_to_listen(a, explained, err);
		close(fd);
		return -1;
	}
	add_socket(l, fd);
	return 0;
}

/* Whether an address may be left out when the host has others. */
static bool is_dispensable(int sysno)
{
	return sysno == EADDRNOTAVAIL || sysno == EAFNOSUPPORT;
}

/* Opens all addresses on one port. Returns 0, or -1 with err filled and errno
 * set; then none is open. */
static int open_all(struct listener *l, const struct address_list *wanted,
    bool both_families, const struct listener_opts *opts, struct error *err)
{
	int result = 0, sysno = 0;

	for (size_t i = 0; i < wanted->count && result == 0; i++) {
		struct address a = wanted->items[i];
		if (l->addresses.count > 0 && address_port(&a) == 0)
			address_set_port(
			    &a, address_port(&l->addresses.items[0]));
		if (open_one(l, &a, both_families, opts, err) < 0) {
			sysno = errno;
			result =
			    wanted->count > 1 && is_dispensable(sysno) ? 0 : -1;
		}
	}
	if (result < 0 || l->addresses.count == 0) {
		close_all(l);
		errno = sysno;
		return -1;
	}
	return 0;
}

/* A port that the kernel chose for one address may be taken on another. */
static int open_with_tries(struct listener *l,
    const struct address_list *wanted, bool both_families,
    const struct listener_opts *opts, struct error *err)
{
	bool chosen_by_kernel = address_port(&wanted->items[0]) == 0;
	int tries = chosen_by_kernel && wanted->count > 1 ? PORT_TRIES : 1;
	int result;

	do
		result = open_all(l, wanted, both_families, opts, err);
	while (result < 0 && errno == EADDRINUSE && --tries > 0);
	return result;
}

struct listener *listener_open(
    const struct listener_opts *opts, struct error *err)
{
	struct lookup_result found;
	bool both_families = !opts->host && opts->family == AF_UNSPEC;
	struct lookup_opts lookup = {
		.host = both_families ? "::" : opts->host,
		.port = opts->port,
		.family = opts->family,
		.type = SOCK_STREAM,
		.numeric = opts->numeric,
		.passive = true,
		.deadline = opts->deadline,
		.tap = opts->tap,
	};

	if (lookup_run(&lookup, &found, err) < 0)
		return NULL;
	struct listener *l = xcalloc(1, sizeof(*l));
	l->tap = opts->tap;
	int result =
	    open_with_tries(l, &found.addresses, both_families, opts, err);
	lookup_free(&found);
	if (result < 0 && both_families && is_dispensable(errno)) {
		struct listener_opts only_4 = *opts;
		only_4.family = AF_INET;
		free(l);
		return listener_open(&only_4, err);
	}
	if (result == 0)
		return l;
	free(l);
	return NULL;
}

static bool is_listening(int fd)
{
	int yes = 0;
	socklen_t len = sizeof(yes);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &len) == 0 &&
	       yes;
}

struct listener *listener_inherit(
    int first, int count, const struct listener_opts *opts, struct error *err)
{
	struct listener *l = xcalloc(1, sizeof(*l));

	l->tap = opts->tap;
	for (int fd = first; fd < first + count; fd++) {
		if (!is_listening(fd)) {
			error_set(err, FAULT_BIND,
			    "cannot listen on descriptor %d: %s", fd,
			    fcntl(fd, F_GETFD) < 0 ? "not an open descriptor"
						   : "not a listening socket");
			listener_close(l);
			return NULL;
		}
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
		add_socket(l, fd);
	}
	return l;
}

/* Troubles of one client, or of the moment (accept(2), ERRORS). */
static bool is_passing(int sysno)
{
	static const int passing[] = { EINTR, EAGAIN, ECONNABORTED, EPROTO,
		ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH,
		EOPNOTSUPP, ENETUNREACH, EPERM };

	for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); i++)
		if (passing[i] == sysno)
			return true;
	return false;
}

static int accept_one(struct listener *l, int fd)
{
	char text[ADDRESS_TEXT] = "NULL";
	int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (client >= 0) {
		struct address remote = address_remote(client);
		address_text(text, &remote);
	}
	tap_call(l->tap, client, client >= 0 ? "the client's own socket" : NULL,
	    "accept4(%d, %s)", fd, text);
	return client;
}

int listener_accept(struct listener *l, int64_t deadline, struct error *err)
{
	struct waiting w = { 0 };
	int client = -1, ready = 1;

	while (client < 0 && ready > 0) {
		waiting_clear(&w);
		for (size_t i = 0; i < l->addresses.count; i++)
			waiting_add(&w, l->fds[i], POLLIN);
		ready = waiting_until(&w, deadline, err);
		for (size_t i = 0; ready > 0 && client < 0 && i < w.count;
		     i++) {
			if (!waiting_result(&w, i))
				continue;
			client = accept_one(l, l->fds[i]);
			if (client < 0 && !is_passing(errno))
				ready = error_sys(
				    err, FAULT_IO, "cannot accept a client");
		}
	}
	waiting_free(&w);
	if (ready == 0)
		error_set(err, FAULT_TIMEOUT, "no client came");
	return client;
}
