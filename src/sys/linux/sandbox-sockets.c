/* SPDX-License-Identifier: MIT */
/* System calls of sockets that are limited by their arguments. */
#include <errno.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#include "sys/linux/sandbox-filter.h"

#define ANY_PROTOCOL (-1)
#define TYPE_MASK 0xf /* without SOCK_CLOEXEC, SOCK_NONBLOCK */

/* Kinds of sockets, and the needs of which any one is enough. The C library
 * asks nscd and others for names by Unix sockets, and the kernel for addresses
 * of this host by netlink. */
/* clang-format off */
static const struct {
	int family, type, protocol;
	unsigned needs;
} sockets[] = {
	{ AF_INET, SOCK_STREAM, 0, SANDBOX_TCP | SANDBOX_LOOKS_UP },
	{ AF_INET6, SOCK_STREAM, 0, SANDBOX_TCP | SANDBOX_LOOKS_UP },
	{ AF_INET, SOCK_STREAM, IPPROTO_TCP, SANDBOX_TCP | SANDBOX_LOOKS_UP },
	{ AF_INET6, SOCK_STREAM, IPPROTO_TCP, SANDBOX_TCP | SANDBOX_LOOKS_UP },
	{ AF_INET, SOCK_DGRAM, 0, SANDBOX_UDP | SANDBOX_DATAGRAMS | SANDBOX_LOOKS_UP },
	{ AF_INET6, SOCK_DGRAM, 0, SANDBOX_UDP | SANDBOX_DATAGRAMS | SANDBOX_LOOKS_UP },
	{ AF_INET, SOCK_DGRAM, IPPROTO_UDP, SANDBOX_UDP | SANDBOX_DATAGRAMS | SANDBOX_LOOKS_UP },
	{ AF_INET6, SOCK_DGRAM, IPPROTO_UDP, SANDBOX_UDP | SANDBOX_DATAGRAMS | SANDBOX_LOOKS_UP },
	{ AF_INET, SOCK_RAW, IPPROTO_ICMP, SANDBOX_REFUSES },
	{ AF_INET6, SOCK_RAW, IPPROTO_ICMPV6, SANDBOX_REFUSES },
	{ AF_INET, SOCK_STREAM, 262, SANDBOX_OTHERS }, /* IPPROTO_MPTCP */
	{ AF_INET6, SOCK_STREAM, 262, SANDBOX_OTHERS },
	{ AF_INET, SOCK_STREAM, IPPROTO_SCTP, SANDBOX_OTHERS },
	{ AF_INET6, SOCK_STREAM, IPPROTO_SCTP, SANDBOX_OTHERS },
	{ AF_VSOCK, SOCK_STREAM, 0, SANDBOX_OTHERS },
	{ AF_UNIX, SOCK_STREAM, ANY_PROTOCOL, SANDBOX_UNIX | SANDBOX_LOOKS_UP },
	{ AF_UNIX, SOCK_DGRAM, ANY_PROTOCOL, SANDBOX_UNIX | SANDBOX_LOOKS_UP },
	{ AF_UNIX, SOCK_SEQPACKET, ANY_PROTOCOL, SANDBOX_UNIX },
	{ AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, SANDBOX_LOOKS_UP },
	{ AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG, SANDBOX_LOOKS_UP | SANDBOX_UNIX | SANDBOX_READS },
};
/* clang-format on */

/* Options that are set on sockets, by programs, too; the C library asks for
 * errors of look-ups. So none attaches programs to packets, chooses their way,
 * or changes the rules of the firewall, which are options, too. */
#define ROOM 20
static const struct {
	int level;
	unsigned char names[ROOM]; /* up to the first 0 */
} options[] = {
	{ SOL_SOCKET,
	    { SO_RCVLOWAT, SO_LINGER, SO_KEEPALIVE, SO_OOBINLINE, SO_RCVBUF,
		SO_SNDBUF, SO_RCVBUFFORCE, SO_REUSEADDR, SO_REUSEPORT,
		SO_BROADCAST, SO_DEBUG, SO_RCVTIMEO, SO_SNDTIMEO, SO_SNDLOWAT,
		SO_PRIORITY, SO_PASSCRED, SO_TIMESTAMP } },
	{ IPPROTO_TCP,
	    { TCP_NODELAY, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT,
		TCP_CONGESTION, TCP_FASTOPEN, TCP_FASTOPEN_CONNECT,
		TCP_MD5SIG_EXT, TCP_CORK, TCP_QUICKACK, TCP_MAXSEG,
		TCP_USER_TIMEOUT, TCP_NOTSENT_LOWAT, TCP_DEFER_ACCEPT } },
	{ IPPROTO_UDP, { UDP_GRO } },
	{ IPPROTO_IP, { IP_RECVERR, IP_PKTINFO, IP_RECVTTL, IP_TOS, IP_TTL,
			  IP_MINTTL, IP_MULTICAST_IF, IP_MULTICAST_TTL,
			  IP_MULTICAST_LOOP, MCAST_JOIN_GROUP } },
	{ IPPROTO_IPV6,
	    { IPV6_RECVERR, IPV6_RECVPKTINFO, IPV6_RECVHOPLIMIT, IPV6_V6ONLY,
		IPV6_TCLASS, IPV6_UNICAST_HOPS, IPV6_MINHOPCOUNT,
		IPV6_MULTICAST_IF, IPV6_MULTICAST_HOPS, IPV6_MULTICAST_LOOP,
		MCAST_JOIN_GROUP } },
};

/* To send with MSG_FASTOPEN is to connect, which landlock does not see. */
static void judge_send(struct filter *f, unsigned needs)
{
	if (needs & SANDBOX_SILENT) {
		sandbox_filter_load_argument(f, 5);
		sandbox_filter_add(f, BPF_JMP | BPF_JEQ | BPF_K, 0);
		f->at[f->len - 1].jt = 1;
		sandbox_filter_end(f, FILTER_DENY(EPERM));
	}
	sandbox_filter_judge_bits(f, 3, MSG_FASTOPEN, FILTER_DENY(EOPNOTSUPP));
}

/* Whom a message is for is in memory. Its flags are an argument. */
static void judge_flags(struct filter *f, unsigned needs, unsigned argument)
{
	if (needs & SANDBOX_SILENT)
		sandbox_filter_end(f, FILTER_DENY(EPERM));
	else
		sandbox_filter_judge_bits(
		    f, argument, MSG_FASTOPEN, FILTER_DENY(EOPNOTSUPP));
}

static void judge_message(struct filter *f, unsigned needs)
{
	judge_flags(f, needs, 2);
}

static void judge_messages(struct filter *f, unsigned needs)
{
	judge_flags(f, needs, 3);
}

/* Goes on behind the next "skipped" instructions unless k is loaded. */
static void need(struct filter *f, int k, uint8_t skipped)
{
	sandbox_filter_add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)k);
	f->at[f->len - 1].jf = skipped;
}

static void judge_socket(struct filter *f, unsigned needs)
{
	for (size_t i = 0; i < sizeof(sockets) / sizeof(sockets[0]); i++) {
		bool has_protocol = sockets[i].protocol != ANY_PROTOCOL;
		uint8_t rest = has_protocol ? 3 : 1;
		if (!(sockets[i].needs & needs))
			continue;
		sandbox_filter_load_argument(f, 0);
		need(f, sockets[i].family, (uint8_t)(rest + 3));
		sandbox_filter_load_argument(f, 1);
		sandbox_filter_add(f, BPF_ALU | BPF_AND | BPF_K, TYPE_MASK);
		need(f, sockets[i].type, rest);
		if (has_protocol) {
			sandbox_filter_load_argument(f, 2);
			need(f, sockets[i].protocol, 1);
		}
		sandbox_filter_end(f, SECCOMP_RET_ALLOW);
	}
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

/* A pair of datagram sockets sends to any other Unix socket. */
static void judge_pair(struct filter *f, unsigned needs)
{
	if (needs & SANDBOX_PROGRAMS) {
		sandbox_filter_load_argument(f, 1);
		sandbox_filter_add(f, BPF_ALU | BPF_AND | BPF_K, TYPE_MASK);
		sandbox_filter_end_if(f, SOCK_STREAM, SECCOMP_RET_ALLOW);
		sandbox_filter_end_if(f, SOCK_SEQPACKET, SECCOMP_RET_ALLOW);
	}
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

/* All calls of sockets in one, on older 32-bit systems and s390. What they are
 * called with is in memory. */
static void judge_socketcall(struct filter *f, unsigned needs)
{
	const unsigned dials = SANDBOX_DIALS | SANDBOX_BINDS |
	                       SANDBOX_LOOKS_UP | SANDBOX_DATAGRAMS |
	                       SANDBOX_REFUSES;
	const struct {
		uint32_t call;
		unsigned needs;
	} rows[] = {
		{ SYS_SOCKET, dials },
		{ SYS_BIND, dials },
		{ SYS_CONNECT, dials | SANDBOX_CONNECTS },
		{ SYS_LISTEN, SANDBOX_LISTENS },
		{ SYS_SOCKETPAIR, SANDBOX_PROGRAMS },
	};

	sandbox_filter_load_argument(f, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!(rows[i].needs & needs))
			sandbox_filter_end_if(
			    f, rows[i].call, FILTER_DENY(EPERM));
	sandbox_filter_end(f, SECCOMP_RET_ALLOW);
}

/* Where sockets get no addresses, the C library binds those of netlink, and
 * genet Unix sockets to no name; the lengths tell them from others. */
static void judge_bind(struct filter *f, unsigned needs)
{
	const unsigned all =
	    SANDBOX_BINDS | SANDBOX_DATAGRAMS | SANDBOX_REFUSES;

	if (needs & all) {
		sandbox_filter_end(f, SECCOMP_RET_ALLOW);
		return;
	}
	sandbox_filter_load_argument(f, 2);
	if (needs & SANDBOX_LOOKS_UP) {
		sandbox_filter_end_if(
		    f, sizeof(struct sockaddr_nl), SECCOMP_RET_ALLOW);
#if !defined(__GLIBC__) /* musl binds the sockets by which it asks */
		sandbox_filter_end_if(
		    f, sizeof(struct sockaddr_in), SECCOMP_RET_ALLOW);
		sandbox_filter_end_if(
		    f, sizeof(struct sockaddr_in6), SECCOMP_RET_ALLOW);
#endif
	}
	if (needs & SANDBOX_UNIX)
		sandbox_filter_end_if(
		    f, sizeof(sa_family_t), SECCOMP_RET_ALLOW);
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

static void judge_option(struct filter *f, unsigned needs)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		bool has_interface = options[i].level == SOL_SOCKET &&
		                     (needs & SANDBOX_INTERFACES);
		uint8_t count = has_interface;
		while (options[i].names[count - has_interface])
			count++;
		sandbox_filter_load_argument(f, 1);
		need(f, options[i].level, (uint8_t)(2 + 2 * count));
		sandbox_filter_load_argument(f, 2);
		for (unsigned k = 0; options[i].names[k]; k++)
			sandbox_filter_end_if(
			    f, options[i].names[k], SECCOMP_RET_ALLOW);
		if (has_interface)
			sandbox_filter_end_if(
			    f, SO_BINDTODEVICE, SECCOMP_RET_ALLOW);
		sandbox_filter_end(f, FILTER_DENY(EPERM));
	}
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

void sandbox_judge_socket(
    struct filter *f, enum calls_group group, unsigned needs)
{
	static void (*const judges[])(struct filter *, unsigned) = {
		[CALLS_SEND] = judge_send,
		[CALLS_MESSAGE] = judge_message,
		[CALLS_MESSAGES] = judge_messages,
		[CALLS_OPTION] = judge_option,
		[CALLS_SOCKET] = judge_socket,
		[CALLS_PAIR] = judge_pair,
		[CALLS_SOCKETCALL] = judge_socketcall,
		[CALLS_BIND] = judge_bind,
	};

	judges[group](f, needs);
}
