/* SPDX-License-Identifier: MIT */
/* What /proc tells of other processes (proc(5)). */
#ifndef SYS_PROCESS_PROC_H
#define SYS_PROCESS_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Whether /proc is mounted here. */
bool proc_is_there(void);

/* Whether the process waits in a system call: state S in /proc/PID/stat. False
 * also if that cannot be read. */
bool proc_is_sleeping(pid_t pid);

/* Whether the process is stopped, by a signal or a debugger. */
bool proc_is_stopped(pid_t pid);

/* Whether the process has the socket of this inode open: 1, 0, or -1 with errno
 * if its descriptors cannot be read. Looks at so many of them at most, and
 * subtracts how many those were. */
int proc_has_socket(pid_t pid, ino_t inode, size_t *most);

struct proc_holder {
	pid_t pid;
	char name[32]; /* the command's name */
};

/* Finds a process that has the socket open. Returns false if genet may see
 * none. */
bool proc_find_holder(ino_t inode, struct proc_holder *out);

/* The processes that have a socket open, as far as genet may see them. */
struct proc_sharers {
	struct proc_holder first;
	unsigned count, stopped;
	bool may_be_more; /* there are processes that genet may not look at */
};
void proc_find_sharers(ino_t inode, struct proc_sharers *out);

#endif
