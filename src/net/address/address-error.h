/* SPDX-License-Identifier: MIT */
/* What an errno value means together with the address of the call. */
#ifndef NET_ADDRESS_ADDRESS_ERROR_H
#define NET_ADDRESS_ADDRESS_ERROR_H

#include <stdbool.h>

#include "base/error.h"
#include "sys/address.h"

/* Whether the address has a meaning on one link only, and does not say by which
 * interface that link is reached (RFC 4007, section 6). */
bool address_error_lacks_scope(const struct address *a);

/* As sysno_phrase() and error_peer(). */
const char *address_error_phrase(const struct address *a, int sysno);
int address_error_set(struct error *err, const struct address *a, int sysno);

#endif
