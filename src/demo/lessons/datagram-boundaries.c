/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { RECEIVER, SENDER };

const struct lesson lesson_datagram_boundaries = {
	.name = "datagram-boundaries",
	.question = "I have sent twice. Can one recv return both?",
	.part = LESSON_DATAGRAMS,
	.parties = { "receiver", "sender" },
	.opening = &opening_udp,
	.steps = {
		{ SENDER, "connect(s, there)",
		    "from now on send needs no address" },
		{ SENDER, "send(s, 'one') -> 3",
		    "each send makes one datagram" },
		{ RECEIVER, "poll(r, POLLIN, 2000) -> POLLIN", NULL },
		{ SENDER, "send(s, 'three') -> 5", NULL },
		{ RECEIVER, "ioctl(r, FIONREAD) -> 3",
		    "two wait, and the kernel tells the length of the first" },
		{ RECEIVER, "recv(r, 100) -> 'one'",
		    "there is room for both, and one comes" },
		{ RECEIVER, "recv(r, 100, MSG_WAITALL) -> 'three'",
		    "MSG_WAITALL does not wait: a datagram is complete" },
		{ SENDER, "send(s, 'ab', MSG_MORE) -> 2",
		    "with MSG_MORE the kernel keeps the datagram open," },
		{ SENDER, "send(s, 'cd') -> 2",
		    "and the next send without the flag completes it" },
		{ RECEIVER, "recv(r, 100) -> 'abcd'",
		    "two calls have made one datagram" },
	},
	.conclusion = "UDP keeps messages apart: one send makes one datagram, "
		      "unless MSG_MORE joins it to the next, and one recv "
		      "returns one datagram, however many wait.",
	.see = "genet udp-send --lines, genet udp-recv --format lines",
};
