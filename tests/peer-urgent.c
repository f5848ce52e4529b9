/* SPDX-License-Identifier: MIT */
/* The peer's actions with urgent data. */
#include "peer-urgent.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer-socket.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"

void peer_urgent(struct talk *t, const char *text, long n)
{
	if (send(t->out, text, strlen(text), MSG_OOB) == -1)
		peer_die("cannot send urgent data");
}

void peer_urgent_bytes(struct talk *t, const char *text, long n)
{
	for (; n > 0; n--)
		peer_urgent(t, "!", n);
}

void peer_expect_urgent(struct talk *t, const char *text, long n)
{
	struct pollfd p = { .fd = t->in, .events = POLLPRI };
	char byte;

	if (poll(&p, 1, -1) != 1 || recv(t->in, &byte, 1, MSG_OOB) != 1)
		peer_die("cannot receive urgent data");
	if (byte != *text)
		peer_die("another urgent byte");
}

void peer_recv_mark(struct talk *t, const char *text, long n)
{
	struct pollfd p = { .fd = t->in, .events = POLLIN | POLLPRI };
	char buf[65536];

	/* A read that waits would pass over the mark when that comes. */
	while (poll(&p, 1, -1) == 1 && sockatmark(t->in) == 0) {
		ssize_t len = read(t->in, buf, sizeof(buf));

		if (len <= 0)
			peer_die("the end instead of urgent data");
		if (write(STDOUT_FILENO, buf, len) != len)
			peer_die("cannot write");
	}
	dprintf(STDOUT_FILENO, "|");
}
