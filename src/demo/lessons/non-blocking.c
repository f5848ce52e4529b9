/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_non_blocking = {
	.name = "non-blocking",
	.question = "How does a non-blocking connect say whether it has "
		    "succeeded?",
	.part = LESSON_CONNECTING,
	.parties = { "server", "client" },
	.opening = &opening_failing,
	.steps = {
		{ CLIENT, "s = socket(FAMILY, SOCK_STREAM|SOCK_NONBLOCK)",
		    NULL },
		{ CLIENT, "connect(s, there) -> EINPROGRESS",
		    "the SYN is sent; this is no failure" },
		{ CLIENT, "connect(s, there) -> EALREADY",
		    "the server does not answer yet" },
		{ CLIENT, "send(s, 'hello') -> EAGAIN", NULL },
		{ CLIENT, "poll(s, POLLOUT, 0) -> 0",
		    "not writable: it is not decided" },
		{ SERVER, "c = accept(listener)", "the queue has room" },
		{ CLIENT, "poll(s, POLLOUT, 10000) -> POLLOUT",
		    "writable: it is decided; the kernel has sent the SYN "
		    "again after a second" },
		{ CLIENT, "getsockopt(s, SOL_SOCKET, SO_ERROR) -> 0",
		    "connected" },
		{ CLIENT, "connect(s, there)", "Linux says so once," },
		{ CLIENT, "connect(s, there) -> EISCONN", "and then as this" },
		{ CLIENT, "send(s, 'hello') -> 5", NULL },
		{ CLIENT, "r = socket(FAMILY, SOCK_STREAM|SOCK_NONBLOCK)",
		    NULL },
		{ CLIENT, "connect(r, shut) -> EINPROGRESS",
		    "nobody listens there" },
		{ CLIENT,
		    "poll(r, POLLOUT, 10000) -> POLLOUT|POLLERR|POLLHUP",
		    "writable, too: it is decided, but how?" },
		{ CLIENT, "getsockopt(r, SOL_SOCKET, SO_ERROR) -> ECONNREFUSED",
		    NULL },
		{ CLIENT, "getsockopt(r, SOL_SOCKET, SO_ERROR) -> 0",
		    "the question has cleared the error: keep the first "
		    "answer" },
	},
	.conclusion = "EINPROGRESS means wait until the socket is writable, "
		      "and then read SO_ERROR, once: 0 is a connection, and "
		      "anything else is why there is none.",
	.see = "genet connect --connect-timeout",
};
