/* SPDX-License-Identifier: MIT */
/* Limits what one write gives to the sink of a lane: to a line, with a pause
 * after it, to what a rate allows, or to one byte, which is urgent data. */
#ifndef RELAY_GATE_H
#define RELAY_GATE_H

#include <stdint.h>

#include "stream/stream.h"

/* 0: no such limit. */
struct gate_opts {
	int64_t line_interval_us; /* the pause after each line */
	uint64_t rate;            /* bytes a second */
	uint64_t urgent_at;       /* the number of the urgent byte, from 1 on */
};

struct gate;

/* The sink stays the caller's. Returns NULL if there is no limit. Only the rate
 * applies to splice(2): a limit of lines needs a mover that copies. Free with
 * free(). */
struct gate *gate_new(const struct gate_opts *opts, struct stream *sink);

/* What to write to instead of the sink. */
struct stream *gate_stream(struct gate *g);

/* Not to write before this time; 0 or a time in the past: write now. */
int64_t gate_due(const struct gate *g);

#endif
