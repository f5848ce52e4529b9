/* SPDX-License-Identifier: MIT */
/* Addresses of Unix sockets: a path, or "@NAME", which has no file. */
#ifndef NET_ADDRESS_UNIX_ADDRESS_H
#define NET_ADDRESS_UNIX_ADDRESS_H

#include "base/error.h"
#include "sys/address.h"

/* The bytes of the longest path, or of the longest abstract name without the
 * "@": what sun_path takes beside a NUL (unix(7)). */
#define UNIX_ADDRESS_LONGEST 107

/* Understands PATH and @NAME, either with "unix:" in front. Returns 0 with out
 * filled, or -1 with FAULT_USAGE. */
int unix_address_parse(
    const char *word, struct address *out, struct error *err);

/* The path; NULL if the address is none of a file. Lives in the address. */
const char *unix_address_path(const struct address *a);

#endif
