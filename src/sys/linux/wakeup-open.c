/* SPDX-License-Identifier: MIT */
/* Waking the main thread by an eventfd(2). */
#include <sys/eventfd.h>

#include "sys/wakeup.h"

int wakeup_open(struct wakeup *w)
{
	w->fd = w->raise_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return w->fd < 0 ? -1 : 0;
}
