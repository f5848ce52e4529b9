/* SPDX-License-Identifier: MIT */
/* A descriptor that becomes readable after a time: a pipe, and a table of when
 * a wait has to write to it. */
#include "sys/clock-fd.h"

#include <errno.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/portable/clock-call.h"
#include "sys/wakeup.h"

struct entry {
	struct wakeup wakeup;
	int64_t due; /* CLOCK_NEVER: it has rung, or is not set */
};

static struct {
	struct entry *entries;
	size_t count;
	int64_t (*look)(void);
	int64_t look_at;
} clocks = { .look_at = CLOCK_NEVER };

static struct entry *entry_of(int fd)
{
	for (size_t i = 0; i < clocks.count; i++)
		if (clocks.entries[i].wakeup.fd == fd)
			return &clocks.entries[i];
	return NULL;
}

int clock_fd_open(void)
{
	struct entry new = { .due = CLOCK_NEVER };

	if (wakeup_open(&new.wakeup) < 0)
		return -1;
	clocks.entries = xreallocarray(
	    clocks.entries, clocks.count + 1, sizeof(*clocks.entries));
	clocks.entries[clocks.count++] = new;
	return new.wakeup.fd;
}

int clock_fd_set(int fd, int64_t us)
{
	struct entry *e = entry_of(fd);

	if (!e) {
		errno = EBADF;
		return -1;
	}
	wakeup_clear(&e->wakeup);
	e->due = clock_after(us);
	return 0;
}

void clock_fd_close(int fd)
{
	struct entry *e = entry_of(fd);

	if (!e)
		return;
	wakeup_close(&e->wakeup);
	*e = clocks.entries[--clocks.count];
}

void clock_call(int64_t (*look)(void))
{
	clocks.look = look;
	clocks.look_at = look ? 0 : CLOCK_NEVER;
}

void clock_fd_ring(void)
{
	int64_t now = clock_now();

	for (size_t i = 0; i < clocks.count; i++) {
		if (now < clocks.entries[i].due)
			continue;
		wakeup_raise(&clocks.entries[i].wakeup);
		clocks.entries[i].due = CLOCK_NEVER;
	}
	if (now >= clocks.look_at)
		clocks.look_at = clocks.look();
}

int64_t clock_fd_limit(int64_t deadline)
{
	int64_t latest = clock_earlier(deadline, clocks.look_at);

	for (size_t i = 0; i < clocks.count; i++)
		latest = clock_earlier(latest, clocks.entries[i].due);
	return latest;
}
