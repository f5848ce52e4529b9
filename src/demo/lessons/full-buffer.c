/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT };

const struct lesson lesson_full_buffer = {
	.name = "full-buffer",
	.question = "Why does send take only a part of my data, or never "
		    "return?",
	.part = LESSON_STREAMS,
	.parties = { "server", "client" },
	.opening = &opening_tcp,
	.steps = {
		{ CLIENT, "setsockopt(s, SOL_SOCKET, SO_SNDBUF, 128K)",
		    "buffers of a known size" },
		{ SERVER, "setsockopt(c, SOL_SOCKET, SO_RCVBUF, 64K)", NULL },
		{ CLIENT, "taken = send(s, 1024K, MSG_DONTWAIT) -> <1024K",
		    "a short write: the kernel takes what fits into the "
		    "buffers, and send returns how much that is" },
		{ CLIENT, "tcp_info(s, 'tcpi_backoff') -> >0 eventually",
		    "the server does not read, and its buffer is full: the "
		    "client's kernel asks from time to time whether there is "
		    "room" },
		{ CLIENT, "fill(s, 4K)",
		    "the client sends until its own buffer is full, too," },
		{ CLIENT, "send(s, 'x', MSG_DONTWAIT) -> EAGAIN",
		    "and then not one byte more" },
		{ CLIENT, "ioctl(s, SIOCOUTQ) -> >0",
		    "bytes wait in the client's buffer," },
		{ SERVER, "ioctl(c, SIOCINQ) -> >0",
		    "others have come, and wait in the server's buffer" },
		{ CLIENT, "poll(s, POLLOUT, 0) -> 0", "no room, says poll" },
		{ CLIENT, "poll(s, POLLOUT, 10000) -> blocks",
		    "the client waits for room" },
		{ SERVER, "recv(c, taken, MSG_WAITALL) -> taken",
		    "the server reads," },
		{ CLIENT, "returns -> POLLOUT", "and there is room again" },
		{ CLIENT, "send(s, 1024K) -> blocks",
		    "without MSG_DONTWAIT, send waits until the buffers have "
		    "taken all bytes," },
		{ SERVER, "recv(c, 1024K, MSG_WAITALL) -> 1024K",
		    "for which the server has to read" },
		{ CLIENT, "returns -> 1024K", NULL },
		{ SERVER, "close(c)", NULL },
	},
	.conclusion = "A send only moves bytes into a buffer. When the peer "
		      "does not read, the buffers fill: then send waits or, "
		      "with MSG_DONTWAIT, takes a part or fails with EAGAIN; "
		      "POLLOUT says when to go on.",
	.see = "genet connect --send-buffer SIZE, --stats",
};
