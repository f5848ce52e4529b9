/* SPDX-License-Identifier: MIT */
/* Processes that we start. */
#include "sys/child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/signals.h"
#include "sys/waiting.h"

/* How long a program may take to end in good order, once it is asked to. */
#define GRACE_MS 2000

/* A parent that ignores SIGCHLD hands that on, and then nobody could ask a
 * child for its status (waitpid(2), ERRORS). */
static void expect_children(void)
{
	struct sigaction wanted = { .sa_handler = SIG_DFL };

	sigaction(SIGCHLD, &wanted, NULL);
}

void child_forget(struct child *child)
{
	if (child->pidfd >= 0)
		close(child->pidfd);
	*child = (struct child)CHILD_NONE;
}

/* Waits for one that is as good as gone. */
static void reap(struct child *child)
{
	pid_t ended;

	do
		ended = waitpid(child->pid, NULL, 0);
	while (ended < 0 && errno == EINTR);
	child_forget(child);
}

/* Makes a child of a new process. */
static int adopt(struct child *child, pid_t pid, struct error *err)
{
	child->pid = pid;
	/* glibc has a function for it since 2.36 only. */
	child->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (child->pidfd >= 0)
		return 0;
	error_sys(err, FAULT_UNSUPPORTED, "cannot watch a process");
	kill(pid, SIGKILL);
	reap(child);
	return -1;
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

/* Ours with the additions. Allocated; the texts are not. */
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
	/* posix_spawn(3) takes them without const, and does not write. */
	memcpy(merged + used, additional, added * sizeof(*merged));
	return merged;
}

/* Starting */

/* Returns 0 or an errno value, as posix_spawn(3) does. */
static int add_descriptors(
    posix_spawn_file_actions_t *actions, const struct child_program *program)
{
	int sysno = 0;

	if (program->stdin_fd >= 0)
		sysno = posix_spawn_file_actions_adddup2(
		    actions, program->stdin_fd, STDIN_FILENO);
	if (sysno == 0 && program->stdout_fd >= 0)
		sysno = posix_spawn_file_actions_adddup2(
		    actions, program->stdout_fd, STDOUT_FILENO);
	if (sysno == 0)
		sysno = posix_spawn_file_actions_addclosefrom_np(
		    actions, STDERR_FILENO + 1);
	return sysno;
}

/* exec(3) resets handlers, but keeps what is ignored: SIGPIPE, by us. */
static int add_signals(posix_spawnattr_t *attributes)
{
	sigset_t defaults;

	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	int sysno = posix_spawnattr_setsigdefault(attributes, &defaults);
	if (sysno == 0)
		sysno =
		    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF);
	return sysno;
}

static int spawn(pid_t *pid, const struct child_program *program)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	char **environment = make_environment(program->additional);

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	int sysno = add_descriptors(&actions, program);
	if (sysno == 0)
		sysno = add_signals(&attributes);
	if (sysno == 0)
		sysno = posix_spawnp(pid, program->argv[0], &actions,
		    &attributes, program->argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	free(environment);
	return sysno;
}

int child_run_program(
    struct child *child, const struct child_program *program, struct error *err)
{
	pid_t pid;

	expect_children();
	int sysno = spawn(&pid, program);
	if (sysno == 0)
		return adopt(child, pid, err);
	/* It, or the interpreter that its first line names. */
	if (sysno == ENOENT)
		return error_set(err, FAULT_NOT_FOUND,
		    "cannot run '%s': not found", program->argv[0]);
	errno = sysno;
	return error_sys(
	    err, FAULT_NOT_RUNNABLE, "cannot run '%s'", program->argv[0]);
}

int child_run_function(
    struct child *child, int (*run)(void *), void *argument, struct error *err)
{
	expect_children();
	pid_t pid = fork();
	if (pid < 0)
		return error_sys(err, FAULT_IO, "cannot start a process");
	if (pid > 0)
		return adopt(child, pid, err);
	signals_restore();
	_exit(run(argument));
}

/* Ending */

int child_wait(struct child *child, struct error *err)
{
	int status;
	pid_t ended;

	do {
		if (waiting_for(child->pidfd, POLLIN, CLOCK_NEVER, err) < 0)
			return -1;
		ended = waitpid(child->pid, &status, WNOHANG);
	} while (ended == 0);
	child_forget(child);
	if (ended < 0)
		return error_sys(err, FAULT_INTERNAL, "cannot wait");
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
	                           : WEXITSTATUS(status);
}

void child_end(struct child *child)
{
	struct pollfd end = { .fd = child->pidfd, .events = POLLIN };
	int ready;

	if (child->pid <= 0)
		return;
	kill(child->pid, SIGTERM);
	do
		ready = poll(&end, 1, GRACE_MS);
	while (ready < 0 && errno == EINTR);
	if (ready == 0)
		kill(child->pid, SIGKILL);
	reap(child);
}
