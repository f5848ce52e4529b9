/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_time_wait = {
	.name = "time-wait",
	.question = "Why does my server say \"Address already in use\"?",
	.part = LESSON_CONNECTING,
	.parties = { "server", "client" },
	.opening = &opening_tcp,
	.steps = {
		{ SERVER, "close(c)", "the server ends the connection first" },
		{ CLIENT, "recv(s, 100) -> 0", NULL },
		{ CLIENT, "close(s)",
		    "both have closed; the side that was first keeps the "
		    "connection in TIME_WAIT for a minute" },
		{ SERVER, "close(listener)", "nobody listens on the port now" },
		{ SERVER, "next = socket(FAMILY, SOCK_STREAM)",
		    "the server is started anew" },
		{ SERVER, "bind(next, there) -> EADDRINUSE",
		    "the connection in TIME_WAIT still has the port" },
		{ SERVER, "setsockopt(next, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ SERVER, "bind(next, there) -> EADDRINUSE",
		    "too late: on Linux the old connection needs the option, "
		    "too" },
		{ SERVER, "bind(next, loopback:0)",
		    "so the server takes another port, with the option" },
		{ SERVER, "listen(next, 5)", NULL },
		{ SERVER, "here = getsockname(next)", NULL },
		{ CLIENT, "t = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(t, here)", NULL },
		{ SERVER, "d = accept(next)",
		    "the connection inherits the option" },
		{ SERVER, "last = socket(FAMILY, SOCK_STREAM)", NULL },
		{ SERVER, "setsockopt(last, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ SERVER, "bind(last, here) -> EADDRINUSE",
		    "a port on which a socket listens is never shared by "
		    "this option" },
		{ SERVER, "close(d)", "again the server ends first" },
		{ CLIENT, "recv(t, 100) -> 0", NULL },
		{ CLIENT, "close(t)", NULL },
		{ SERVER, "close(next)", NULL },
		{ SERVER, "bind(last, here)",
		    "the old connection does not matter any more" },
		{ SERVER, "listen(last, 5)", "the server is up again" },
	},
	.conclusion = "The side that closes first keeps its port in TIME_WAIT "
		      "for a minute; a server that sets SO_REUSEADDR before "
		      "each bind, from its first start on, can bind the port "
		      "all the same.",
	.see = "genet listen, which sets SO_REUSEADDR, and says which process "
	       "has a port",
};
