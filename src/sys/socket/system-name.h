/* SPDX-License-Identifier: MIT */
/* Names of constants that not every system has, for calls of sockets. */
#ifndef SYS_SOCKET_SYSTEM_NAME_H
#define SYS_SOCKET_SYSTEM_NAME_H

struct system_name {
	const char *name; /* "SO_RXQ_OVFL" */
	long number;
};

/* Those of this system; a row without a name ends them. */
extern const struct system_name system_names[];

#endif
