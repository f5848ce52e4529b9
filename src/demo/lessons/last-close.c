/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT, CHILD };

const struct lesson lesson_last_close = {
	.name = "last-close",
	.question = "Why does the connection stay open after close?",
	.part = LESSON_STREAMS,
	.parties = { "server", "client", "child" },
	.opening = &opening_tcp,
	.steps = {
		{ SERVER, "child = fork()",
		    "the child has the descriptors of the server, and so the "
		    "connection" },
		{ SERVER, "close(c) -> 0",
		    "the server closes its descriptor," },
		{ CLIENT, "recv(s, 100) -> blocks",
		    "but the client sees no end:" },
		{ CHILD, "send(c, 'here') -> 4",
		    "the child still has the connection" },
		{ CLIENT, "returns -> 'here'", NULL },
		{ CLIENT, "recv(s, 100) -> blocks", NULL },
		{ CHILD, "exit(0)",
		    "a process that ends closes all that it has," },
		{ CLIENT, "returns -> 0",
		    "and the last close ends the connection" },
		{ SERVER, "waitpid(child) -> 0", NULL },
		{ CLIENT, "t = socket(FAMILY, SOCK_STREAM)",
		    "a second connection" },
		{ CLIENT, "connect(t, there)", NULL },
		{ SERVER, "d = accept(listener)", NULL },
		{ SERVER, "copy = dup(d)", "and two descriptors of it" },
		{ CLIENT, "recv(t, 100) -> blocks", NULL },
		{ SERVER, "shutdown(d, SHUT_WR)",
		    "shutdown does not close a descriptor: it ends the "
		    "connection, however many descriptors there are" },
		{ CLIENT, "returns -> 0", NULL },
		{ SERVER, "send(copy, 'x', MSG_NOSIGNAL) -> EPIPE",
		    "nothing can be sent by the other one, either" },
	},
	.conclusion = "A connection ends when the last of its descriptors is "
		      "closed, and a child inherits those of its parent. "
		      "shutdown ends it at once, for all of them.",
	.see = "genet listen --exec",
};
