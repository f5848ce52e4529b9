/* SPDX-License-Identifier: MIT */
/* Saying that a listener is ready. */
#ifndef CMD_ANNOUNCE_H
#define CMD_ANNOUNCE_H

#include <stdbool.h>

#include "cli/config.h"
#include "sys/address.h"

/* Checks that there is somebody to tell, before descriptors of ours can take
 * the numbers. Returns 0, or -1 with FAULT_USAGE. */
int announce_check(const struct config *cfg, struct error *err);

/* Tells everybody who was named on the command line or in NOTIFY_SOCKET, and
 * the observers. To be called when nothing can fail any more: a client that
 * comes after it is accepted or queued. Returns 0, or -1 with err filled. */
int announce(const struct config *cfg, const struct address_list *bound,
    bool is_kernels_choice, struct tap *tap, struct error *err);

/* "NAME=VALUE" texts for a program that is to find the listener: GENET_ADDR,
 * GENET_HOST and GENET_PORT, in a form that can be connected to. Allocated;
 * ends in NULL. */
char **announce_environment(const struct address *bound);

#endif
