/* SPDX-License-Identifier: MIT */
/* Terminals as lines for bytes, by the ioctls that know speeds of any number
 * (ioctl_tty(2), TCGETS2), whose headers exclude <termios.h>. */
#include "sys/tty/tty.h"

#include <asm/termbits.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/signals.h"

/* musl does not have them. */
#ifndef TCGETS2
#define TCGETS2 _IOR('T', 0x2A, struct termios2)
#define TCSETS2 _IOW('T', 0x2B, struct termios2)
#endif

/* Devices of terminals whose other end is a program (Linux, devices.txt). */
#define PTY_MAJOR_FIRST 136
#define PTY_MAJOR_LAST 143

/* The speed that a device has may differ from the one asked for by one part in
 * so many: lines tolerate more. */
#define SPEED_TOLERANCE 33

struct tty_state {
	struct termios2 modes;
	int fd;
	struct tty_state *_Atomic next; /* of those that are changed */
};

/* Changed by single stores: a handler may interrupt at any place. */
static struct tty_state *_Atomic changed;

static const tcflag_t sizes[] = { [5] = CS5, [6] = CS6, [7] = CS7, [8] = CS8 };

static const tcflag_t parities[] = {
	[TTY_PARITY_NONE] = 0,
	[TTY_PARITY_ODD] = PARENB | PARODD,
	[TTY_PARITY_EVEN] = PARENB,
	[TTY_PARITY_MARK] = PARENB | CMSPAR | PARODD,
	[TTY_PARITY_SPACE] = PARENB | CMSPAR,
};

#define FRAME (CSIZE | CSTOPB | PARENB | PARODD | CMSPAR)

static tcflag_t frame_of(const struct tty_settings *s)
{
	return sizes[s->data_bits] | parities[s->parity] |
	       (s->stop_bits == 2 ? CSTOPB : 0);
}

/* As cfmakeraw(3), and for a line without a modem; a byte at a time is enough
 * for a read. */
static void make_raw(struct termios2 *m)
{
	m->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | INPCK | ISTRIP |
				  INLCR | IGNCR | ICRNL | IXON | IXOFF | IXANY);
	m->c_oflag &= ~(tcflag_t)OPOST;
	m->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	m->c_cflag |= CREAD | CLOCAL;
	m->c_cc[VMIN] = 1;
	m->c_cc[VTIME] = 0;
}

static void set_line(struct termios2 *m, const struct tty_settings *s)
{
	m->c_cflag &= ~(tcflag_t)(FRAME | CRTSCTS);
	m->c_cflag |= frame_of(s);
	if (s->parity != TTY_PARITY_NONE)
		m->c_iflag |= INPCK;
	if (s->flow == TTY_FLOW_RTS_CTS)
		m->c_cflag |= CRTSCTS;
	if (s->flow == TTY_FLOW_XON_XOFF)
		m->c_iflag |= IXON | IXOFF;
	if (s->speed == 0)
		return;
	m->c_cflag &= ~(tcflag_t)(CBAUD | CIBAUD);
	m->c_cflag |= BOTHER;
	m->c_ispeed = m->c_ospeed = s->speed;
}

int tty_make_raw(int fd)
{
	const struct tty_settings line = TTY_SETTINGS_DEFAULT;
	struct termios2 modes;

	if (ioctl(fd, TCGETS2, &modes) < 0)
		return -1;
	make_raw(&modes);
	set_line(&modes, &line);
	return ioctl(fd, TCSETS2, &modes);
}

/* A driver leaves out what it cannot do, without an error. */
static const char *find_lack(
    const struct termios2 *m, const struct tty_settings *s)
{
	unsigned speed = s->speed ? s->speed : m->c_ospeed;
	unsigned off =
	    speed > m->c_ospeed ? speed - m->c_ospeed : m->c_ospeed - speed;

	if (off > speed / SPEED_TOLERANCE)
		return "this speed";
	if ((m->c_cflag & FRAME) != frame_of(s))
		return "these data bits, parity and stop bits";
	if (s->flow == TTY_FLOW_RTS_CTS && !(m->c_cflag & CRTSCTS))
		return "flow control by RTS and CTS";
	return NULL;
}

/* In a handler, too. */
static void restore_all(void)
{
	for (struct tty_state *s = changed; s; s = s->next)
		ioctl(s->fd, TCSETS2, &s->modes);
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
	struct termios2 modes = t->before->modes;

	make_raw(&modes);
	set_line(&modes, s);
	note_changed(t);
	if (ioctl(t->fd, TCSETS2, &modes) < 0 ||
	    ioctl(t->fd, TCGETS2, &modes) < 0)
		return error_sys(
		    err, FAULT_IO, "cannot set the line of '%s'", device);
	const char *lack = find_lack(&modes, s);
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
	struct stat st = { 0 };

	t->fd = open(device, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (t->fd < 0) {
		error_sys(err, FAULT_IO, "cannot open '%s'", device);
		err->is_transient = may_come(err->sysno);
		return -1;
	}
	if (fstat(t->fd, &st) < 0)
		return error_sys(err, FAULT_IO, "cannot examine '%s'", device);
	t->is_pty = major(st.st_rdev) >= PTY_MAJOR_FIRST &&
	            major(st.st_rdev) <= PTY_MAJOR_LAST;
	if (ioctl(t->fd, TCGETS2, &t->before->modes) < 0)
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
	free(t->before);
	return -1;
}

bool tty_is_open_here(const char *device)
{
	DIR *dir = opendir("/proc/self/fd");
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
		ioctl(t->fd, TCFLSH, TCOFLUSH);
	ioctl(t->fd, TCSETS2, &t->before->modes);
	note_restored(t);
	ioctl(t->fd, TIOCNXCL);
	close(t->fd);
	free(t->before);
}

int tty_unsent(const struct tty *t)
{
	int bytes = 0;

	ioctl(t->fd, TIOCOUTQ, &bytes);
	return bytes;
}
