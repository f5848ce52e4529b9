/* SPDX-License-Identifier: MIT */
/* Opening the file of a descriptor again: only terminals have a name. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "sys/open.h"

int open_again(int fd, int flags)
{
	char name[64];

	errno = ttyname_r(fd, name, sizeof(name));
	return errno ? -1
	             : open(name, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}
