/* SPDX-License-Identifier: MIT */
/* What the command line says of urgent data (RFC 6093). */
#ifndef WORK_URGENT_H
#define WORK_URGENT_H

#include <stdbool.h>
#include <stdint.h>

#include "args/config.h"
#include "base/error.h"

/* Whether urgent data can be sent as the options say, by a connection that is
 * encrypted or not, and carries a stream or datagrams. Returns 0, also if there
 * is none, or -1 with FAULT_USAGE. */
int urgent_check(const struct config *cfg, bool is_encrypted, bool is_stream,
    struct error *err);

/* Which byte of the conversation is urgent, from 1 on; 0: none. */
uint64_t urgent_at(const struct config *cfg);

#endif
