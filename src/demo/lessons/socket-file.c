/* SPDX-License-Identifier: MIT */
#include "demo/course/lesson.h"

enum { SERVER, CLIENT };

static const struct opening sockets = {
	.text = "Each process has sockets of its own: the server listener and "
		"next, the client s, t and u.",
	.steps = {
		{ SERVER, "listener = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ SERVER, "next = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ CLIENT, "s = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ CLIENT, "t = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ CLIENT, "u = socket(AF_UNIX, SOCK_STREAM)", NULL },
	},
};

const struct lesson lesson_socket_file = {
	.name = "socket-file",
	.question = "The server is not running: why is its address in use?",
	.part = LESSON_UNIX,
	.parties = { "server", "client" },
	.opening = &sockets,
	.steps = {
		{ CLIENT, "connect(s, ./server.sock) -> ENOENT",
		    "there is no file of this name" },
		{ SERVER, "bind(listener, ./server.sock)",
		    "bind makes the file," },
		{ CLIENT, "connect(s, ./server.sock) -> ECONNREFUSED",
		    "which is there before anyone listens" },
		{ SERVER, "listen(listener, 5)", NULL },
		{ CLIENT, "connect(s, ./server.sock)", NULL },
		{ SERVER, "c = accept(listener)", NULL },
		{ SERVER, "close(listener)",
		    "no process listens any more, as after a crash;" },
		{ SERVER, "access(./server.sock)",
		    "the kernel leaves the file there" },
		{ CLIENT, "connect(t, ./server.sock) -> ECONNREFUSED",
		    "a file without a socket refuses connections: so it shows "
		    "that it is stale" },
		{ SERVER, "setsockopt(next, SOL_SOCKET, SO_REUSEADDR, 1)",
		    "the server is started anew; SO_REUSEADDR, which "
		    "helps with TCP," },
		{ SERVER, "bind(next, ./server.sock) -> EADDRINUSE",
		    "is no help here: bind never replaces a file" },
		{ SERVER, "unlink(./server.sock)",
		    "the server has to remove the old file" },
		{ SERVER, "bind(next, ./server.sock)", NULL },
		{ SERVER, "listen(next, 5)", NULL },
		{ CLIENT, "connect(t, ./server.sock)", NULL },
		{ CLIENT, "send(s, 'still here') -> 10",
		    "the first connection does not need the file: it has gone "
		    "on all the time" },
		{ SERVER, "recv(c, 100) -> 'still here'", NULL },
		{ SERVER, "unlink(./server.sock)",
		    "when the file of a running server is removed," },
		{ CLIENT, "connect(u, ./server.sock) -> ENOENT",
		    "new clients find no way to the server" },
	},
	.conclusion = "The file of a Unix socket is only a name. It outlives "
		      "the socket, and bind does not replace it: a server "
		      "removes a stale file, which refuses connections, before "
		      "it binds.",
	.see = "genet unix listen, which removes stale files only",
};
