/* SPDX-License-Identifier: MIT */
/* Whether the peer's kernel has confirmed the last bytes. */
#include "relay/delivery.h"

#include "base/clock.h"
#include "stream/socket.h"

#define PAUSE_FIRST (CLOCK_SECOND / 1000)
#define PAUSE_LAST (CLOCK_SECOND / 10)

int delivery_check(struct delivery *d, int fd, struct error *err)
{
	int delivered = socket_delivered(fd, err);
	int unconfirmed = socket_unconfirmed(fd);

	d->has_moved = unconfirmed < d->unconfirmed;
	d->unconfirmed = unconfirmed;
	d->ask_at = 0;
	if (delivered != 0)
		return delivered;
	d->pause =
	    d->pause ? clock_earlier(2 * d->pause, PAUSE_LAST) : PAUSE_FIRST;
	d->ask_at = clock_after(d->pause);
	return 0;
}
