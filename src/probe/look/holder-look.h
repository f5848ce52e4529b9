/* SPDX-License-Identifier: MIT */
/* Who holds a port of this host: the table of sockets of the kernel
 * (sock_diag(7)), and what /proc tells of processes. */
#ifndef PROBE_LOOK_HOLDER_LOOK_H
#define PROBE_LOOK_HOLDER_LOOK_H

#include <stdbool.h>
#include <sys/types.h>

#include "probe/look/look.h"
#include "sys/process/proc.h"
#include "sys/socket/address.h"
#include "sys/socket/socket-table.h"

/* A socket that is bound to a port, and the processes that have it. */
struct holder {
	struct socket_entry socket;
	struct proc_sharers sharers;
};

#define HOLDERS_MOST 16
#define HOLDERS_NEAR 3

struct holder_facts {
	bool was_looked; /* else error says why not */
	int error;
	/* Sockets with the port: listeners of TCP, sockets of UDP that are not
	 * connected. */
	struct holder items[HOLDERS_MOST];
	unsigned count;
	/* Listeners of TCP with a port near to it, or alike, such as 8081 or
	 * 80 for 8080. */
	struct holder near[HOLDERS_NEAR];
	unsigned near_count;
	struct socket_counts connections; /* of TCP, with the port */
};

/* Fills out. Returns 0, or -1 with errno, which is in out as well. */
int holder_look(unsigned port, struct holder_facts *out);

/* Whether the ports look alike. */
bool holder_ports_are_near(unsigned a, unsigned b);

/* Room for any holder_name(). */
#define HOLDER_NAME 96

/* "python3 (pid 7)", or what is known of a process that is not visible. Returns
 * buf. */
char *holder_name(char buf[HOLDER_NAME], const struct holder *h);

/* The same of processes of which at least one is visible. */
char *holder_sharers_name(
    char buf[HOLDER_NAME], const struct proc_sharers *sharers);

#endif
