/* SPDX-License-Identifier: MIT */
/* Dialling an address that needs no lookup, and has no others beside it: one
 * between a virtual machine and its host (vsock(7)). */
#ifndef NET_DIAL_PLAIN_DIAL_H
#define NET_DIAL_PLAIN_DIAL_H

#include "net/dial/dial.h"

/* The address is copied. */
struct dial *plain_dial(
    const struct address *address, const struct retry_opts *retry);

#endif
