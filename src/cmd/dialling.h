/* SPDX-License-Identifier: MIT */
/* What commands that connect have in common. */
#ifndef CMD_DIALLING_H
#define CMD_DIALLING_H

#include "cmd/run.h"
#include "net/retry.h"

/* How often to try to reach the peer, as the command line says it. */
struct retry_opts dialling_retry(const struct run *run);

#endif
