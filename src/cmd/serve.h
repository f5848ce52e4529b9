/* SPDX-License-Identifier: MIT */
/* Serving many clients, or one by a program, on a listener of any kind. */
#ifndef CMD_SERVE_H
#define CMD_SERVE_H

#include <stdbool.h>

#include "cli/config.h"
#include "net/listener.h"

/* Whether the command line asks for what serve_run() does. */
bool serve_is_asked(const struct config *cfg);

/* Announces the listener and serves it to the end. The listener stays the
 * caller's. Returns 0, or -1 with err filled. */
int serve_run(const struct config *cfg, struct listener *l,
    bool is_kernels_choice, struct tap *tap, struct error *err);

#endif
