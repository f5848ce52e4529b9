/* SPDX-License-Identifier: MIT */
/* A descriptor that wakes: an eventfd(2). */
#include "sys/wakeup.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

int wakeup_open(void)
{
	return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

/* A counter that has no room is readable already. Other failures are tried
 * again: nobody else would wake the waiter. */
void wakeup_raise(int fd)
{
	uint64_t one = 1;
	int saved = errno, tries = 3;

	while (
	    write(fd, &one, sizeof(one)) < 0 && errno != EAGAIN && --tries > 0)
		;
	errno = saved;
}

void wakeup_clear(int fd)
{
	uint64_t count;
	ssize_t ignored = read(fd, &count, sizeof(count));

	(void)ignored;
}
