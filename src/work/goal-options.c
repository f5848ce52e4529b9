/* SPDX-License-Identifier: MIT */
/* What the command line says is to be received. */
#include "work/goal-options.h"

struct goal goal_options_make(const struct config *cfg)
{
	struct goal_opts opts = {
		.expect = cfg->expect.bytes,
		.expect_len = cfg->expect.len,
		.until = cfg->until.bytes,
		.until_len = cfg->until.len,
		.max_lines = (uint64_t)cfg->count,
		.max_bytes = (uint64_t)cfg->bytes,
		.max_reads = (uint64_t)cfg->max_reads,
	};
	struct goal goal;

	goal_init(&goal, &opts);
	return goal;
}
