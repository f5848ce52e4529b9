/* SPDX-License-Identifier: MIT */
/* What the command line says of pair-demo. Texts are argv's own. */
#ifndef ARGS_CONFIG_PAIR_H
#define ARGS_CONFIG_PAIR_H

#include <stdbool.h>
#include <stdint.h>

struct config_pair {
	int kind; /* enum pair_kind */
	int type; /* index of a word; -1: what suits the kind */
	long count, size;
	int64_t interval_us;
	bool both_ways, no_shutdown;
	const char *lesson;
	int language; /* of --write; -1: none */
};

#define CONFIG_PAIR_DEFAULT                                                    \
	{                                                                      \
		.type = -1, .count = 1000, .size = 1, .interval_us = 10,       \
		.language = -1                                                 \
	}

#endif
