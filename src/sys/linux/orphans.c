/* SPDX-License-Identifier: MIT */
/* Processes that a program started by genet has started, and that outlive it.
 */
#include "sys/process/orphans.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/process/proc.h"

/* How many processes and descriptors are looked at, at most. */
#define PROCESSES_MOST 256
#define DESCRIPTORS_MOST 8192

/* A process may start another one and end during a search. */
#define TRIES 4

struct search {
	const struct orphans *orphans;
	ino_t socket;
	pid_t found[PROCESSES_MOST];
	size_t count;
	size_t descriptors; /* that may still be looked at */
	bool has_too_many;
	bool has_changed; /* a process has ended during the search */
};

void orphans_adopt(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

void orphans_avoid(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

static bool are_adopted(void)
{
	int is_set = 0;

	return prctl(PR_GET_CHILD_SUBREAPER, &is_set, 0, 0, 0) == 0 && is_set;
}

/* Whether the child of genet is a program that runs, or has ended. */
static bool is_passed_over(struct search *s, pid_t pid)
{
	const struct orphans *o = s->orphans;

	if (o->is_program && o->is_program(o->context, pid))
		return true;
	bool has_ended = waitpid(pid, NULL, WNOHANG) == pid;
	s->has_changed |= has_ended;
	return has_ended;
}

/* Adds the children that a thread has (proc(5), /proc/PID/task/TID/children).
 * Returns whether they are listed. */
static bool add_children(struct search *s, pid_t parent, const char *thread)
{
	char path[80];
	long pid;

	snprintf(path, sizeof(path), "/proc/%d/task/%.20s/children",
	    (int)parent, thread);
	FILE *file = fopen(path, "re");
	while (file && fscanf(file, "%ld", &pid) == 1) {
		if (parent == getpid() && is_passed_over(s, (pid_t)pid))
			continue;
		s->has_too_many |= s->count == PROCESSES_MOST;
		if (s->has_too_many)
			break;
		s->found[s->count++] = (pid_t)pid;
	}
	if (file)
		fclose(file);
	return file;
}

/* Adds the children of all threads. Returns whether they are listed. */
static bool add_all_children(struct search *s, pid_t parent)
{
	char path[32];
	struct dirent *entry;
	bool is_listed = false;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)parent);
	DIR *threads = opendir(path);
	while (threads && (entry = readdir(threads)))
		if (*entry->d_name != '.')
			is_listed |= add_children(s, parent, entry->d_name);
	if (threads)
		closedir(threads);
	return is_listed;
}

static bool has_socket(struct search *s, pid_t pid)
{
	size_t before = s->descriptors;
	int result = proc_has_socket(pid, s->socket, &s->descriptors);

	/* A process that has ended and was not reaped has no descriptors. */
	s->has_changed |=
	    result < 0 ? errno == ENOENT : s->descriptors == before;
	s->has_too_many |= s->descriptors == 0;
	return result > 0;
}

/* Returns 1 or 0, or -1 if children are not listed. */
static int look_once(struct search *s)
{
	s->count = 0;
	s->has_changed = false;
	if (!add_all_children(s, getpid()))
		return -1;
	for (size_t i = 0; i < s->count && !s->has_too_many; i++) {
		if (has_socket(s, s->found[i]))
			return 1;
		add_all_children(s, s->found[i]);
	}
	return s->has_too_many;
}

static bool has_members(pid_t group)
{
	return kill(-group, 0) == 0 || errno == EPERM;
}

bool orphans_have(const struct orphans *orphans, int socket_fd)
{
	struct search s = {
		.orphans = orphans,
		.descriptors = DESCRIPTORS_MOST,
	};
	struct stat status;
	int result = 0;

	if (fstat(socket_fd, &status) < 0)
		return false;
	if (!are_adopted())
		return has_members(orphans->group);
	s.socket = status.st_ino;
	for (int i = 0; i < TRIES && result == 0; i++) {
		result = look_once(&s);
		if (!s.has_changed)
			break;
	}
	return result < 0 ? has_members(orphans->group) : result > 0;
}
