/* SPDX-License-Identifier: MIT */
/* What is looked at from time to time, during waits. */
#ifndef SYS_PORTABLE_CLOCK_CALL_H
#define SYS_PORTABLE_CLOCK_CALL_H

#include <stdint.h>

/* Has each wait call the function, at once and then at the time that it has
 * returned; CLOCK_NEVER: no more. NULL: none is called. */
void clock_call(int64_t (*look)(void));

#endif
