/* SPDX-License-Identifier: MIT */
/* How a port is asked; only for scan*.c. */
#ifndef SCAN_SCAN_METHOD_H
#define SCAN_SCAN_METHOD_H

#include <stdbool.h>

#include "scan/scan-seat.h"
#include "tap/tap.h"

/* Each may close the socket, and sets fd to -1 then. They return SCAN_UNKNOWN
 * while there is no answer, or -1 with errno if the port could not be asked
 * for a reason of our own. */
struct scan_method {
	int type;
	short events;
	int (*begin)(struct scan_seat *seat, struct tap *tap);
	int (*look)(struct scan_seat *seat, struct tap *tap);

	/* Halfway through the time; NULL: the kernel does that. */
	int (*ask_again)(struct scan_seat *seat, struct tap *tap);
};

extern const struct scan_method scan_tcp, scan_udp;

/* What an errno says about a port; -1 if it says nothing. */
int scan_state_of(int sysno);

/* The seat's socket: each tells of its call. Return 0, or -1 with errno;
 * scan_socket_close() leaves errno as it was, and may be called without a
 * socket. */
int scan_socket_open(struct scan_seat *seat, int type, struct tap *tap);
int scan_socket_connect(const struct scan_seat *seat, struct tap *tap);
void scan_socket_close(struct scan_seat *seat, struct tap *tap);

/* Whether the socket has come to be connected to itself. */
bool scan_socket_met_itself(const struct scan_seat *seat);

#endif
