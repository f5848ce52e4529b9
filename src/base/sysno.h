/* SPDX-License-Identifier: MIT */
/* What an errno value means to the reader, and to genet. */
#ifndef BASE_SYSNO_H
#define BASE_SYSNO_H

#include <stdbool.h>

/* A fixed English phrase for an errno value, in lower case: scripts must not
 * depend on the locale. Never NULL; valid until the next call. */
const char *sysno_phrase(int sysno);

/* The name of an errno value, such as "EPIPE"; "?" if it has none. */
const char *sysno_name(int sysno);

/* Whether a call failed only for now: it is to be made again. */
bool sysno_is_transient(int sysno);

#endif
