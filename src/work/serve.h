/* SPDX-License-Identifier: MIT */
/* Runs a server for the clients of a listener, or for one dialled connection.
 */
#ifndef WORK_SERVE_H
#define WORK_SERVE_H

#include "args/spec.h"
#include "net/bind/listener.h"
#include "net/dial/dial.h"
#include "work/run.h"

/* Announces the listener and serves it to the end. Takes it over; NULL: it
 * could not be opened, and err says why. Returns 0, or -1 with err filled. */
int serve(const struct run *run, struct listener *l, struct error *err);

/* What makes the dial; with --reconnect, again after each break. */
struct serve_dials {
	struct dial *(*dial)(void *context);
	void *context;
	const struct spec *target; /* for the sandbox */
};

/* Opens the files, dials, and serves the connection to its end. Returns as
 * serve(). */
int serve_dialled(
    const struct run *run, const struct serve_dials *dials, struct error *err);

/* Serves a connection that is dialled already, by a caller who has entered the
 * sandbox. Takes over the socket. Returns as serve(). */
int serve_connection(
    const struct run *run, const struct connection *c, struct error *err);

#endif
