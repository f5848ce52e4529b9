/* SPDX-License-Identifier: MIT */
/* Becoming another program. */
#include "sys/process/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/file-start.h"
#include "sys/signals.h"

/* Where execvp(3) looks without a PATH. */
#define DEFAULT_PATH "/bin:/usr/bin"

/* How many scripts execve(2) reads for one program. */
#define SCRIPTS_MOST 5

int exec_failed(const char *name, int sysno, struct error *err)
{
	/* The program, or the interpreter that its first line names. */
	if (sysno == ENOENT || sysno == ENOTDIR)
		return error_set(
		    err, FAULT_NOT_FOUND, "cannot run '%s': not found", name);
	errno = sysno;
	return error_sys(err, FAULT_NOT_RUNNABLE, "cannot run '%s'", name);
}

int exec_program(char *const *argv, struct error *err)
{
	signals_restore();
	execvp(argv[0], argv);
	return exec_failed(argv[0], errno, err);
}

/* Finds the interpreter that the first line of a script names (execve(2)).
 * Returns false if there is none. */
static bool find_interpreter(const char *path, char *line, size_t size)
{
	file_start(path, line, size);
	if (strncmp(line, "#!", 2) != 0)
		return false;
	char *name = line + 2 + strspn(line + 2, " \t");
	memmove(line, name, strlen(name) + 1);
	line[strcspn(line, " \t\n")] = '\0';
	return true;
}

/* Returns 0, or the errno of running that file. Looks at the interpreters of so
 * many scripts: one may be the interpreter of another. */
static int try_file(const char *path, int scripts)
{
	struct stat status;
	char interpreter[256];

	if (stat(path, &status) < 0)
		return errno;
	if (!S_ISREG(status.st_mode))
		return EACCES;
	if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0)
		return errno;
	return scripts &&
	               find_interpreter(path, interpreter, sizeof(interpreter))
	           ? try_file(interpreter, scripts - 1)
	           : 0;
}

/* Returns EACCES if there are only files that may not be run. */
static int try_path(const char *name, int scripts)
{
	const char *path = getenv("PATH");
	char *copy = xstrdup(path ? path : DEFAULT_PATH), *rest = copy;
	const char *directory;
	int result = ENOENT;

	while (result != 0 && (directory = strsep(&rest, ":"))) {
		char *file =
		    xasprintf("%s/%s", *directory ? directory : ".", name);
		int sysno = try_file(file, scripts);
		free(file);
		if (sysno == 0 || sysno == EACCES)
			result = sysno;
	}
	free(copy);
	return result;
}

static int check(const char *name, int scripts, struct error *err)
{
	int sysno = ENOENT;

	if (strchr(name, '/'))
		sysno = try_file(name, scripts);
	else if (*name)
		sysno = try_path(name, scripts);
	return sysno == 0 ? 0 : exec_failed(name, sysno, err);
}

int exec_check(const char *name, struct error *err)
{
	return check(name, 0, err);
}

int exec_check_scripts(const char *name, struct error *err)
{
	return check(name, SCRIPTS_MOST, err);
}
