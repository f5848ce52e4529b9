/* SPDX-License-Identifier: MIT */
/*
 * Leaving a peer that may still send. To close a socket with input that
 * nobody has read, or that comes later, resets the connection, and the peer
 * may lose what it was sent last (RFC 1122, 4.2.2.13). So the sending side is
 * shut down first, and what still comes is read away until the peer ends,
 * for PARTING_TIME and PARTING_BYTES at most.
 */
#ifndef RELAY_PARTINGS_H
#define RELAY_PARTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "relay/loop.h"
#include "stream/stream.h"

#define PARTING_TIME CLOCK_SECOND
#define PARTING_BYTES ((size_t)1024 * 1024)

/* The oldest is closed when there is one more. */
#define PARTINGS_MAX 64

struct parting;

/* All sockets that are being left. Ends as a member of a loop when there is
 * none. */
struct partings {
	struct pollable pollable;
	struct pollable *member; /* of the loop, which waits for them */
	struct parting *first, **last;
	size_t count;
};

/* The member calls the functions of partings.pollable from its own; NULL: that
 * is a member itself. */
void partings_init(struct partings *p, struct pollable *member);

/* Closes what is left. */
void partings_free(struct partings *p);

/* Takes over the stream of a connected socket. */
void partings_add(struct partings *p, struct stream *stream);

/* Takes leave of all, until the deadline at most, and closes them. Returns 0,
 * or -1 with FAULT_SIGNAL when the user wants an end. */
int partings_run(struct partings *p, int64_t deadline, struct error *err);

/* Whether input waits that a close would refuse. */
bool partings_find_unread(const struct stream *stream);

#endif
