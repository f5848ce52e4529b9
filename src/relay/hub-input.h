/* SPDX-License-Identifier: MIT */
/* The input of a hub, which goes to all clients. */
#ifndef RELAY_HUB_INPUT_H
#define RELAY_HUB_INPUT_H

#include <stdbool.h>

struct hub;

/* Whether there is a client that waits for more input. */
bool hub_input_is_wanted(const struct hub *h);

/* Reads some of the input, and sends it to all. */
void hub_input_read(struct hub *h);

/* Forgets what all clients have been sent. */
void hub_input_forget(struct hub *h);

#endif
