/* SPDX-License-Identifier: MIT */
/* The process at the other end of a Unix socket. */
#ifndef SYS_SOCKET_CREDENTIALS_H
#define SYS_SOCKET_CREDENTIALS_H

#include <stdbool.h>
#include <sys/types.h>

#include "sys/socket/address.h"

/* Room for any credentials_text(). */
#define CREDENTIALS_TEXT 64

struct credentials {
	bool is_known;
	pid_t pid; /* 0: hidden, in another namespace */
	uid_t uid;
	gid_t gid;
};

/* The process that connected, or began to listen, as it was then
 * (SO_PEERCRED). It is not known where the kernel does not tell. */
struct credentials credentials_of_peer(int fd);

/* "pid 4711 uid 0 gid 0", or "uid 0 gid 0" if the pid is hidden. Returns buf.
 */
char *credentials_text(char buf[CREDENTIALS_TEXT], const struct credentials *c);

/* Names a peer: by its credentials, since clients of Unix sockets rarely have
 * an address, or else by its address. Either may be NULL. Returns buf. */
char *credentials_or_address(char buf[ADDRESS_TEXT],
    const struct credentials *c, const struct address *address);

#endif
