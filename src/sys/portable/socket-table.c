/* SPDX-License-Identifier: MIT */
/* Where the table of sockets cannot be read. */
#include "sys/socket/socket-table.h"

#include <errno.h>

static int lacks(void)
{
	errno = ENOSYS;
	return -1;
}

bool socket_table_find(
    const struct address *wanted, int type, struct socket_entry *out)
{
	return lacks() == 0;
}

bool socket_entry_takes(
    const struct socket_entry *entry, const struct address *wanted)
{
	return false;
}

int socket_table_each(int type, unsigned port,
    void (*take)(void *context, const struct socket_entry *entry),
    void *context)
{
	return lacks();
}

int socket_table_count(unsigned port, struct socket_counts *out)
{
	return lacks();
}
