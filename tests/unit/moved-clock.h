/* SPDX-License-Identifier: MIT */
/* The clock of base/clock.h, which a test moves on. */
#ifndef UNIT_MOVED_CLOCK_H
#define UNIT_MOVED_CLOCK_H

#include <stdint.h>

/* From now on the clock stands still, but for what moves it. */
void moved_clock_stop(void);

/* From now on it moves by so many microseconds whenever it is read, as if the
 * process had to wait there, and else stands still; 0: it runs again. */
void moved_clock_step(int64_t duration_us);

/* From now on clock_now() is later by so many microseconds. A program that
 * calls one of these has the clock of moved-clock.c in place of that of
 * base/clock.c.
 */
void moved_clock_by(int64_t duration_us);

#endif
