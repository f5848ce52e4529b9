/* SPDX-License-Identifier: MIT */
/* Saying that a listener is ready. */
#ifndef WORK_ANNOUNCE_H
#define WORK_ANNOUNCE_H

#include <stdbool.h>

#include "sys/socket/address.h"
#include "work/run.h"

struct announcement {
	const struct address_list *bound;
	bool has_free_port;  /* the kernel chose the port */
	const char *tls_pin; /* of the certificate; NULL: without TLS */
};

/* Announces readiness in all ways that the command line and NOTIFY_SOCKET name,
 * and to the observers. To be called when nothing can fail any more: a client
 * that connects afterwards is accepted or queued. Returns 0, or -1 with err
 * filled. */
int announce(
    const struct run *run, const struct announcement *what, struct error *err);

/* "NAME=VALUE" texts for a program that is to find the listener: GENET_ADDR,
 * GENET_HOST and GENET_PORT, in a form that can be connected to, and
 * GENET_TLS_PIN. Allocated; ends in NULL. */
char **announce_environment(const struct announcement *what);

#endif
