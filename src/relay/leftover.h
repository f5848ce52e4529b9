/* SPDX-License-Identifier: MIT */
/* Bytes that the output has not taken when the time of the run is over. */
#ifndef RELAY_LEFTOVER_H
#define RELAY_LEFTOVER_H

#include <stddef.h>

#include "base/error.h"

/* Returns -1 with err filled if bytes are lost; 0 if there are none. */
int leftover_check(size_t bytes, struct error *err);

#endif
