/* SPDX-License-Identifier: MIT */
#include "demo/course/lesson.h"

enum { SENDER, FIRST, SECOND };

const struct lesson lesson_multicast = {
	.name = "multicast",
	.question = "I have not joined the group. Why do I get its datagrams?",
	.part = LESSON_DATAGRAMS,
	.parties = { "sender", "first", "second" },
	.needs_ipv4 = true,
	.steps = {
		{ FIRST, "a = socket(AF_INET, SOCK_DGRAM)", NULL },
		{ FIRST, "bind(a, 0.0.0.0:0)", NULL },
		{ FIRST, "there = getsockname(a)", NULL },
		{ FIRST, "setsockopt(a, SOL_SOCKET, SO_REUSEADDR, 1)",
		    "sockets with SO_REUSEADDR may share a port" },
		{ SECOND, "b = socket(AF_INET, SOCK_DGRAM)", NULL },
		{ SECOND, "setsockopt(b, SOL_SOCKET, SO_REUSEADDR, 1)", NULL },
		{ SECOND, "bind(b, 0.0.0.0:there)", NULL },
		{ FIRST, "join(a, 239.255.0.1:0)",
		    "a joins the group on the loopback interface" },
		{ SENDER, "s = socket(AF_INET, SOCK_DGRAM)",
		    "the sender need not be a member," },
		{ SENDER, "send_via_loopback(s)",
		    "but chooses the interface" },
		{ SENDER, "sendto(s, 'one', 0, 239.255.0.1:there) -> 3",
		    "one datagram is sent," },
		{ FIRST, "recv(a, 100) -> 'one'", "the member gets a copy," },
		{ SECOND, "recv(b, 100) -> 'one'",
		    "and so does b, which has joined nothing: on Linux one "
		    "member opens the host for all sockets with the port" },
		{ SECOND, "setsockopt(b, IPPROTO_IP, IP_MULTICAST_ALL, 0)",
		    "without IP_MULTICAST_ALL a socket gets only its own "
		    "groups" },
		{ SECOND, "join(b, 239.255.0.2:0)", "b joins another one" },
		{ SENDER, "setsockopt(s, IPPROTO_IP, IP_MULTICAST_LOOP, 0)",
		    "with 0 the host of the sender gets no copies, except on "
		    "the loopback interface, where all packets come back" },
		{ SENDER, "sendto(s, 'two', 0, 239.255.0.1:there) -> 3", NULL },
		{ FIRST, "recv(a, 100) -> 'two'", NULL },
		{ SENDER, "sendto(s, 'three', 0, 239.255.0.2:there) -> 5",
		    NULL },
		{ SECOND, "recv(b, 100) -> 'three'",
		    "\"two\" was to the group of a: b did not get it" },
	},
	.conclusion = "Once one socket of the host has joined a group, each "
		      "socket with the port gets a copy; without "
		      "IP_MULTICAST_ALL a socket gets only what is sent to "
		      "groups that it has joined itself.",
	.see = "genet udp-recv --join, genet udp-send --no-loop",
};
