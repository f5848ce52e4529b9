/* SPDX-License-Identifier: MIT */
/* The process at the other end of a Unix socket. */
#ifndef SYS_CREDENTIALS_H
#define SYS_CREDENTIALS_H

#include <sys/types.h>

struct credentials {
	pid_t pid; /* 0: hidden from us */
	uid_t uid;
	gid_t gid;
};

/* As they were when it connected, or began to listen. Returns 0, or -1 with
 * errno. */
int credentials_of_peer(int fd, struct credentials *out);

#endif
