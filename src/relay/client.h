/* SPDX-License-Identifier: MIT */
/* One of the many clients of a hub, and what is kept for it. */
#ifndef RELAY_CLIENT_H
#define RELAY_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "net/address.h"
#include "relay/broadcast.h"
#include "relay/client-files.h"
#include "relay/delivery.h"
#include "relay/goal.h"
#include "relay/peer-watch.h"
#include "stream/stream.h"
#include "sys/child.h"

/* What may wait for one client that does not read; more, and it is dropped. */
#define CLIENT_QUEUE_MAX (1024 * 1024)

struct client {
	struct client *next, **link; /* the hub's list */
	int number;                  /* from 1 on */
	struct stream *stream;       /* NULL: a program talks to it */
	struct child program;
	struct stream *held;     /* the socket, where its program has that */
	struct peer_watch watch; /* notices when the peer is gone */
	bool is_gone;            /* the peer is; the program is to end */
	int program_status;      /* when it has ended */
	struct shuttle *shuttle; /* to its program, if that is watched */
	struct hub_watch *shuttle_watch; /* as the hub has it */
	struct error *failure;           /* of the shuttle, or NULL */
	int64_t kill_at;                 /* the program, if it is still there */
	bool program_is_stopped; /* by genet: how it ends is no failure */
	struct address remote;
	struct bytes queue; /* to be sent; a message follows its length */
	size_t queue_sent;  /* so much of that is */
	struct broadcast_reader common; /* what all are sent, after that */
	struct goal_progress progress;
	struct bytes line;             /* received, without its end so far */
	struct client_file file;       /* where its bytes go */
	bool is_dropped, is_unwritten; /* bytes lost; file not complete */
	bool peer_ended;               /* it sends no more */
	bool wants_end;   /* we send no more when the queue is empty */
	int64_t end_told; /* a point in time; 0: not yet */
	struct delivery delivery;
	uint32_t read_interest, write_interest; /* as epoll knows them */
	uint64_t in, out;
	int64_t started, last_move;
};

/* Takes over the socket, whose other end is remote. Freed with client_free(),
 * which closes it; its file is closed before. */
struct client *client_new(
    int fd, int number, const struct address *remote, struct tap *tap);
void client_free(struct client *c);
size_t client_queued(const struct client *c);

/* Sends, or queues what the socket does not take now. Returns 0, or -1 if the
 * client is lost or does not read; then err says why, as a predicate. */
int client_send(
    struct client *c, const void *bytes, size_t len, struct error *err);

/* Sends what waits, and the end if that is due; client_hear() when more is
 * broadcast, which may be too much. Return as client_send(). */
int client_flush(struct client *c, struct error *err);
int client_hear(struct client *c, struct error *err);

/* No more will be sent behind what waits. Returns as client_send(). */
int client_end(struct client *c, struct error *err);

/* Ends the shuttle, and closes the socket and what leads to the program. */
void client_stop_watching(struct client *c);

/* Whether both sides have ended. */
bool client_is_done(const struct client *c);

#endif
