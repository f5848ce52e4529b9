/* SPDX-License-Identifier: MIT */
/* The process at the other end of a Unix socket, as text. */
#include "sys/socket/credentials.h"

#include <stdio.h>

char *credentials_text(char buf[CREDENTIALS_TEXT], const struct credentials *c)
{
	char pid[24] = "";

	if (c->pid > 0)
		snprintf(pid, sizeof(pid), "pid %d ", (int)c->pid);
	if (c->is_known)
		snprintf(buf, CREDENTIALS_TEXT, "%suid %u gid %u", pid,
		    (unsigned)c->uid, (unsigned)c->gid);
	else
		snprintf(buf, CREDENTIALS_TEXT, "an unknown process");
	return buf;
}

char *credentials_or_address(char buf[ADDRESS_TEXT],
    const struct credentials *c, const struct address *address)
{
	_Static_assert(ADDRESS_TEXT >= CREDENTIALS_TEXT, "there is room");

	if (c)
		return credentials_text(buf, c);
	if (address)
		return address_text(buf, address);
	snprintf(buf, ADDRESS_TEXT, "an unknown address");
	return buf;
}
