/* SPDX-License-Identifier: MIT */
/* The demo: two processes talk over a pair of sockets, and what they do is
 * printed and explained. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "demo/pair.h"

struct demo_opts {
	struct pair_opts pair; /* the tap is not used */
	uint64_t count;        /* messages */
	size_t size;           /* of each, in bytes */
	int64_t interval_us;   /* between them */
	bool both_ways, no_shutdown;
	bool shows_calls; /* each socket call, on standard error */
};

/* Runs it. Returns 0 if each process has read what the other has sent, or -1
 * with FAULT_RESET, or as pair_open() or report_now(). */
int demo_run(const struct demo_opts *opts, struct error *err);

#endif
