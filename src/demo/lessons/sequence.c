/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { RECEIVER, SENDER };

const struct lesson lesson_sequence = {
	.name = "sequence",
	.question = "How do I notice that a datagram is missing?",
	.part = LESSON_DATAGRAMS,
	.parties = { "receiver", "sender" },
	.opening = &opening_udp,
	.steps = {
		{ SENDER, "connect(s, there)", NULL },
		{ SENDER, "send(s, '1') -> 1",
		    "the program puts a number into each datagram: UDP has "
		    "none" },
		{ SENDER, "send(s, '2') -> 1", NULL },
		{ SENDER, "send(s, '3') -> 1", NULL },
		{ RECEIVER, "recv(r, 100) -> '1'",
		    "here, on one path, they come in order; UDP does not "
		    "promise that" },
		{ RECEIVER, "recv(r, 100) -> '2'", NULL },
		{ RECEIVER, "recv(r, 100) -> '3'", NULL },
		{ RECEIVER, "setsockopt(r, SOL_SOCKET, SO_RCVBUF, 1)",
		    "now the receive buffer becomes small," },
		{ SENDER, "send(s, 4000) -> 4000",
		    "a large datagram fills it," },
		{ RECEIVER, "poll(r, POLLIN, 2000) -> POLLIN", NULL },
		{ SENDER, "send(s, '4') -> 1",
		    "and the next one is dropped; its send is successful" },
		{ RECEIVER, "dropped(r, 1) -> 1", NULL },
		{ RECEIVER, "recv(r, 5000) -> 4000", NULL },
		{ SENDER, "send(s, '5') -> 1", NULL },
		{ RECEIVER, "recv(r, 100) -> '5'",
		    "after 3 comes 5: only the numbers tell that 4 is "
		    "missing" },
		{ RECEIVER, "recv(r, 100, MSG_DONTWAIT) -> EAGAIN",
		    "UDP does not send it again" },
		{ SENDER, "send(s, '4') -> 1",
		    "the sender could, if the receiver asked," },
		{ RECEIVER, "recv(r, 100) -> '4'",
		    "and then 4 comes after 5: the program has to sort" },
	},
	.conclusion = "UDP numbers nothing, repeats nothing and sorts nothing: "
		      "a program that must not miss a datagram numbers them, "
		      "asks again for what is missing, and sorts.",
	.see = "genet udp-recv --strict, genet udp-recv --count",
};
