/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { RECEIVER, SENDER };

const struct lesson lesson_empty_datagram = {
	.name = "empty-datagram",
	.question = "recv has returned 0. Is that the end?",
	.part = LESSON_DATAGRAMS,
	.parties = { "receiver", "sender" },
	.opening = &opening_udp,
	.steps = {
		{ SENDER, "sendto(s, '', 0, there) -> 0",
		    "0 bytes are sent, in a datagram that is only headers" },
		{ RECEIVER, "poll(r, POLLIN, 2000) -> POLLIN",
		    "the datagram has arrived," },
		{ RECEIVER, "ioctl(r, FIONREAD) -> 0",
		    "and no bytes wait: this question does not tell an empty "
		    "datagram from none" },
		{ RECEIVER, "recv(r, 100) -> 0",
		    "on TCP this 0 is the end; here it is a datagram" },
		{ SENDER, "sendto(s, 'more', 0, there) -> 4", NULL },
		{ RECEIVER, "recv(r, 100) -> 'more'",
		    "the socket receives as before" },
		{ SENDER, "connect(s, there)", NULL },
		{ SENDER, "write(s, '') -> 0",
		    "write, too, sends an empty datagram" },
		{ RECEIVER, "recv(r, 100) -> 0", NULL },
		{ SENDER, "close(s)", "now the sender ends," },
		{ RECEIVER, "recv(r, 100, MSG_DONTWAIT) -> EAGAIN",
		    "and the receiver is not told: there was no connection" },
	},
	.conclusion = "On UDP a result of 0 is an empty datagram and no end: "
		      "UDP has no end, so programs have to agree on a message "
		      "that means it.",
	.see = "genet udp-send --end-empty, genet udp-recv --end-empty",
};
