/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { OLD, CLIENT, NEW };

const struct lesson lesson_reuse_port = {
	.name = "reuse-port",
	.question = "Can two servers have one port, and is nothing lost when "
		    "one of them ends?",
	.part = LESSON_CONNECTING,
	.parties = { "old", "client", "new" },
	.steps = {
		{ OLD, "a = socket(FAMILY, SOCK_STREAM)", NULL },
		{ OLD, "setsockopt(a, SOL_SOCKET, SO_REUSEPORT, 1)", NULL },
		{ OLD, "bind(a, loopback:0)", NULL },
		{ OLD, "listen(a, 100)", NULL },
		{ OLD, "there = getsockname(a)", NULL },
		{ NEW, "b = socket(FAMILY, SOCK_STREAM)", NULL },
		{ NEW, "bind(b, there) -> EADDRINUSE",
		    "both sockets need the option," },
		{ NEW, "setsockopt(b, SOL_SOCKET, SO_REUSEPORT, 1)", NULL },
		{ NEW, "bind(b, there)",
		    "and both processes need the same user" },
		{ CLIENT, "s = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(s, there)",
		    "only the old server listens: this connection waits in its "
		    "queue" },
		{ NEW, "listen(b, 100)", "another socket, another queue" },
		{ CLIENT, "connect_times(there, 40) -> 40",
		    "40 clients, each with a socket of its own" },
		{ OLD, "tcp_info(a, 'tcpi_unacked') -> >1",
		    "the length of a queue: the kernel chooses by a hash of "
		    "addresses and ports, not by who has time" },
		{ NEW, "tcp_info(b, 'tcpi_unacked') -> >0", NULL },
		{ OLD, "close(a)",
		    "the old server ends with clients in its queue" },
		{ CLIENT, "recv(s, 100) -> ECONNRESET",
		    "the new server does not inherit the queue: its "
		    "connections are reset" },
		{ CLIENT, "t = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(t, there)",
		    "new connections go to the server that is left" },
		{ NEW, "c = accept(b)", NULL },
	},
	.conclusion = "With SO_REUSEPORT each listening socket has a queue of "
		      "its own. The kernel chooses the queue, and resets what "
		      "is in it when its socket is closed, although another "
		      "server listens on the port.",
	.see = "genet listen --reuse-port",
};
