/* SPDX-License-Identifier: MIT */
/* Why an attempt that asked the addresses of a name has failed. */
#ifndef PROBE_PROBE_CAUSES_H
#define PROBE_PROBE_CAUSES_H

#include "probe/probe-private.h"

/* What is known of one address. */
struct probe_cause {
	const struct address *address;
	const char *text;
};

/* Puts into p->cause "connection refused", and for each address if the probe
 * does not name the only one itself. At least one is given. */
void probe_explain(struct probe *p, enum fault kind,
    const struct probe_cause *causes, size_t count);

#endif
