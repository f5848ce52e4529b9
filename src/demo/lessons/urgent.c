/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_urgent = {
	.name = "urgent",
	.question = "What is urgent (out-of-band) data, and where does the "
		    "byte go?",
	.part = LESSON_STREAMS,
	.parties = { "server", "client" },
	.opening = &opening_tcp,
	.steps = {
		{ CLIENT, "send(s, 'abc', MSG_OOB) -> 3",
		    "only the last of the bytes is urgent" },
		{ SERVER, "poll(c, POLLPRI, 2000) -> POLLPRI", NULL },
		{ SERVER, "recv(c, 100, MSG_OOB) -> 'c'",
		    "MSG_OOB reads the urgent byte, ahead of what was sent "
		    "before it," },
		{ SERVER, "recv(c, 100, MSG_OOB) -> EINVAL",
		    "and only once" },
		{ CLIENT, "send(s, 'de') -> 2", NULL },
		{ SERVER, "ioctl(c, SIOCATMARK) -> 0", NULL },
		{ SERVER, "recv(c, 100) -> 'ab'",
		    "a read stops at the mark, the place of the urgent "
		    "byte," },
		{ SERVER, "ioctl(c, SIOCATMARK) -> 1", NULL },
		{ SERVER, "recv(c, 100) -> 'de'",
		    "and the next one goes on after it" },
		{ CLIENT, "send(s, 'f1', MSG_OOB) -> 2", NULL },
		{ SERVER, "poll(c, POLLPRI, 2000) -> POLLPRI", NULL },
		{ CLIENT, "send(s, 'g2', MSG_OOB) -> 2",
		    "a second urgent byte, before the first is read" },
		{ SERVER, "ioctl(c, SIOCINQ) -> 3 eventually",
		    "there is only one mark, and it has moved on" },
		{ SERVER, "recv(c, 100, MSG_OOB) -> '2'", NULL },
		{ SERVER, "recv(c, 100) -> 'f1g'",
		    "the first urgent byte is now a byte like any other" },
		{ CLIENT, "send(s, 'h') -> 1", NULL },
		{ SERVER, "recv(c, 100) -> 'h'", NULL },
		{ SERVER, "setsockopt(c, SOL_SOCKET, SO_OOBINLINE, 1)",
		    "with this option the urgent byte stays in line" },
		{ CLIENT, "send(s, 'ij!', MSG_OOB) -> 3", NULL },
		{ SERVER, "poll(c, POLLPRI, 2000) -> POLLPRI", NULL },
		{ SERVER, "recv(c, 1, MSG_OOB) -> EINVAL", NULL },
		{ SERVER, "recv(c, 100) -> 'ij'",
		    "a read still stops at the mark," },
		{ SERVER, "ioctl(c, SIOCATMARK) -> 1", NULL },
		{ SERVER, "recv(c, 100) -> '!'",
		    "and the urgent byte comes with the next one" },
	},
	.conclusion = "Urgent data is one byte and a mark in the stream, not "
		      "a second channel: the next urgent byte moves the mark, "
		      "and the one before becomes ordinary data.",
	.see = "genet connect --urgent TEXT",
};
