/* SPDX-License-Identifier: MIT */
/* The Unix sockets of other network namespaces. */
#include "sys/process/proc-unix.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How many namespaces are looked at, at most. */
#define NAMESPACES_MOST 64

/* The name stands behind so many fields of a line of /proc/net/unix. */
#define FIELDS_BEFORE_NAME 7

struct namespaces {
	ino_t items[NAMESPACES_MOST];
	size_t count;
};

/* The number of the network namespace of a process ("self"); 0: it may not be
 * known. */
static ino_t namespace_of(const char *process)
{
	char path[64], target[64];

	snprintf(path, sizeof(path), "/proc/%.20s/ns/net", process);
	ssize_t len = readlink(path, target, sizeof(target) - 1);
	if (len < 0)
		return 0;
	target[len] = '\0';
	const char *number = strchr(target, '[');
	return number ? (ino_t)strtoull(number + 1, NULL, 10) : 0;
}

/* Returns whether the namespace is a new one, and notes it. */
static bool is_new(struct namespaces *seen, ino_t number)
{
	for (size_t i = 0; i < seen->count; i++)
		if (seen->items[i] == number)
			return false;
	if (number == 0 || seen->count == NAMESPACES_MOST)
		return false;
	seen->items[seen->count++] = number;
	return true;
}

/* The table writes "@" for each NUL. */
static bool is_name(const char *shown, const char *name, size_t len)
{
	if (strlen(shown) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (shown[i] != (name[i] ? name[i] : '@'))
			return false;
	return true;
}

/* Returns the part of a line behind its first fields; NULL: there is none. */
static char *name_in(char *line)
{
	char *at = line;

	for (int i = 0; i < FIELDS_BEFORE_NAME; i++) {
		at += strspn(at, " ");
		at += strcspn(at, " \n");
	}
	if (*at != ' ')
		return NULL;
	at[strcspn(at, "\n")] = '\0';
	return at + 1;
}

static bool has_name(const char *process, const char *name, size_t len)
{
	char path[64];
	char *line = NULL;
	size_t room = 0;
	bool found = false;

	snprintf(path, sizeof(path), "/proc/%.20s/net/unix", process);
	FILE *table = fopen(path, "re");
	while (table && !found && getline(&line, &room, table) > 0) {
		const char *shown = name_in(line);
		found = shown && is_name(shown, name, len);
	}
	free(line);
	if (table)
		fclose(table);
	return found;
}

pid_t proc_unix_elsewhere(const char *name, size_t len)
{
	struct namespaces seen = { 0 };
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	pid_t found = 0;

	is_new(&seen, namespace_of("self"));
	while (proc && !found && (entry = readdir(proc))) {
		long pid = strtol(entry->d_name, NULL, 10);
		if (pid > 0 && is_new(&seen, namespace_of(entry->d_name)) &&
		    has_name(entry->d_name, name, len))
			found = (pid_t)pid;
	}
	if (proc)
		closedir(proc);
	return found;
}
