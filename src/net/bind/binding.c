/* SPDX-License-Identifier: MIT */
/* Sockets bound to all addresses of a host, on one port. */
#include "net/bind/binding.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "net/address/address-error.h"
#include "net/address/lookup.h"
#include "sys/process/proc.h"
#include "sys/socket/socket-option.h"
#include "sys/socket/socket-table.h"

/* How often to try to find a port that is free on all addresses. */
#define PORT_TRIES 16

/* Whether an IPv6 socket takes IPv4 as well, for all addresses of both. */
static bool takes_both(int fd, const struct address *bound)
{
	return socket_option_get(fd, IPPROTO_IPV6, IPV6_V6ONLY) == 0 &&
	       address_is_any(bound);
}

void binding_close_sockets(struct binding *b)
{
	for (size_t i = 0; b->fds && i < b->addresses.count; i++) {
		int result = close(b->fds[i]);
		tap_call(b->tap, result, NULL, "close(%d)", b->fds[i]);
	}
	free(b->fds);
	b->fds = NULL;
}

void binding_close(struct binding *b)
{
	binding_close_sockets(b);
	address_list_free(&b->addresses);
}

void binding_add(struct binding *b, int fd)
{
	struct address bound = address_local(fd);
	char text[ADDRESS_TEXT];

	bound.takes_both = takes_both(fd, &bound);
	tap_call(b->tap, 0, "the address that the socket has now",
	    "getsockname(%d, %s)", fd, address_text(text, &bound));
	b->fds = xreallocarray(b->fds, b->addresses.count + 1, sizeof(*b->fds));
	b->fds[b->addresses.count] = fd;
	address_list_add(&b->addresses, &bound);
}

/* Why an open descriptor is not a bound UDP socket; NULL: it is. */
static const char *not_bound(int fd)
{
	struct address bound = address_local(fd);
	sa_family_t family = bound.storage.ss_family;

	if (socket_option_get(fd, SOL_SOCKET, SO_TYPE) != SOCK_DGRAM ||
	    (family != AF_INET && family != AF_INET6))
		return "not a UDP socket";
	return address_port(&bound) == 0 ? "not bound to a port" : NULL;
}

int binding_inherit(struct binding *b, int fd, const struct sockopts *sockopts,
    struct tap *tap, struct error *err)
{
	bool is_open = fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
	const char *why = is_open ? not_bound(fd) : "not an open descriptor";

	*b = (struct binding){ .tap = tap };
	if (why)
		return error_set(err, FAULT_BIND,
		    "cannot receive from descriptor %d: %s", fd, why);
	binding_add(b, fd);
	if (sockopts_apply(
		fd, SOCK_DGRAM, SOCKOPT_LISTENER, sockopts, tap, err) == 0)
		return 0;
	binding_close(b);
	return -1;
}

/* Returns 0, or -1 with err filled for an option. */
static int prepare_socket(int fd, const struct address *a, bool both_families,
    const struct binding_opts *opts, struct error *err)
{
	static const struct socket_option only =
	    SOCKET_OPTION(IPPROTO_IPV6, IPV6_V6ONLY);

	if (opts->shared)
		sockopts_set_number(fd, SOCKOPT(SOL_SOCKET, SO_REUSEADDR), 1,
		    opts->type == SOCK_STREAM
			? "old connections of the port may still be in "
			  "TIME_WAIT"
			: "other receivers of the group may share the port",
		    opts->tap);
	if (a->storage.ss_family == AF_INET6)
		sockopts_set_number(fd, &only, !both_families,
		    both_families ? "IPv4 peers come in by this socket, too"
				  : NULL,
		    opts->tap);
	return sockopts_apply(
	    fd, opts->type, SOCKOPT_LISTENER, opts->sockopts, opts->tap, err);
}

static void add_hint(const struct address *a, int sysno,
    const struct binding_opts *opts, struct error *err)
{
	struct socket_entry entry;
	struct proc_holder owner;
	char text[ADDRESS_TEXT];

	if (sysno == EACCES && address_port(a) < 1024)
		error_suggest(err, HINT_PORT_PRIVILEGED, NULL);
	bool is_number = opts->host && *opts->host &&
	                 !opts->host[strspn(opts->host, "0123456789")];
	if (sysno == EADDRNOTAVAIL && is_number) {
		error_suggest(err, HINT_NUMBER_READ, address_host(text, a));
		err->hint.number = strtoll(opts->host, NULL, 10);
	}
	if (sysno != EADDRINUSE)
		return;
	error_suggest(err, HINT_PORT_TAKEN, NULL);
	if (socket_table_find(a, opts->type, &entry) &&
	    proc_find_holder(entry.inode, &owner)) {
		error_suggest(err,
		    opts->sockopts->reuse_port ? HINT_PORT_SHARED
					       : HINT_PORT_HELD,
		    owner.name);
		err->hint.number = owner.pid;
	}
}

/* Fails by errno, and leaves errno unchanged. */
static int fail_to_bind(
    const struct address *a, const struct binding_opts *opts, struct error *err)
{
	int sysno = errno;
	char text[ADDRESS_TEXT];

	bool is_unknown = sysno == ENOPROTOOPT || sysno == EPROTONOSUPPORT;
	error_set(err, is_unknown ? FAULT_UNSUPPORTED : FAULT_BIND,
	    "cannot listen on %s: %s", address_text(text, a),
	    address_error_phrase(a, sysno));
	err->sysno = sysno;
	add_hint(a, sysno, opts, err);
	errno = sysno;
	return -1;
}

/* bind(2), and listen(2) where it is for that. Returns as they do. */
static int take_address(
    int fd, const struct address *a, const struct binding_opts *opts)
{
	char text[ADDRESS_TEXT];
	int result = bind(fd, (const struct sockaddr *)&a->storage, a->len);

	tap_call(opts->tap, result, "the local address and port",
	    "bind(%d, %s)", fd, address_text(text, a));
	if (result < 0 || opts->type != SOCK_STREAM)
		return result;
	result = listen(fd, opts->backlog);
	tap_call(opts->tap, result,
	    "from now on the kernel accepts clients and queues them",
	    "listen(%d, %d)", fd, opts->backlog);
	return result;
}

/* Opens one address. Returns 0, or -1 with err filled and errno set. */
static int open_one(struct binding *b, struct address a, bool both_families,
    const struct binding_opts *opts, struct error *err)
{
	int fd = sockopts_socket(
	    a.storage.ss_family, opts->type, opts->sockopts, opts->tap);

	if (fd < 0)
		return fail_to_bind(&a, opts, err);
	int result = prepare_socket(fd, &a, both_families, opts, err);
	if (result == 0 && take_address(fd, &a, opts) < 0) {
		int sysno = errno;
		a.takes_both = takes_both(fd, &a);
		errno = sysno;
		result = fail_to_bind(&a, opts, err);
	}
	if (result == 0) {
		binding_add(b, fd);
		return 0;
	}
	int sysno = errno;
	close(fd);
	errno = sysno;
	return -1;
}

/* Whether an address may be left out when the host has others. */
static bool is_dispensable(int sysno)
{
	return sysno == EADDRNOTAVAIL || sysno == EAFNOSUPPORT;
}

/* Opens all addresses on one port. Returns 0, or -1 with err filled and errno
 * set; then none is open. */
static int open_all(struct binding *b, const struct address_list *wanted,
    bool both_families, const struct binding_opts *opts, struct error *err)
{
	int result = 0, sysno = 0;

	for (size_t i = 0; i < wanted->count && result == 0; i++) {
		struct address a = wanted->items[i];
		if (b->addresses.count > 0 && address_port(&a) == 0)
			address_set_port(
			    &a, address_port(&b->addresses.items[0]));
		if (open_one(b, a, both_families, opts, err) < 0) {
			sysno = errno;
			result =
			    wanted->count > 1 && is_dispensable(sysno) ? 0 : -1;
		}
	}
	if (result < 0 || b->addresses.count == 0) {
		binding_close(b);
		errno = sysno;
		return -1;
	}
	return 0;
}

/* A port that the kernel chose for one address may be taken on another. */
static int open_with_tries(struct binding *b, const struct address_list *wanted,
    bool both_families, const struct binding_opts *opts, struct error *err)
{
	bool chosen_by_kernel = address_port(&wanted->items[0]) == 0;
	int tries = chosen_by_kernel && wanted->count > 1 ? PORT_TRIES : 1;
	int result;

	do
		result = open_all(b, wanted, both_families, opts, err);
	while (result < 0 && errno == EADDRINUSE && --tries > 0);
	b->has_free_port = chosen_by_kernel;
	return result;
}

int binding_open(
    struct binding *b, const struct binding_opts *opts, struct error *err)
{
	struct lookup_result found;
	bool both_families = !opts->host && opts->family == AF_UNSPEC;
	struct lookup_opts lookup = {
		.host = both_families ? "::" : opts->host,
		.port = opts->port,
		.family = opts->family,
		.type = opts->type,
		.numeric = opts->numeric,
		.passive = true,
		.deadline = opts->deadline,
		.tap = opts->tap,
	};

	*b = (struct binding){ .tap = opts->tap };
	if (lookup_run(&lookup, &found, err) < 0)
		return -1;
	int result =
	    open_with_tries(b, &found.addresses, both_families, opts, err);
	int sysno = errno;
	lookup_free(&found);
	if (result < 0 && both_families && is_dispensable(sysno)) {
		struct binding_opts only_4 = *opts;
		only_4.family = AF_INET;
		return binding_open(b, &only_4, err);
	}
	return result;
}
