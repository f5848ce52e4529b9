/* SPDX-License-Identifier: MIT */
/* Seats, the ports that are asked at the same time, and how; only for scan/. */
#ifndef SCAN_SCAN_METHOD_H
#define SCAN_SCAN_METHOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "sys/socket/address.h"
#include "tap/tap.h"

/* A seat: a port that is asked, or room to ask the next. */
struct scan_seat {
	struct list_link link;
	struct list *queue; /* that the link is in */
	int fd;             /* kept for the next port if it can be; or -1 */
	size_t host, port;  /* their indexes */
	struct address address;
	int64_t remind_at, ends_at; /* while the seat waits */
	bool was_asked_again;
	bool is_watched; /* the socket is in the set of the poller */
};

/* Each function may close the socket. They return a state, SCAN_UNKNOWN while
 * there is no answer, or -1 with errno if this host could not ask the port. */
struct scan_method {
	int type;
	short events;
	int (*begin)(struct scan_seat *seat, struct tap *tap);
	int (*look)(struct scan_seat *seat, struct tap *tap);

	/* Halfway through the time; NULL: the kernel repeats the question. */
	int (*ask_again)(struct scan_seat *seat, struct tap *tap);
};

extern const struct scan_method scan_tcp, scan_udp;

/* Closes the socket of the seat, if it has one, and leaves errno as it was. */
void scan_seat_close(struct scan_seat *seat, struct tap *tap);

/* What an errno says about a port; -1 if it says nothing. */
int scan_state_of(int sysno);

#endif
