/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_ephemeral = {
	.name = "ephemeral",
	.question = "Which port does a client have, and who has chosen it?",
	.part = LESSON_CONNECTING,
	.parties = { "server", "client" },
	.opening = &opening_listener,
	.steps = {
		{ CLIENT, "s = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "none = getsockname(s) -> any:0",
		    "a new socket has no address" },
		{ CLIENT, "connect(s, there)", NULL },
		{ CLIENT, "mine = getsockname(s)",
		    "connect has chosen both: an address of this host, and a "
		    "port that is free, an ephemeral one" },
		{ SERVER, "c = accept(listener)", NULL },
		{ SERVER, "peer = getpeername(c) -> mine",
		    "the server sees the same" },
		{ SERVER, "own = getsockname(c) -> there",
		    "the accepted connection has no port of its own, but that "
		    "of the listening socket" },
		{ SERVER, "other = socket(FAMILY, SOCK_STREAM)", NULL },
		{ SERVER, "listen(other, 5)",
		    "without bind, a server gets an ephemeral port, too" },
		{ SERVER, "elsewhere = getsockname(other)", NULL },
		{ CLIENT, "t = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "setsockopt(t, SOL_SOCKET, SO_REUSEADDR, 1)", NULL },
		{ CLIENT, "bind(t, loopback:0)",
		    "a client can choose its port; 0 stands for any free "
		    "one" },
		{ CLIENT, "chosen = getsockname(t)", NULL },
		{ CLIENT, "connect(t, there)", NULL },
		{ CLIENT, "u = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "setsockopt(u, SOL_SOCKET, SO_REUSEADDR, 1)", NULL },
		{ CLIENT, "bind(u, chosen)",
		    "the port a second time: both sockets have the option" },
		{ CLIENT, "connect(u, there) -> EADDRNOTAVAIL",
		    "a connection with these two addresses and ports exists, "
		    "which is what the error means here," },
		{ CLIENT, "connect(u, loopback:elsewhere)",
		    "but none to that port" },
		{ SERVER, "d = accept(other)", NULL },
		{ SERVER, "too = getpeername(d) -> chosen",
		    "two connections, one port of the client" },
	},
	.conclusion = "connect gives a client a free, ephemeral port unless "
		      "bind has chosen one, and getsockname tells it. The "
		      "addresses and ports of both ends together are what "
		      "tells connections apart.",
	.see = "genet connect --source-port, genet listen 0",
};
