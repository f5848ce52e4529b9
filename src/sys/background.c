/* SPDX-License-Identifier: MIT */
/* Going on in the background. */
#include "sys/background.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "sys/process.h"
#include "sys/signals.h"

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* A test runner waits for the end of every descriptor that it gave to its
 * children: whatever we do not need has to go. */
static void close_others(const struct background_opts *opts, int ready_fd)
{
	size_t count = opts->keep_count + 2;
	int *kept = xcalloc(count, sizeof(*kept));
	int from = STDERR_FILENO + 1;

	kept[0] = ready_fd;
	kept[1] = signals_fd();
	for (size_t i = 0; i < opts->keep_count; i++)
		kept[i + 2] = opts->keep[i];
	qsort(kept, count, sizeof(*kept), compare);
	for (size_t i = 0; i < count; i++) {
		if (kept[i] > from)
			close_range((unsigned)from, (unsigned)kept[i] - 1, 0);
		if (kept[i] >= from)
			from = kept[i] + 1;
	}
	close_range((unsigned)from, ~0u, 0);
	free(kept);
}

static void become_child(const struct background_opts *opts, int ready_fd)
{
	setsid();
	process_close_standard_fd(STDIN_FILENO);
	process_close_standard_fd(STDOUT_FILENO);
	close_others(opts, ready_fd);
}

/* Passes on what the child says until it has said a line, or has ended. */
static int hear_child(int fd, pid_t pid, struct error *err)
{
	char text[1024];
	size_t used = 0;
	ssize_t n = 1;
	int status = 0;

	while (used < sizeof(text) - 1 && n != 0) {
		n = read(fd, text + used, sizeof(text) - 1 - used);
		if (n > 0)
			used += (size_t)n;
		else if (n < 0 && signals_pending())
			return error_signal(err, signals_pending());
		else if (n < 0 && errno != EINTR)
			break;
	}
	text[used] = '\0';
	if (used > 0) {
		text_write(STDOUT_FILENO, text);
		return error_program(err, 0);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(status))
		return error_signal(err, WTERMSIG(status));
	return error_program(err, WEXITSTATUS(status));
}

int background_start(
    const struct background_opts *opts, int *fd, struct error *err)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_sys(err, FAULT_IO, "cannot make a pipe");
	pid_t pid = fork();
	if (pid < 0)
		return error_sys(err, FAULT_IO, "cannot go to the background");
	if (pid == 0) {
		become_child(opts, ends[1]);
		*fd = ends[1];
		return 0;
	}
	close(ends[1]);
	int result = hear_child(ends[0], pid, err);
	close(ends[0]);
	return result;
}

void background_ready(int fd, const char *line, int log_fd)
{
	if (log_fd >= 0)
		dup2(log_fd, STDERR_FILENO);
	else
		process_close_standard_fd(STDERR_FILENO);
	text_write(fd, line);
	close(fd);
}
