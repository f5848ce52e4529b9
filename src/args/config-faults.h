/* SPDX-License-Identifier: MIT */
/* What the command line says of faults that are made on purpose. Texts are
 * argv's own. */
#ifndef ARGS_CONFIG_FAULTS_H
#define ARGS_CONFIG_FAULTS_H

#include "args/config-texts.h"

struct config_faults {
	struct config_texts texts; /* --fault */
	const char *file;          /* --faults; NULL: none */
	long seed;                 /* -1: one is chosen */
	const char *control;       /* a Unix socket; NULL: none */
};

#endif
