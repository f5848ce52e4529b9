/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT, CHILD };

const struct lesson lesson_gone_peer = {
	.name = "gone-peer",
	.question = "Why does my program die when it writes, and why only at "
		    "the second write?",
	.part = LESSON_STREAMS,
	.parties = { "server", "client", "child" },
	.opening = &opening_tcp,
	.steps = {
		{ SERVER, "close(c)", "the server is gone" },
		{ CLIENT, "poll(s, POLLRDHUP, 2000) -> POLLRDHUP",
		    "all that the client can know is that the server sends "
		    "no more; the server might still read" },
		{ CLIENT, "send(s, 'one') -> 3", "so a first send succeeds," },
		{ CLIENT, "poll(s, 0, 2000) -> POLLERR|POLLHUP",
		    "and the other kernel answers with a reset" },
		{ CLIENT, "ioctl(s, SIOCOUTQ) -> 3",
		    "the three bytes were never acknowledged: they are lost" },
		{ CLIENT, "send(s, 'two', MSG_NOSIGNAL) -> EPIPE",
		    "from now on a send is an error" },
		{ CLIENT, "child = fork()", NULL },
		{ CHILD, "ignore(SIGPIPE)", NULL },
		{ CHILD, "send(s, 'two') -> EPIPE",
		    "also without MSG_NOSIGNAL, for a process that ignores "
		    "SIGPIPE," },
		{ CHILD, "exit(0)", NULL },
		{ CLIENT, "waitpid(child) -> 0", NULL },
		{ CLIENT, "send(s, 'two') -> SIGPIPE",
		    "and the end of a process that does neither" },
	},
	.conclusion = "A send that succeeds says that the kernel has the "
		      "bytes, not that the peer gets them. After the peer's "
		      "reset a send fails with EPIPE, and SIGPIPE kills a "
		      "process that has not asked for MSG_NOSIGNAL and does "
		      "not ignore the signal.",
	.see = "genet connect --send-only, which ends when the peer has "
	       "confirmed all",
};
