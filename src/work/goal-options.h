/* SPDX-License-Identifier: MIT */
/* What the command line says is to be received. */
#ifndef WORK_GOAL_OPTIONS_H
#define WORK_GOAL_OPTIONS_H

#include "args/config.h"
#include "relay/goal.h"

/* To be freed with goal_free(); the texts are the config's own. */
struct goal goal_options_make(const struct config *cfg);

#endif
