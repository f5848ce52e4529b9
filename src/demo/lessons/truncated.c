/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { RECEIVER, SENDER };

const struct lesson lesson_truncated = {
	.name = "truncated",
	.question = "My buffer was too small. Where is the rest of the "
		    "datagram?",
	.part = LESSON_DATAGRAMS,
	.parties = { "receiver", "sender" },
	.opening = &opening_udp,
	.steps = {
		{ SENDER, "connect(s, there)", NULL },
		{ SENDER, "send(s, 'abcdef') -> 6", NULL },
		{ RECEIVER, "recv(r, 4) -> 4",
		    "4 bytes fit, and nothing says that there were 6" },
		{ SENDER, "send(s, 'next') -> 4", NULL },
		{ RECEIVER, "recv(r, 100) -> 'next'",
		    "the rest is not kept for the next call: it is lost" },
		{ SENDER, "send(s, 'abcdef') -> 6", NULL },
		{ RECEIVER, "recvmsg(r, 4) -> 'abcd' MSG_TRUNC",
		    "recvmsg returns a flag that tells of the loss" },
		{ SENDER, "send(s, 'abcdef') -> 6", NULL },
		{ RECEIVER, "recv(r, 4, MSG_TRUNC) -> 6",
		    "with MSG_TRUNC recv returns the real length; 4 bytes are "
		    "in the buffer" },
		{ SENDER, "send(s, 'abcdef') -> 6", NULL },
		{ RECEIVER, "recv(r, 1, MSG_PEEK|MSG_TRUNC) -> 6",
		    "with MSG_PEEK the datagram stays: this asks for the "
		    "length" },
		{ RECEIVER, "recv(r, 6) -> 'abcdef'",
		    "and now there is room for all of it" },
	},
	.conclusion = "What does not fit into the buffer of recv is lost, and "
		      "plain recv does not say so: look for MSG_TRUNC, or have "
		      "room for the longest datagram.",
	.see = "genet udp-recv, which has room for any datagram",
};
