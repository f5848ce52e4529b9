/* SPDX-License-Identifier: MIT */
/* What commands that connect have in common. */
#ifndef WORK_FAR_DIALLING_H
#define WORK_FAR_DIALLING_H

#include "net/dial/retry.h"
#include "work/run.h"

/* How often to try to reach the peer, as the command line says it. */
struct retry_opts dialling_retry(const struct run *run);

#endif
