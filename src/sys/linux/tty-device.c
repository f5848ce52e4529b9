/* SPDX-License-Identifier: MIT */
/* Which terminal a descriptor is: ioctl_tty(2). */
#include "sys/tty/tty-device.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/* Devices of terminals whose other end is a program (Linux, devices.txt). */
#define PTY_MAJOR_FIRST 136
#define PTY_MAJOR_LAST 143

unsigned tty_device(int fd)
{
	unsigned device = 0;

	return ioctl(fd, TIOCGDEV, &device) == 0 ? device : 0;
}

bool tty_device_is_pty(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && major(st.st_rdev) >= PTY_MAJOR_FIRST &&
	       major(st.st_rdev) <= PTY_MAJOR_LAST;
}

/* Without the name of the device, which may be one of another mount (Linux
 * 4.13). */
int tty_device_open_pty(int pty_fd, const char *name, int flags)
{
	int fd = ioctl(pty_fd, TIOCGPTPEER, flags);

	return fd >= 0 ? fd : open(name, flags);
}
