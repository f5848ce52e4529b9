/* SPDX-License-Identifier: MIT */
/* Which process holds a socket. */
#ifndef SYS_OWNER_H
#define SYS_OWNER_H

#include <stdbool.h>
#include <sys/types.h>

struct owner {
	pid_t pid;
	char name[32]; /* the command's name */
};

/* Looks through /proc for the process that has the socket of this inode open.
 * Returns false if there is none that we may see. */
bool owner_of_socket(ino_t inode, struct owner *out);

#endif
