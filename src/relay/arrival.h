/* SPDX-License-Identifier: MIT */
/* A client whose conversation begins. */
#ifndef RELAY_ARRIVAL_H
#define RELAY_ARRIVAL_H

#include <stdbool.h>

#include "sys/socket/address.h"

struct proxy_header;
struct proxy_server_request;
struct stream;
struct tap_connection;

/* Valid only during the call that is given it. */
struct arrival {
	int number; /* from 1 on */
	struct address remote;
	const struct tap_connection *connection;    /* or NULL */
	const struct proxy_header *header;          /* that has come, or NULL */
	const struct proxy_server_request *request; /* or NULL */
	const struct stream *far;
	bool is_dialled;
	bool carries_messages;
};

#endif
