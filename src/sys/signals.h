/* SPDX-License-Identifier: MIT */
/*
 * Signals. SIGINT, SIGTERM and SIGHUP ask for the end, SIGUSR1 for a report; a
 * second signal that asks for the end kills the process. A signal that was
 * ignored at the start stays ignored (nohup, background jobs of a shell).
 */
#ifndef SYS_SIGNALS_H
#define SYS_SIGNALS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"

/* Installs the handlers. Ignores SIGPIPE and SIGXFSZ: a closed pipe, or a file
 * that may not grow, is an error of the write. No longer ignores SIGCHLD.
 * Called once, by main, before anything waits. Returns 0, or -1 with err
 * filled. */
int signals_install(struct error *err);

/* Whether SIGPIPE was ignored at the start: then genet does not die of a closed
 * pipe. */
bool signals_pipe_was_ignored(void);

/* From now on signals_fd() becomes readable also when a child has ended. */
void signals_watch_children(void);

/* Undoes both, in a child of fork(2), or before this process becomes another
 * program: signals have their former actions, and the descriptor is closed. */
void signals_restore(void);

/* The signals that genet ignores and that were not ignored at the start:
 * programs that genet starts get their default actions. */
void signals_defaults(sigset_t *defaults);

/* A descriptor that becomes readable when a signal has come or the owner has
 * ended; -1 without signals_install(). signals_clear() makes it unreadable
 * again. */
int signals_fd(void);
void signals_clear(void);

/* The descriptors without which signals wake nobody. */
#define SIGNALS_FDS 2
void signals_fds(int fds[SIGNALS_FDS]);

/* Whether the descriptor is one of them. */
bool signals_use(int fd);

/* The signal that asked for the end, or 0. */
int signals_pending(void);

/* Asks for the end, as if the signal had come, unless one has. */
void signals_ask(int signal);

/* From now on signals_pending() is 0, so that waits work again before the end.
 * A further signal kills the process. Returns the signal that asked for the
 * end. */
int signals_acknowledge(void);

/* Makes a process the owner, whose end asks for the end of genet, as SIGTERM
 * does. Changes signals_fd(). Returns 0, or -1 with errno. */
int signals_end_with(pid_t pid);

/* Whether SIGINT came from the terminal, by Ctrl-C, since the last call. */
bool signals_take_key(void);

/* From now on SIGQUIT asks for a report, too, as ping(8) has it. */
void signals_report_at_quit(void);

/* Whether SIGUSR1 came since the last call. */
bool signals_take_report(void);

/* What is to be done, and may be done in a handler, before the second signal
 * kills the process (signal-safety(7)). */
void signals_before_death(void (*undo)(void));

/* Dies of the signal, as a program without handlers. */
_Noreturn void signals_die(int signal);

#endif
