/* SPDX-License-Identifier: MIT */
/* The points in time at which a session is looked after or ends. */
#ifndef RELAY_SHUTTLE_DEADLINES_H
#define RELAY_SHUTTLE_DEADLINES_H

#include "relay/shuttle.h"

/* When the shuttle has something to do at the latest. */
int64_t shuttle_deadlines_next(const struct shuttle *s);

/* Returns 0, or -1 with FAULT_TIMEOUT if a limit of time has passed. */
int shuttle_deadlines_check(const struct shuttle *s, struct error *err);

#endif
