/* SPDX-License-Identifier: MIT */
/* A probe that waits until a process has ended: pidfd_open(2). */
#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "probe/probe-private.h"
#include "sys/calls.h"

struct watching {
	int fd;
	size_t slot;
};

/* The finding that is wanted, with and without --gone. */
static enum probe_finding ended(const struct probe *p)
{
	return p->opts.wants_gone ? PROBE_ABSENT : PROBE_THERE;
}

static enum probe_finding begin(struct probe *p)
{
	struct watching *watching = p->state;

	watching->fd = calls_watch_process(p->opts.pid);
	tap_call(p->opts.tap, watching->fd,
	    "readable when the process has ended", "pidfd_open(%d)",
	    (int)p->opts.pid);
	if (watching->fd >= 0) {
		error_set(&p->cause, FAULT_TIMEOUT, "it is running");
		return PROBE_GOES_ON;
	}
	if (errno == ESRCH)
		return ended(p);
	if (errno == EINVAL || errno == ENOENT)
		error_set(&p->cause, FAULT_USAGE,
		    "%s is a thread, not a process", p->opts.name);
	else
		error_sys(&p->cause, FAULT_UNSUPPORTED, "cannot watch %s",
		    p->opts.name);
	return PROBE_HOPELESS;
}

static int64_t prepare(struct probe *p, struct waiting *w)
{
	struct watching *watching = p->state;

	watching->slot = waiting_add(w, watching->fd, POLLIN);
	return CLOCK_NEVER;
}

static enum probe_finding service(struct probe *p, const struct waiting *w)
{
	const struct watching *watching = p->state;

	return waiting_result(w, watching->slot) ? ended(p) : PROBE_GOES_ON;
}

static void end(struct probe *p)
{
	struct watching *watching = p->state;

	if (watching->fd >= 0)
		close(watching->fd);
	watching->fd = -1;
}

static const struct probe_words words = {
	.there = "ended",
	.missing = "did not end",
	.left = "was still running",
	.all_missing = "processes did not end",
	.all_left = "processes were still running",
	.reason_left = "it is running",
};

const struct probe_ops probe_pid_ops = {
	.begin = begin,
	.prepare = prepare,
	.service = service,
	.end = end,
	.state_size = sizeof(struct watching),
	.is_patient = true,
	.words = &words,
};
