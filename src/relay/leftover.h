/* SPDX-License-Identifier: MIT */
/* Bytes that the output has not taken when the time of --for is over. */
#ifndef RELAY_LEFTOVER_H
#define RELAY_LEFTOVER_H

#include <stddef.h>

#include "tap/tap.h"

/* Warns that so many bytes are lost, unless there are none. */
void leftover_tell(struct tap *tap, int conn, size_t bytes);

#endif
