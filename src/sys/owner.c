/* SPDX-License-Identifier: MIT */
/* Which process holds a socket, as /proc tells it (proc(5)). */
#include "sys/owner.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether one of the links in this fd directory is the wanted one. */
static bool holds(const char *fd_dir, const char *wanted)
{
	DIR *dir = opendir(fd_dir);
	struct dirent *entry;
	bool found = false;

	while (dir && !found && (entry = readdir(dir))) {
		char target[64];
		ssize_t len = readlinkat(
		    dirfd(dir), entry->d_name, target, sizeof(target) - 1);
		if (len < 0)
			continue;
		target[len] = '\0';
		found = strcmp(target, wanted) == 0;
	}
	if (dir)
		closedir(dir);
	return found;
}

static void read_name(pid_t pid, char *name, size_t size)
{
	char path[48];

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, name, size - 1);
	if (fd >= 0)
		close(fd);
	name[len > 0 ? len : 0] = '\0';
	name[strcspn(name, "\n")] = '\0';
}

/* Returns the id of a process that has the socket open; 0 if there is none. */
static pid_t find_holder(ino_t inode)
{
	char wanted[48];
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	pid_t found = 0;

	snprintf(
	    wanted, sizeof(wanted), "socket:[%llu]", (unsigned long long)inode);
	while (proc && !found && (entry = readdir(proc))) {
		char fd_dir[48];
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
		if (pid <= 0)
			continue;
		snprintf(fd_dir, sizeof(fd_dir), "/proc/%d/fd", (int)pid);
		if (holds(fd_dir, wanted))
			found = pid;
	}
	if (proc)
		closedir(proc);
	return found;
}

bool owner_of_socket(ino_t inode, struct owner *out)
{
	out->pid = find_holder(inode);
	if (out->pid)
		read_name(out->pid, out->name, sizeof(out->name));
	return out->pid != 0;
}
