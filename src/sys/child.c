/* SPDX-License-Identifier: MIT */
/* Processes that we start. */
#include "sys/child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/signals.h"
#include "sys/waiting.h"

/* As a shell has it. */
static int status_of(int wait_status)
{
	return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status)
	                                : WEXITSTATUS(wait_status);
}

/* Waits for one that is as good as gone. Returns its status. */
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
	/* exec(3) takes them without const, and does not write. */
	memcpy(merged + used, additional, added * sizeof(*merged));
	return merged;
}

/* Starting */

/* How a program is started in the process that is to become it. */
struct launch {
	const struct child_program *program;
	char **environment;
	int report_fd; /* for errno, if it comes to nothing */
};

/* All above 2 is closed by exec, and so what others have opened for us and
 * left without close-on-exec does not get there either. */
static int arrange_descriptors(const struct child_program *program)
{
	if (program->stdin_fd >= 0 && dup2(program->stdin_fd, STDIN_FILENO) < 0)
		return -1;
	if (program->stdout_fd >= 0 &&
	    dup2(program->stdout_fd, STDOUT_FILENO) < 0)
		return -1;
	return (int)syscall(
	    SYS_close_range, STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
}

static int become_program(void *argument)
{
	const struct launch *launch = argument;
	char *const *argv = launch->program->argv;

	if (arrange_descriptors(launch->program) == 0)
		execvpe(argv[0], argv, launch->environment);
	int sysno = errno;
	ssize_t ignored = write(launch->report_fd, &sysno, sizeof(sysno));
	(void)ignored;
	return 127;
}

/* Why the program could not be run; 0 if it runs, which has closed the other
 * end of the pipe. */
static int read_report(int fd)
{
	int sysno = 0;
	ssize_t n;

	do
		n = read(fd, &sysno, sizeof(sysno));
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(sysno) ? sysno : 0;
}

static int fail_to_run(const char *name, int sysno, struct error *err)
{
	/* It, or the interpreter that its first line names. */
	if (sysno == ENOENT)
		return error_set(
		    err, FAULT_NOT_FOUND, "cannot run '%s': not found", name);
	errno = sysno;
	return error_sys(err, FAULT_NOT_RUNNABLE, "cannot run '%s'", name);
}

int child_run_program(
    struct child *child, const struct child_program *program, struct error *err)
{
	int report[2], sysno;

	if (pipe2(report, O_CLOEXEC) < 0)
		return error_sys(err, FAULT_IO, "cannot make a pipe");
	struct launch launch = {
		.program = program,
		.environment = make_environment(program->additional),
		.report_fd = report[1],
	};
	int result = child_run_function(child, become_program, &launch, err);
	close(report[1]);
	if (result == 0 && (sysno = read_report(report[0])) != 0) {
		reap(child);
		result = fail_to_run(program->argv[0], sysno, err);
	}
	close(report[0]);
	free(launch.environment);
	return result;
}

int child_run_function(
    struct child *child, int (*run)(void *), void *argument, struct error *err)
{
	signals_watch_children();
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
		/* That it has ended is a signal. */
		if (waiting_for(-1, 0, CLOCK_NEVER, err) < 0)
			return -1;
	child->pid = 0;
	if (ended < 0)
		return error_sys(err, FAULT_INTERNAL, "cannot wait");
	return status_of(wait_status);
}

void child_ask_to_end(struct child *child)
{
	if (child->pid > 0)
		kill(child->pid, SIGTERM);
}

int child_end(struct child *child)
{
	child_ask_to_end(child);
	return child_end_by(child, clock_after(CHILD_GRACE_US));
}

int child_end_by(struct child *child, int64_t deadline)
{
	struct pollfd signal = { .fd = signals_fd(), .events = POLLIN };
	int wait_status;
	pid_t ended;

	if (child->pid <= 0)
		return -1;
	/* Not by waiting.h: the user may want an end already, and has to wait
	 * for this one. */
	while ((ended = waitpid(child->pid, &wait_status, WNOHANG)) == 0 &&
	       clock_now() < deadline) {
		poll(&signal, 1, (int)((deadline - clock_now()) / 1000) + 1);
		signals_clear();
	}
	if (ended == 0) {
		kill(child->pid, SIGKILL);
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
	int wait_status;
	pid_t ended = waitpid(-1, &wait_status, WNOHANG);

	if (ended <= 0)
		return 0;
	*status = status_of(wait_status);
	return ended;
}
