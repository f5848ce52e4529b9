/* SPDX-License-Identifier: MIT */
/*
 * System calls that are limited by their arguments. Of each argument the lower
 * half is tested, in which all is that the kernel looks at.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sys/linux/sandbox-filter.h"
#include "sys/linux/tty-requests.h"

/* sockios.h of the kernel collides with sys/ioctl.h; these do not differ among
 * processors. */
#define SOCKET_QUEUE 0x894b /* SIOCOUTQNSD */

#define ANY_PROTOCOL (-1)
#define TYPE_MASK 0xf /* without SOCK_CLOEXEC, SOCK_NONBLOCK */

#if defined(__s390__)
#define CLONE_FLAGS_ARGUMENT 1
#else
#define CLONE_FLAGS_ARGUMENT 0
#endif

#define NEW_NAMESPACES                                                         \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |         \
	    CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

/* Kinds of sockets, and the needs of which any one is enough. The C library
 * asks nscd and others for names by Unix sockets, and the kernel for addresses
 * of this host by netlink. */
/* clang-format off */
static const struct {
	int family, type, protocol;
	unsigned needs;
} sockets[] = {
	{ AF_INET, SOCK_STREAM, 0, SANDBOX_TCP | SANDBOX_BINDS | SANDBOX_LOOKS_UP },
	{ AF_INET6, SOCK_STREAM, 0, SANDBOX_TCP | SANDBOX_BINDS | SANDBOX_LOOKS_UP },
	{ AF_INET, SOCK_STREAM, IPPROTO_TCP, SANDBOX_TCP | SANDBOX_BINDS | SANDBOX_LOOKS_UP },
	{ AF_INET6, SOCK_STREAM, IPPROTO_TCP, SANDBOX_TCP | SANDBOX_BINDS | SANDBOX_LOOKS_UP },
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
	{ AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, SANDBOX_LOOKS_UP | SANDBOX_READS },
	{ AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG, SANDBOX_LOOKS_UP | SANDBOX_UNIX },
};
/* clang-format on */

/* Requests of ioctl(2), the frequent ones first: none types into a terminal
 * (TIOCSTI), and none changes a network interface. */
static const unsigned requests[] = { FIONREAD, TIOCOUTQ, SOCKET_QUEUE, TCGETS,
	TIOCGWINSZ, TIOCGPGRP, TIOCGSID, FIONBIO, FIOCLEX, FIONCLEX, TCSETS,
	TCSETSW, TCSETSF, TCFLSH, TCSBRK, TCSBRKP, TCXONC, TIOCSBRK, TIOCCBRK,
	TIOCEXCL, TIOCNXCL, TIOCMGET, TIOCMSET, TIOCMBIS, TIOCMBIC, TIOCSWINSZ,
	TIOCGDEV, TIOCGPTN, TIOCSPTLCK, TIOCGPTPEER, SIOCATMARK, SIOCGIFNAME,
	SIOCGIFINDEX, TCGETS2, TCSETS2, TCSETSW2, TCSETSF2 };

static void judge_bits(
    struct filter *f, unsigned argument, uint32_t bits, uint32_t if_any)
{
	sandbox_filter_load_argument(f, argument);
	sandbox_filter_add(f, BPF_JMP | BPF_JSET | BPF_K, bits);
	f->at[f->len - 1].jf = 1;
	sandbox_filter_end(f, if_any);
	sandbox_filter_end(f, SECCOMP_RET_ALLOW);
}

static void judge_clone(struct filter *f, unsigned needs)
{
	(void)needs;
	sandbox_filter_load_argument(f, CLONE_FLAGS_ARGUMENT);
	sandbox_filter_add(
	    f, BPF_ALU | BPF_AND | BPF_K, CLONE_THREAD | NEW_NAMESPACES);
	sandbox_filter_end_if(f, CLONE_THREAD, SECCOMP_RET_ALLOW);
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

static void judge_code(struct filter *f, unsigned needs)
{
	(void)needs;
	judge_bits(f, 2, PROT_EXEC, FILTER_DENY(EPERM));
}

/* The process whose limits are set: 0 is this one. */
static void judge_limits(struct filter *f, unsigned needs)
{
	(void)needs;
	sandbox_filter_load_argument(f, 0);
	sandbox_filter_end_if(f, 0, SECCOMP_RET_ALLOW);
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

/* To send with MSG_FASTOPEN is to connect, which landlock does not see. */
static void judge_send(struct filter *f, unsigned needs)
{
	(void)needs;
	judge_bits(f, 3, MSG_FASTOPEN, FILTER_DENY(EOPNOTSUPP));
}

static void judge_message(struct filter *f, unsigned needs)
{
	(void)needs;
	judge_bits(f, 2, MSG_FASTOPEN, FILTER_DENY(EOPNOTSUPP));
}

static void judge_request(struct filter *f, unsigned needs)
{
	sandbox_filter_load_argument(f, 1);
	if (needs & SANDBOX_PROGRAMS) {
		sandbox_filter_end_if(f, TIOCSTI, FILTER_DENY(EPERM));
		sandbox_filter_end_if(f, TIOCLINUX, FILTER_DENY(EPERM));
		sandbox_filter_end(f, SECCOMP_RET_ALLOW);
		return;
	}
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		sandbox_filter_end_if(f, requests[i], SECCOMP_RET_ALLOW);
	sandbox_filter_end(f, FILTER_DENY(EPERM));
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
	                       SANDBOX_LOOKS_UP | SANDBOX_DATAGRAMS;
	const struct {
		uint32_t call;
		unsigned needs;
	} rows[] = {
		{ SYS_SOCKET, dials },
		{ SYS_BIND, dials },
		{ SYS_CONNECT, dials },
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

/* None sends signals when bytes have come. */
static void judge_control(struct filter *f, unsigned needs)
{
	(void)needs;
	sandbox_filter_load_argument(f, 1);
	sandbox_filter_end_if(f, F_SETOWN, FILTER_DENY(EPERM));
	sandbox_filter_end_if(f, F_SETOWN_EX, FILTER_DENY(EPERM));
	sandbox_filter_end_if(f, F_SETSIG, FILTER_DENY(EPERM));
	sandbox_filter_end(f, SECCOMP_RET_ALLOW);
}

/* Signals are for this process: its number is that of its first thread. */
static void judge_signal(struct filter *f, unsigned needs)
{
	(void)needs;
	sandbox_filter_load_argument(f, 0);
	sandbox_filter_end_if(f, (uint32_t)getpid(), SECCOMP_RET_ALLOW);
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

/* Signal 0 asks whether a process exists. */
static void judge_kill(struct filter *f, unsigned needs)
{
	sandbox_filter_load_argument(f, 1);
	sandbox_filter_end_if(f, 0, SECCOMP_RET_ALLOW);
	judge_signal(f, needs);
}

/* For runs that only read, where landlock does not judge. */
static void judge_flags(struct filter *f, unsigned argument)
{
	judge_bits(f, argument, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC,
	    FILTER_DENY(EACCES));
}

static void judge_open(struct filter *f, unsigned needs)
{
	(void)needs;
	judge_flags(f, 1);
}

static void judge_openat(struct filter *f, unsigned needs)
{
	(void)needs;
	judge_flags(f, 2);
}

void sandbox_judge_arguments(
    struct filter *f, enum calls_group group, unsigned needs)
{
	static void (*const judges[])(struct filter *, unsigned) = {
		[CALLS_CODE] = judge_code,
		[CALLS_THREAD] = judge_clone,
		[CALLS_ITSELF] = judge_limits,
		[CALLS_SEND] = judge_send,
		[CALLS_MESSAGE] = judge_message,
		[CALLS_DEVICE] = judge_request,
		[CALLS_SOCKET] = judge_socket,
		[CALLS_PAIR] = judge_pair,
		[CALLS_SOCKETCALL] = judge_socketcall,
		[CALLS_CONTROL] = judge_control,
		[CALLS_KILL] = judge_kill,
		[CALLS_SIGNAL] = judge_signal,
		[CALLS_OPEN] = judge_open,
		[CALLS_OPENAT] = judge_openat,
	};

	judges[group](f, needs);
}
