/* SPDX-License-Identifier: MIT */
/* What an errno value means: to the reader, and to us. */
#ifndef BASE_SYSNO_H
#define BASE_SYSNO_H

#include <stdbool.h>

#include "base/error.h"

/* A fixed English phrase for an errno value, in lower case: scripts must not
 * depend on the locale. Never NULL; valid until the next call. */
const char *sysno_phrase(int sysno);

/* What it means for reaching a peer; FAULT_IO if it says nothing of that. */
enum fault sysno_fault(int sysno);

/* Whether a call failed only for now: it is to be made again. */
bool sysno_is_passing(int sysno);

#endif
