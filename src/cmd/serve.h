/* SPDX-License-Identifier: MIT */
/* What commands do once they listen, or have a connection: they run a server,
 * for many clients or one. */
#ifndef CMD_SERVE_H
#define CMD_SERVE_H

#include <stdbool.h>

#include "cli/config.h"
#include "net/listener.h"
#include "stream/stdio.h"

/* Announces the listener and serves it to the end. Takes it over. Returns 0,
 * or -1 with err filled. */
int serve(const struct config *cfg, struct listener *l, bool is_kernels_choice,
    struct tap *tap, struct error *err);

/* Lives through the conversation over a connection that was dialled; peer is
 * for messages. Takes over the stream, and what local_open() has opened.
 * Returns as serve(). */
int serve_dialled(const struct config *cfg, struct stdio_opts *local,
    struct stream *far, const struct address *remote, const char *peer,
    struct tap *tap, struct error *err);

#endif
