/* SPDX-License-Identifier: MIT */
#include "demo/course/lesson.h"

enum { SERVER, CLIENT };

static const struct opening three_pairs = {
	.text = "The client is connected to the server three times: by a "
		"stream (s, at the server c), by datagrams (ds, at the server "
		"dr), and by sequenced packets (qs, at the server qc). The "
		"server has accepted the first and the last; dr is not "
		"accepted, but bound to a name.",
	.steps = {
		{ SERVER, "listener = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ SERVER, "bind(listener, ./stream)", NULL },
		{ SERVER, "listen(listener, 5)", NULL },
		{ SERVER, "dr = socket(AF_UNIX, SOCK_DGRAM)", NULL },
		{ SERVER, "bind(dr, ./datagrams)", NULL },
		{ SERVER, "ql = socket(AF_UNIX, SOCK_SEQPACKET)", NULL },
		{ SERVER, "bind(ql, ./packets)", NULL },
		{ SERVER, "listen(ql, 5)", NULL },
		{ CLIENT, "s = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(s, ./stream)", NULL },
		{ CLIENT, "ds = socket(AF_UNIX, SOCK_DGRAM)", NULL },
		{ CLIENT, "connect(ds, ./datagrams)", NULL },
		{ CLIENT, "qs = socket(AF_UNIX, SOCK_SEQPACKET)", NULL },
		{ CLIENT, "connect(qs, ./packets)", NULL },
		{ SERVER, "c = accept(listener)", NULL },
		{ SERVER, "qc = accept(ql)", NULL },
	},
};

const struct lesson lesson_unix_types = {
	.name = "unix-types",
	.question = "Stream, datagram or seqpacket: which Unix socket do I "
		    "want?",
	.part = LESSON_UNIX,
	.parties = { "server", "client" },
	.opening = &three_pairs,
	.steps = {
		{ CLIENT, "send(s, 'one') -> 3", "a stream:" },
		{ CLIENT, "send(s, 'two') -> 3", NULL },
		{ SERVER, "recv(c, 100) -> 'onetwo'",
		    "it carries bytes, and joins the messages" },
		{ CLIENT, "send(ds, 'one') -> 3", "datagrams:" },
		{ CLIENT, "send(ds, 'two') -> 3", NULL },
		{ SERVER, "recv(dr, 100) -> 'one'",
		    "each read returns one message" },
		{ SERVER, "recvmsg(dr, 2) -> 'tw' MSG_TRUNC",
		    "what there is no room for is lost, as with UDP" },
		{ CLIENT, "send(qs, 'one') -> 3", "sequenced packets:" },
		{ CLIENT, "send(qs, 'two') -> 3", NULL },
		{ SERVER, "recv(qc, 100) -> 'one'",
		    "they are messages, too" },
		{ SERVER, "recvmsg(qc, 2) -> 'tw' MSG_TRUNC", NULL },
		{ CLIENT, "close(s)", "the client closes all three:" },
		{ SERVER, "recv(c, 100) -> 0", "the stream has an end," },
		{ CLIENT, "close(qs)", NULL },
		{ SERVER, "recv(qc, 100) -> 0",
		    "and so has a connection of sequenced packets," },
		{ CLIENT, "close(ds)", NULL },
		{ SERVER, "recv(dr, 100, MSG_DONTWAIT) -> EAGAIN",
		    "but not a datagram socket: anyone may send to it, now or "
		    "later" },
		{ SERVER, "listen(dr, 5) -> EOPNOTSUPP",
		    "it has no connections to accept" },
		{ CLIENT, "w = socket(AF_UNIX, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(w, ./datagrams) -> EPROTOTYPE",
		    "a connection has the same type on both sides" },
	},
	.conclusion = "A stream has an end but no message boundaries, "
		      "datagrams have boundaries but no end, and sequenced "
		      "packets have both.",
	.see = "genet unix listen --seqpacket, genet unix recv",
};
