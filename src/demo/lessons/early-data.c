/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_early_data = {
	.name = "early-data",
	.question = "What happens to a client before the server calls accept?",
	.part = LESSON_CONNECTING,
	.parties = { "server", "client" },
	.opening = &opening_listener,
	.steps = {
		{ CLIENT, "s = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(s, there)",
		    "connected: the kernel of the server has seen to it" },
		{ CLIENT, "send(s, 'hello') -> 5",
		    "the bytes go into a buffer on the side of the server," },
		{ CLIENT, "close(s)", "and the client is gone" },
		{ SERVER, "c = accept(listener)",
		    "the server has noticed nothing," },
		{ SERVER, "recv(c, 5, MSG_WAITALL) -> 'hello'",
		    "has all bytes," },
		{ SERVER, "recv(c, 100) -> 0", "and the end" },
		{ CLIENT, "t = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(t, there)", NULL },
		{ CLIENT, "linger(t, 0)", NULL },
		{ CLIENT, "close(t)",
		    "this client does not end its connection, but resets it" },
		{ SERVER, "d = accept(listener)",
		    "Linux keeps also such a connection in the queue," },
		{ SERVER, "recv(d, 100) -> ECONNRESET",
		    "and tells of the reset later; other systems fail in "
		    "accept with ECONNABORTED" },
		{ SERVER, "setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, "
			  "10)",
		    "from now on accept is for clients that have sent "
		    "something" },
		{ CLIENT, "u = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(u, there)", "the client sees no change" },
		{ SERVER, "poll(listener, POLLIN, 100) -> 0",
		    "the server does not hear of the connection," },
		{ CLIENT, "send(u, 'hello') -> 5", NULL },
		{ SERVER, "poll(listener, POLLIN, 10000) -> POLLIN",
		    "until bytes have come" },
		{ SERVER, "e = accept(listener)", NULL },
		{ SERVER, "recv(e, 100, MSG_DONTWAIT) -> 'hello'", NULL },
	},
	.conclusion = "The kernel connects, receives and notices the end or a "
		      "reset, all before accept: that a client is connected "
		      "does not mean that the program has seen it, and that "
		      "accept succeeds does not mean that the client is "
		      "still there.",
	.see = "genet connect --expect, which wants an answer of the program",
};
