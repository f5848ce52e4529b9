/* SPDX-License-Identifier: MIT */
/* A directory for the sockets of a lesson, or of a pair. */
#include "demo/directory.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/address/unix-address.h"

int directory_make(char path[DIRECTORY_SIZE], struct error *err)
{
	const char *parent = getenv("TMPDIR");

	if (!parent || !*parent)
		parent = "/tmp";
	int len = snprintf(path, DIRECTORY_SIZE, "%s/genet-XXXXXX", parent);
	/* A slash and a letter will follow. */
	if (len < 0 || len + 2 > UNIX_ADDRESS_LONGEST)
		error_set(err, FAULT_IO,
		    "the path of a socket has at most %d bytes, and TMPDIR "
		    "leaves no room for a name",
		    UNIX_ADDRESS_LONGEST);
	else if (mkdtemp(path))
		return 0;
	else
		error_sys(
		    err, FAULT_IO, "cannot make a directory in %s", parent);
	*path = '\0';
	return -1;
}

void directory_remove(const char *path)
{
	struct dirent *entry;

	chmod(path, S_IRWXU); /* a lesson may have locked it */
	DIR *directory = opendir(path);
	while (directory && (entry = readdir(directory)))
		unlinkat(dirfd(directory), entry->d_name, 0);
	if (directory)
		closedir(directory);
	rmdir(path);
}
