/* SPDX-License-Identifier: MIT */
/* Why nothing moves. */
#ifndef TAP_SPEED_STALL_H
#define TAP_SPEED_STALL_H

#include "tap/event/traffic.h"

/* What a conversation waits for, in at most STALL_WORDS bytes, such as "peer
 * window 0"; NULL: it is done. */
#define STALL_WORDS 16
const char *stall_cause(const struct tap_sample *sample);

#endif
