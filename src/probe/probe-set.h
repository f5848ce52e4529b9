/* SPDX-License-Identifier: MIT */
/* Several probes at once, until all or any of them succeed. */
#ifndef PROBE_PROBE_SET_H
#define PROBE_PROBE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "probe/probe.h"

struct probe_set {
	struct probe **probes; /* freed and NULL when they have ended */
	size_t count;
	bool any_suffices;
	bool wants_gone; /* as of the probes; for the message */
	int64_t timeout_us;
	struct tap *tap;
};

/* Runs the probes. Returns 0, or -1 with err filled: after timeout_us with
 * FAULT_TIMEOUT, and the last reason of each probe. */
int probe_set_run(const struct probe_set *v, struct error *err);

#endif
