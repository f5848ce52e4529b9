/* SPDX-License-Identifier: MIT */
/* Becoming another program. */
#ifndef SYS_PROCESS_EXEC_H
#define SYS_PROCESS_EXEC_H

#include "base/error.h"

/* Replaces this process by the program argv[0], which is found as by a shell;
 * signals are as when this process began. Returns only if that fails: -1 with
 * FAULT_NOT_FOUND or FAULT_NOT_RUNNABLE. */
int exec_program(char *const *argv, struct error *err);

/* Whether there is such a program; and whether there are its interpreters, too.
 * Return 0, or -1 as exec_program() does, which can fail nevertheless. */
int exec_check(const char *name, struct error *err);
int exec_check_scripts(const char *name, struct error *err);

/* Fills err for a program that cannot be run, by errno. Returns -1. */
int exec_failed(const char *name, int sysno, struct error *err);

#endif
