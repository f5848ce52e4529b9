/* SPDX-License-Identifier: MIT */
/* The process at the other end of a Unix socket. */
#ifndef SYS_CREDENTIALS_H
#define SYS_CREDENTIALS_H

#include <stdbool.h>
#include <sys/types.h>

#include "sys/address.h"

/* Room for any credentials_text(). */
#define CREDENTIALS_TEXT 64

struct credentials {
	bool is_known;
	pid_t pid; /* 0: hidden from us */
	uid_t uid;
	gid_t gid;
};

/* As they were when the process connected, or began to listen (SO_PEERCRED). */
struct credentials credentials_of_peer(int fd);

/* "pid 4711 uid 0 gid 0", without a pid that is hidden. Returns buf. */
char *credentials_text(char buf[CREDENTIALS_TEXT], const struct credentials *c);

/* Names a peer: by its owner if that is there, since clients of Unix sockets
 * rarely have an address, else by its address. Either may be NULL. Returns
 * buf. */
char *credentials_or_address(char buf[ADDRESS_TEXT],
    const struct credentials *c, const struct address *address);

#endif
