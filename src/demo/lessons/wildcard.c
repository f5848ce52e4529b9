/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

/* The sockets of a server, with the options that matter. */
static const struct opening opening_wildcard = {
	.text = "The server has two sockets of IPv6, dual without and six "
		"with IPV6_V6ONLY, and two of IPv4, all and one, with "
		"SO_REUSEPORT. All have SO_REUSEADDR, as those of servers "
		"have. The port is one that is free everywhere.",
	.steps = {
		{ SERVER, "chosen = socket(AF_INET6, SOCK_STREAM)", NULL },
		{ SERVER, "setsockopt(chosen, IPPROTO_IPV6, IPV6_V6ONLY, 0)",
		    NULL },
		{ SERVER, "setsockopt(chosen, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ SERVER, "bind(chosen, [::]:0)", NULL },
		{ SERVER, "port = getsockname(chosen)", NULL },
		{ SERVER, "dual = socket(AF_INET6, SOCK_STREAM)", NULL },
		{ SERVER, "setsockopt(dual, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ SERVER, "setsockopt(dual, IPPROTO_IPV6, IPV6_V6ONLY, 0)",
		    NULL },
		{ SERVER, "six = socket(AF_INET6, SOCK_STREAM)", NULL },
		{ SERVER, "setsockopt(six, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ SERVER, "setsockopt(six, IPPROTO_IPV6, IPV6_V6ONLY, 1)",
		    NULL },
		{ SERVER, "all = socket(AF_INET, SOCK_STREAM)", NULL },
		{ SERVER, "setsockopt(all, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ SERVER, "setsockopt(all, SOL_SOCKET, SO_REUSEPORT, 1)",
		    NULL },
		{ SERVER, "one = socket(AF_INET, SOCK_STREAM)", NULL },
		{ SERVER, "setsockopt(one, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ SERVER, "setsockopt(one, SOL_SOCKET, SO_REUSEPORT, 1)",
		    NULL },
		{ CLIENT, "s = socket(AF_INET, SOCK_STREAM)", NULL },
		{ CLIENT, "t = socket(AF_INET, SOCK_STREAM)", NULL },
		{ CLIENT, "u = socket(AF_INET, SOCK_STREAM)", NULL },
		{ CLIENT, "v = socket(AF_INET, SOCK_STREAM)", NULL },
	},
};

const struct lesson lesson_wildcard = {
	.name = "wildcard",
	.question = "0.0.0.0, 127.0.0.1 or ::, who gets the connection?",
	.part = LESSON_CONNECTING,
	.parties = { "server", "client" },
	.opening = &opening_wildcard,
	.needs_ipv6 = true,
	.steps = {
		{ SERVER, "bind(dual, [::]:port)",
		    "the wildcard of IPv6: without IPV6_V6ONLY all addresses "
		    "of the host," },
		{ SERVER, "listen(dual, 5)", NULL },
		{ CLIENT, "connect(s, 127.0.0.1:port)", "also IPv4" },
		{ CLIENT, "mine = getsockname(s)", NULL },
		{ SERVER, "c = accept(dual)", NULL },
		{ SERVER, "peer = getpeername(c) -> [::ffff:127.0.0.1]:mine",
		    "to a socket of IPv6, the address of a client of IPv4 is "
		    "an IPv4-mapped one" },
		{ SERVER, "bind(one, 127.0.0.1:port) -> EADDRINUSE",
		    "the port is taken for each of the addresses" },
		{ SERVER, "close(dual)", NULL },
		{ SERVER, "bind(six, [::]:port)",
		    "the same wildcard, with IPV6_V6ONLY" },
		{ SERVER, "listen(six, 5)", NULL },
		{ CLIENT, "connect(t, 127.0.0.1:port) -> ECONNREFUSED",
		    "no client of IPv4 gets in," },
		{ SERVER, "bind(all, 0.0.0.0:port)",
		    "and the port is free for IPv4" },
		{ SERVER, "listen(all, 5)", NULL },
		{ SERVER, "bind(one, 127.0.0.1:port)",
		    "a wildcard and an address of its own: only because both "
		    "sockets have SO_REUSEPORT" },
		{ SERVER, "listen(one, 5)", NULL },
		{ CLIENT, "connect(u, 127.0.0.1:port)", NULL },
		{ SERVER, "d = accept(one)",
		    "the socket whose address it is comes first," },
		{ CLIENT, "connect(v, 127.0.0.2:port)", NULL },
		{ SERVER, "e = accept(all)",
		    "and the wildcard gets what is for other addresses" },
	},
	.conclusion = "A wildcard has the port for all addresses of its "
		      "family, and :: for IPv4, too, unless IPV6_V6ONLY is "
		      "set; a listening socket that is bound to the very "
		      "address gets the connection first.",
	.see = "genet listen ADDRESS PORT, genet wait --bound",
};
