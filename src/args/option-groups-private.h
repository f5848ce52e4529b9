/* SPDX-License-Identifier: MIT */
/* How the files of option tables write them. */
#ifndef ARGS_OPTION_GROUPS_PRIVATE_H
#define ARGS_OPTION_GROUPS_PRIVATE_H

#include "args/config.h"
#include "args/option-spec.h"

/* The offset of a row. */
#define AT(field) offsetof(struct config, field)

/* The group of the rows that have its name. */
#define GROUP(name, text)                                                      \
	const struct option_group option_group_##name = {                      \
		.title = text,                                                 \
		.specs = name,                                                 \
		.count = sizeof(name) / sizeof((name)[0]),                     \
	}

#endif
