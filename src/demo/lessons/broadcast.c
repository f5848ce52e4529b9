/* SPDX-License-Identifier: MIT */
#include "demo/course/lesson.h"

enum { SENDER, RECEIVER };

const struct lesson lesson_broadcast = {
	.name = "broadcast",
	.question = "Why does sendto say \"Permission denied\"?",
	.part = LESSON_DATAGRAMS,
	.parties = { "sender", "receiver" },
	.needs_ipv4 = true,
	.steps = {
		{ RECEIVER, "a = socket(AF_INET, SOCK_DGRAM)", NULL },
		{ RECEIVER, "bind(a, 0.0.0.0:0)", NULL },
		{ RECEIVER, "there = getsockname(a)", NULL },
		{ RECEIVER, "setsockopt(a, SOL_SOCKET, SO_REUSEADDR, 1)",
		    "sockets with SO_REUSEADDR may share a port" },
		{ RECEIVER, "b = socket(AF_INET, SOCK_DGRAM)", NULL },
		{ RECEIVER, "setsockopt(b, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ RECEIVER, "bind(b, 0.0.0.0:there)", NULL },
		{ RECEIVER, "c = socket(AF_INET, SOCK_DGRAM)", NULL },
		{ RECEIVER, "setsockopt(c, SOL_SOCKET, SO_REUSEADDR, 1)",
		    NULL },
		{ RECEIVER, "bind(c, 127.0.0.1:there)",
		    "a and b are bound to any address, c to one" },
		{ SENDER, "s = socket(AF_INET, SOCK_DGRAM)", NULL },
		{ SENDER,
		    "sendto(s, 'all', 0, 127.255.255.255:there) -> EACCES",
		    "the address means all hosts of 127.0.0.0/8, and a program "
		    "must not send there by mistake" },
		{ SENDER, "setsockopt(s, SOL_SOCKET, SO_BROADCAST, 1)",
		    "this says that it is no mistake; any program may do it" },
		{ SENDER, "sendto(s, 'all', 0, 127.255.255.255:there) -> 3",
		    "one datagram is sent," },
		{ RECEIVER, "recv(a, 100) -> 'all'",
		    "and each socket with the port gets a copy" },
		{ RECEIVER, "recv(b, 100) -> 'all'", NULL },
		{ SENDER, "sendto(s, 'one', 0, 127.0.0.1:there) -> 3", NULL },
		{ RECEIVER, "recv(c, 100) -> 'one'",
		    "but not c: the datagram to all did not have its "
		    "address" },
	},
	.conclusion = "The broadcast address needs SO_BROADCAST, which any "
		      "program may set; then each socket that is bound to the "
		      "port, but to no address, gets a copy.",
	.see = "genet udp-send --broadcast",
};
