/* SPDX-License-Identifier: MIT */
/* See flow.h. */
#include "flow.h"

#include "../load/harness.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 4 };

void flow_init(struct flow *f, int from, int to, const char *how, size_t size)
{
	*f = (struct flow){ .from = from, .to = to, .size = size };
	if (strcmp(how, "splice") != 0)
		f->bytes = memory(size);
}

static void end(struct flow *f)
{
	f->has_ended = true;
	if (shutdown(f->to, SHUT_WR) != 0)
		close(f->to);
}

/* Splice does not say which side it would have to wait for: if waiting for the
 * one was no help, it is the other. */
static void serve_splice(struct flow *f)
{
	ssize_t len = splice(f->from, NULL, f->to, NULL, f->size,
	    SPLICE_F_MOVE | SPLICE_F_NONBLOCK);

	if (len < 0 && errno == EAGAIN) {
		f->needs_room = !f->needs_room;
		return;
	}
	checked(len, "splice");
	f->needs_room = false;
	if (len == 0)
		end(f);
}

static void serve_copy(struct flow *f)
{
	ssize_t len;

	if (f->held == 0) {
		len = read(f->from, f->bytes, f->size);
		if (len < 0 && errno == EAGAIN)
			return;
		f->held = (size_t)checked(len, "read");
		f->at = 0;
		if (f->held == 0) {
			end(f);
			return;
		}
	}
	len = write(f->to, f->bytes + f->at, f->held);
	if (len < 0 && errno == EAGAIN)
		len = 0;
	f->at += (size_t)checked(len, "write");
	f->held -= (size_t)len;
	f->needs_room = f->held > 0;
}

static struct pollfd wish(const struct flow *f)
{
	if (f->has_ended)
		return (struct pollfd){ .fd = -1 };
	if (f->needs_room)
		return (struct pollfd){ .fd = f->to, .events = POLLOUT };
	return (struct pollfd){ .fd = f->from, .events = POLLIN };
}

void flow_run(struct flow *flows, int count)
{
	struct pollfd wishes[MOST] = { 0 };
	int open;

	do {
		open = 0;
		for (int i = 0; i < count; i++) {
			wishes[i] = wish(&flows[i]);
			open += !flows[i].has_ended;
		}
		if (open > 0)
			checked(poll(wishes, (nfds_t)count, -1), "poll");
		for (int i = 0; i < count; i++)
			if (wishes[i].fd < 0 || !wishes[i].revents)
				continue;
			else if (flows[i].bytes)
				serve_copy(&flows[i]);
			else
				serve_splice(&flows[i]);
	} while (open > 0);
}
