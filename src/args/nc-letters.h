/* SPDX-License-Identifier: MIT */
/* The letters of nc. */
#ifndef ARGS_NC_LETTERS_H
#define ARGS_NC_LETTERS_H

#include "args/option-spec.h"

extern const struct option_group nc_letters;

/* What messages about the number behind the letter begin with. */
const char *nc_letters_number(char letter);

#endif
