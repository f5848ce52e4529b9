/* SPDX-License-Identifier: MIT */
#include "demo/course/lesson.h"

enum { SERVER, WORKER, CLIENT };

static const struct opening worker = {
	.text = "The server has started a worker. The two are connected by a "
		"pair of Unix sockets: a of the server, b of the worker. Then "
		"the server has accepted a client, which is connected by TCP: "
		"c is the descriptor of the server, s that of the client.",
	.steps = {
		{ SERVER, "listener = socket(FAMILY, SOCK_STREAM)", NULL },
		{ SERVER, "bind(listener, loopback:0)", NULL },
		{ SERVER, "listen(listener, 5)", NULL },
		{ SERVER, "there = getsockname(listener)", NULL },
		{ SERVER, "a, b = socketpair(SOCK_STREAM)", NULL },
		{ SERVER, "worker = fork()", NULL },
		{ SERVER, "close(b)", NULL },
		{ WORKER, "close(a)", NULL },
		{ CLIENT, "s = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(s, there)", NULL },
		{ SERVER, "c = accept(listener)", NULL },
	},
};

const struct lesson lesson_pass_descriptor = {
	.name = "pass-descriptor",
	.question = "Can I hand an open connection to another process?",
	.part = LESSON_UNIX,
	.parties = { "server", "worker", "client" },
	.opening = &worker,
	.steps = {
		{ SERVER, "send_descriptor(a, c) -> 1",
		    "the message is one byte, and has the descriptor beside "
		    "it" },
		{ WORKER, "mine = receive_descriptor(b) -> >2",
		    "the kernel makes a descriptor in the worker; its number "
		    "is the worker's own" },
		{ CLIENT, "send(s, 'hello') -> 5", NULL },
		{ WORKER, "recv(mine, 100) -> 'hello'",
		    "the worker, which has accepted nobody, talks to the "
		    "client" },
		{ WORKER, "send(mine, 'welcome') -> 7", NULL },
		{ CLIENT, "recv(s, 100) -> 'welcome'", NULL },
		{ WORKER, "nonblock(mine)",
		    "the worker asks for a socket that does not wait," },
		{ SERVER, "recv(c, 100) -> EAGAIN",
		    "and has changed that of the server: both descriptors are "
		    "the same open socket" },
		{ WORKER, "close(mine)", NULL },
		{ CLIENT, "recv(s, 100, MSG_DONTWAIT) -> EAGAIN",
		    "not the end: the server still has the connection" },
		{ SERVER, "send_descriptor(a, c) -> 1", NULL },
		{ SERVER, "close(c)", "the descriptor is under way" },
		{ CLIENT, "recv(s, 100, MSG_DONTWAIT) -> EAGAIN",
		    "a message that is under way keeps the connection open, "
		    "so the sender may close at once" },
		{ WORKER, "mine = receive_descriptor(b) -> >2", NULL },
		{ WORKER, "close(mine)",
		    "the last descriptor of the connection is closed" },
		{ CLIENT, "recv(s, 100) -> 0", "and now comes the end" },
	},
	.conclusion = "SCM_RIGHTS gives another process a descriptor of the "
		      "same open socket, as dup does within one. The "
		      "connection ends when all of them are closed.",
	.see = "genet nc -F",
};
