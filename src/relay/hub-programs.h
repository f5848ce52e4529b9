/* SPDX-License-Identifier: MIT */
/* The programs that clients of a hub talk to. */
#ifndef RELAY_HUB_PROGRAMS_H
#define RELAY_HUB_PROGRAMS_H

#include "relay/hub.h"

/* Makes what the hub needs for programs. Returns 0, or -1 with err filled. */
int hub_programs_open(struct hub *h, struct error *err);

/* Starts the program for the client. Returns 0, or -1 with err filled. */
int hub_programs_start(struct hub *h, struct client *c, struct error *err);

/* Epoll has said something about the socket of a client whose program has it,
 * too. */
void hub_programs_notice(struct hub *h, struct client *c, uint32_t events);

/* Such a socket is to be closed. */
void hub_programs_forget(struct hub *h, struct client *c);

/* What passes between clients and watched programs, and when their time is up,
 * as a pollable of its own would see to it. */
int64_t hub_programs_prepare(struct hub *h, struct waiting *w);
void hub_programs_serve(struct hub *h, const struct waiting *w);

/* Lets those clients go whose programs have ended. */
void hub_programs_reap(struct hub *h);

/* Asks all programs to end, and does not wait. How they end is no failure. */
void hub_programs_stop(struct hub *h);

/* Asks all programs to end, and returns when they have. */
void hub_programs_end(struct hub *h);

#endif
