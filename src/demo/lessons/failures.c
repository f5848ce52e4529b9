/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_failures = {
	.name = "failures",
	.question = "Refused, timed out, unreachable: what does a failed "
		    "connect say?",
	.part = LESSON_CONNECTING,
	.parties = { "server", "client" },
	.opening = &opening_failing,
	.steps = {
		{ CLIENT, "refused = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(refused, shut) -> ECONNREFUSED",
		    "an answer: the host is there, and its kernel resets what "
		    "comes for a port on which nobody listens" },
		{ CLIENT, "silent = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT,
		    "setsockopt(silent, IPPROTO_TCP, TCP_USER_TIMEOUT, 500)",
		    "without a limit, the kernel goes on asking for more than "
		    "two minutes" },
		{ CLIENT, "connect(silent, there) -> ETIMEDOUT after 900",
		    "no answer: a full queue drops what comes, as many a "
		    "firewall does; the kernel has asked a second time after "
		    "a second" },
		{ CLIENT, "astray = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT,
		    "connect(astray, 224.0.0.1:80/[ff02::1]:80) -> "
		    "ENETUNREACH",
		    "the client's own kernel: TCP has no way to a multicast "
		    "group, and no packet leaves" },
		{ CLIENT, "connect(waiting, there) -> EISCONN",
		    "a mistake of the program: this socket has a connection" },
		{ SERVER, "c = accept(listener)",
		    "room in the queue, and the same address" },
		{ CLIENT, "again = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(again, there)", NULL },
	},
	.conclusion = "\"Connection refused\" is the answer of a host on which "
		      "nobody listens on the port; \"timed out\" is no answer, "
		      "which can change with the next attempt; "
		      "\"unreachable\" means that there is no way, and here no "
		      "packet was sent.",
	.see = "genet scan --all, which tells closed ports from silent ones",
};
