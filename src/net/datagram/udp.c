/* SPDX-License-Identifier: MIT */
/* UDP sockets for sending, and multicast groups for receiving. */
#include "net/datagram/udp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "net/address/address-error.h"
#include "net/address/lookup.h"
#include "net/datagram/datagram.h"

/* The least that keeps up with a sender on the same host (measured). */
#define RECEIVE_BUFFER (8 * 1024 * 1024)

static bool is_multicast(const struct address *a)
{
	const struct sockaddr_in *sin = (const void *)&a->storage;
	const struct sockaddr_in6 *sin6 = (const void *)&a->storage;

	if (a->storage.ss_family == AF_INET)
		return IN_MULTICAST(ntohl(sin->sin_addr.s_addr));
	return a->storage.ss_family == AF_INET6 &&
	       IN6_IS_ADDR_MULTICAST(&sin6->sin6_addr);
}

static int fail(const struct udp_opts *opts, const struct address *a,
    const char *what, struct error *err)
{
	char text[ADDRESS_TEXT];
	int sysno = errno;
	enum fault kind = sysno == EADDRNOTAVAIL
	                      ? FAULT_UNREACHABLE
	                      : address_error_fault(a, sysno);
	bool needs_broadcast = sysno == EACCES && !opts->sockopts->broadcast;

	error_set(err, kind, "cannot %s %s: %s", what, address_text(text, a),
	    address_error_phrase(a, sysno));
	err->sysno = sysno;
	if (needs_broadcast)
		error_suggest(err, HINT_BROADCAST, NULL);
	return -1;
}

/* By which interface it goes to a group. Returns 0, or -1 with err filled. */
static int set_interface(
    int fd, int family, unsigned index, struct tap *tap, struct error *err)
{
	struct ip_mreqn request = { .imr_ifindex = (int)index };
	char name[IF_NAMESIZE] = "?";
	bool is_6 = family == AF_INET6;
	int result = is_6 ? setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF,
				&index, sizeof(index))
	                  : setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF,
				&request, sizeof(request));

	if_indextoname(index, name);
	tap_call(tap, result, "the interface that leads to the group",
	    "setsockopt(%d, %s, %s)", fd,
	    is_6 ? "IPPROTO_IPV6, IPV6_MULTICAST_IF"
		 : "IPPROTO_IP, IP_MULTICAST_IF",
	    name);
	return result < 0 ? error_sys(err, FAULT_UNREACHABLE,
				"cannot send by interface '%s'", name)
	                  : 0;
}

/* Options that only multicast has: how far it goes, and whether this host
 * hears it as well. */
static int prepare_multicast(
    int fd, const struct udp_opts *opts, int family, struct error *err)
{
	static const struct sockopt_name ttl[] = {
		SOCKOPT_NAME(IPPROTO_IP, IP_MULTICAST_TTL),
		SOCKOPT_NAME(IPPROTO_IPV6, IPV6_MULTICAST_HOPS),
	};
	static const struct sockopt_name loop[] = {
		SOCKOPT_NAME(IPPROTO_IP, IP_MULTICAST_LOOP),
		SOCKOPT_NAME(IPPROTO_IPV6, IPV6_MULTICAST_LOOP),
	};
	bool is_6 = family == AF_INET6;

	if (opts->sockopts->ttl != SOCKOPT_UNSET &&
	    sockopts_set_number(
		fd, &ttl[is_6], (int)opts->sockopts->ttl, NULL, opts->tap) < 0)
		return error_sys(err, FAULT_UNSUPPORTED, "cannot set the TTL");
	sockopts_set_number(fd, &loop[is_6], opts->hears_itself,
	    "whether receivers on this host get what is sent", opts->tap);
	return 0;
}

static int bind_source(int fd, const struct udp_opts *opts, int family,
    const struct address_list *sources, struct error *err)
{
	char text[ADDRESS_TEXT];

	for (size_t i = 0; i < sources->count; i++) {
		const struct address *a = &sources->items[i];
		if (address_family(a) != family)
			continue;
		int result =
		    bind(fd, (const struct sockaddr *)&a->storage, a->len);
		tap_call(opts->tap, result, "the local address, as asked for",
		    "bind(%d, %s)", fd, address_text(text, a));
		if (result == 0)
			return 0;
		return error_sys(err, FAULT_BIND, "cannot use source %s", text);
	}
	return sources->count ? error_set(err, FAULT_BIND,
				    "the source address is of the other family")
	                      : 0;
}

/* Replies to a group or to all hosts come from other addresses, which a
 * connected socket would not let in. */
static bool may_connect(const struct udp_opts *opts, const struct address *a)
{
	return !opts->wants_reply ||
	       !(opts->sockopts->broadcast || is_multicast(a));
}

static int prepare(int fd, const struct udp_opts *opts, const struct address *a,
    const struct address_list *sources, struct error *err)
{
	int family = a->storage.ss_family;

	if (sockopts_apply(fd, SOCKOPT_DIALER, opts->sockopts, opts->tap, err) <
	    0)
		return -1;
	if (is_multicast(a) && prepare_multicast(fd, opts, family, err) < 0)
		return -1;
	if (opts->interface &&
	    set_interface(fd, family, opts->interface, opts->tap, err) < 0)
		return -1;
	datagram_want_errors(fd, opts->tap);
	return bind_source(fd, opts, family, sources, err);
}

static int open_to(const struct udp_opts *opts, const struct address *a,
    const struct address_list *sources, struct udp_socket *out,
    struct error *err)
{
	char text[ADDRESS_TEXT];
	int fd = sockopts_socket(
	    a->storage.ss_family, SOCK_DGRAM, opts->sockopts, opts->tap);

	if (fd < 0)
		return fail(opts, a, "open a socket to", err);
	*out = (struct udp_socket){ .fd = fd, .remote = *a };
	int result = prepare(fd, opts, a, sources, err);
	if (result == 0 && may_connect(opts, a)) {
		result =
		    connect(fd, (const struct sockaddr *)&a->storage, a->len);
		tap_call(opts->tap, result,
		    "nothing is sent: the kernel only notes the address",
		    "connect(%d, %s)", fd, address_text(text, a));
		if (result < 0)
			fail(opts, a, "send to", err);
		out->is_connected = true;
	}
	if (result < 0)
		close(fd);
	return result < 0 ? -1 : 0;
}

static struct lookup_opts make_lookup(
    const struct udp_opts *opts, const char *host, const char *port)
{
	return (struct lookup_opts){
		.host = host,
		.port = port,
		.family = opts->family,
		.type = SOCK_DGRAM,
		.numeric = opts->numeric,
		.deadline = opts->deadline,
		.tap = opts->tap,
	};
}

int udp_open_first(const struct udp_opts *opts,
    const struct address_list *targets, const struct address_list *sources,
    struct udp_socket *out, struct error *err)
{
	int result = -1;

	for (size_t i = 0; result < 0 && i < targets->count; i++)
		result = open_to(opts, &targets->items[i], sources, out, err);
	return result;
}

static int open_host(
    const struct udp_opts *opts, struct udp_socket *out, struct error *err)
{
	struct lookup_opts lookup = make_lookup(opts, opts->host, opts->port);
	struct lookup_result targets, sources = { 0 };

	if (lookup_run(&lookup, &targets, err) < 0)
		return -1;
	lookup = make_lookup(opts, opts->source, opts->source_port);
	lookup.passive = true;
	if ((opts->source || opts->source_port) &&
	    lookup_run(&lookup, &sources, err) < 0) {
		lookup_free(&targets);
		return -1;
	}
	int result = udp_open_first(
	    opts, &targets.addresses, &sources.addresses, out, err);
	lookup_free(&sources);
	lookup_free(&targets);
	return result;
}

static bool is_group(const char *host)
{
	struct address a = { 0 };
	struct sockaddr_in *sin = (struct sockaddr_in *)&a.storage;
	struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)&a.storage;

	if (inet_pton(AF_INET, host, &sin->sin_addr) == 1)
		a.storage.ss_family = AF_INET;
	else if (inet_pton(AF_INET6, host, &sin6->sin6_addr) == 1)
		a.storage.ss_family = AF_INET6;
	return is_multicast(&a);
}

int udp_open(
    const struct udp_opts *opts, struct udp_socket *out, struct error *err)
{
	struct udp_opts group = *opts;
	size_t len = strcspn(opts->host, "%");
	const char *interface = opts->host + len + 1;
	char *name = xasprintf("%.*s", (int)len, opts->host);
	int result = 0;

	/* The resolver knows interfaces with link-local addresses only. */
	if (opts->host[len] && is_group(name)) {
		group.host = name;
		group.interface = if_nametoindex(interface);
		if (!group.interface)
			result = error_set(err, FAULT_UNREACHABLE,
			    "cannot send to the group %s: no interface '%s'",
			    name, interface);
	}
	if (result == 0)
		result = open_host(&group, out, err);
	free(name);
	return result;
}

/* MCAST_JOIN_GROUP has one form for both families (RFC 3678). */
static int join(int fd, const struct group_req *request, const char *group,
    struct tap *tap, struct error *err)
{
	int level =
	    request->gr_group.ss_family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP;
	int result =
	    setsockopt(fd, level, MCAST_JOIN_GROUP, request, sizeof(*request));

	tap_call(tap, result, "what is sent to the group is received as well",
	    "setsockopt(%d, %s, MCAST_JOIN_GROUP, %s)", fd,
	    level == IPPROTO_IP ? "IPPROTO_IP" : "IPPROTO_IPV6", group);
	if (result == 0)
		return 0;
	bool lacks_interface = errno == ENODEV && !request->gr_interface;
	error_sys(err, FAULT_BIND, "cannot join the group %s", group);
	if (lacks_interface)
		error_suggest(err, HINT_GROUP_INTERFACE, group);
	return -1;
}

int udp_join(int fd, const char *group, struct tap *tap, struct error *err)
{
	struct lookup_opts lookup = {
		.type = SOCK_DGRAM, .numeric = true, .family = AF_UNSPEC
	};
	size_t len = strcspn(group, "%");
	char *name = xasprintf("%.*s", (int)len, group);
	struct group_req request = { 0 };
	struct lookup_result found;
	int result = -1;

	lookup.host = name;
	if (group[len])
		request.gr_interface = if_nametoindex(group + len + 1);
	if (group[len] && !request.gr_interface)
		error_set(err, FAULT_BIND,
		    "cannot join the group %s: no interface '%s'", name,
		    group + len + 1);
	else if (lookup_run(&lookup, &found, err) == 0) {
		const struct address *a = &found.addresses.items[0];
		memcpy(&request.gr_group, &a->storage, a->len);
		result = is_multicast(a)
		             ? join(fd, &request, group, tap, err)
		             : error_set(err, FAULT_USAGE,
				   "'%s' is not a multicast group", name);
		lookup_free(&found);
	}
	free(name);
	return result;
}

void udp_enlarge_buffer(int fd, const struct sockopts *opts, struct tap *tap)
{
	static const struct sockopt_name forced =
	    SOCKOPT_NAME(SOL_SOCKET, SO_RCVBUFFORCE);
	static const struct sockopt_name allowed =
	    SOCKOPT_NAME(SOL_SOCKET, SO_RCVBUF);
	const char *why = "room for a burst, so that nothing is dropped";

	if (opts->recv_buffer == SOCKOPT_UNSET &&
	    sockopts_set_number(fd, &forced, RECEIVE_BUFFER, why, tap) < 0)
		sockopts_set_number(fd, &allowed, RECEIVE_BUFFER, why, tap);
}
