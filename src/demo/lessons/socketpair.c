/* SPDX-License-Identifier: MIT */
#include "demo/course/lesson.h"

enum { PARENT, CHILD };

const struct lesson lesson_socketpair = {
	.name = "socketpair",
	.question = "The other process has gone: why does my read not end?",
	.part = LESSON_UNIX,
	.parties = { "parent", "child" },
	.steps = {
		{ PARENT, "a, b = socketpair(SOCK_STREAM)",
		    "two sockets that are connected with each other, without "
		    "an address" },
		{ PARENT, "child = fork()",
		    "the child gets copies of both descriptors: each of the "
		    "two sockets is open twice now" },
		{ PARENT, "close(b)",
		    "the parent uses a only, and closes the other one" },
		{ PARENT, "send(a, 'question') -> 8", NULL },
		{ CHILD, "recv(b, 100) -> 'question'", NULL },
		{ CHILD, "send(b, 'answer') -> 6",
		    "unlike a pipe, a pair carries bytes both ways" },
		{ PARENT, "recv(a, 100) -> 'answer'", NULL },
		{ PARENT, "close(a)", "the parent has no end any more," },
		{ CHILD, "recv(b, 100, MSG_DONTWAIT) -> EAGAIN",
		    "but the child sees no end of the stream: it has a copy "
		    "of a itself, and without MSG_DONTWAIT would wait for "
		    "ever" },
		{ CHILD, "send(b, 'anyone?') -> 7",
		    "a write goes through as well, to a socket that nobody "
		    "reads" },
		{ CHILD, "recv(a, 100) -> 'anyone?'", "except the child" },
		{ CHILD, "close(a)",
		    "what the child ought to have done first" },
		{ CHILD, "recv(b, 100) -> 0",
		    "the last copy of a is closed: this is the end" },
		{ CHILD, "send(b, 'bye', MSG_NOSIGNAL) -> EPIPE", NULL },
		{ CHILD, "exit(0)", NULL },
		{ PARENT, "waitpid(child) -> 0", NULL },
	},
	.conclusion = "A socket ends for its peer when the last copy of its "
		      "descriptor is closed, in whichever process: after a "
		      "fork, each process closes the end that it does not use.",
	.see = "genet pair-demo --kind pair",
};
