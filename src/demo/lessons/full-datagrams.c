/* SPDX-License-Identifier: MIT */
#include "demo/course/lesson.h"

enum { READER, SENDER };

static const struct opening connected = {
	.text = "The reader has a Unix datagram socket r, and reads nothing; "
		"the sender has two sockets, s and t, that are connected to "
		"it.",
	.steps = {
		{ READER, "r = socket(AF_UNIX, SOCK_DGRAM)", NULL },
		{ READER, "bind(r, ./reader)", NULL },
		{ SENDER, "s = socket(AF_UNIX, SOCK_DGRAM)", NULL },
		{ SENDER, "setsockopt(s, SOL_SOCKET, SO_SNDBUF, 1024K)", NULL },
		{ SENDER, "connect(s, ./reader)", NULL },
		{ SENDER, "t = socket(AF_UNIX, SOCK_DGRAM)", NULL },
		{ SENDER, "setsockopt(t, SOL_SOCKET, SO_SNDBUF, 1024K)", NULL },
		{ SENDER, "connect(t, ./reader)", NULL },
	},
};

/* Where the queue is long, the buffer of s is full first, and t fills the
 * queue. */
const struct lesson lesson_full_datagrams = {
	.name = "full-datagrams",
	.question = "Why does syslog() hang when nobody reads /dev/log?",
	.part = LESSON_UNIX,
	.parties = { "reader", "sender" },
	.opening = &connected,
	.steps = {
		{ SENDER, "sent = fill(s, 1) -> >0",
		    "datagrams wait for the reader, until there is no room: "
		    "MSG_DONTWAIT makes that an error" },
		{ SENDER, "fill(t, 1)",
		    "another socket gets no further: the queue of the reader "
		    "is full, which net.unix.max_dgram_qlen limits" },
		{ SENDER, "poll(t, POLLOUT, 0) -> 0",
		    "poll says the same: no room now" },
		{ SENDER, "send(t, 'late') -> blocks",
		    "without MSG_DONTWAIT, the sender waits for the reader" },
		{ READER, "recv(r, 100) -> 'x'", "the reader takes one," },
		{ SENDER, "returns -> 4", "and the sender goes on" },
		{ READER, "count_datagrams(r, 100) -> sent or >sent",
		    "all that was sent is there: nothing was lost" },
		{ READER, "close(r)", "without the reader" },
		{ SENDER, "send(s, 'x') -> ECONNREFUSED",
		    "there is nobody to wait for" },
	},
	.conclusion = "Unix datagrams are not thrown away when the reader is "
		      "slow: the senders have to wait. A program that must not "
		      "wait sends with MSG_DONTWAIT, and decides itself what "
		      "to drop.",
	.see = "genet unix recv, genet unix send",
};
