/* SPDX-License-Identifier: MIT */
/* Becoming another program. */
#include "sys/exec.h"

#include <errno.h>
#include <unistd.h>

#include "sys/signals.h"

int exec_program(char *const *argv, struct error *err)
{
	signals_restore();
	execvp(argv[0], argv);
	if (errno == ENOENT || errno == ENOTDIR)
		return error_set(err, FAULT_NOT_FOUND,
		    "cannot run '%s': program not found", argv[0]);
	return error_sys(err, FAULT_NOT_RUNNABLE, "cannot run '%s'", argv[0]);
}
