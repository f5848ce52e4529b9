/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_peek = {
	.name = "peek",
	.question = "How can I look at bytes without reading them, or wait "
		    "for all of them?",
	.part = LESSON_STREAMS,
	.parties = { "server", "client" },
	.opening = &opening_tcp,
	.steps = {
		{ CLIENT, "send(s, 'hello') -> 5", NULL },
		{ SERVER, "recv(c, 100, MSG_PEEK) -> 'hello'",
		    "MSG_PEEK copies the bytes and leaves them there," },
		{ SERVER, "recv(c, 100, MSG_PEEK) -> 'hello'",
		    "so that the same bytes come again," },
		{ SERVER, "poll(c, POLLIN, 0) -> POLLIN",
		    "and poll does not wait: a loop of poll and MSG_PEEK "
		    "never sleeps" },
		{ SERVER, "recv(c, 2) -> 'he'", "a read takes bytes away" },
		{ SERVER, "recv(c, 2, MSG_TRUNC) -> 2",
		    "MSG_TRUNC throws bytes of a TCP stream away: nothing "
		    "is written into buf" },
		{ SERVER, "recv(c, 100) -> 'o'", NULL },
		{ SERVER, "recv(c, 6, MSG_WAITALL) -> blocks",
		    "MSG_WAITALL waits for all that is asked for," },
		{ CLIENT, "send(s, 'abc') -> 3", "in however many pieces" },
		{ CLIENT, "send(s, 'def') -> 3", NULL },
		{ SERVER, "returns -> 'abcdef'", NULL },
		{ SERVER, "recv(c, 3, MSG_PEEK|MSG_WAITALL) -> blocks",
		    "both flags together wait for a header, and leave it "
		    "there" },
		{ CLIENT, "send(s, 'xyz') -> 3", NULL },
		{ SERVER, "returns -> 'xyz'", NULL },
		{ SERVER, "recv(c, 6, MSG_WAITALL) -> blocks", NULL },
		{ CLIENT, "close(s)", NULL },
		{ SERVER, "returns -> 'xyz'",
		    "unless the end comes first: a short read" },
	},
	.conclusion = "MSG_PEEK copies bytes and leaves them to the next read, "
		      "MSG_TRUNC throws bytes of a TCP stream away, and "
		      "MSG_WAITALL waits until all have come, or the end.",
	.see = "genet listen --peek SIZE",
};
