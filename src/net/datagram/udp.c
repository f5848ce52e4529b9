/* SPDX-License-Identifier: MIT */
/* UDP sockets for sending. */
#include "net/datagram/udp.h"

#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <unistd.h>

#include "net/address/address-error.h"
#include "net/address/lookup.h"
#include "net/datagram/datagram.h"
#include "net/datagram/multicast.h"
#include "net/socket.h"
#include "sys/socket/system-option.h"

/* The smallest buffer that keeps up with a sender on the same host (measured).
 */
#define RECEIVE_BUFFER (8 * 1024 * 1024)

static int fail(const struct udp_opts *opts, const struct address *a,
    const char *what, struct error *err)
{
	char text[ADDRESS_TEXT];
	int sysno = errno;
	bool needs_broadcast = sysno == EACCES && !opts->sockopts->broadcast;

	address_error_set(err, a, sysno);
	error_reword(
	    err, "cannot %s %s: %s", what, address_text(text, a), err->text);
	if (needs_broadcast)
		error_suggest(err, HINT_BROADCAST, NULL);
	return -1;
}

/* Sets the interface for a group. Returns 0, or -1 with err filled. */
static int set_interface(
    int fd, int family, unsigned index, struct tap *tap, struct error *err)
{
	char name[IF_NAMESIZE] = "?";
	bool is_6 = family == AF_INET6;
	int result = is_6 ? setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF,
				&index, sizeof(index))
	                  : system_option_set_multicast_interface(fd, index);

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

/* Sets the options of multicast: the TTL, and whether this host receives what
 * it sends. */
static int prepare_multicast(
    int fd, const struct udp_opts *opts, int family, struct error *err)
{
	bool is_6 = family == AF_INET6;
	const struct socket_option *ttl =
	    is_6 ? SOCKOPT(IPPROTO_IPV6, IPV6_MULTICAST_HOPS)
		 : SOCKOPT(IPPROTO_IP, IP_MULTICAST_TTL);
	const struct socket_option *loop =
	    is_6 ? SOCKOPT(IPPROTO_IPV6, IPV6_MULTICAST_LOOP)
		 : SOCKOPT(IPPROTO_IP, IP_MULTICAST_LOOP);

	if (opts->sockopts->ttl != SOCKOPT_UNSET &&
	    sockopts_set_number(
		fd, ttl, (int)opts->sockopts->ttl, NULL, opts->tap) < 0)
		return error_sys(err, FAULT_UNSUPPORTED, "cannot set the TTL");
	sockopts_set_number(fd, loop, opts->hears_itself,
	    "whether receivers on this host get what is sent", opts->tap);
	return 0;
}

/* Replies to a group or to all hosts come from other addresses, from which a
 * connected socket receives nothing. */
static bool may_connect(const struct udp_opts *opts, const struct address *a)
{
	return !opts->wants_reply ||
	       !(opts->sockopts->broadcast || multicast_is(a));
}

static int prepare(int fd, const struct udp_opts *opts, const struct address *a,
    const struct address_list *sources, struct error *err)
{
	int family = a->storage.ss_family;

	if (sockopts_apply(fd, SOCK_DGRAM, SOCKOPT_DIALER, opts->sockopts,
		opts->tap, err) < 0)
		return -1;
	if (multicast_is(a) && prepare_multicast(fd, opts, family, err) < 0)
		return -1;
	if (opts->interface &&
	    set_interface(fd, family, opts->interface, opts->tap, err) < 0)
		return -1;
	datagram_want_errors(fd, opts->tap);
	return socket_bind_source(
	    fd, address_family(a), sources, opts->tap, err);
}

static int open_to(const struct udp_opts *opts, const struct address *a,
    const struct address_list *sources, struct udp_socket *out,
    struct error *err)
{
	int fd = socket_open(a->storage.ss_family, SOCK_DGRAM, 0, opts->tap);

	if (fd < 0)
		return fail(opts, a, "open a socket to", err);
	*out = (struct udp_socket){ .fd = fd, .remote = *a };
	int result = prepare(fd, opts, a, sources, err);
	if (result == 0 && may_connect(opts, a)) {
		result = socket_connect(fd, a, SOCKET_NOTES_ADDRESS, opts->tap);
		if (result < 0)
			fail(opts, a, "send to", err);
		out->is_connected = true;
	}
	if (result < 0)
		close(fd);
	return result < 0 ? -1 : 0;
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

static int look_up(const struct udp_opts *opts, const char *host,
    const char *port, struct lookup_result *out, struct error *err)
{
	struct lookup_opts lookup = {
		.host = host,
		.port = port,
		.family = opts->family,
		.type = SOCK_DGRAM,
		.numeric = opts->numeric,
		.passive = host != opts->host,
		.deadline = opts->deadline,
		.tap = opts->tap,
	};

	return lookup_run(&lookup, out, err);
}

static int open_host(
    const struct udp_opts *opts, struct udp_socket *out, struct error *err)
{
	struct lookup_result targets, sources = { 0 };
	int result = look_up(opts, opts->host, opts->port, &targets, err);

	if (result == 0 && (opts->source || opts->source_port))
		result = look_up(
		    opts, opts->source, opts->source_port, &sources, err);
	if (result == 0)
		result = udp_open_first(
		    opts, &targets.addresses, &sources.addresses, out, err);
	lookup_free(&sources);
	lookup_free(&targets);
	return result;
}

int udp_open(
    const struct udp_opts *opts, struct udp_socket *out, struct error *err)
{
	struct multicast_group group = multicast_group_parse(opts->host);
	struct udp_opts with_group = *opts;
	int result;

	/* The resolver accepts interfaces with link-local addresses only. */
	if (group.is_one) {
		with_group.host = group.name;
		with_group.interface = group.interface;
	}
	if (group.is_one && group.unknown)
		result = error_set(err, FAULT_UNREACHABLE,
		    "cannot send to the group %s: no interface '%s'",
		    group.name, group.unknown);
	else
		result = open_host(&with_group, out, err);
	free(group.name);
	return result;
}

void udp_enlarge_buffer(int fd, const struct sockopts *opts, struct tap *tap)
{
	const char *why = "room for a burst, so that nothing is dropped";

	if (opts->recv_buffer == SOCKOPT_UNSET &&
	    sockopts_set_number(
		fd, &system_option_force_buffer, RECEIVE_BUFFER, why, tap) < 0)
		sockopts_set_number(fd, SOCKOPT(SOL_SOCKET, SO_RCVBUF),
		    RECEIVE_BUFFER, why, tap);
}
