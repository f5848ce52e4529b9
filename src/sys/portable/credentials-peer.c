/* SPDX-License-Identifier: MIT */
/* Where the kernel does not tell who is at the other end of a Unix socket. */
#include "sys/socket/credentials.h"

struct credentials credentials_of_peer(int fd)
{
	return (struct credentials){ .is_known = false };
}
