/* SPDX-License-Identifier: MIT */
/* What the command line says of ping. */
#ifndef ARGS_CONFIG_PING_H
#define ARGS_CONFIG_PING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

struct config_ping {
	int64_t interval_us; /* from the beginning of a ping to the next one */
	bool greeting;       /* the server speaks first */
};

#define CONFIG_PING_DEFAULT                                                    \
	{                                                                      \
		.interval_us = CLOCK_SECOND                                    \
	}

#endif
