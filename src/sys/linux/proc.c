/* SPDX-License-Identifier: MIT */
/* What /proc tells of other processes (proc(5)). */
#include "sys/process/proc.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/file-start.h"

/* Reads the beginning of a file of the process; "" if that cannot be done. */
static void read_file(pid_t pid, const char *name, char *text, size_t size)
{
	char path[48];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	file_start(path, text, size);
}

/* The letter of the state of the process; 0: it cannot be read. */
static char state_of(pid_t pid)
{
	char stat[512];

	read_file(pid, "stat", stat, sizeof(stat));
	/* The name of the program stands before it, in parentheses. */
	const char *end = strrchr(stat, ')');
	return end && end[1] == ' ' ? end[2] : '\0';
}

bool proc_is_there(void)
{
	return access("/proc/self", F_OK) == 0;
}

bool proc_is_sleeping(pid_t pid)
{
	return state_of(pid) == 'S';
}

bool proc_is_stopped(pid_t pid)
{
	char state = state_of(pid);

	return state == 'T' || state == 't';
}

int proc_has_socket(pid_t pid, ino_t inode, size_t *most)
{
	char path[32], wanted[48], target[64];
	struct dirent *entry;
	bool found = false;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	snprintf(
	    wanted, sizeof(wanted), "socket:[%llu]", (unsigned long long)inode);
	DIR *dir = opendir(path);
	if (!dir)
		return -1;
	while (!found && *most > 0 && (entry = readdir(dir))) {
		ssize_t len = readlinkat(
		    dirfd(dir), entry->d_name, target, sizeof(target) - 1);
		if (len < 0)
			continue;
		--*most;
		target[len] = '\0';
		found = strcmp(target, wanted) == 0;
	}
	closedir(dir);
	return found;
}

static void read_name(struct proc_holder *holder)
{
	read_file(holder->pid, "comm", holder->name, sizeof(holder->name));
	holder->name[strcspn(holder->name, "\n")] = '\0';
}

/* Goes on to the next process that has the socket. Returns its pid, or 0: there
 * are no more. */
static pid_t next_sharer(DIR *proc, ino_t inode)
{
	size_t most = SIZE_MAX;
	struct dirent *entry;

	while ((entry = readdir(proc))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
		if (pid > 0 && proc_has_socket(pid, inode, &most) > 0)
			return pid;
	}
	return 0;
}

bool proc_find_holder(ino_t inode, struct proc_holder *out)
{
	DIR *proc = opendir("/proc");

	if (!proc)
		return false;
	out->pid = next_sharer(proc, inode);
	closedir(proc);
	if (out->pid > 0)
		read_name(out);
	return out->pid > 0;
}

/* Who may look at the first process may look at all of them. */
static bool sees_all(void)
{
	DIR *dir = opendir("/proc/1/fd");

	if (dir)
		closedir(dir);
	return dir != NULL;
}

void proc_find_sharers(ino_t inode, struct proc_sharers *out)
{
	DIR *proc = opendir("/proc");
	pid_t pid;

	*out = (struct proc_sharers){ .may_be_more = !sees_all() };
	while (proc && (pid = next_sharer(proc, inode)) > 0) {
		if (out->count++ == 0) {
			out->first.pid = pid;
			read_name(&out->first);
		}
		out->stopped += proc_is_stopped(pid);
	}
	if (proc)
		closedir(proc);
}
