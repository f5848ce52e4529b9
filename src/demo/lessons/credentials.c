/* SPDX-License-Identifier: MIT */
#include "demo/course/lesson.h"

enum { SERVER, CLIENT, CHILD };

static const struct opening listening = {
	.text = "The server listens on the Unix socket ./server.sock, by the "
		"descriptor listener.",
	.steps = {
		{ SERVER, "listener = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ SERVER, "bind(listener, ./server.sock)", NULL },
		{ SERVER, "listen(listener, 5)", NULL },
	},
};

const struct lesson lesson_credentials = {
	.name = "credentials",
	.question = "Which process, and which user, is at the other end?",
	.part = LESSON_UNIX,
	.parties = { "server", "client", "child" },
	.opening = &listening,
	.steps = {
		{ CLIENT, "process = getpid()", NULL },
		{ CLIENT, "user = geteuid()", NULL },
		{ CLIENT, "s = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(s, ./server.sock)", NULL },
		{ SERVER, "c = accept(listener)", NULL },
		{ SERVER, "peer_process(c) -> process",
		    "the kernel says which process has connected; the client "
		    "has sent nothing, and cannot lie" },
		{ SERVER, "peer_user(c) -> user", "and for which user" },
		{ CLIENT, "seteuid(65534) -> 0 or EPERM",
		    "if the client is root, it becomes nobody" },
		{ SERVER, "peer_user(c) -> user",
		    "the answer is that of the moment of connect" },
		{ CLIENT, "child = fork()", "the child inherits s," },
		{ CHILD, "send(s, 'hello') -> 5", "and sends" },
		{ SERVER, "recv(c, 100) -> 'hello'", NULL },
		{ SERVER, "peer_process(c) -> process",
		    "but the answer is the process that has connected" },
		{ CHILD, "exit(0)", NULL },
		{ CLIENT, "exit(0)", NULL },
		{ SERVER, "recv(c, 100) -> 0",
		    "both are gone, and with them the connection;" },
		{ SERVER, "peer_process(c) -> process",
		    "the answer is still this number, which can soon belong "
		    "to another process" },
	},
	.conclusion = "SO_PEERCRED says who has connected, at the moment of "
		      "connect. That is not who sends now: a descriptor can be "
		      "inherited or passed on, and a process can change its "
		      "user or end.",
	.see = "genet unix listen -v, which says who each client is",
};
