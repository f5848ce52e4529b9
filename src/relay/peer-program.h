/* SPDX-License-Identifier: MIT */
/* A program that talks to a peer. genet ends the program some time after the
 * peer is gone, or at once when a limit of time is over. A member of the loop
 * until the program has ended. */
#ifndef RELAY_PEER_PROGRAM_H
#define RELAY_PEER_PROGRAM_H

#include "relay/loop-child.h"
#include "stream/program.h"

/* The program is asked to end so long after a reset; and so long after an
 * orderly end, which may have left the program with work. */
#define PEER_PROGRAM_RESET (5 * CLOCK_SECOND)
#define PEER_PROGRAM_CLOSED (60 * CLOCK_SECOND)

struct peer_program_opts {
	char *const *argv;
	bool takes_pipes; /* instead of the socket itself */
	bool crlf;        /* turns its LF into CRLF; with pipes only */
};

struct peer_program {
	struct pollable pollable;
	struct loop_child child;
	const char *name; /* for observers */
	const struct loop *loop;
	pid_t pid;             /* also when it has ended */
	struct stream *socket; /* the program has it itself; or NULL */
	int64_t peer_ended_at; /* 0: the peer has not ended */
	int64_t end_at;        /* when to ask the program to end: no peer */
	int64_t kill_at;       /* when to kill the program */
	bool is_peer_gone;     /* end_at has come */
	struct program_result result; /* for the stream of the program */
	bool is_stopped;              /* by genet: its status is no failure */
	bool is_end;  /* its stream is an end: it may write more than is read */
	short events; /* to wait for at the socket; 0: none */
	void (*ended)(void *context);
	void *context;
};

/* What the environment of the program says of the peer. */
struct program_peer {
	struct stream *socket;
	int number;                           /* from 1 on */
	const struct address *local, *remote; /* NULL: as the socket says */
};

/* Starts the program for the connection of the peer. Returns NULL with err
 * filled as by child_run_program(). *near is the stream of the program's pipes,
 * which the caller owns, or NULL: then the program has the socket itself. Free
 * with peer_program_free(). */
struct peer_program *peer_program_start(const struct peer_program_opts *opts,
    const struct program_peer *peer, struct loop *loop, struct stream **near,
    struct error *err);

/* The same for a program that runs already, behind a stream of its own. Takes
 * over the child; the name lives as long. */
struct peer_program *peer_program_adopt(
    const struct child *child, const char *name, struct loop *loop);

/* Frees it, and kills the program if it still runs. Does not close the socket.
 * Accepts NULL. */
void peer_program_free(struct peer_program *p);

/* Called when a session has found that the peer is gone. */
void peer_program_peer_gone(struct peer_program *p, bool was_reset);

/* Asks the program to end, within CHILD_GRACE_US; that is no failure then. */
void peer_program_stop(struct peer_program *p);

/* The status of a program that has ended, as far as it is a result: 0 if genet
 * has made it end. */
int peer_program_status(const struct peer_program *p);

/* Called when the program has ended. Returns whether genet has to take leave of
 * the peer: the peer has not ended, and no process that the program has left
 * behind has the socket. */
bool peer_program_leaves_peer(const struct peer_program *p);

#endif
