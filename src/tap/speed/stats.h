/* SPDX-License-Identifier: MIT */
/* The observer behind --stats: at the end of each connection, how fast it was,
 * what the kernel knows of it, and what limited it. The notices have the
 * sums. */
#ifndef TAP_SPEED_STATS_H
#define TAP_SPEED_STATS_H

#include "tap/tap.h"

/* Makes the observer, which is freed when it ends. pace is the option that
 * slows genet down, such as "--rate"; NULL: none does. */
struct tap *stats_new(const char *pace);

#endif
