/* SPDX-License-Identifier: MIT */
/* Refuses options that have no effect in a conversation by datagrams. */
#ifndef WORK_DATAGRAM_OPTIONS_H
#define WORK_DATAGRAM_OPTIONS_H

#include "args/config.h"
#include "base/error.h"

/* The type of a Unix socket, as the command line says it: a stream, unless it
 * says otherwise. Returns that, or -1 with err filled. */
int datagram_options_unix_type(const struct config *cfg, struct error *err);

/* Returns 0, or -1 with err filled if an option is given that means nothing for
 * datagrams. */
int datagram_options_check(const struct config *cfg, struct error *err);

#endif
