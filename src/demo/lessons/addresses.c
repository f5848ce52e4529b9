/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_addresses = {
	.name = "addresses",
	.question = "Why does the connection to localhost fail, although the "
		    "server is up?",
	.part = LESSON_CONNECTING,
	.parties = { "server", "client" },
	.opening = &opening_port,
	.needs_ipv6 = true,
	.steps = {
		{ SERVER, "four = socket(AF_INET, SOCK_STREAM)",
		    "the server knows IPv4 only" },
		{ SERVER, "setsockopt(four, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ SERVER, "bind(four, 127.0.0.1:port)", NULL },
		{ SERVER, "listen(four, 5)", NULL },
		{ CLIENT,
		    "first, second = getaddrinfo(NULL, port, 0) -> [::1]:port",
		    "this host has two addresses for itself; the library "
		    "prefers that of IPv6" },
		{ CLIENT, "s = socket(AF_INET6, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(s, first) -> ECONNREFUSED",
		    "nobody listens there; a client that gives up now reports "
		    "a server that is down" },
		{ CLIENT, "close(s)", "the other address has another family, "
				      "and needs another socket" },
		{ CLIENT, "t = socket(AF_INET, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(t, second)", "here the server listens" },
		{ SERVER, "c = accept(four)", NULL },
		{ SERVER, "six = socket(AF_INET6, SOCK_STREAM)",
		    "now the server listens for IPv6, too" },
		{ SERVER, "setsockopt(six, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ SERVER, "bind(six, [::1]:port)", NULL },
		{ SERVER, "listen(six, 5)", NULL },
		{ CLIENT, "u = socket(AF_INET6, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(u, first)",
		    "the first address is enough: the loop ends here" },
		{ SERVER, "d = accept(six)", NULL },
	},
	.conclusion = "A name can have several addresses, and a server need "
		      "not listen on all of them: a client makes a new socket "
		      "for each address, in the order of getaddrinfo, until a "
		      "connect succeeds.",
	.see = "genet resolve --connect localhost 80",
};
