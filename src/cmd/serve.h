/* SPDX-License-Identifier: MIT */
/* What all listening commands do once they listen. */
#ifndef CMD_SERVE_H
#define CMD_SERVE_H

#include <stdbool.h>

#include "cmd/session.h"
#include "net/listener.h"

/* Announces the listener, accepts a client and lives through the conversation
 * with it. Takes over the session's files, and the listener; if that is NULL,
 * err has been filled already. Returns 0, or -1 with err filled. */
int serve(struct session *s, struct listener *l, bool is_kernels_choice,
    struct error *err);

#endif
