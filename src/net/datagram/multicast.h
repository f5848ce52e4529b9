/* SPDX-License-Identifier: MIT */
/* Multicast groups. */
#ifndef NET_DATAGRAM_MULTICAST_H
#define NET_DATAGRAM_MULTICAST_H

#include <stdbool.h>

#include "base/error.h"
#include "sys/socket/address.h"
#include "tap/tap.h"

/* Whether the address is that of a group. */
bool multicast_is(const struct address *a);

/* The parts of "GROUP" or "GROUP%INTERFACE". */
struct multicast_group {
	char *name;          /* allocated */
	bool is_one;         /* the name is the address of a group */
	unsigned interface;  /* its index, or 0 */
	const char *unknown; /* the name of an interface that does not exist */
};
struct multicast_group multicast_group_parse(const char *word);

/* Joins a group, written like that, on a bound socket. Returns 0, or -1 with
 * err filled. */
int multicast_join(
    int fd, const char *word, struct tap *tap, struct error *err);

#endif
