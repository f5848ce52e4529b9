/* SPDX-License-Identifier: MIT */
/* Serving many clients, or one by a program, on a listener of any kind. */
#ifndef CMD_MANY_H
#define CMD_MANY_H

#include <stdbool.h>

#include "cli/config.h"
#include "net/listener.h"

/* Whether the command line asks for what many_run() does. */
bool many_is_asked(const struct config *cfg);

/* Announces the listener and serves it to the end. Takes it over. Returns 0,
 * or -1 with err filled. */
int many_run(const struct config *cfg, struct listener *l,
    bool is_kernels_choice, struct tap *tap, struct error *err);

#endif
