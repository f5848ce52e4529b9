/* SPDX-License-Identifier: MIT */
/* What /proc tells of other processes (proc(5)). */
#include "sys/process/proc.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads the beginning of a file of the process; "" if that cannot be done. */
static void read_file(pid_t pid, const char *name, char *text, size_t size)
{
	char path[48];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, size - 1);
	if (fd >= 0)
		close(fd);
	text[len > 0 ? len : 0] = '\0';
}

bool proc_is_sleeping(pid_t pid)
{
	char stat[512];

	read_file(pid, "stat", stat, sizeof(stat));
	/* The name of the program stands before it, in parentheses. */
	const char *end = strrchr(stat, ')');
	return end && end[1] == ' ' && end[2] == 'S';
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

bool proc_find_holder(ino_t inode, struct proc_holder *out)
{
	DIR *proc = opendir("/proc");
	size_t most = SIZE_MAX;
	struct dirent *entry;
	bool found = false;

	while (proc && !found && (entry = readdir(proc))) {
		out->pid = (pid_t)strtol(entry->d_name, NULL, 10);
		found =
		    out->pid > 0 && proc_has_socket(out->pid, inode, &most) > 0;
	}
	if (proc)
		closedir(proc);
	if (!found)
		return false;
	read_file(out->pid, "comm", out->name, sizeof(out->name));
	out->name[strcspn(out->name, "\n")] = '\0';
	return true;
}
