/* SPDX-License-Identifier: MIT */
/* Processes that genet starts. */
#include "sys/process/child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/calls.h"
#include "sys/process/exec.h"
#include "sys/signals.h"
#include "sys/waiting.h"

/* The status that a shell would give. */
static int status_of(int wait_status)
{
	return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status)
	                                : WEXITSTATUS(wait_status);
}

/* Waits for a child that ends at once. Returns its status. */
static int reap(struct child *child)
{
	int wait_status = 0;
	pid_t ended;

	do
		ended = waitpid(child->pid, &wait_status, 0);
	while (ended < 0 && errno == EINTR);
	child->pid = 0;
	return status_of(wait_status);
}

/* Environment */

static bool is_replaced(const char *entry, const char *const *additional)
{
	size_t name_len = strcspn(entry, "=") + 1;

	for (; *additional; additional++)
		if (strncmp(entry, *additional, name_len) == 0)
			return true;
	return false;
}

/* The environment of genet with additions. The list is allocated, the texts are
 * not. */
static char **make_environment(const char *const *additional)
{
	static const char *const nothing[] = { NULL };
	size_t ours = 0, added = 0, used = 0;

	if (!additional)
		additional = nothing;
	while (environ[ours])
		ours++;
	while (additional[added])
		added++;
	char **merged = xcalloc(ours + added + 1, sizeof(*merged));
	for (size_t i = 0; i < ours; i++)
		if (!is_replaced(environ[i], additional))
			merged[used++] = environ[i];
	/* exec(3) takes them without const, and does not write. */
	memcpy(merged + used, additional, added * sizeof(*merged));
	return merged;
}

/* Starting */

/* Returns 0 or an errno: an action that is missing, for lack of memory, would
 * give the program a descriptor of genet. */
static int arrange_descriptors(
    posix_spawn_file_actions_t *actions, const struct child_program *program)
{
	int sysno = 0;

	if (program->stdin_fd >= 0)
		sysno = posix_spawn_file_actions_adddup2(
		    actions, program->stdin_fd, STDIN_FILENO);
	if (sysno == 0 && program->stdout_fd >= 0)
		sysno = posix_spawn_file_actions_adddup2(
		    actions, program->stdout_fd, STDOUT_FILENO);
	return sysno;
}

/* Signals and the process group. Returns 0 or an errno. */
static int arrange_attributes(
    posix_spawnattr_t *attributes, const struct child_program *program)
{
	sigset_t defaults;
	short flags = POSIX_SPAWN_SETSIGDEF;

	if (program->own_group)
		flags |= POSIX_SPAWN_SETPGROUP;
	signals_defaults(&defaults);
	int sysno = posix_spawnattr_setsigdefault(attributes, &defaults);
	if (sysno == 0)
		sysno = posix_spawnattr_setpgroup(attributes, 0);
	if (sysno == 0)
		sysno = posix_spawnattr_setflags(attributes, flags);
	return sysno;
}

static int spawn(pid_t *pid, const struct child_program *program,
    char *const *argv, char *const *environment)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int sysno = posix_spawn_file_actions_init(&actions);

	if (sysno)
		return sysno;
	sysno = posix_spawnattr_init(&attributes);
	if (sysno) {
		posix_spawn_file_actions_destroy(&actions);
		return sysno;
	}
	/* Inherited descriptors without close-on-exec are not for programs. */
	calls_close_range_at_exec(STDERR_FILENO + 1, ~0U);
	sysno = arrange_descriptors(&actions, program);
	if (sysno == 0)
		sysno = arrange_attributes(&attributes, program);
	if (sysno == 0)
		sysno = posix_spawnp(
		    pid, argv[0], &actions, &attributes, argv, environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return sysno;
}

/* Runs a script whose first line names no interpreter by the shell, as
 * execvp(3) does. */
static int spawn_script(
    pid_t *pid, const struct child_program *program, char *const *environment)
{
	size_t count = 0;

	while (program->argv[count])
		count++;
	char **argv = xcalloc(count + 4, sizeof(*argv));
	/* posix_spawn(3) takes them without const, and does not write. */
	argv[0] = (char *)(uintptr_t) "sh";
	argv[1] = (char *)(uintptr_t) "-c";
	argv[2] = (char *)(uintptr_t) "exec \"$0\" \"$@\"";
	memcpy(argv + 3, program->argv, count * sizeof(*argv));
	int sysno = spawn(pid, program, argv, environment);
	free(argv);
	return sysno;
}

/* Whether there are too few processes, descriptors or memory, perhaps for now.
 */
static bool is_shortage(int sysno)
{
	return sysno == EAGAIN || sysno == ENOMEM || sysno == EMFILE ||
	       sysno == ENFILE;
}

int child_run_program(
    struct child *child, const struct child_program *program, struct error *err)
{
	char **environment = make_environment(program->additional);

	signals_watch_children();
	int sysno = spawn(&child->pid, program, program->argv, environment);
	if (sysno == ENOEXEC)
		sysno = spawn_script(&child->pid, program, environment);
	free(environment);
	if (sysno)
		child->pid = 0;
	child->group = program->own_group ? child->pid : 0;
	if (sysno == 0)
		return 0;
	if (!is_shortage(sysno))
		return exec_failed(program->argv[0], sysno, err);
	errno = sysno;
	return error_sys(err, FAULT_IO, "cannot start '%s'", program->argv[0]);
}

int child_run_function(
    struct child *child, int (*run)(void *), void *argument, struct error *err)
{
	signals_watch_children();
	child->group = 0;
	child->pid = fork();
	if (child->pid == 0) {
		signals_restore();
		_exit(run(argument));
	}
	if (child->pid > 0)
		return 0;
	child->pid = 0;
	return error_sys(err, FAULT_IO, "cannot start a process");
}

/* Ending */

int child_wait(struct child *child, struct error *err)
{
	int wait_status;
	pid_t ended;

	while ((ended = waitpid(child->pid, &wait_status, WNOHANG)) == 0)
		/* SIGCHLD ends the wait. */
		if (waiting_for(-1, 0, CLOCK_NEVER, err) < 0)
			return -1;
	child->pid = 0;
	if (ended < 0)
		return error_sys(err, FAULT_INTERNAL, "cannot wait");
	return status_of(wait_status);
}

static void send_signal(const struct child *child, int number)
{
	kill(child->group ? -child->group : child->pid, number);
}

void child_ask_to_end(struct child *child)
{
	if (child->pid > 0)
		send_signal(child, SIGTERM);
}

int child_end(struct child *child)
{
	child_ask_to_end(child);
	return child_end_by(child, clock_after(CHILD_GRACE_US));
}

int child_end_by(struct child *child, int64_t deadline)
{
	struct pollfd signal = { .fd = signals_fd(), .events = POLLIN };
	int wait_status = 0; /* if the status cannot be had */
	pid_t ended;

	if (child->pid <= 0)
		return -1;
	/* Not by waiting.h, which returns at once when a signal has asked for
	 * the end. */
	while ((ended = waitpid(child->pid, &wait_status, WNOHANG)) == 0 &&
	       clock_now() < deadline) {
		poll(&signal, 1, (int)((deadline - clock_now()) / 1000) + 1);
		signals_clear();
	}
	if (ended == 0) {
		send_signal(child, SIGKILL);
		return reap(child);
	}
	child->pid = 0;
	return status_of(wait_status);
}

bool child_has_ended(struct child *child, int *status)
{
	int wait_status;

	if (waitpid(child->pid, &wait_status, WNOHANG) <= 0)
		return false;
	*status = status_of(wait_status);
	child->pid = 0;
	return true;
}

pid_t child_take_ended(int *status)
{
	int wait_status, tries = 3;
	pid_t ended;

	/* No other signal tells of this child. */
	do
		ended = waitpid(-1, &wait_status, WNOHANG);
	while (ended < 0 && errno != ECHILD && --tries > 0);
	if (ended <= 0)
		return 0;
	*status = status_of(wait_status);
	return ended;
}

bool child_is_own(pid_t pid)
{
	siginfo_t info;

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) ==
	       0;
}
