/* SPDX-License-Identifier: MIT */
/* What a command reports on standard output. */
#include "cli/report.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/wrap.h"
#include "sys/messages.h"

void report_lines(const char *lines, int hang)
{
	char *wrapped =
	    wrap_lines(lines, messages_width_of(STDOUT_FILENO), hang);

	fputs(wrapped ? wrapped : lines, stdout);
	free(wrapped);
}

int report_flush(struct error *err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	if (errno == EPIPE)
		return error_signal(err, SIGPIPE);
	return error_sys(err, FAULT_IO, "cannot write to standard output");
}
