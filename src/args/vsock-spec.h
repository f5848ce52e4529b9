/* SPDX-License-Identifier: MIT */
/* The text of vsock:CID:PORT, behind the prefix. */
#ifndef ARGS_VSOCK_SPEC_H
#define ARGS_VSOCK_SPEC_H

#include <stdbool.h>

#include "base/error.h"
#include "sys/socket/address.h"

/*
 * Understands CID:PORT, where CID is a number, "host", "local", or "any" to
 * bind; for a listener also PORT alone, and the port 0. Returns 0, or -1 with
 * FAULT_USAGE.
 */
int vsock_spec_parse(
    const char *text, bool may_bind, struct address *out, struct error *err);

#endif
