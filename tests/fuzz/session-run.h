/* SPDX-License-Identifier: MIT */
/* Two sessions that talk to each other over a wire, or over two wires that a
 * third session joins as a relay does. */
#ifndef FUZZ_SESSION_RUN_H
#define FUZZ_SESSION_RUN_H

#include "relay/pool.h"
#include "relay/session.h"
#include "scripted.h"

/* Of a run: session 0 has the first user, the last one the second user; the
 * relay, if there is one, is between them. */
struct session_run {
	struct fuzz_user users[2];
	struct fuzz_wire wires[2];
	struct session sessions[3];
	struct session_rules rules[3];
	struct pool pool;
	int64_t latest[3];
	bool is_over[3];
	bool was_unconfirmed[3]; /* what was sent to FAR, when the
	                            result was known */
	int result[3];
	struct error err[3];
	int count;         /* of sessions */
	int64_t waited_us; /* by the script */
	bool has_limits;
	unsigned turns;
};

/* Four bytes of the input say what the sessions are. Begin with all zeros. */
void session_run_begin(
    struct session_run *r, const uint8_t **data, size_t *size);

/* The session does what it can now, unless it is over. */
void session_run_turn(struct session_run *r, int i);

/* The clock, which stands still otherwise, moves on. */
void session_run_wait(struct session_run *r, int64_t duration_us);

/* Nothing is in the way any more, and everybody ends. Ends the process if the
 * sessions do not end then: one that waits for nothing would wait for ever, and
 * one that is served again and again would take all of a processor. */
void session_run_to_the_end(struct session_run *r);
void session_run_end(struct session_run *r);

#endif
