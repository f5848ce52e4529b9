/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, FIRST, SECOND };

const struct lesson lesson_many_senders = {
	.name = "many-senders",
	.question = "How does one UDP socket serve many clients?",
	.part = LESSON_DATAGRAMS,
	.parties = { "server", "first", "second" },
	.opening = &opening_udp_server,
	.steps = {
		{ FIRST, "bind(s, loopback:0)", NULL },
		{ FIRST, "mine = getsockname(s)", NULL },
		{ FIRST, "sendto(s, '1+1', 0, there) -> 3",
		    "a client sends without any connection" },
		{ SERVER, "client1 = recvfrom(r, 100) -> mine",
		    "recvfrom tells the address of the sender" },
		{ SECOND, "s2 = socket(FAMILY, SOCK_DGRAM)", NULL },
		{ SECOND, "sendto(s2, '2+2', 0, there) -> 3",
		    "a second one sends to the same socket," },
		{ SERVER, "client2 = recvfrom(r, 100) -> '2+2'",
		    "and only the address differs" },
		{ SERVER, "sendto(r, '4', 0, client2) -> 1",
		    "answers go in any order: the address says to whom" },
		{ SERVER, "sendto(r, '2', 0, client1) -> 1", NULL },
		{ FIRST, "recv(s, 100) -> '2'", NULL },
		{ SECOND, "recv(s2, 100) -> '4'",
		    "each client has the answer to its own question" },
		{ SERVER, "accept(r) -> EOPNOTSUPP",
		    "there is nothing to accept: r is the only socket of the "
		    "server" },
	},
	.conclusion = "One UDP socket receives from any number of senders; "
		      "recvfrom tells from whom a datagram is, and sendto "
		      "answers there.",
	.see = "genet udp-recv --echo",
};
