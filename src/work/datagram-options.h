/* SPDX-License-Identifier: MIT */
/* Refuses options that have no effect in a conversation by datagrams. */
#ifndef WORK_DATAGRAM_OPTIONS_H
#define WORK_DATAGRAM_OPTIONS_H

#include "args/config.h"
#include "base/error.h"

/* Returns 0, or -1 with err filled if an option is given that contradicts
 * datagrams. */
int datagram_options_check(const struct config *cfg, struct error *err);

#endif
