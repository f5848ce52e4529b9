/* SPDX-License-Identifier: MIT */
/* Signals as something to wait for. */
#include "sys/signals.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include "sys/process/owner.h"
#include "sys/wakeup.h"

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };

/* What handlers change. */
static atomic_int asked;
static atomic_bool is_acknowledged;
static atomic_bool key_was_pressed;
static atomic_bool report_wanted;
static struct wakeup wakeup = { -1, -1 };
static void (*before_death)(void); /* or NULL */

/* To wait for the wakeup and the owner, who is set by signals_end_with(). */
static int owner_fd = -1;

/* How these were at the start. */
static struct sigaction pipe_before, size_before, child_before;

/* Whether a process has sent the signal, and not a terminal. */
static bool is_of_process(const siginfo_t *info)
{
	return info->si_code == SI_USER || info->si_code == SI_QUEUE ||
	       info->si_pid != 0;
}

static void on_ending(int signal, siginfo_t *info, void *context)
{
	int none = 0;

	if (signal == SIGINT && !is_of_process(info))
		atomic_store(&key_was_pressed, true);
	if (!atomic_compare_exchange_strong(&asked, &none, signal)) {
		if (before_death)
			before_death();
		signals_die(signal);
	}
	wakeup_raise(&wakeup);
}

static void on_report(int signal)
{
	atomic_store(&report_wanted, true);
	wakeup_raise(&wakeup);
}

/* Has a call that waits return with EINTR. */
static void on_continue(int signal)
{
}

/* Installs a handler without SA_RESTART: a write that waits for a stopped
 * terminal must return when the user presses Ctrl-C, and so must a read that
 * began in the foreground and continues in the background. */
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

	if (wakeup_open(&wakeup) < 0)
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
	/* If it is ignored, children have no status (waitpid(2), ERRORS). */
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
	wakeup_raise(&wakeup);
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

/* A signal that was ignored at the start stays ignored. */
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
	restore(SIGQUIT);
	restore(SIGCONT);
	sigaction(SIGCHLD, &child_before, NULL);
	sigaction(SIGPIPE, &pipe_before, NULL);
	sigaction(SIGXFSZ, &size_before, NULL);
	wakeup_close(&wakeup);
	owner_forget();
	owner_fd = -1;
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
	return owner_fd >= 0 ? owner_fd : wakeup.fd;
}

void signals_fds(int fds[SIGNALS_FDS])
{
	fds[0] = signals_fd();
	fds[1] = wakeup.raise_fd;
}

bool signals_use(int fd)
{
	return fd == signals_fd() || fd == wakeup.raise_fd;
}

void signals_clear(void)
{
	int none = 0;

	wakeup_clear(&wakeup);
	if (owner_has_ended())
		atomic_compare_exchange_strong(&asked, &none, SIGTERM);
}

int signals_pending(void)
{
	return atomic_load(&is_acknowledged) ? 0 : atomic_load(&asked);
}

void signals_ask(int signal)
{
	int none = 0;

	atomic_compare_exchange_strong(&asked, &none, signal);
	if (wakeup.fd >= 0)
		wakeup_raise(&wakeup);
}

int signals_acknowledge(void)
{
	atomic_store(&is_acknowledged, true);
	return atomic_load(&asked);
}

int signals_end_with(pid_t pid)
{
	owner_fd = owner_watch(pid, &wakeup);
	return owner_fd < 0 ? -1 : 0;
}

bool signals_take_key(void)
{
	return atomic_exchange(&key_was_pressed, false);
}

void signals_report_at_quit(void)
{
	handle(SIGQUIT, on_report);
}

bool signals_take_report(void)
{
	return atomic_exchange(&report_wanted, false);
}

void signals_before_death(void (*undo)(void))
{
	before_death = undo;
}

void signals_die(int signal)
{
	struct sigaction def = { .sa_handler = SIG_DFL };

	sigaction(signal, &def, NULL);
	raise(signal);
	/* Inside the handler of the signal it is blocked, and pending. */
	unblock(signal);
	_exit(128 + signal);
}
