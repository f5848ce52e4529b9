/* SPDX-License-Identifier: MIT */
/* What an errno value means, to the reader and to genet. */
#ifndef BASE_SYSNO_H
#define BASE_SYSNO_H

#include <stdbool.h>

#include "base/fault.h"

/* A fixed English phrase for an errno value, in lower case, whatever the
 * locale: scripts depend on it. Never NULL; valid until the next call. */
const char *sysno_phrase(int sysno);

/* The name of an errno value, such as "EPIPE"; "?" if it has none. */
const char *sysno_name(int sysno);

/* What it means for reaching a peer: the kind of failure; FAULT_IO if it says
 * nothing of the peer. */
enum fault sysno_fault(int sysno);

/* Whether a call failed only for now, and has to be repeated. */
bool sysno_is_transient(int sysno);

#endif
