/* SPDX-License-Identifier: MIT */
/* Bytes that were not written when the time of the run was over. */
#ifndef RELAY_LEFTOVER_H
#define RELAY_LEFTOVER_H

#include <stddef.h>

#include "base/error.h"

/* Returns 0 if there are none, else -1 with err filled. */
int leftover_check(size_t bytes, struct error *err);

#endif
