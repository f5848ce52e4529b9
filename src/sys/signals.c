/* SPDX-License-Identifier: MIT */
/* Signals as something to wait for. */
#include "sys/signals.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/calls.h"
#include "sys/wakeup.h"

/* How often to look for an owner. */
#define LOOK_PAUSE (CLOCK_SECOND / 10)

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };

/* All that a handler may touch. */
static atomic_int asked;
static atomic_bool is_acknowledged;
static atomic_bool key_was_pressed;
static atomic_bool report_wanted;
static int wakeup_fd = -1, owner_fd = -1;
static pid_t looked_for; /* the owner, where there are no pidfds */

/* How these were when we began. */
static struct sigaction pipe_before, size_before, child_before;

static void on_ending(int signal, siginfo_t *info, void *context)
{
	int none = 0;

	(void)context;
	if (signal == SIGINT && info->si_code == SI_KERNEL)
		atomic_store(&key_was_pressed, true);
	if (!atomic_compare_exchange_strong(&asked, &none, signal))
		signals_die(signal);
	wakeup_raise(wakeup_fd);
}

static void on_report(int signal)
{
	(void)signal;
	atomic_store(&report_wanted, true);
	wakeup_raise(wakeup_fd);
}

/* To be interrupted is all it is for. */
static void on_continue(int signal)
{
	(void)signal;
}

/* Without SA_RESTART: a write that waits for a stopped terminal must come
 * back when the user presses Ctrl-C, and so must a read that began in the
 * foreground and goes on in the background. */
static void install(int signal, const struct sigaction *wanted)
{
	struct sigaction now;

	sigaction(signal, NULL, &now);
	if (now.sa_handler != SIG_IGN)
		sigaction(signal, wanted, NULL);
}

static void handle(int signal, void (*handler)(int))
{
	struct sigaction wanted = { .sa_handler = handler };

	sigemptyset(&wanted.sa_mask);
	install(signal, &wanted);
}

static void handle_ending(int signal)
{
	struct sigaction wanted = {
		.sa_sigaction = on_ending,
		.sa_flags = SA_SIGINFO,
	};

	sigemptyset(&wanted.sa_mask);
	install(signal, &wanted);
}

static void unblock(int signal)
{
	sigset_t only;

	sigemptyset(&only);
	sigaddset(&only, signal);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
}

int signals_install(struct error *err)
{
	struct sigaction defaults = { .sa_handler = SIG_DFL };

	wakeup_fd = wakeup_open();
	if (wakeup_fd < 0)
		return error_sys(err, FAULT_INTERNAL,
		    "cannot make a descriptor that signals wake");
	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		handle_ending(ending[i]);
	handle(SIGUSR1, on_report);
	handle(SIGCONT, on_continue);
	sigaction(SIGPIPE, NULL, &pipe_before);
	handle(SIGPIPE, SIG_IGN);
	sigaction(SIGXFSZ, NULL, &size_before);
	handle(SIGXFSZ, SIG_IGN);
	/* Where it is ignored, no child has a status (waitpid(2), ERRORS). */
	sigaction(SIGCHLD, &defaults, &child_before);
	unblock(SIGCHLD); /* or the end of no child would be noticed */
	return 0;
}

bool signals_pipe_was_ignored(void)
{
	return pipe_before.sa_handler == SIG_IGN;
}

static void on_child(int signal)
{
	(void)signal;
	wakeup_raise(wakeup_fd);
}

void signals_watch_children(void)
{
	struct sigaction wanted = {
		.sa_handler = on_child,
		.sa_flags = SA_NOCLDSTOP | SA_RESTART,
	};

	sigemptyset(&wanted.sa_mask);
	sigaction(SIGCHLD, &wanted, NULL);
}

/* What was ignored from the beginning stays so. */
static void restore(int signal)
{
	struct sigaction now, wanted = { .sa_handler = SIG_DFL };

	sigaction(signal, NULL, &now);
	if (now.sa_handler != SIG_IGN)
		sigaction(signal, &wanted, NULL);
}

void signals_restore(void)
{
	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		restore(ending[i]);
	restore(SIGUSR1);
	restore(SIGCONT);
	sigaction(SIGCHLD, &child_before, NULL);
	sigaction(SIGPIPE, &pipe_before, NULL);
	sigaction(SIGXFSZ, &size_before, NULL);
	close(wakeup_fd);
	wakeup_fd = -1;
}

void signals_defaults(sigset_t *defaults)
{
	sigemptyset(defaults);
	if (!signals_pipe_was_ignored())
		sigaddset(defaults, SIGPIPE);
	if (size_before.sa_handler != SIG_IGN)
		sigaddset(defaults, SIGXFSZ);
}

int signals_fd(void)
{
	return wakeup_fd;
}

void signals_clear(void)
{
	wakeup_clear(wakeup_fd);
}

int signals_pending(void)
{
	return atomic_load(&is_acknowledged) ? 0 : atomic_load(&asked);
}

int signals_acknowledge(void)
{
	atomic_store(&is_acknowledged, true);
	return atomic_load(&asked);
}

int signals_end_with(pid_t owner)
{
	owner_fd = calls_watch_process(owner);
	if (owner_fd >= 0)
		return 0;
	if (errno != ENOSYS || kill(owner, 0) < 0)
		return -1;
	looked_for = owner;
	return 0;
}

int64_t signals_next_look(void)
{
	return looked_for ? clock_after(LOOK_PAUSE) : CLOCK_NEVER;
}

void signals_look(void)
{
	int none = 0;

	if (looked_for && kill(looked_for, 0) < 0 && errno == ESRCH)
		atomic_compare_exchange_strong(&asked, &none, SIGTERM);
}

int signals_owner_fd(void)
{
	return owner_fd;
}

void signals_owner_ended(void)
{
	int none = 0;

	close(owner_fd);
	owner_fd = -1;
	atomic_compare_exchange_strong(&asked, &none, SIGTERM);
}

bool signals_take_key(void)
{
	return atomic_exchange(&key_was_pressed, false);
}

bool signals_take_report(void)
{
	return atomic_exchange(&report_wanted, false);
}

void signals_die(int signal)
{
	struct sigaction def = { .sa_handler = SIG_DFL };

	sigaction(signal, &def, NULL);
	raise(signal);
	/* Inside its own handler the signal is blocked, and still to come. */
	unblock(signal);
	_exit(128 + signal);
}
