/* SPDX-License-Identifier: MIT */
/* Several probes at once, until all or any of them have what they want. */
#ifndef PROBE_PROBE_SET_H
#define PROBE_PROBE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "probe/probe.h"

struct probe_set {
	struct probe **probes; /* each is freed and NULL when it has ended */
	size_t count;
	bool any_suffices;
	bool wants_gone; /* as the probes do; for the message */
	int64_t timeout_us;
	struct tap *tap;
};

/* Returns 0, or -1 with err filled: after the time with FAULT_TIMEOUT, and the
 * last reason of each. */
int probe_set_run(const struct probe_set *v, struct error *err);

#endif
