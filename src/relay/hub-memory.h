/* SPDX-License-Identifier: MIT */
/* How much memory a hub uses for what it keeps. */
#ifndef RELAY_HUB_MEMORY_H
#define RELAY_HUB_MEMORY_H

#include <stdbool.h>

struct hub;

/* Whether more is kept than may be. */
bool hub_memory_is_short(const struct hub *h);

/* Makes room if need be: the clients go for which most is kept. */
void hub_memory_check(struct hub *h);

#endif
