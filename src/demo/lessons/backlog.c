/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_backlog = {
	.name = "backlog",
	.question = "What does the second argument of listen limit?",
	.part = LESSON_CONNECTING,
	.parties = { "server", "client" },
	.steps = {
		{ SERVER, "listener = socket(FAMILY, SOCK_STREAM)", NULL },
		{ SERVER, "bind(listener, loopback:0)", NULL },
		{ SERVER, "listen(listener, 0)", "the backlog is 0" },
		{ SERVER, "there = getsockname(listener)", NULL },
		{ CLIENT, "first = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(first, there)",
		    "nobody has called accept: the kernel of the server has "
		    "answered" },
		{ SERVER, "poll(listener, POLLIN, 10000) -> POLLIN",
		    "the handshake is complete, and the connection has gone "
		    "from the queue of handshakes to the queue for accept" },
		{ SERVER, "tcp_info(listener, 'tcpi_unacked') -> 1",
		    "of a listening socket this is the length of the queue," },
		{ SERVER, "tcp_info(listener, 'tcpi_sacked') -> 0",
		    "and this the backlog: Linux queues one connection more" },
		{ CLIENT,
		    "second = socket(FAMILY, SOCK_STREAM|SOCK_NONBLOCK)",
		    NULL },
		{ CLIENT, "connect(second, there) -> EINPROGRESS", NULL },
		{ CLIENT, "poll(second, POLLOUT, 100) -> 0",
		    "no answer: the queue is full, and the server's kernel "
		    "drops the SYN without a word" },
		{ CLIENT, "tcp_info(second, 'tcpi_state') -> TCP_SYN_SENT",
		    NULL },
		{ SERVER, "c = accept(listener)", "the queue has room again" },
		{ CLIENT, "poll(second, POLLOUT, 10000) -> POLLOUT",
		    "the client's kernel has sent the SYN again, a second "
		    "after the first one" },
		{ CLIENT, "tcp_info(second, 'tcpi_total_retrans') -> >0",
		    NULL },
		{ SERVER, "d = accept(listener)", NULL },
		{ SERVER, "listen(listener, 2000000000)",
		    "a second listen changes the backlog," },
		{ SERVER, "tcp_info(listener, 'tcpi_sacked') -> <2000000000",
		    "which is at most net.core.somaxconn" },
	},
	.conclusion = "The backlog limits the connections that are complete "
		      "and wait for accept. A full queue refuses nobody: "
		      "clients wait, and try again after a second.",
	.see = "genet listen --backlog",
};
