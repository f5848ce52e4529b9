/* SPDX-License-Identifier: MIT */
/* What commands do once they listen, or dial: they run a server, for many
 * clients or one. */
#ifndef WORK_SERVE_H
#define WORK_SERVE_H

#include <stdbool.h>

#include "net/bind/listener.h"
#include "net/dial/dial.h"
#include "work/run.h"

/* Announces the listener and serves it to the end. Takes it over. Returns 0,
 * or -1 with err filled. */
int serve(const struct run *run, struct listener *l, bool is_kernels_choice,
    struct error *err);

/* Opens the files, dials, and lives through the conversation. Takes over the
 * dial. Returns as serve(). */
int serve_dialled(const struct run *run, struct dial *dial, struct error *err);

/* The same with a connection that is dialled already, whose socket it takes
 * over. */
int serve_connection(
    const struct run *run, const struct connection *c, struct error *err);

#endif
