/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { RECEIVER, SENDER };

const struct lesson lesson_too_long = {
	.name = "too-long",
	.question = "How long can a datagram be?",
	.part = LESSON_DATAGRAMS,
	.parties = { "receiver", "sender" },
	.opening = &opening_udp,
	.steps = {
		{ SENDER, "connect(s, there)", NULL },
		{ SENDER, "send(s, 100000) -> EMSGSIZE",
		    "the length of a datagram is a number of 16 bits" },
		{ SENDER, "send(s, 65508/65528) -> EMSGSIZE",
		    "the headers count, too: 8 bytes of UDP and, in IPv4 only, "
		    "20 of IP" },
		{ SENDER, "send(s, 65507/65527) -> 65507/65527",
		    "one byte less: this is the longest datagram" },
		{ RECEIVER, "recv(r, 128K) -> 65507/65527",
		    "the first that arrives: of the others no part was sent" },
		{ SENDER, "send(s, 1472/1452) -> 1472/1452",
		    "with headers that is a packet of 1500 bytes, the most "
		    "that Ethernet carries in one piece" },
		{ RECEIVER, "recv(r, 128K) -> 1472/1452", NULL },
	},
	.conclusion = "A datagram has at most 65507 bytes over IPv4 and 65527 "
		      "over IPv6; a longer one fails with EMSGSIZE, and no "
		      "part of it is sent.",
	.see = "genet udp-send --size",
};
