/* SPDX-License-Identifier: MIT */
/* A session between two actors, to which things happen in a given order. */
#ifndef UNIT_SESSION_BENCH_H
#define UNIT_SESSION_BENCH_H

#include "actor.h"
#include "relay/pool.h"
#include "relay/session.h"

struct session_bench {
	struct session session;
	struct session_rules rules;
	struct actor near, far;
	struct pool pool;
	short trouble[2]; /* of this turn */
	bool is_over;
	bool is_brisk; /* one turn after each event has to be enough */
};

/* Durations of the rules are in seconds; 0: no limit. If an end has a stream,
 * it carries what that does;
 * a near one that can be called takes the place of the actor. */
void session_bench_begin(struct session_bench *b, struct session_end near,
    struct session_end far, struct session_rules rules);
void session_bench_end(struct session_bench *b);

/*
 * Several turns after each event: nothing waits for the next one. What happens,
 * a word each:
 *   n:TEXT f:TEXT   an end says something      n. f.   and nothing more
 *   n! f!           reading from an end fails  n/      writing to it
 *   N F             an end takes nothing       N+ F+   it takes all again
 *   nr              the reader of what the near end is told is gone
 *   fg fl           the far end is gone; with something that was sent to it
 *   fe              the socket of the far end has an error
 *   ng nl           the same for the near end of a wire
 *   u c             the far end does not confirm; now it does
 *   U C             the same for the near end
 *   +N              N seconds pass
 */
void session_bench_run(struct session_bench *b, const char *events);

#endif
