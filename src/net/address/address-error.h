/* SPDX-License-Identifier: MIT */
/* What an errno value means together with the address of the call. */
#ifndef NET_ADDRESS_ADDRESS_ERROR_H
#define NET_ADDRESS_ADDRESS_ERROR_H

#include <stdbool.h>

#include "base/error.h"
#include "sys/socket/address.h"

/* Whether the address is link-local, and lacks the interface of the link (RFC
 * 4007, section 6). */
bool address_error_lacks_scope(const struct address *a);

/* As sysno_phrase() and error_peer(), with words for an address without scope.
 */
const char *address_error_phrase(const struct address *a, int sysno);
int address_error_set(struct error *err, const struct address *a, int sysno);

#endif
