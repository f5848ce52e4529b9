/* SPDX-License-Identifier: MIT */
/* Explains kinds of addresses that socat has, and genet has not. */
#ifndef FRONT_GUESS_SOCAT_KIND_H
#define FRONT_GUESS_SOCAT_KIND_H

#include "base/error.h"

/* Explains a word such as "tcp4:localhost:80", in lower case and without a
 * dash, whose kind is one of socat only; takes_kinds: the command has genet's
 * kinds. That of a proxy is a host in "proxy:8080". Returns -1 with
 * FAULT_USAGE, or 0 if the word is none of these. */
int socat_kind_refuse(const char *word, bool takes_kinds, struct error *err);

#endif
