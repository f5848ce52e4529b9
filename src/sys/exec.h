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

#endif
