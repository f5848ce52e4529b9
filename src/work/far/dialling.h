/* SPDX-License-Identifier: MIT */
/* How often commands that connect try again. */
#ifndef WORK_FAR_DIALLING_H
#define WORK_FAR_DIALLING_H

#include "net/dial/retry.h"
#include "work/run.h"

/* The limits of time and number for reaching the peer, from the command line.
 */
struct retry_opts dialling_retry(const struct run *run);

#endif
