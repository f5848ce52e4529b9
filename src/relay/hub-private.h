/* SPDX-License-Identifier: MIT */
/* What the files of the hub share. */
#ifndef RELAY_HUB_PRIVATE_H
#define RELAY_HUB_PRIVATE_H

#include "relay/hub-door.h"
#include "relay/hub-troubles.h"
#include "relay/hub.h"
#include "relay/mover.h"
#include "relay/partings.h"

/* A client with so much in its queue has enough for now. */
#define HUB_QUEUE_ENOUGH (64 * 1024)

struct hub {
	struct pollable pollable;
	struct hub_opts opts;
	struct tap *tap;
	int reading, other;      /* epoll: what clients send; all else */
	int programs;            /* epoll: the shuttles to watched programs */
	struct hub_watch *ready; /* shuttles to be served in this turn */
	int64_t next_due; /* no shuttle or program has to be seen to before */
	size_t programs_slot;
	bool programs_know; /* that what is to be received has been */
	struct client *clients;
	size_t client_count;
	struct broadcast broadcast;   /* what was read of the input */
	uint64_t accepted, unwritten; /* the files of so many are not whole */
	bool input_ended, is_draining, is_over, has_failed;
	struct hub_door door;
	int64_t drain_deadline;
	int64_t enough_at;         /* the end of --for */
	bool time_is_over;         /* that was acted on */
	int64_t next_client_check; /* no client's time is up before it */
	int last_status;           /* of a program */
	struct hub_troubles troubles;
	size_t input_slot, output_slot;
	struct partings partings;           /* clients that were taken out */
	char buffer[MOVER_LARGEST_MESSAGE]; /* what one read takes */
};

/* Takes a new connection in, or turns it away. */
void hub_admit(struct hub *h, int fd, const struct address *remote);

/* Asks epoll for what the client needs now; takes out one that is finished. */
void hub_update(struct hub *h, struct client *c);

/* Takes a client out and says why it went; NULL: all is well. */
void hub_close(struct hub *h, struct client *c, const char *why);

/* Takes a client out that may still send. */
void hub_part(struct hub *h, struct client *c);

/* Takes a client out because the listener ends. */
void hub_cut_off(struct hub *h, struct client *c);

/* Asks epoll for the wanted events of fd; *known is what it was asked for
 * before, 0 for nothing. Returns 0, or -1 with errno: the descriptor would
 * never be served. */
int hub_set_interest(
    int epoll, int fd, void *who, uint32_t *known, uint32_t wanted);

/* A client has sent something, or can be sent to, or is gone. */
void hub_read_client(struct hub *h, struct client *c);
void hub_write_client(struct hub *h, struct client *c, uint32_t events);

/* Both sides have ended. The client is taken out as soon as its kernel has
 * confirmed what genet sent. */
void hub_finish(struct hub *h, struct client *c);

/* When the client's time is up if nothing moves; CLOCK_NEVER: never. */
int64_t hub_deadlines_of(const struct hub *h, const struct client *c);

/* When there is something to be done at the latest, and doing it. */
int64_t hub_deadlines_next(const struct hub *h);
void hub_deadlines_check(struct hub *h);

#endif
