/* SPDX-License-Identifier: MIT */
/* Noticing that another process has ended: by a look from time to time. The
 * number of a process that has ended may be that of another one soon. */
#include "sys/process/owner.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>

#include "base/clock.h"
#include "sys/portable/clock-call.h"

#define LOOK_PAUSE (CLOCK_SECOND / 10)

static struct {
	pid_t pid; /* 0: none is watched */
	const struct wakeup *wakeup;
	bool has_ended;
} owner;

static int64_t look(void)
{
	if (kill(owner.pid, 0) == 0 || errno != ESRCH)
		return clock_after(LOOK_PAUSE);
	owner.has_ended = true;
	wakeup_raise(owner.wakeup);
	return CLOCK_NEVER;
}

int owner_watch(pid_t pid, const struct wakeup *wakeup)
{
	if (kill(pid, 0) < 0 && errno == ESRCH)
		return -1;
	owner.pid = pid;
	owner.wakeup = wakeup;
	clock_call(look);
	return wakeup->fd;
}

bool owner_has_ended(void)
{
	bool has_ended = owner.has_ended;

	owner.has_ended = false;
	return has_ended;
}

void owner_forget(void)
{
	clock_call(NULL);
	owner.pid = 0;
}
