/* SPDX-License-Identifier: MIT */
/* The kinds of faults that a relay makes. */
#include "relay/impair/impairment.h"

#include <stdlib.h>

#define ANY (IMPAIR_STREAM | IMPAIR_MESSAGES | IMPAIR_DATAGRAMS)
#define ENDING (IMPAIR_STREAM | IMPAIR_MESSAGES)
#define WHOLE (IMPAIR_MESSAGES | IMPAIR_DATAGRAMS)

/* clang-format off */
const struct impair_kind_row impairment_kinds[IMPAIR_KINDS] = {
	[IMPAIR_LATENCY] = { "latency", ANY },
	[IMPAIR_RATE] = { "rate", ANY },
	[IMPAIR_CHUNK] = { "chunk", IMPAIR_STREAM },
	[IMPAIR_STALL] = { "stall", ANY },
	[IMPAIR_SLOW_CLOSE] = { "slow-close", ENDING },
	[IMPAIR_BLACKHOLE] = { "blackhole", ANY },
	[IMPAIR_TRUNCATE] = { "truncate", IMPAIR_STREAM },
	[IMPAIR_CORRUPT] = { "corrupt", ANY, .draws = true },
	[IMPAIR_DUPLICATE] = { "duplicate", ANY, .draws = true },
	[IMPAIR_INSERT] = { "insert", IMPAIR_STREAM, .draws = true },
	[IMPAIR_LOSS] = { "loss", WHOLE, .draws = true },
	[IMPAIR_REORDER] = { "reorder", WHOLE, .draws = true },
	[IMPAIR_SIZE] = { "size", WHOLE },
	[IMPAIR_CUT] = { "cut", ENDING },
	[IMPAIR_RESET] = { "reset", ENDING },
	[IMPAIR_HALF_CLOSE] = { "half-close", ENDING },
	[IMPAIR_REFUSE] = { "refuse", ENDING, .is_at_door = true },
	[IMPAIR_CLOSE_AT_ONCE] = { "close-at-once", ENDING, .is_at_door = true },
	[IMPAIR_LATE_ACCEPT] = { "late-accept", ENDING, .is_at_door = true },
	[IMPAIR_NEVER_ACCEPT] = { "never-accept", ENDING, .is_at_door = true },
};
/* clang-format on */

void impairment_free(struct impairment *i)
{
	free(i->text);
	i->text = NULL;
}

bool impairment_draws(const struct impairment *i)
{
	return impairment_kinds[i->kind].draws || i->jitter_us || i->vary ||
	       i->probability < IMPAIR_CERTAIN;
}
