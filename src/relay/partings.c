/* SPDX-License-Identifier: MIT */
/* Leaving a peer that may still send. */
#include "relay/partings.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/xalloc.h"

struct parting {
	struct parting *next;
	struct stream *stream;
	size_t taken; /* bytes that were read away */
	int64_t until;
	size_t slot; /* of this turn */
};

/* Reads away what has come. Returns whether more may come. */
static bool read_away(struct parting *d)
{
	char bytes[64 * 1024];
	struct error err = ERROR_NONE;
	ssize_t n = 1;

	while (d->taken < PARTING_BYTES && n > 0) {
		n = stream_read(d->stream, bytes, sizeof(bytes), &err);
		if (n > 0)
			d->taken += (size_t)n;
	}
	return n == STREAM_AGAIN;
}

/* Removes the parting that *link points to. */
static void leave(struct partings *p, struct parting **link)
{
	struct parting *d = *link;

	*link = d->next;
	if (!*link)
		p->last = link;
	p->count--;
	loop_forget(p->member, d->stream->read_fd);
	stream_close(d->stream);
	free(d);
}

static int64_t partings_prepare(struct pollable *pollable, struct waiting *w)
{
	struct partings *p = (struct partings *)pollable;
	int64_t latest = CLOCK_NEVER;

	for (struct parting *d = p->first; d; d = d->next) {
		d->slot = waiting_add(w, d->stream->read_fd, POLLIN);
		latest = clock_earlier(latest, d->until);
	}
	return latest;
}

static bool partings_service(struct pollable *pollable, const struct waiting *w)
{
	struct partings *p = (struct partings *)pollable;
	struct parting **link = &p->first;
	int64_t now = clock_now();

	while (*link) {
		struct parting *d = *link;
		/* One that was added during this turn has no slot yet. */
		bool is_quiet =
		    d->slot == SIZE_MAX || !waiting_result(w, d->slot);
		bool goes_on = now < d->until && (is_quiet || read_away(d));
		if (goes_on)
			link = &d->next;
		else
			leave(p, link);
	}
	return p->count > 0;
}

static void partings_report(struct pollable *p)
{
	(void)p;
}

/* Those that are left are closed with partings_free(). */
static void partings_fail(struct pollable *pollable, const struct error *cause)
{
	struct partings *p = (struct partings *)pollable;

	(void)cause;
	while (p->first)
		leave(p, &p->first);
}

static const struct pollable_ops partings_ops = {
	.prepare = partings_prepare,
	.service = partings_service,
	.report = partings_report,
	.fail = partings_fail,
};

void partings_init(struct partings *p, struct pollable *member)
{
	*p = (struct partings){ .pollable.ops = &partings_ops };
	p->member = member ? member : &p->pollable;
	p->last = &p->first;
}

void partings_free(struct partings *p)
{
	while (p->first)
		leave(p, &p->first);
}

void partings_add(struct partings *p, struct stream *stream)
{
	struct error err = ERROR_NONE;

	/* A program may have had it, and programs expect it to wait. */
	fcntl(stream->read_fd, F_SETFL,
	    fcntl(stream->read_fd, F_GETFL) | O_NONBLOCK);
	/* A connection that is lost cannot be shut down, or left in peace. */
	if (stream_finish(stream, &err) == STREAM_ERROR) {
		stream_close(stream);
		return;
	}
	struct parting *d = xmalloc(sizeof(*d));
	*d = (struct parting){
		.stream = stream,
		.until = clock_after(PARTING_TIME),
		.slot = SIZE_MAX,
	};
	if (!read_away(d)) {
		stream_close(stream);
		free(d);
		return;
	}
	if (p->count == PARTINGS_MAX)
		leave(p, &p->first);
	*p->last = d;
	p->last = &d->next;
	p->count++;
}

int partings_run(struct partings *p, int64_t deadline, struct error *err)
{
	struct loop loop = { 0 };
	int result = 0;

	for (struct parting *d = p->first; d; d = d->next)
		d->until = clock_earlier(d->until, deadline);
	if (p->count > 0) {
		loop_add(&loop, &p->pollable);
		result = loop_run(&loop, err);
	}
	partings_free(p);
	return result;
}

bool partings_find_unread(const struct stream *stream)
{
	char byte;

	return recv(stream->read_fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}
