/* SPDX-License-Identifier: MIT */
/*
 * Signals as something to wait for. SIGINT, SIGTERM and SIGHUP ask for an
 * orderly end, SIGUSR1 for a progress line; a second asking signal ends the
 * process at once. A signal that was ignored when the process began stays
 * ignored (nohup, background jobs of a shell).
 */
#ifndef SYS_SIGNALS_H
#define SYS_SIGNALS_H

#include <stdbool.h>

/* Installs the handlers, and ignores SIGPIPE: a closed pipe is an error of
 * the write that meets it. Once, from main, before anything else waits. */
void signals_install(void);

/* A descriptor that becomes readable when a signal has come; -1 before
 * signals_install(). signals_clear() makes it unreadable again. */
int signals_fd(void);
void signals_clear(void);

/* The signal that asked for the end, or 0. */
int signals_pending(void);

/* Whether SIGUSR1 came since the last call. */
bool signals_take_report(void);

/* Makes SIGPIPE again what it was before signals_install(), for a program that
 * takes our place: execve(2) undoes handlers, but lets ignored signals be. */
void signals_restore(void);

/* Dies of the signal, as a program without handlers would have. */
_Noreturn void signals_die(int signal);

#endif
