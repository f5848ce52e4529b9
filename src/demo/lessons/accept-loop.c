/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT, CHILD };

const struct lesson lesson_accept_loop = {
	.name = "accept-loop",
	.question = "How does a server talk to several clients at once?",
	.part = LESSON_CONNECTING,
	.parties = { "server", "client", "child" },
	.opening = &opening_listener,
	.steps = {
		{ CLIENT, "s = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(s, there)", NULL },
		{ SERVER, "c = accept(listener)",
		    "a new descriptor for this client; the listening socket "
		    "stays as it is" },
		{ SERVER, "child = fork()",
		    "a process for this client, with copies of all "
		    "descriptors" },
		{ SERVER, "close(c)",
		    "the child has the connection; with this copy open, the "
		    "connection would not end with the child" },
		{ CHILD, "close(listener)", "the child accepts nobody" },
		{ CHILD, "recv(c, 100) -> blocks",
		    "while the child waits for the words of the first "
		    "client," },
		{ SERVER, "d = accept(listener) -> blocks",
		    "the server waits for the next one" },
		{ CLIENT, "t = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(t, there)", NULL },
		{ SERVER, "returns",
		    "the second client has not had to wait for the first" },
		{ CLIENT, "send(s, 'hello') -> 5", NULL },
		{ CHILD, "returns -> 'hello'", NULL },
		{ CHILD, "send(c, 'bye') -> 3", NULL },
		{ CHILD, "exit(0)",
		    "the end of the process closes its descriptors" },
		{ CLIENT, "recv(s, 3, MSG_WAITALL) -> 'bye'", NULL },
		{ CLIENT, "recv(s, 100) -> 0", "the connection has ended" },
		{ SERVER, "waitpid(child) -> 0",
		    "until its parent asks, a process that has ended stays in "
		    "the table of processes, as a zombie" },
		{ SERVER, "send(d, 'next') -> 4",
		    "the second client would get a process of its own now" },
		{ CLIENT, "recv(t, 4, MSG_WAITALL) -> 'next'", NULL },
	},
	.conclusion = "accept gives a descriptor for each client, and a loop "
		      "of accept, fork and close serves each of them in a "
		      "process of its own, which waits for nobody else.",
	.see = "genet listen -k PORT --exec -- PROGRAM",
};
