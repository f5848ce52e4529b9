/* SPDX-License-Identifier: MIT */
/* Addresses of Unix sockets: a path, or "@NAME", which has no file. */
#ifndef NET_ADDRESS_UNIX_ADDRESS_H
#define NET_ADDRESS_UNIX_ADDRESS_H

#include "base/error.h"
#include "sys/socket/address.h"

/* The length of the longest path, or of the longest abstract name without the
 * "@": sun_path has room for a NUL, too (unix(7)). */
#define UNIX_ADDRESS_LONGEST 107

/* Parses PATH or @NAME. Returns 0 with out filled, or -1 with FAULT_USAGE. */
int unix_address_parse(
    const char *name, struct address *out, struct error *err);

/* The path, a part of the address; NULL if the address has none. */
const char *unix_address_path(const struct address *a);

#endif
