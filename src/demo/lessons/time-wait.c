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
		    "a connection in TIME_WAIT still has the port" },
	},
	.conclusion = "The side that closes first keeps its port in TIME_WAIT "
		      "for a minute; SO_REUSEADDR lets a server bind the port "
		      "all the same.",
	.see = "genet listen, which sets SO_REUSEADDR",
};
