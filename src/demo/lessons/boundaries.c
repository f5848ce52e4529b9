/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_boundaries = {
	.name = "boundaries",
	.question = "Why does one read return two messages, or half of one?",
	.part = LESSON_STREAMS,
	.parties = { "server", "client" },
	.opening = &opening_tcp,
	.steps = {
		{ CLIENT, "send(s, 'one') -> 3", "three messages leave," },
		{ CLIENT, "send(s, 'two') -> 3", NULL },
		{ CLIENT, "send(s, 'three') -> 5", NULL },
		{ SERVER, "recv(c, 11, MSG_WAITALL) -> 'onetwothree'",
		    "and one read returns all of their bytes" },
		{ CLIENT, "send(s, 'abcdef') -> 6", "one message leaves," },
		{ SERVER, "recv(c, 2) -> 'ab'", "and three reads return it" },
		{ SERVER, "recv(c, 2) -> 'cd'", NULL },
		{ SERVER, "recv(c, 100) -> 'ef'", NULL },
		{ SERVER, "recv(c, 100) -> blocks",
		    "no more has come: a read waits" },
		{ CLIENT, "close(s)", NULL },
		{ SERVER, "returns -> 0",
		    "the end of the stream is a read of 0 bytes" },
	},
	.conclusion = "A stream carries bytes and forgets where a message "
		      "ended: the program has to mark the ends itself, by a "
		      "length, a line or a close.",
	.see = "genet listen --format lines, genet udp-send --length-prefixed",
};
