/* SPDX-License-Identifier: MIT */
#include "demo/course/lesson.h"

enum { SERVER, CLIENT };

const struct lesson lesson_abstract = {
	.name = "abstract",
	.question = "Can a Unix socket have a name, but no file?",
	.part = LESSON_UNIX,
	.parties = { "server", "client" },
	.steps = {
		{ SERVER, "listener = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ SERVER, "umask(0777)",
		    "a file made from now on would let nobody in" },
		{ SERVER, "bind(listener, @lesson)",
		    "a name that begins with a zero byte, which is written as "
		    "@, is no file" },
		{ SERVER, "name = getsockname(listener)", NULL },
		{ SERVER, "listen(listener, 5)", NULL },
		{ CLIENT, "seteuid(65534) -> 0 or EPERM",
		    "if the client is root, it becomes nobody" },
		{ CLIENT, "s = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(s, @lesson)",
		    "without a file there are no permissions: every process "
		    "in the same network namespace may connect" },
		{ CLIENT, "peer = getpeername(s) -> name", NULL },
		{ SERVER, "c = accept(listener)", NULL },
		{ SERVER, "next = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ SERVER, "bind(next, @lesson) -> EADDRINUSE",
		    "the name belongs to one socket" },
		{ SERVER, "copy = dup(listener)",
		    "a copy of the descriptor, as a child would have it," },
		{ SERVER, "close(listener)", NULL },
		{ SERVER, "bind(next, @lesson) -> EADDRINUSE",
		    "keeps the socket and its name" },
		{ SERVER, "close(copy)", "with the last copy" },
		{ CLIENT, "t = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(t, @lesson) -> ECONNREFUSED",
		    "the name is gone; that is never ENOENT, since no file "
		    "can be missing" },
		{ SERVER, "bind(next, @lesson)",
		    "nothing is left to remove, and the accepted connection c "
		    "is in nobody's way" },
	},
	.conclusion = "An abstract name needs no file, and is gone with the "
		      "last descriptor of its socket. But nothing says who may "
		      "connect: the server has to ask who did.",
	.see = "genet unix listen @NAME",
};
