/* SPDX-License-Identifier: MIT */
/* Becoming another program. */
#include "sys/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/signals.h"

/* Where execvp(3) looks without a PATH. */
#define DEFAULT_PATH "/bin:/usr/bin"

int exec_failed(const char *name, int sysno, struct error *err)
{
	/* It, or the interpreter that its first line names. */
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

/* Returns 0, or the errno of running that file. */
static int try_file(const char *path)
{
	struct stat status;

	if (stat(path, &status) < 0)
		return errno;
	if (!S_ISREG(status.st_mode))
		return EACCES;
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0 ? errno : 0;
}

/* One that may not be run is passed over, but remembered. */
static int try_path(const char *name)
{
	const char *path = getenv("PATH");
	char *copy = xstrdup(path ? path : DEFAULT_PATH), *rest = copy;
	const char *directory;
	int result = ENOENT;

	while (result != 0 && (directory = strsep(&rest, ":"))) {
		char *file =
		    xasprintf("%s/%s", *directory ? directory : ".", name);
		int sysno = try_file(file);
		free(file);
		if (sysno == 0 || sysno == EACCES)
			result = sysno;
	}
	free(copy);
	return result;
}

int exec_check(const char *name, struct error *err)
{
	int sysno = ENOENT;

	if (strchr(name, '/'))
		sysno = try_file(name);
	else if (*name)
		sysno = try_path(name);
	return sysno == 0 ? 0 : exec_failed(name, sysno, err);
}
