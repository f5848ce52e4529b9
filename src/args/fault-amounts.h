/* SPDX-License-Identifier: MIT */
/* The values in faults: amounts, places, probabilities. Pure functions; false
 * means that the text is no such value. */
#ifndef ARGS_FAULT_AMOUNTS_H
#define ARGS_FAULT_AMOUNTS_H

#include "relay/impair/impairment.h"

/* A time of at most a year, in microseconds. */
bool fault_amounts_time(const char *text, int64_t *out_us);

/* "64K" is an amount of bytes, "2s" one of time. */
bool fault_amounts_extent(const char *text, struct impair_extent *out);

/* "5%", "0.05" and "1/20" are a probability, in billionths. */
bool fault_amounts_chance(const char *text, unsigned *out);

/* "1/64K": one place in so many bytes. */
bool fault_amounts_places(const char *text, uint64_t *out_one_in);

/* "3", "1-2", "3-": connections. A last one of 0 means that there is no end. */
bool fault_amounts_conns(const char *text, uint64_t *first, uint64_t *last);

#endif
