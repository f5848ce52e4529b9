/* SPDX-License-Identifier: MIT */
/* A direction of a conversation with faults, between two wires, with a clock
 * that stands still unless the test moves it. */
#ifndef UNIT_IMPAIR_BENCH_H
#define UNIT_IMPAIR_BENCH_H

#include "relay/impair/impair-set.h"
#include "relay/lane.h"
#include "relay/pool.h"
#include "wire.h"

struct impair_bench {
	struct impair_set set;
	struct pool pool;
	struct wire_end sender, source; /* of what the lane reads */
	struct wire_end sink, receiver; /* of what it writes */
	struct lane lane;
	enum mover_verdict verdict; /* the last one but MOVER_GOES_ON */
	size_t writes;              /* that have moved bytes */
};

/* faults: separated by spaces. */
void impair_bench_begin(
    struct impair_bench *b, uint64_t seed, const char *faults);
void impair_bench_begin_messages(
    struct impair_bench *b, uint64_t seed, const char *faults);
void impair_bench_end(struct impair_bench *b);

/* Adds a fault of that name. */
void impair_bench_add(
    struct impair_bench *b, const char *name, const char *fault);

/* The sender sends so many bytes of a pattern; or ends. */
void impair_bench_send(struct impair_bench *b, size_t len);
void impair_bench_say(struct impair_bench *b, const char *text);
void impair_bench_finish(struct impair_bench *b);

/* The lane reads and writes all that it can now. */
void impair_bench_run(struct impair_bench *b);

/* Moves the clock from one due time to the next, for at most so long. */
void impair_bench_run_for(struct impair_bench *b, int64_t duration_us);

/* What the receiver has, as text; and how much that is. */
const char *impair_bench_text(struct impair_bench *b);
size_t impair_bench_got(const struct impair_bench *b);

/* The number of bits in which that differs from the pattern. */
int impair_bench_flipped(const struct impair_bench *b);

#endif
