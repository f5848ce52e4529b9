/* SPDX-License-Identifier: MIT */
/* What the command line says of dialogues. Texts are argv's own. */
#ifndef ARGS_CONFIG_DIALOGUE_H
#define ARGS_CONFIG_DIALOGUE_H

#include <stdbool.h>
#include <stdint.h>

#include "args/config-texts.h"

enum config_results { RESULTS_TEXT, RESULTS_TAP, RESULTS_JUNIT };

struct config_dialogue {
	struct config_texts set; /* NAME=VALUE */
	int64_t step_timeout_us;
	long max_step; /* bytes */

	/* talk */
	long jobs;
	int results; /* enum config_results */

	/* mock */
	bool once, any_order, strict;
	long count; /* of dialogues; 0: no limit */
};

#define CONFIG_DIALOGUE_DEFAULT                                                \
	{                                                                      \
		.step_timeout_us = 5 * CLOCK_SECOND, .max_step = 1024 * 1024L, \
		.jobs = 1                                                      \
	}

#endif
