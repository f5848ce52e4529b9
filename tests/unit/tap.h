/* SPDX-License-Identifier: MIT */
/*
 * Results of a test program in the Test Anything Protocol: a line a case on
 * standard output, the plan behind the last. The name of a case is a sentence,
 * made as by printf.
 */
#ifndef UNIT_TAP_H
#define UNIT_TAP_H

#include <stdbool.h>
#include <stddef.h>

/* Passes if the condition is true. Returns it. */
bool ok(bool condition, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Passes if both are equal; otherwise shows them. NULL is a text of its own.
 * Returns whether they are. */
bool is_int(long long got, long long expected, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool is_text(const char *got, const char *expected, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Passes if the part occurs in the text that was got. Returns whether. */
bool has_text(const char *got, const char *part, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether genet is built for Linux; otherwise cases are skipped, and this says
 * which. */
bool for_linux(const char *cases);

/* Ends the report. Returns the exit status: 1 if a case failed or there was
 * none, else 0. */
int plan(void);

#endif
