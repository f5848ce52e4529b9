/* SPDX-License-Identifier: MIT */
/* Round trips as bars. */
#ifndef WORK_PINGING_PING_HISTOGRAM_H
#define WORK_PINGING_PING_HISTOGRAM_H

#include "base/distribution.h"

/* A line for each range from the least duration to the largest, whose limits
 * are 1, 2 or 5 times a power of ten: the range, how many durations are in it,
 * and a bar. "" if there are none. Allocated. */
char *ping_histogram(const struct distribution *d);

#endif
