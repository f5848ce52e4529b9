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
#include <sys/types.h>

#include "base/error.h"

/* Installs the handlers, ignores SIGPIPE and SIGXFSZ, since a closed pipe, or a
 * file that may not grow, is an error of the write that meets it, and no longer
 * ignores SIGCHLD. Once, from main, before anything else waits. Returns 0, or
 * -1 with err filled. */
int signals_install(struct error *err);

/* Whether SIGPIPE was ignored before: then a closed pipe is an error like
 * others, and nothing to die of. */
bool signals_pipe_was_ignored(void);

/* From now on signals_fd() becomes readable also when a child has ended. */
void signals_watch_children(void);

/* Undoes both, in a process that was forked and is to live by itself, or is
 * about to become another program: signals do again what they did before, and
 * it no longer shares our descriptor. */
void signals_restore(void);

/* Those that exec(3) would leave ignored although we did not find them so: a
 * program that we start gets them as they were. */
void signals_defaults(sigset_t *defaults);

/* A descriptor that becomes readable when a signal has come, or the owner has
 * ended; -1 without signals_install(). signals_clear() takes note of that, and
 * makes it unreadable again. */
int signals_fd(void);
void signals_clear(void);

/* The signal that asked for the end, or 0. */
int signals_pending(void);

/* Takes note of the end that was asked for: signals_pending() is 0 again, and
 * the time until the program ends can be used. A further signal ends it at
 * once. Returns the signal. */
int signals_acknowledge(void);

/* The process is the owner from now on: its end asks for the end of genet as
 * SIGTERM does. Changes signals_fd(). Returns 0, or -1 with errno. */
int signals_end_with(pid_t pid);

/* Whether SIGINT came by a key, Ctrl-C, since the last call. */
bool signals_take_key(void);

/* Whether SIGUSR1 came since the last call. */
bool signals_take_report(void);

/* Dies of the signal, as a program without handlers would have. */
_Noreturn void signals_die(int signal);

#endif
