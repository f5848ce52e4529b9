/* SPDX-License-Identifier: MIT */
/* Becoming another program. */
#ifndef SYS_EXEC_H
#define SYS_EXEC_H

#include "base/error.h"

/*
 * Replaces this process by the program argv[0], found as a shell would find
 * it, with its arguments as they are; signals are again as they were when
 * this process began. Returns only if that fails: -1 with FAULT_NOT_FOUND or
 * FAULT_NOT_RUNNABLE.
 */
int exec_program(char *const *argv, struct error *err);

/* Whether there is such a program, before it is needed. Returns 0, or -1 as
 * exec_program() does. When it is run it can still fail. */
int exec_check(const char *name, struct error *err);

/* Says, by errno, why a program could not be run. Returns -1. */
int exec_failed(const char *name, int sysno, struct error *err);

#endif
