/* SPDX-License-Identifier: MIT */
/* Terminals as lines for bytes. */
#include "sys/tty/tty.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/signals.h"
#include "sys/tty/tty-device.h"
#include "sys/tty/tty-modes.h"

struct tty_state {
	struct tty_modes *modes;
	int fd;
	struct tty_state *_Atomic next; /* of those that are changed */
};

/* Changed by single stores: a handler may interrupt at any place. */
static struct tty_state *_Atomic changed;

/* Sets the modes that are in force anew. Returns 0, or -1 with errno. */
static int set_line(int fd, const struct tty_settings *s)
{
	struct tty_modes *modes = tty_modes_get(fd);

	if (!modes)
		return -1;
	tty_modes_make_raw(modes);
	tty_modes_take(modes, s);
	int result = tty_modes_set(fd, modes);
	free(modes);
	return result;
}

int tty_make_raw(int fd)
{
	const struct tty_settings line = TTY_SETTINGS_DEFAULT;

	return set_line(fd, &line);
}

/* In a handler, too. */
static void restore_all(void)
{
	for (struct tty_state *s = changed; s; s = s->next)
		tty_modes_set(s->fd, s->modes);
}

static void note_changed(const struct tty *t)
{
	t->before->fd = t->fd;
	t->before->next = changed;
	changed = t->before;
	signals_before_death(restore_all);
}

static void note_restored(const struct tty *t)
{
	struct tty_state *_Atomic *link = &changed;

	while (*link != t->before)
		link = &(*link)->next;
	*link = t->before->next;
}

static int apply(const struct tty *t, const char *device,
    const struct tty_settings *s, struct error *err)
{
	struct tty_modes *modes = NULL;

	note_changed(t);
	if (set_line(t->fd, s) < 0 || !(modes = tty_modes_get(t->fd)))
		return error_sys(
		    err, FAULT_IO, "cannot set the line of '%s'", device);
	const char *lack = tty_modes_lack(modes, s);
	free(modes);
	if (!lack)
		return 0;
	return error_set(
	    err, FAULT_UNSUPPORTED, "'%s' cannot have %s", device, lack);
}

/* The lock of TIOCEXCL does not hold against root. */
static int lock(const struct tty *t, const char *device, struct error *err)
{
	if (flock(t->fd, LOCK_EX | LOCK_NB) == 0) {
		ioctl(t->fd, TIOCEXCL);
		return 0;
	}
	if (errno == EWOULDBLOCK)
		errno = EBUSY;
	error_sys(err, FAULT_IO, "cannot open '%s'", device);
	err->is_transient = errno == EBUSY;
	return -1;
}

static bool may_come(int sysno)
{
	return sysno == ENOENT || sysno == ENXIO || sysno == ENODEV ||
	       sysno == EBUSY || sysno == EIO;
}

static int open_device(struct tty *t, const char *device, struct error *err)
{
	t->fd = open(device, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (t->fd < 0) {
		error_sys(err, FAULT_IO, "cannot open '%s'", device);
		err->is_transient = may_come(err->sysno);
		return -1;
	}
	t->is_pty = tty_device_is_pty(t->fd);
	t->before->modes = tty_modes_get(t->fd);
	if (!t->before->modes)
		return error_sys(
		    err, FAULT_IO, "cannot use '%s' as a line", device);
	return 0;
}

int tty_open(struct tty *t, const char *device,
    const struct tty_settings *settings, struct error *err)
{
	*t = (struct tty){ .before = xcalloc(1, sizeof(*t->before)) };
	if (open_device(t, device, err) == 0 && lock(t, device, err) == 0) {
		if (apply(t, device, settings, err) == 0)
			return 0;
		tty_close(t);
		return -1;
	}
	if (t->fd >= 0)
		close(t->fd);
	free(t->before->modes);
	free(t->before);
	return -1;
}

bool tty_is_open_here(const char *device)
{
	DIR *dir = opendir("/dev/fd");
	struct stat wanted, st;
	struct dirent *entry;
	bool found = false;

	if (!dir)
		return false;
	if (stat(device, &wanted) == 0 && S_ISCHR(wanted.st_mode))
		while (!found && (entry = readdir(dir)))
			found =
			    strtol(entry->d_name, NULL, 10) > STDERR_FILENO &&
			    fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 &&
			    S_ISCHR(st.st_mode) && st.st_rdev == wanted.st_rdev;
	closedir(dir);
	return found;
}

/* A close would wait for output that a stopped line does not send. What was
 * sent to a program has arrived, and would be lost. */
void tty_close(struct tty *t)
{
	if (!t->is_pty)
		tcflush(t->fd, TCOFLUSH);
	tty_modes_set(t->fd, t->before->modes);
	note_restored(t);
	ioctl(t->fd, TIOCNXCL);
	close(t->fd);
	free(t->before->modes);
	free(t->before);
}

int tty_unsent(const struct tty *t)
{
	int bytes = 0;

	ioctl(t->fd, TIOCOUTQ, &bytes);
	return bytes;
}
