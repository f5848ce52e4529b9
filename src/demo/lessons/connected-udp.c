/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT, STRANGER };

const struct lesson lesson_connected_udp = {
	.name = "connected-udp",
	.question = "UDP has no connections. What does connect do, then?",
	.part = LESSON_DATAGRAMS,
	.parties = { "server", "client", "stranger" },
	.opening = &opening_udp_server,
	.steps = {
		{ CLIENT, "connect(s, there)",
		    "nothing is sent: the kernel only notes the peer" },
		{ CLIENT, "here = getsockname(s)",
		    "the socket has got an address" },
		{ STRANGER, "x = socket(FAMILY, SOCK_DGRAM)", NULL },
		{ STRANGER, "connect(x, here)",
		    "the stranger connects, to hear of errors" },
		{ STRANGER, "send(x, 'spam') -> 4",
		    "the datagram goes to the address of the client," },
		{ STRANGER, "poll(x, POLLERR, 2000) -> POLLERR",
		    "and is refused, as if no socket had the port" },
		{ STRANGER, "recv(x, 100) -> ECONNREFUSED", NULL },
		{ CLIENT, "send(s, 'hello') -> 5",
		    "the client needs no address: the peer is known" },
		{ SERVER, "from = recvfrom(r, 100) -> here", NULL },
		{ SERVER, "sendto(r, 'hi', 0, here) -> 2", NULL },
		{ CLIENT, "recv(s, 100) -> 'hi'",
		    "the client has received from its peer only" },
		{ SERVER, "close(r)", "the server closes its socket," },
		{ CLIENT, "send(s, 'bye') -> 3",
		    "and the datagram leaves all the same" },
		{ CLIENT, "poll(s, POLLERR, 2000) -> POLLERR",
		    "its host has answered by ICMP: no socket has the port" },
		{ CLIENT, "send(s, 'bye') -> ECONNREFUSED",
		    "the error of one call is the result of the next one," },
		{ CLIENT, "getsockopt(s, SOL_SOCKET, SO_ERROR) -> 0",
		    "and is told once" },
	},
	.conclusion = "connect on a UDP socket sends nothing: from then on the "
		      "socket receives from that peer only, and an error that "
		      "comes back for a datagram is the result of a later "
		      "call.",
	.see = "genet udp-send --error-wait, genet udp-recv --from",
};
