/* SPDX-License-Identifier: MIT */
/* Waking the main thread by a pipe. */
#include <fcntl.h>
#include <unistd.h>

#include "sys/wakeup.h"

int wakeup_open(struct wakeup *w)
{
	int ends[2];

	*w = WAKEUP_NONE;
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return -1;
	*w = (struct wakeup){ ends[0], ends[1] };
	return 0;
}
