/* SPDX-License-Identifier: MIT */
/* An option that may be given several times. */
#ifndef ARGS_CONFIG_TEXTS_H
#define ARGS_CONFIG_TEXTS_H

#include <stddef.h>

struct config_texts {
	const char **items; /* allocated; the texts are argv's own */
	size_t count;
};

#endif
