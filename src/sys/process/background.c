/* SPDX-License-Identifier: MIT */
/* Continuing in the background. */
#include "sys/process/background.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/xalloc.h"
#include "sys/calls.h"
#include "sys/output/messages.h"
#include "sys/process/process.h"
#include "sys/process/ready.h"
#include "sys/signals.h"

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Closes the descriptors that are not needed: a test runner, for instance,
 * waits until no process has one of its own open. */
static void close_others(const struct background_opts *opts, int ready_fd)
{
	size_t count = opts->keep_count + 1 + SIGNALS_FDS;
	int *kept = xcalloc(count, sizeof(*kept));
	int from = STDERR_FILENO + 1;

	kept[0] = ready_fd;
	signals_fds(kept + 1);
	for (size_t i = 0; i < opts->keep_count; i++)
		kept[i + 1 + SIGNALS_FDS] = opts->keep[i];
	qsort(kept, count, sizeof(*kept), compare);
	for (size_t i = 0; i < count; i++) {
		if (kept[i] > from)
			calls_close_range(
			    (unsigned)from, (unsigned)kept[i] - 1);
		if (kept[i] >= from)
			from = kept[i] + 1;
	}
	calls_close_range((unsigned)from, ~0u);
	free(kept);
}

static void become_child(const struct background_opts *opts, int ready_fd)
{
	setsid();
	process_close_standard_fd(STDIN_FILENO);
	process_close_standard_fd(STDOUT_FILENO);
	close_others(opts, ready_fd);
}

/* Collects what the child writes, until it closes the pipe. Returns 0, or -1
 * with err filled. */
static int hear_child(int fd, struct bytes *text, struct error *err)
{
	char part[1024];
	ssize_t n;

	while ((n = read(fd, part, sizeof(part))) != 0) {
		if (n > 0)
			bytes_add(text, part, (size_t)n);
		else if (signals_pending())
			return error_signal(err, signals_pending());
		else if (errno != EINTR)
			return error_sys(err, FAULT_IO,
			    "cannot read from the process in the background");
	}
	return 0;
}

/* The child has ended without a message: genet ends with its status. Returns 1
 * if that is success, or -1 with err filled. */
static int take_status(pid_t pid, struct error *err)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return error_sys(err, FAULT_INTERNAL, "cannot wait");
	if (WIFSIGNALED(status))
		return error_signal(err, WTERMSIG(status));
	return WEXITSTATUS(status) ? error_program(err, WEXITSTATUS(status))
	                           : 1;
}

/* Prints what the child writes when it is ready. If that cannot be done, the
 * child is ended. Returns 1, or -1 with err filled. */
static int answer_for_child(int fd, pid_t pid, struct error *err)
{
	struct bytes text = { 0 };
	int result = hear_child(fd, &text, err);

	if (result == 0 && text.len == 0) {
		result = take_status(pid, err);
	} else if (result == 0) {
		bytes_add(&text, "", 1);
		result = ready_to_fd(STDOUT_FILENO, (const char *)text.at, err);
		if (result < 0)
			kill(pid, SIGTERM);
		else
			result = 1;
	} else if (err->kind != FAULT_SIGNAL) {
		kill(pid, SIGTERM);
	}
	bytes_free(&text);
	return result;
}

int background_start(
    const struct background_opts *opts, int *fd, struct error *err)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_sys(err, FAULT_IO, "cannot make a pipe");
	pid_t pid = fork();
	if (pid < 0) {
		error_sys(err, FAULT_IO, "cannot go to the background");
		close(ends[0]);
		close(ends[1]);
		return -1;
	}
	if (pid == 0) {
		become_child(opts, ends[1]);
		*fd = ends[1];
		return 0;
	}
	*fd = BACKGROUND_PARENT;
	close(ends[1]);
	int result = answer_for_child(ends[0], pid, err);
	close(ends[0]);
	return result;
}

/* Replaces the standard error that is shared with the parent. Returns 0, or -1
 * with err filled. */
static int leave_standard_error(int log_fd, struct error *err)
{
	if (log_fd < 0)
		process_close_standard_fd(STDERR_FILENO);
	else if (dup2(log_fd, STDERR_FILENO) < 0)
		return error_sys(err, FAULT_IO, "cannot turn to the log");
	return 0;
}

int background_ready(int fd, const char *line, int log_fd, struct error *err)
{
	int before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	int result = leave_standard_error(log_fd, err);

	if (result == 0)
		result = ready_to_fd(fd, line, err);
	/* The error is to be seen on the standard error of the parent. */
	if (result < 0 && before >= 0)
		dup2(before, STDERR_FILENO);
	if (before >= 0)
		close(before);
	if (result == 0 && log_fd >= 0)
		messages_turned_to_log(-1);
	return result;
}
