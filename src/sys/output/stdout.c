/* SPDX-License-Identifier: MIT */
/* Text that a command prints on standard output. */
#include "sys/output/stdout.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/wrap.h"
#include "sys/output/messages.h"
#include "sys/signals.h"
#include "sys/waiting.h"

void stdout_lines(const char *lines, int hang)
{
	char *wrapped =
	    wrap_lines(lines, messages_width_of(STDOUT_FILENO), hang);

	fputs(wrapped ? wrapped : lines, stdout);
	free(wrapped);
}

static int fail(struct error *err)
{
	if (errno == EPIPE)
		return error_signal(err, SIGPIPE);
	return error_sys(err, FAULT_IO, "cannot write to standard output");
}

int stdout_flush(struct error *err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	return fail(err);
}

/* A signal that comes before write(2) does not interrupt it: with room for
 * PIPE_BUF bytes, that many are written at once (pipe(7)). What is said after a
 * signal, such as the values of --write-out, is not given up for it; a second
 * signal ends the process. */
static int wait_for_room(bool is_after_signal, struct error *err)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

	if (!is_after_signal)
		return waiting_for(STDOUT_FILENO, POLLOUT, CLOCK_NEVER, err);
	poll(&out, 1, -1);
	return 0;
}

int stdout_text(const char *text, struct error *err)
{
	size_t left = strlen(text);
	bool is_after_signal = signals_pending() != 0;

	while (left > 0) {
		if (wait_for_room(is_after_signal, err) < 0)
			return -1;
		ssize_t n = write(
		    STDOUT_FILENO, text, left < PIPE_BUF ? left : PIPE_BUF);
		if (n < 0 && !sysno_is_transient(errno))
			return fail(err);
		if (n > 0) {
			text += n;
			left -= (size_t)n;
		}
	}
	return 0;
}

int stdout_now(const char *lines, int hang, struct error *err)
{
	char *wrapped =
	    wrap_lines(lines, messages_width_of(STDOUT_FILENO), hang);
	int result = stdout_text(wrapped ? wrapped : lines, err);

	free(wrapped);
	return result;
}
