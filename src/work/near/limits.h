/* SPDX-License-Identifier: MIT */
/* How many clients are served at once, and in how much memory. */
#ifndef WORK_NEAR_LIMITS_H
#define WORK_NEAR_LIMITS_H

#include <stddef.h>

#include "args/config.h"

size_t limits_memory(const struct config *cfg);
size_t limits_clients(const struct config *cfg);

/* The same for a relay, where a client has two descriptors. */
size_t limits_pairs(const struct config *cfg);

/* A client costs a descriptor: raises the limit of the process, unless it has
 * programs, which get the limit as it was. */
void limits_raise(const struct config *cfg);

#endif
