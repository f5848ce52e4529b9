/* SPDX-License-Identifier: MIT */
/* Where the system tells nothing of a TCP connection, or in another form. */
#include "sys/socket/tcp-facts.h"

#include <errno.h>

bool tcp_facts_get(int fd, struct tcp_facts *out)
{
	return false;
}

int tcp_facts_field(int fd, const char *field, unsigned *out)
{
	errno = ENOPROTOOPT;
	return -1;
}
