/* SPDX-License-Identifier: MIT */
/* A descriptor by which a thread or a signal handler wakes the main thread. */
#include "sys/wakeup.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

int wakeup_open(void)
{
	return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

/* At EAGAIN the counter is full, and the descriptor readable. After other
 * failures the call is repeated, since no other code would wake the main
 * thread. */
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
