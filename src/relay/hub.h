/* SPDX-License-Identifier: MIT */
/*
 * Many clients in one process. Their sockets stand behind two epoll
 * descriptors in the poll loop: one for what they send, which is left out
 * while the output is full, and one for all else. The sink decides what is done
 * with the bytes.
 */
#ifndef RELAY_HUB_H
#define RELAY_HUB_H

#include <stdbool.h>
#include <stdint.h>

#include "net/cidr.h"
#include "net/listener.h"
#include "relay/client.h"
#include "relay/loop.h"
#include "relay/sink.h"

struct hub_opts {
	struct listener *listener;
	struct stream *input;         /* to all clients, or NULL */
	const struct bytes *greeting; /* to each when it comes */
	struct sink *sink;
	bool input_is_terminal;
	bool end_with_peer;      /* a client that has ended is let go */
	size_t max_clients;      /* at once; more wait in the backlog */
	size_t *kept;            /* bytes, for clients and the output */
	size_t max_kept;         /* so many may be */
	uint64_t max_accepted;   /* stop accepting then; 0: no limit */
	int64_t idle_timeout_us; /* of one client */
	int64_t linger_us;  /* for a client's end after ours; CLOCK_NEVER */
	int64_t timeout_us; /* --timeout, for messages */
	int64_t deadline;
	int64_t for_us; /* the hub ends then, with success; where there is
	                 * but one client, that long after it came */
	const struct cidr_list *allow, *deny;
	/* For each client, instead of the sink; or NULL. */
	char *const *program;
	bool program_is_watched; /* and does not get the socket itself */
	bool crlf;               /* give the LF of programs as CRLF */
	struct goal *goal;       /* what is to be received, or NULL */
};

struct hub;

struct hub *hub_new(
    const struct hub_opts *opts, struct tap *tap, struct error *err);
void hub_free(struct hub *h);

/* What takes part in the loop. */
struct pollable *hub_pollable(struct hub *h);

/* Accepts the clients in the backlog, and none that come later; the clients
 * have until the deadline to finish. Then the hub has ended. */
void hub_drain(struct hub *h, int64_t deadline);

/* Whether a client was ever let in. */
bool hub_has_served(const struct hub *h);

/* Whether it has ended, and not in good order. */
bool hub_has_failed(const struct hub *h);

/* How it ended, when the loop is done with it: 0, or -1 with err filled. The
 * trouble of one client is not the hub's, unless it was to be the only one, or
 * a call failed on this host. */
int hub_result(struct hub *h, struct error *err);

#endif
