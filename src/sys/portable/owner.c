/* SPDX-License-Identifier: MIT */
/* Noticing that another process has ended: by a look from time to time. A
 * parent that has ended is none any more, reaped or not. Of another process
 * only the number is known, which may soon be that of a new one. */
#include "sys/process/owner.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/portable/clock-call.h"

#define LOOK_PAUSE (CLOCK_SECOND / 10)

static struct {
	pid_t pid; /* 0: none is watched */
	bool is_parent;
	const struct wakeup *wakeup;
	bool has_ended;
} owner;

static bool is_gone(void)
{
	return owner.is_parent ? getppid() != owner.pid
	                       : kill(owner.pid, 0) < 0 && errno == ESRCH;
}

static int64_t look(void)
{
	if (!is_gone())
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
	owner.is_parent = pid == getppid();
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
