/* SPDX-License-Identifier: MIT */
/* Addresses of the Internet, as values. */
#ifndef UNIT_INET_ADDRESS_H
#define UNIT_INET_ADDRESS_H

#include "sys/socket/address.h"

/* The address that the text is, of IPv4 or IPv6, with the port. */
struct address inet(const char *host, unsigned port);

#endif
