/* SPDX-License-Identifier: MIT */
/* A command line of socat that is a relay in genet. */
#ifndef FRONT_TRANSLATE_SOCAT_RELAY_H
#define FRONT_TRANSLATE_SOCAT_RELAY_H

#include "front/translate/socat-line.h"

/* Whether both ends are sockets, one is a serial line or a terminal, or a
 * program answers many senders of datagrams. */
bool socat_relay_is_asked(const struct socat_line *line);

/* Fills the translation. Returns 0, or -1 with t->err filled. */
int socat_relay(struct translation *t, struct socat_line *line);

#endif
