/* SPDX-License-Identifier: MIT */
/* How the demo writes numbers. */
#ifndef DEMO_WORDS_H
#define DEMO_WORDS_H

#include <stdint.h>

#include "base/text.h"

/* "1 byte", "1000 messages". Returns buf. */
char *words_quantity(char buf[TEXT_MEASURE], uint64_t number, const char *unit);

#endif
