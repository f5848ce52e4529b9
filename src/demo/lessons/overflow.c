/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { RECEIVER, SENDER };

const struct lesson lesson_overflow = {
	.name = "overflow",
	.question = "Datagrams are missing. Who has lost them?",
	.part = LESSON_DATAGRAMS,
	.parties = { "receiver", "sender" },
	.opening = &opening_udp,
	.steps = {
		{ RECEIVER, "setsockopt(r, SOL_SOCKET, SO_RCVBUF, 1)",
		    "the receive buffer becomes as small as the kernel allows: "
		    "one large datagram fills it" },
		{ SENDER, "connect(s, there)", NULL },
		{ SENDER, "send_times(s, 4000, 10) -> 10",
		    "the receiver does not read, and ten sends are "
		    "successful" },
		{ RECEIVER, "dropped(r, 9) -> 9",
		    "the kernel counts what finds the buffer full, and drops "
		    "it" },
		{ RECEIVER, "recv(r, 5000) -> 4000", "one has found room," },
		{ RECEIVER, "recv(r, 5000, MSG_DONTWAIT) -> EAGAIN",
		    "and that is all: no error tells of the others" },
		{ SENDER, "getsockopt(s, SOL_SOCKET, SO_ERROR) -> 0",
		    "the sender is told nothing" },
		{ RECEIVER, "setsockopt(r, SOL_SOCKET, SO_RXQ_OVFL, 1)",
		    "a receiver that asks gets the count with its datagrams" },
		{ SENDER, "send(s, 'next') -> 4", NULL },
		{ RECEIVER, "receive_drops(r, 100) -> 9",
		    "9 were dropped before this one" },
	},
	.conclusion = "A datagram that finds the receive buffer full is "
		      "dropped, and neither side gets an error; the kernel "
		      "counts the drops, and a program has to ask for the "
		      "count.",
	.see = "genet udp-recv --strict, genet udp-recv --recv-buffer",
};
