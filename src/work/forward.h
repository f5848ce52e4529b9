/* SPDX-License-Identifier: MIT */
/* Runs a relay: what comes from one address is forwarded to another one. */
#ifndef WORK_FORWARD_H
#define WORK_FORWARD_H

#include "args/spec.h"
#include "work/run.h"

/* The most targets that are tried in turn. */
#define FORWARD_TARGETS 15

struct forward_opts {
	const struct spec *from; /* clients come there, or it is dialled */
	/* Tried in this order for each client; none if from is a proxy server,
	 * whose clients say where to. */
	const struct spec *targets;
	size_t count;
};

/* Refuses options that have no effect, announces the listener, and forwards
 * until the end. Returns 0, or -1 with err filled. */
int forward(
    const struct run *run, const struct forward_opts *opts, struct error *err);

#endif
