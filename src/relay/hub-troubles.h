/* SPDX-License-Identifier: MIT */
/* What goes wrong in a hub: what is told of it, and what it means for the
 * status. */
#ifndef RELAY_HUB_TROUBLES_H
#define RELAY_HUB_TROUBLES_H

#include <stdint.h>

#include "base/error.h"

struct client;
struct hub;

struct hub_troubles {
	struct error failure; /* of the hub itself */
	uint64_t count;       /* of clients, when a call failed on this host */
	struct error first;   /* of those */
	int64_t period_end;   /* until then, lines about clients are counted */
	int lines;            /* told in this period */
	uint64_t left_out;    /* not told */
};

/* Ends the hub for a reason that is not one client's. */
void hub_fail(struct hub *h, const struct error *cause);

/* Tells of a trouble that ends nothing but the connection of a client. If there
 * are too many such lines, some are only counted. */
void hub_warn(struct hub *h, const struct error *err);

/* Tells how many lines were only counted. */
void hub_tell_left_out(struct hub *h);

/* Tells of a failure of this host that ends the connection of one client only,
 * and remembers it for the status of the run. */
void hub_note_failure(struct hub *h, const struct error *err);

/* What the trouble of a client means: that of the only client is the hub's,
 * that of one of many is told if it is a failure of this host, or a limit of
 * genet.
 */
void hub_note_trouble(
    struct hub *h, const struct client *c, const struct error *err);

/* Takes a client out that is lost; cause says how, as a predicate. What the
 * client has sent is still written. */
void hub_lose(struct hub *h, struct client *c, const struct error *cause);

#endif
