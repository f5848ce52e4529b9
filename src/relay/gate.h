/* SPDX-License-Identifier: MIT */
/* Limits what one write of a lane gives to the sink: to a line, followed by a
 * pause, to what a rate allows, or to one byte that is urgent data. */
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

/* Returns NULL if there is no limit; else free with free(). The sink stays the
 * caller's. Lines need a mover that copies: they are not seen by splice(2). */
struct gate *gate_new(const struct gate_opts *opts, struct stream *sink);

/* The n-th of the next bytes is urgent, from 1 on. No other one is ahead. */
void gate_mark_urgent(struct gate *g, uint64_t n);

/* What to write to instead of the sink. */
struct stream *gate_stream(struct gate *g);

/* The time before which not to write; 0: none so far. */
int64_t gate_due(const struct gate *g);

#endif
