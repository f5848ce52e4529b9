/* SPDX-License-Identifier: MIT */
/* The files of clients. */
#include "relay/client-files.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/signals.h"

/* These make no open(2) wait, and no terminal the controlling terminal. */
#define OPEN_FLAGS (O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

static int compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int compare_files(const void *a, const void *b)
{
	const struct client_file *one = a, *two = b;

	if (one->device != two->device)
		return one->device < two->device ? -1 : 1;
	return (one->number > two->number) - (one->number < two->number);
}

static void leave_alone(void *file)
{
	(void)file;
}

void client_files_free(struct client_files *files)
{
	tdestroy(files->used, free);
	tdestroy(files->open, leave_alone);
	files->used = files->open = NULL;
}

static int refuse(const char *name, struct error *err)
{
	return error_set(err, FAULT_IO,
	    "'%s' is the file of another client; add %%{conn} to its name",
	    name);
}

/* The name of a kind of file other than a regular file. */
static const char *name_kind(mode_t mode)
{
	static const struct {
		mode_t kind;
		const char *name;
	} kinds[] = {
		{ S_IFLNK, "a symbolic link" },
		{ S_IFDIR, "a directory" },
		{ S_IFIFO, "a FIFO" },
		{ S_IFSOCK, "a socket" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((mode & S_IFMT) == kinds[i].kind)
			return kinds[i].name;
	return "a device";
}

static int check_kind(
    const char *name, const struct stat *st, struct error *err)
{
	return S_ISREG(st->st_mode)
	           ? 0
	           : error_set(err, FAULT_IO,
			 "cannot open '%s': it is %s, not a regular file", name,
			 name_kind(st->st_mode));
}

/* Opens a file that exists, if it is a regular file. To open another kind would
 * have effects: it wakes the reader of a FIFO, or rewinds a tape. */
static int open_old(const char *name, struct error *err)
{
	struct stat st;

	if (lstat(name, &st) < 0)
		return error_sys(err, FAULT_IO, "cannot open '%s'", name);
	if (check_kind(name, &st, err) < 0)
		return -1;
	int fd = open(name, OPEN_FLAGS);
	return fd < 0 ? error_sys(err, FAULT_IO, "cannot open '%s'", name) : fd;
}

/* The sandbox forbids what the rights of the directory allow: at the start, the
 * directory was another one. */
static int cannot_make(const char *name, struct error *err)
{
	int sysno = errno;
	char *copy = xstrdup(name);
	bool may =
	    faccessat(AT_FDCWD, dirname(copy), W_OK | X_OK, AT_EACCESS) == 0;

	free(copy);
	if (sysno == EACCES && may)
		return error_set(err, FAULT_IO,
		    "cannot open '%s': the sandbox knows no directory that was "
		    "made after the start",
		    name);
	errno = sysno;
	return error_sys(err, FAULT_IO, "cannot open '%s'", name);
}

static int open_any(
    const struct client_files *files, const char *name, struct error *err)
{
	int fd = open(name, OPEN_FLAGS | O_CREAT | O_EXCL, 0666);

	if (fd >= 0)
		return fd;
	if (errno != EEXIST)
		return cannot_make(name, err);
	if (tfind(name, &files->used, compare_names))
		return refuse(name, err);
	return open_old(name, err);
}

/* Checks the file once it is open: it may have been replaced since its kind was
 * checked, and may be open for another client under another name. */
static int claim(struct client_files *files, const char *name,
    struct client_file *file, struct error *err)
{
	struct stat st;

	if (fstat(file->fd, &st) < 0)
		return error_sys(err, FAULT_IO, "cannot open '%s'", name);
	if (check_kind(name, &st, err) < 0)
		return -1;
	file->device = st.st_dev;
	file->number = st.st_ino;
	if (tfind(file, &files->open, compare_files))
		return refuse(name, err);
	if (st.st_size > 0 && ftruncate(file->fd, 0) < 0)
		return error_sys(err, FAULT_IO, "cannot empty '%s'", name);
	if (!tsearch(file, &files->open, compare_files))
		return error_set(err, FAULT_IO, "out of memory");
	return 0;
}

/* The memory for a name: its text, and a node of the tree. */
static size_t size_of(const char *name)
{
	return strlen(name) + 1 + 64;
}

static int check_room(
    const struct client_files *files, const char *name, struct error *err)
{
	if (files->names_differ ||
	    files->used_bytes + size_of(name) <= files->max_used ||
	    tfind(name, &files->used, compare_names))
		return 0;
	return error_set(err, FAULT_IO,
	    "no room for more names of files; add %%{conn} to the names");
}

static int remember(
    struct client_files *files, const char *name, struct error *err)
{
	if (files->names_differ || tfind(name, &files->used, compare_names))
		return 0;
	char *copy = xstrdup(name);
	if (tsearch(copy, &files->used, compare_names)) {
		files->used_bytes += size_of(name);
		return 0;
	}
	free(copy);
	return error_set(err, FAULT_IO, "out of memory");
}

int client_files_open(struct client_files *files, const char *name,
    struct client_file *file, struct error *err)
{
	if (check_room(files, name, err) < 0)
		return -1;
	file->fd = open_any(files, name, err);
	if (file->fd < 0)
		return -1;
	if (claim(files, name, file, err) < 0) {
		close(file->fd);
		file->fd = -1;
		return -1;
	}
	return remember(files, name, err);
}

/* A signal that asks for the end is obeyed even if the disk does not answer, as
 * with a file system of the network. */
int client_files_write(const struct client_file *file, const void *bytes,
    size_t len, struct error *err)
{
	const char *at = bytes;

	while (len > 0) {
		ssize_t n = write(file->fd, at, len);
		if (n < 0 && (errno != EINTR || signals_pending()))
			return error_sys(
			    err, FAULT_IO, "cannot write its file");
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

int client_files_close(
    struct client_files *files, struct client_file *file, struct error *err)
{
	if (file->fd < 0)
		return 0;
	tdelete(file, &files->open, compare_files);
	int result = close(file->fd);
	file->fd = -1;
	return result < 0 && errno != EINTR
	           ? error_sys(err, FAULT_IO, "cannot write its file")
	           : 0;
}
