/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { RECEIVER, SENDER };

#define ASK_FOR_ERRORS                                                         \
	"setsockopt(s, IPPROTO_IP/IPPROTO_IPV6, IP_RECVERR/IPV6_RECVERR, 1)"

const struct lesson lesson_deaf_sender = {
	.name = "deaf-sender",
	.question = "Nobody is there. Why does sendto not fail?",
	.part = LESSON_DATAGRAMS,
	.parties = { "receiver", "sender" },
	.opening = &opening_udp,
	.steps = {
		{ SENDER, "c = socket(FAMILY, SOCK_DGRAM)",
		    "the sender has a second socket," },
		{ SENDER, "connect(c, there)",
		    "which is connected, while s is not" },
		{ SENDER, "sendto(s, 'one', 0, there) -> 3", NULL },
		{ RECEIVER, "recv(r, 100) -> 'one'", NULL },
		{ RECEIVER, "close(r)", "now no socket has the port" },
		{ SENDER, "sendto(s, 'two', 0, there) -> 3",
		    "the kernel has sent the datagram: that is the success" },
		{ SENDER, "sendto(s, 'three', 0, there) -> 5",
		    "and goes on sending: s hears nothing" },
		{ SENDER, "send(c, 'four') -> 4", NULL },
		{ SENDER, "poll(c, POLLERR, 2000) -> POLLERR",
		    "the refusal (ICMP) reaches the connected socket," },
		{ SENDER, "recv(c, 100) -> ECONNREFUSED", NULL },
		{ SENDER, "getsockopt(s, SOL_SOCKET, SO_ERROR) -> 0",
		    "the other one has no error" },
		{ SENDER, ASK_FOR_ERRORS,
		    "on Linux an unconnected socket can ask for errors:" },
		{ SENDER, "sendto(s, 'five', 0, there) -> 4", NULL },
		{ SENDER, "poll(s, POLLERR, 2000) -> POLLERR", NULL },
		{ SENDER, "sendto(s, 'six', 0, there) -> ECONNREFUSED",
		    "now a later call gets the refusal" },
	},
	.conclusion = "A success of sendto means that the datagram has left, "
		      "not that a socket receives it; the refusal that comes "
		      "back reaches a connected socket, or one with "
		      "IP_RECVERR.",
	.see = "genet udp-send, which reports a refusal",
};
