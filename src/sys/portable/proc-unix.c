/* SPDX-License-Identifier: MIT */
/* Where there are no network namespaces. */
#include "sys/process/proc-unix.h"

pid_t proc_unix_elsewhere(const char *name, size_t len)
{
	return 0;
}
