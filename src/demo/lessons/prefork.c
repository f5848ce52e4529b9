/* SPDX-License-Identifier: MIT */
#include "demo/course/openings.h"

enum { SERVER, CLIENT, WORKER };

const struct lesson lesson_prefork = {
	.name = "prefork",
	.question = "Two processes accept on one socket: who gets the client?",
	.part = LESSON_CONNECTING,
	.parties = { "server", "client", "worker" },
	.opening = &opening_listener,
	.steps = {
		{ SERVER, "worker = fork()",
		    "two processes have the listening socket" },
		{ SERVER, "a = accept(listener) -> blocks",
		    "both wait in accept" },
		{ WORKER, "b = accept(listener) -> blocks", NULL },
		{ CLIENT, "s = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(s, there)", NULL },
		{ CLIENT, "t = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(t, there)", NULL },
		{ SERVER, "returns",
		    "a client wakes one of the processes that wait," },
		{ WORKER, "returns", "and the next client the other one" },
		{ SERVER, "nonblock(listener)",
		    "for both processes: they have one socket" },
		{ SERVER, "poll(listener, POLLIN, 10000) -> blocks",
		    "both wait in poll" },
		{ WORKER, "poll(listener, POLLIN, 10000) -> blocks", NULL },
		{ CLIENT, "u = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(u, there)", NULL },
		{ SERVER, "returns -> POLLIN", "poll wakes each of them," },
		{ WORKER, "returns -> POLLIN", "for one client" },
		{ SERVER, "d = accept(listener)", NULL },
		{ WORKER, "e = accept(listener) -> EAGAIN",
		    "the other one comes too late; if the socket could block, "
		    "the worker would hang here" },
		{ SERVER, "close(listener)",
		    "one of the processes takes no more clients" },
		{ CLIENT, "v = socket(FAMILY, SOCK_STREAM)", NULL },
		{ CLIENT, "connect(v, there)", NULL },
		{ WORKER, "poll(listener, POLLIN, 10000) -> POLLIN", NULL },
		{ WORKER, "f = accept(listener)", "the other one goes on" },
	},
	.conclusion = "Processes that share a listening socket share its "
		      "queue: each client goes to one process. accept wakes "
		      "one of them, poll wakes all, and then the socket has "
		      "to be non-blocking.",
	.see = "genet listen -k, one process that waits for all its clients",
};
