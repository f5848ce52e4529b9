/* SPDX-License-Identifier: MIT */
/* A program that talks to a peer. It knows by its environment to which one. */
#ifndef RELAY_PEER_PROGRAM_H
#define RELAY_PEER_PROGRAM_H

#include "base/error.h"
#include "relay/partings.h"
#include "stream/program.h"
#include "sys/child.h"
#include "sys/orphans.h"

/* The program, and the connection that it is started for. */
struct peer_program {
	char *const *argv;
	bool crlf;  /* give its LF as CRLF; only where it is watched */
	int fd;     /* of the connection, which stays the caller's */
	int number; /* from 1 on */
};

/* Gives it the socket itself as its input and output: nobody stands between,
 * so nothing can be cut or kept back. Returns as child_run_program(). */
int peer_program_hand_over(
    const struct peer_program *program, struct child *child, struct error *err);

/* Leaves the peer of a program that had the socket itself and has ended. If an
 * orphan of the program still has the socket, that goes on alone. Takes the
 * stream over. */
void peer_program_leave(struct stream *socket, const struct orphans *orphans,
    struct partings *partings);

/* Gives it pipes, whose other ends are the stream that is returned: somebody
 * is to watch what passes. Returns as program_stream(). */
struct stream *peer_program_stream(
    const struct peer_program *program, struct child *child, struct error *err);

#endif
