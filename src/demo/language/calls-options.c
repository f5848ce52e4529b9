/* SPDX-License-Identifier: MIT */
/* Calls that set options, and those that ask the kernel. */
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>

#include "base/clock.h"
#include "demo/language/calls-private.h"
#include "sys/socket/credentials.h"
#include "sys/socket/socket-queue.h"
#include "sys/socket/tcp-facts.h"

#define DROPS_WITHIN_US (2 * CLOCK_SECOND)

static long set_option(
    struct making *m, int level, int name, const void *value, size_t len)
{
	return setsockopt(NUMBER(0), level, name, value, (socklen_t)len);
}

static long make_setsockopt(struct making *m)
{
	int value = NUMBER(3);

	return set_option(m, NUMBER(1), NUMBER(2), &value, sizeof(value));
}

static long make_linger(struct making *m)
{
	struct linger value = { 1, NUMBER(1) };

	return set_option(m, SOL_SOCKET, SO_LINGER, &value, sizeof(value));
}

/* Joins the group of an IPv4 address on the loopback interface. */
static long make_join(struct making *m)
{
	const struct sockaddr_in *group =
	    (const void *)&m->args[1].address.storage;
	struct ip_mreq value = { group->sin_addr, { htonl(INADDR_LOOPBACK) } };

	return set_option(
	    m, IPPROTO_IP, IP_ADD_MEMBERSHIP, &value, sizeof(value));
}

static long make_send_via_loopback(struct making *m)
{
	struct in_addr value = { htonl(INADDR_LOOPBACK) };

	return set_option(
	    m, IPPROTO_IP, IP_MULTICAST_IF, &value, sizeof(value));
}

/* Questions */

static long make_getsockopt(struct making *m)
{
	int value = 0;
	socklen_t len = sizeof(value);
	int result = getsockopt(NUMBER(0), NUMBER(1), NUMBER(2), &value, &len);

	return calls_value(m, result, value);
}

static long make_poll(struct making *m)
{
	struct pollfd fd = { NUMBER(0), (short)NUMBER(1), 0 };
	int result = poll(&fd, 1, NUMBER(2));

	return calls_value(m, result, fd.revents);
}

static long make_ioctl(struct making *m)
{
	int value = 0;
	int result = ioctl(NUMBER(0), (unsigned long)m->args[1].number, &value);

	return calls_value(m, result, value);
}

/* The process at the other end of a Unix socket. */
static long make_peer_process(struct making *m)
{
	struct credentials peer = credentials_of_peer(NUMBER(0));

	return calls_value(m, peer.is_known ? 0 : -1, peer.pid);
}

/* The effective user of that process when it connected. */
static long make_peer_user(struct making *m)
{
	struct credentials peer = credentials_of_peer(NUMBER(0));

	return calls_value(m, peer.is_known ? 0 : -1, (long)peer.uid);
}

/* dropped(SOCKET, N): waits until N datagrams have been dropped, 2 seconds at
 * most. */
static long make_dropped(struct making *m)
{
	int64_t deadline = clock_after(DROPS_WITHIN_US);
	long drops;

	while ((drops = (long)socket_queue_dropped(NUMBER(0))) <
		   m->args[1].number &&
	       clock_now() < deadline)
		poll(NULL, 0, 1);
	return calls_value(m, 0, drops);
}

/* tcp_info(SOCKET, FIELD) */
static long make_tcp_info(struct making *m)
{
	unsigned value = 0;
	int result = tcp_facts_field(NUMBER(0), m->args[1].bytes, &value);

	return calls_value(m, result, value);
}

/* clang-format off */
const struct call calls_options[] = {
	{ "setsockopt", make_setsockopt, "setsockopt($1, $2, $3, $4)", "set_option($1, $2, $3, $4)", "$1.setsockopt, $2, $3, $4", CALL_NUMBER },
	{ "linger", make_linger, "setsockopt($1, SOL_SOCKET, SO_LINGER, {1, $2})", "set_linger($1, $2)", "$1.setsockopt, SOL_SOCKET, SO_LINGER, struct.pack(\"ii\", 1, $2)", CALL_NUMBER },
	{ "join", make_join, "setsockopt($1, IPPROTO_IP, IP_ADD_MEMBERSHIP, $h2)", "join_group($1, $h2)", "join_group, $1, $h2", CALL_NUMBER },
	{ "send_via_loopback", make_send_via_loopback, "setsockopt($1, IPPROTO_IP, IP_MULTICAST_IF, 127.0.0.1)", "send_via_loopback($1)", "send_via_loopback, $1", CALL_NUMBER },
	{ "getsockopt", make_getsockopt, "getsockopt($1, $2, $3, &value)", "get_option($1, $2, $3)", "$1.getsockopt, $2, $3", CALL_NUMBER },
	{ "poll", make_poll, "poll($1, $2, $3)", "poll_one($1, $2, $3)", "poll_one, $1, $2, $3", CALL_NUMBER },
	{ "ioctl", make_ioctl, "ioctl($1, $2, &value)", "ask($1, $2)", "ask, $1, $2", CALL_NUMBER },
	{ "peer_process", make_peer_process, "getsockopt($1, SOL_SOCKET, SO_PEERCRED, &ucred.pid)", "peer_process($1)", "peer_process, $1", CALL_NUMBER },
	{ "peer_user", make_peer_user, "getsockopt($1, SOL_SOCKET, SO_PEERCRED, &ucred.uid)", "peer_user($1)", "peer_user, $1", CALL_NUMBER },
	{ "dropped", make_dropped, "getsockopt($1, SOL_SOCKET, SO_MEMINFO, &drops)", "dropped($1, $2)", "dropped, $1, $2", CALL_NUMBER },
	{ "tcp_info", make_tcp_info, "getsockopt($1, IPPROTO_TCP, TCP_INFO, &$u2)", "get_tcp_info($1).$u2", "get_tcp_info, $1, $2", CALL_NUMBER },
	{ 0 },
};
/* clang-format on */
