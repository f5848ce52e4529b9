/* SPDX-License-Identifier: MIT */
/* The letters of nc. */
#ifndef ARGS_NC_LETTERS_H
#define ARGS_NC_LETTERS_H

#include "args/option-spec.h"

/* The word of a number is what messages about the value begin with. */
extern const struct option_group nc_letters;

#endif
