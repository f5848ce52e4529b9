/* SPDX-License-Identifier: MIT */
/* Where nothing is told of other processes. */
#include "sys/process/proc.h"

#include <errno.h>

bool proc_is_there(void)
{
	return false;
}

bool proc_is_sleeping(pid_t pid)
{
	return false;
}

bool proc_is_stopped(pid_t pid)
{
	return false;
}

int proc_has_socket(pid_t pid, ino_t inode, size_t *most)
{
	errno = ENOSYS;
	return -1;
}

bool proc_find_holder(ino_t inode, struct proc_holder *out)
{
	return false;
}

void proc_find_sharers(ino_t inode, struct proc_sharers *out)
{
	*out = (struct proc_sharers){ .may_be_more = true };
}
