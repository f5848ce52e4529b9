/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_nagle = {
	.name = "nagle",
	.question = "Why does each small message take 40 ms?",
	.part = LESSON_STREAMS,
	.parties = { "server", "client" },
	.opening = &opening_tcp,
	.steps = {
		{ SERVER, "setsockopt(c, IPPROTO_TCP, TCP_QUICKACK, 0)",
		    "the server's kernel delays acknowledgements, as it does "
		    "in a conversation: an answer may carry them" },
		{ SERVER, "recv(c, 2, MSG_WAITALL) -> blocks",
		    "the server wants two bytes before it answers" },
		{ CLIENT, "send(s, 'a') -> 1",
		    "the first byte leaves at once," },
		{ CLIENT, "send(s, 'b') -> 1",
		    "the second is held back until the first is acknowledged: "
		    "Nagle's algorithm" },
		{ SERVER, "returns -> 'ab' after 30",
		    "that took 40 ms, in which each kernel waited for the "
		    "other" },
		{ SERVER, "setsockopt(c, IPPROTO_TCP, TCP_QUICKACK, 0)",
		    "the same again," },
		{ CLIENT, "setsockopt(s, IPPROTO_TCP, TCP_NODELAY, 1)",
		    "but without Nagle's algorithm" },
		{ CLIENT, "send(s, 'c') -> 1", NULL },
		{ CLIENT, "send(s, 'd') -> 1", NULL },
		{ CLIENT, "ioctl(s, SIOCOUTQNSD) -> 0",
		    "no byte is held back" },
		{ SERVER, "recv(c, 2, MSG_WAITALL) -> 'cd'", NULL },
		{ SERVER, "setsockopt(c, IPPROTO_TCP, TCP_QUICKACK, 0)",
		    "a third time, with Nagle's algorithm," },
		{ CLIENT, "setsockopt(s, IPPROTO_TCP, TCP_NODELAY, 0)", NULL },
		{ CLIENT, "ioctl(s, SIOCOUTQ) -> 0 eventually",
		    "when all is acknowledged" },
		{ CLIENT, "send(s, 'ef') -> 2",
		    "but both bytes in one send:" },
		{ CLIENT, "ioctl(s, SIOCOUTQNSD) -> 0",
		    "no byte is held back, either" },
		{ SERVER, "recv(c, 2, MSG_WAITALL) -> 'ef'", NULL },
	},
	.conclusion = "A message in two small sends waits for a delayed "
		      "acknowledgement between the two: make it one send, or "
		      "set TCP_NODELAY.",
	.see = "genet connect --nagle, which leaves TCP_NODELAY off",
};
