/* SPDX-License-Identifier: MIT */
/* The clients of a server: faults that meet them at the door. */
#ifndef RELAY_SERVER_LATE_H
#define RELAY_SERVER_LATE_H

#include "relay/client.h"

/* Refuses a new client, closes its connection, or has it wait, if a fault says
 * so. Returns whether that was done: then the client is not to be let in, and
 * may be freed. */
bool server_faults_meet(struct client *c);

/* Looks at a client that waits: lets it in when it is time. */
void server_faults_look(struct client *c);

/* The client waits no more. */
void server_faults_free(struct client *c);

#endif
