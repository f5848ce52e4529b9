/* SPDX-License-Identifier: MIT */
/* Calls with which several lessons begin. */
#include "demo/course/openings.h"

enum { FIRST, SECOND };

#define LISTEN                                                                 \
	{ FIRST, "listener = socket(FAMILY, SOCK_STREAM)", NULL },             \
	    { FIRST, "bind(listener, loopback:0)", NULL },                     \
	    { FIRST, "listen(listener, 5)", NULL },                            \
	{                                                                      \
		FIRST, "there = getsockname(listener)", NULL                   \
	}

const struct opening opening_listener = {
	.text = "The server listens on a port of the loopback interface.",
	.steps = { LISTEN },
};

const struct opening opening_tcp = {
	.text = "Server and client are connected by TCP; the descriptor of "
		"the server is c, that of the client s.",
	.steps = {
		LISTEN,
		{ SECOND, "s = socket(FAMILY, SOCK_STREAM)", NULL },
		{ SECOND, "connect(s, there)", NULL },
		{ FIRST, "c = accept(listener)", NULL },
	},
};

const struct opening opening_failing = {
	.text = "The server has a listening socket whose queue is full: the "
		"connection of the client's socket waiting is not accepted. "
		"Another socket of the server is bound to a port, but does "
		"not listen.",
	.steps = {
		{ FIRST, "closed = socket(FAMILY, SOCK_STREAM)", NULL },
		{ FIRST, "bind(closed, loopback:0)", NULL },
		{ FIRST, "shut = getsockname(closed)", NULL },
		{ FIRST, "listener = socket(FAMILY, SOCK_STREAM)", NULL },
		{ FIRST, "bind(listener, loopback:0)", NULL },
		{ FIRST, "listen(listener, 0)", NULL },
		{ FIRST, "there = getsockname(listener)", NULL },
		{ SECOND, "waiting = socket(FAMILY, SOCK_STREAM)", NULL },
		{ SECOND, "connect(waiting, there)", NULL },
		{ FIRST, "poll(listener, POLLIN, 10000) -> POLLIN", NULL },
	},
};

const struct opening opening_port = {
	.text = "A port has been chosen that is free for IPv4 and for IPv6. "
		"The sockets of the server have SO_REUSEADDR.",
	.steps = {
		{ FIRST, "chosen = socket(AF_INET6, SOCK_STREAM)", NULL },
		{ FIRST, "setsockopt(chosen, IPPROTO_IPV6, IPV6_V6ONLY, 0)",
		    NULL },
		{ FIRST, "setsockopt(chosen, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ FIRST, "bind(chosen, [::]:0)", NULL },
		{ FIRST, "port = getsockname(chosen)", NULL },
	},
};

#define UDP                                                                    \
	{ FIRST, "r = socket(FAMILY, SOCK_DGRAM)", NULL },                     \
	    { FIRST, "bind(r, loopback:0)", NULL },                            \
	    { FIRST, "there = getsockname(r)", NULL },                         \
	{                                                                      \
		SECOND, "s = socket(FAMILY, SOCK_DGRAM)", NULL                 \
	}

const struct opening opening_udp = {
	.text = "The receiver has a UDP socket r on the loopback interface, "
		"the sender a UDP socket s.",
	.steps = { UDP },
};

const struct opening opening_udp_server = {
	.text = "The server has a UDP socket r on the loopback interface, a "
		"client a UDP socket s.",
	.steps = { UDP },
};
