/* SPDX-License-Identifier: MIT */
/* In which network namespace, and in which container, this process runs. */
#include "sys/net/namespace.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/file-start.h"

/* Where ip-netns(8) binds those that have names. */
#define NAMED "/run/netns"

static void find_name(const struct stat *own, char *name, size_t size)
{
	DIR *dir = opendir(NAMED);
	struct dirent *entry;
	struct stat st;

	while (dir && (entry = readdir(dir)))
		if (fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 &&
		    st.st_ino == own->st_ino && st.st_dev == own->st_dev)
			snprintf(name, size, "%.60s", entry->d_name);
	if (dir)
		closedir(dir);
}

/* "" if the file cannot be read. */
static void read_line(const char *path, char *text, size_t size)
{
	file_start(path, text, size);
	text[strcspn(text, "\n")] = '\0';
}

/* The file has the name of the manager, where that writes it; others leave an
 * empty file of a name of their own. */
static void find_container(char *name, size_t size)
{
	read_line("/run/systemd/container", name, size);
	if (!*name && access("/.dockerenv", F_OK) == 0)
		snprintf(name, size, "docker");
	if (!*name && access("/run/.containerenv", F_OK) == 0)
		snprintf(name, size, "podman");
}

void namespace_look(struct net_namespace *out)
{
	struct stat own, first;

	*out = (struct net_namespace){ 0 };
	find_container(out->container, sizeof(out->container));
	if (stat("/proc/self/ns/net", &own) < 0)
		return;
	find_name(&own, out->name, sizeof(out->name));
	out->is_known = stat("/proc/1/ns/net", &first) == 0;
	out->is_other = out->is_known && (own.st_ino != first.st_ino ||
					     own.st_dev != first.st_dev);
}

unsigned namespace_first_port(void)
{
	char text[16];

	read_line("/proc/sys/net/ipv4/ip_unprivileged_port_start", text,
	    sizeof(text));
	return *text ? (unsigned)strtoul(text, NULL, 10) : 1024;
}
