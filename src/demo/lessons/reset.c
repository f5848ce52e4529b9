/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_reset = {
	.name = "reset",
	.question = "Why \"Connection reset by peer\", and not just an end?",
	.part = LESSON_STREAMS,
	.parties = { "server", "client" },
	.opening = &opening_tcp,
	.steps = {
		{ SERVER, "close(c)",
		    "all that came is read: close sends an end (FIN)," },
		{ CLIENT, "recv(s, 100) -> 0", "which a read returns as 0" },
		{ CLIENT, "tcp_info(s, 'tcpi_state') -> TCP_CLOSE_WAIT",
		    "and the client may still send" },
		{ CLIENT, "t = socket(FAMILY, SOCK_STREAM)",
		    "a second connection" },
		{ CLIENT, "connect(t, there)", NULL },
		{ SERVER, "d = accept(listener)", NULL },
		{ SERVER, "send(d, 'answer') -> 6", NULL },
		{ CLIENT, "poll(t, POLLIN, 2000) -> POLLIN", NULL },
		{ CLIENT, "send(t, 'unread') -> 6", NULL },
		{ SERVER, "poll(d, POLLIN, 2000) -> POLLIN", NULL },
		{ SERVER, "close(d)",
		    "there are bytes that the server has not read: close "
		    "sends a reset (RST)" },
		{ CLIENT, "poll(t, 0, 2000) -> POLLERR|POLLHUP",
		    "the connection is over, in both directions" },
		{ CLIENT, "recv(t, 100) -> 'answer'",
		    "Linux still returns what came before the reset," },
		{ CLIENT, "recv(t, 100) -> ECONNRESET",
		    "then the error, once," },
		{ CLIENT, "recv(t, 100) -> 0",
		    "and after that the same as at an end: a program that "
		    "overlooks the error never learns of the reset" },
		{ CLIENT, "tcp_info(t, 'tcpi_state') -> TCP_CLOSE", NULL },
		{ CLIENT, "u = socket(FAMILY, SOCK_STREAM)",
		    "a third connection" },
		{ CLIENT, "connect(u, there)", NULL },
		{ SERVER, "e = accept(listener)", NULL },
		{ SERVER, "linger(e, 0)",
		    "a program can ask for a reset, too" },
		{ SERVER, "close(e)", NULL },
		{ CLIENT, "recv(u, 100) -> ECONNRESET", NULL },
	},
	.conclusion = "A close while bytes are unread, or with SO_LINGER and "
		      "a time of 0, resets the connection instead of ending "
		      "it. Read to the end before the close.",
	.see = "genet connect -v, which tells an end from a reset",
};
