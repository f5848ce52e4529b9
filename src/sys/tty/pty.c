/* SPDX-License-Identifier: MIT */
/* A terminal that genet makes. */
#include "sys/tty/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/tty/tty-device.h"
#include "sys/tty/tty.h"

/* Opens the end of programs. Returns as open(2). */
static int open_program_end(const struct pty *p)
{
	return tty_device_open_pty(
	    p->fd, p->name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
}

/* The link */

/* Whether the link leads to the device. */
static bool leads_to_us(const struct pty *p)
{
	char target[sizeof(p->name)];
	ssize_t len = readlink(p->link, target, sizeof(target));

	return len == (ssize_t)strlen(p->name) &&
	       memcmp(target, p->name, (size_t)len) == 0;
}

static bool is_left_over(const char *link)
{
	char target[64];
	ssize_t len = readlink(link, target, sizeof(target));

	return len >= 0 && access(link, F_OK) < 0 && errno == ENOENT;
}

/* Returns 0 or an errno. */
static int try_link(const struct pty *p)
{
	return symlink(p->name, p->link) < 0 ? errno : 0;
}

static int make_link(struct pty *p, struct error *err)
{
	int sysno = try_link(p);

	if (sysno == EEXIST && is_left_over(p->link) && unlink(p->link) == 0)
		sysno = try_link(p);
	/* The device may have had its name in an earlier terminal, too. */
	p->has_link = sysno == 0 || (sysno == EEXIST && leads_to_us(p));
	if (p->has_link)
		return 0;
	errno = sysno;
	if (sysno == EEXIST)
		return error_set(err, FAULT_BIND,
		    "cannot make the link '%s': there is such a file already",
		    p->link);
	return error_sys(err, FAULT_BIND, "cannot make the link '%s'", p->link);
}

/* The terminal */

/* A terminal that no program has had open so far is not at its end: that is
 * seen only after a program has closed it. */
static int begin(struct pty *p, bool ends_with_program, struct error *err)
{
	int fd = open_program_end(p);

	if (fd < 0 || tty_make_raw(fd) < 0) {
		error_sys(err, FAULT_IO, "cannot set up %s", p->name);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	if (ends_with_program)
		close(fd);
	else
		p->held_fd = fd;
	return 0;
}

int pty_open(
    struct pty *p, const char *link, bool ends_with_program, struct error *err)
{
	int flags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;

	*p = (struct pty){ .fd = posix_openpt(flags), .held_fd = -1 };
	if (p->fd < 0)
		return error_sys(err, FAULT_IO, "cannot make a terminal");
	if (grantpt(p->fd) < 0 || unlockpt(p->fd) < 0 ||
	    ptsname_r(p->fd, p->name, sizeof(p->name)) != 0) {
		error_sys(err, FAULT_IO, "cannot make a terminal");
		close(p->fd);
		return -1;
	}
	p->link = xstrdup(link);
	if (begin(p, ends_with_program, err) == 0 && make_link(p, err) == 0)
		return 0;
	pty_close(p);
	return -1;
}

void pty_close(struct pty *p)
{
	if (p->has_link && leads_to_us(p))
		unlink(p->link);
	if (p->held_fd >= 0)
		close(p->held_fd);
	close(p->fd);
	free(p->link);
}

/* Its programs */

static short events_of(int fd, short wanted)
{
	struct pollfd p = { .fd = fd, .events = wanted };

	return poll(&p, 1, 0) > 0 ? p.revents : 0;
}

bool pty_is_hung_up(const struct pty *p)
{
	return events_of(p->fd, 0) & POLLHUP;
}

bool pty_is_used(const struct pty *p)
{
	short events = events_of(p->fd, POLLIN);

	return !(events & POLLHUP) || (events & POLLIN);
}

/* A program can hang the terminal up for all that have it open (vhangup(2)),
 * but not for those that open it later. */
static int hold_again(struct pty *p)
{
	if (p->held_fd >= 0 && events_of(p->held_fd, 0) & POLLHUP) {
		int fd = open_program_end(p);
		close(p->held_fd);
		p->held_fd = fd;
	}
	return p->held_fd;
}

ssize_t pty_write(struct pty *p, const void *bytes, size_t len)
{
	if (hold_again(p) < 0 && pty_is_hung_up(p)) {
		errno = EIO;
		return -1;
	}
	return write(p->fd, bytes, len);
}

/* poll(2) waits until the kernel has moved what was written to where programs
 * read it; FIONREAD alone would not see that. Of a line that is not whole in
 * canonical mode, neither tells. */
static int count_unread(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int bytes = 0;

	if (poll(&p, 1, 0) < 0)
		return -1;
	if (!(p.revents & POLLIN))
		return 0;
	return ioctl(fd, FIONREAD, &bytes) == 0 && bytes > 0 ? bytes : 1;
}

int pty_unread(struct pty *p)
{
	int held = hold_again(p);
	int fd = held >= 0 ? held : open_program_end(p);

	if (fd < 0)
		return -1;
	int bytes = count_unread(fd), sysno = errno;
	if (held < 0)
		close(fd);
	errno = sysno;
	return bytes;
}
