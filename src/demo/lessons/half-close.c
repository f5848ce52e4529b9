/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_half_close = {
	.name = "half-close",
	.question = "What does shutdown do that close does not?",
	.part = LESSON_STREAMS,
	.parties = { "server", "client" },
	.opening = &opening_tcp,
	.steps = {
		{ CLIENT, "send(s, 'question') -> 8", NULL },
		{ CLIENT, "shutdown(s, SHUT_WR)",
		    "the client sends no more: an end (FIN) follows its "
		    "bytes" },
		{ CLIENT, "send(s, 'more', MSG_NOSIGNAL) -> EPIPE", NULL },
		{ SERVER, "recv(c, 8, MSG_WAITALL) -> 'question'",
		    "the server reads all that was sent," },
		{ SERVER, "recv(c, 100) -> 0", "then the end," },
		{ SERVER, "send(c, 'answer') -> 6", "and can still answer" },
		{ CLIENT, "recv(s, 6, MSG_WAITALL) -> 'answer'", NULL },
		{ CLIENT, "tcp_info(s, 'tcpi_state') -> TCP_FIN_WAIT2",
		    "half closed: the client has ended, and waits for the end "
		    "of the server" },
		{ SERVER, "tcp_info(c, 'tcpi_state') -> TCP_CLOSE_WAIT", NULL },
		{ CLIENT, "shutdown(s, SHUT_RDWR)",
		    "now the client reads no more, either;" },
		{ SERVER, "send(c, 'late') -> 4",
		    "the server is not told, and sends," },
		{ SERVER, "poll(c, 0, 2000) -> POLLERR|POLLHUP",
		    "and the client's kernel answers with a reset" },
		{ SERVER, "send(c, 'more', MSG_NOSIGNAL) -> EPIPE", NULL },
		{ CLIENT, "t = socket(FAMILY, SOCK_STREAM)",
		    "a second connection" },
		{ CLIENT, "connect(t, there)", NULL },
		{ SERVER, "d = accept(listener)", NULL },
		{ CLIENT, "shutdown(t, SHUT_RD)",
		    "SHUT_RD alone sends nothing to the server;" },
		{ CLIENT, "recv(t, 100) -> 0", "a read no longer waits," },
		{ SERVER, "send(d, 'news') -> 4", NULL },
		{ CLIENT, "ioctl(t, SIOCINQ) -> 4 eventually",
		    "but Linux still takes what comes," },
		{ CLIENT, "recv(t, 100) -> 'news'", "and a read returns it" },
	},
	.conclusion = "SHUT_WR tells the peer that no more comes, and the "
		      "answer can still be read; SHUT_RD tells the peer "
		      "nothing. After both, what the peer sends is answered "
		      "by a reset.",
	.see = "genet connect --linger TIME, --end-with-peer",
};
