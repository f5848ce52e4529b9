/* SPDX-License-Identifier: MIT */
/* Signals as something to wait for. */
#include "sys/signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/calls.h"
#include "sys/clock-fd.h"
#include "sys/wakeup.h"

/* How often to look for an owner. */
#define LOOK_PAUSE (CLOCK_SECOND / 10)

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };

/* What handlers change. */
static atomic_int asked;
static atomic_bool is_acknowledged;
static atomic_bool key_was_pressed;
static atomic_bool report_wanted;
static int wakeup_fd = -1;
static void (*before_death)(void); /* or NULL */

/* The owner, set by signals_end_with(). */
static struct {
	pid_t pid;
	int fd;        /* a pidfd, or a clock; -1: there is no owner any more */
	bool is_clock; /* kernels before 5.3 have no pidfds: look at times */
	int both;      /* an epoll(7) set of fd and wakeup_fd */
} owner = { .fd = -1, .both = -1 };

/* How these were at the start. */
static struct sigaction pipe_before, size_before, child_before;

static void on_ending(int signal, siginfo_t *info, void *context)
{
	int none = 0;

	(void)context;
	if (signal == SIGINT && info->si_code == SI_KERNEL)
		atomic_store(&key_was_pressed, true);
	if (!atomic_compare_exchange_strong(&asked, &none, signal)) {
		if (before_death)
			before_death();
		signals_die(signal);
	}
	wakeup_raise(wakeup_fd);
}

static void on_report(int signal)
{
	(void)signal;
	atomic_store(&report_wanted, true);
	wakeup_raise(wakeup_fd);
}

/* Has a call that waits return with EINTR. */
static void on_continue(int signal)
{
	(void)signal;
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
	close(wakeup_fd);
	wakeup_fd = -1;
	if (owner.both >= 0)
		close(owner.both);
	if (owner.fd >= 0)
		close(owner.fd);
	owner.both = owner.fd = -1;
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
	return owner.both >= 0 ? owner.both : wakeup_fd;
}

/* Acts as at SIGTERM if the owner has ended. */
static void look_for_owner(void)
{
	struct pollfd p = { .fd = owner.fd, .events = POLLIN };
	int none = 0;

	if (poll(&p, 1, 0) <= 0)
		return;
	if (owner.is_clock && (kill(owner.pid, 0) == 0 || errno != ESRCH)) {
		clock_fd_set(owner.fd, LOOK_PAUSE);
		return;
	}
	epoll_ctl(owner.both, EPOLL_CTL_DEL, owner.fd, NULL);
	close(owner.fd);
	owner.fd = -1;
	atomic_compare_exchange_strong(&asked, &none, SIGTERM);
}

void signals_clear(void)
{
	wakeup_clear(wakeup_fd);
	if (owner.fd >= 0)
		look_for_owner();
}

int signals_pending(void)
{
	return atomic_load(&is_acknowledged) ? 0 : atomic_load(&asked);
}

void signals_ask(int signal)
{
	int none = 0;

	atomic_compare_exchange_strong(&asked, &none, signal);
	if (wakeup_fd >= 0)
		wakeup_raise(wakeup_fd);
}

int signals_acknowledge(void)
{
	atomic_store(&is_acknowledged, true);
	return atomic_load(&asked);
}

/* Adds a descriptor to the set. Returns as epoll_ctl(2). */
static int add_to_both(int fd)
{
	struct epoll_event event = { .events = EPOLLIN };

	return epoll_ctl(owner.both, EPOLL_CTL_ADD, fd, &event);
}

int signals_end_with(pid_t pid)
{
	owner.pid = pid;
	owner.fd = calls_watch_process(pid);
	if (owner.fd < 0) {
		if (errno != ENOSYS || kill(pid, 0) < 0)
			return -1;
		owner.is_clock = true;
		owner.fd = clock_fd_open();
		if (owner.fd < 0 || clock_fd_set(owner.fd, LOOK_PAUSE) < 0)
			return -1;
	}
	owner.both = epoll_create1(EPOLL_CLOEXEC);
	if (owner.both < 0)
		return -1;
	return add_to_both(wakeup_fd) < 0 ? -1 : add_to_both(owner.fd);
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
