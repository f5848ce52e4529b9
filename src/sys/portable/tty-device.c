/* SPDX-License-Identifier: MIT */
/* Which terminal a descriptor is, by the name of the device. */
#include "sys/tty/tty-device.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* /dev/tty is not known as the terminal that it stands for. */
unsigned tty_device(int fd)
{
	struct stat st;

	return isatty(fd) && fstat(fd, &st) == 0 ? (unsigned)st.st_rdev : 0;
}

bool tty_device_is_pty(int fd)
{
	char name[64];

	return ttyname_r(fd, name, sizeof(name)) == 0 &&
	       (strncmp(name, "/dev/pts/", 9) == 0 ||
		   strncmp(name, "/dev/ttyp", 9) == 0);
}

int tty_device_open_pty(int pty_fd, const char *name, int flags)
{
	return open(name, flags);
}
