/* SPDX-License-Identifier: MIT */
/* What the two processes of the demo are to do. */
#ifndef DEMO_DEMO_OPTS_H
#define DEMO_DEMO_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "demo/pair.h"
#include "sys/palette.h"

struct demo_opts {
	struct pair_opts pair; /* its tap is told what is printed */
	bool is_silent;        /* nothing is printed */
	uint64_t count;        /* messages */
	size_t size;           /* of each, in bytes */
	int64_t interval_us;   /* between them */
	bool both_ways, no_shutdown;
	bool shows_calls;        /* each socket call, on standard error */
	enum palette_when color; /* of these */
};

#endif
