/* SPDX-License-Identifier: MIT */
/* Options of a socket that are numbers. */
#include "sys/socket/socket-option.h"

#include <sys/socket.h>

int socket_option_get(int fd, int level, int option)
{
	int number = 0;
	socklen_t len = sizeof(number);

	return getsockopt(fd, level, option, &number, &len) < 0 ? -1 : number;
}
