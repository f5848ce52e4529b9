/* SPDX-License-Identifier: MIT */
#include "demo/course/lesson.h"

enum { SERVER, CLIENT };

static const struct opening sockets = {
	.text = "The server has a Unix socket listener, the client s and t. "
		"The directory is open to all.",
	.steps = {
		{ SERVER, "chmod(./, 0711)", NULL },
		{ SERVER, "listener = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ CLIENT, "s = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ CLIENT, "t = socket(AF_UNIX, SOCK_STREAM)", NULL },
	},
};

const struct lesson lesson_permissions = {
	.name = "permissions",
	.question = "Why may I not connect to this Unix socket?",
	.part = LESSON_UNIX,
	.parties = { "server", "client" },
	.opening = &sockets,
	.steps = {
		{ CLIENT, "seteuid(65534) -> 0 or EPERM",
		    "permissions do not bind root: a client that is root "
		    "becomes nobody, any other stays who it is" },
		{ SERVER, "umask(0222)",
		    "new files give nobody the right to write;" },
		{ SERVER, "bind(listener, ./server.sock)",
		    "bind makes a file with all rights but those: mode 0555" },
		{ SERVER, "listen(listener, 5)", NULL },
		{ CLIENT, "connect(s, ./server.sock) -> EACCES",
		    "to connect is to write, and the client may not" },
		{ SERVER, "chmod(./server.sock, 0222)",
		    "the right to write alone" },
		{ CLIENT, "connect(s, ./server.sock)",
		    "is enough: to connect takes no right to read" },
		{ SERVER, "c = accept(listener)", NULL },
		{ SERVER, "chmod(./server.sock, 0)",
		    "the file is closed to everyone," },
		{ CLIENT, "send(s, 'hello') -> 5",
		    "but the client is in: only connect asks" },
		{ SERVER, "recv(c, 100) -> 'hello'", NULL },
		{ SERVER, "chmod(./server.sock, 0777)",
		    "the file lets everyone in," },
		{ SERVER, "chmod(./, 0666)",
		    "but nobody may pass through its directory" },
		{ CLIENT, "connect(t, ./server.sock) -> EACCES",
		    "the same error, for another reason" },
	},
	.conclusion = "To connect, a process needs the right to write to the "
		      "file of the socket, and to pass through all directories "
		      "on the way. The umask of the server decides unless it "
		      "calls chmod.",
	.see = "genet unix listen --mode",
};
