/* SPDX-License-Identifier: MIT */
/* What the path of a Unix socket leads to, and whether a process is there. */
#ifndef PROBE_LOOK_UNIX_LOOK_H
#define PROBE_LOOK_UNIX_LOOK_H

#include <stdbool.h>
#include <sys/types.h>

#include "probe/look/look.h"
#include "sys/process/proc.h"
#include "sys/socket/address.h"

struct unix_facts {
	bool is_abstract;
	/* The file. */
	int stat_error;    /* errno of stat(2); 0: there is a file */
	char missing[108]; /* with stat_error: the first part of the path that
	                      fails for that */
	char link[108];    /* where that part, or else the last, points to as a
	                      symbolic link; "": it is none */
	bool is_socket;
	mode_t mode;
	uid_t owner;
	/* The table of the kernel, of this network namespace. */
	bool was_looked; /* else table_error says why not */
	int table_error;
	bool is_held; /* a socket has the address */
	bool listens;
	int type;                    /* of that socket */
	struct proc_sharers sharers; /* none: they are not visible */
	/* A process in another network namespace, in which a socket has the
	 * address; 0: there is none that can be seen. */
	pid_t elsewhere;
	/* The attempt. */
	bool is_open;
	int connected_type; /* of the attempt that succeeded */
	int connect_error;  /* errno; or 0. EAGAIN: the backlog is full */
	int64_t took_us;
};

/* Looks, and connects to a socket of that type (0: any). Fills out. */
void unix_look(const struct address *target, int type,
    const struct look_opts *opts, struct unix_facts *out);

#endif
