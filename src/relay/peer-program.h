/* SPDX-License-Identifier: MIT */
/*
 * A program that talks to a peer, and when genet ends the program: some time
 * after the peer is gone, or at once when it has taken too long. A member of
 * the loop until the program has ended.
 */
#ifndef RELAY_PEER_PROGRAM_H
#define RELAY_PEER_PROGRAM_H

#include "relay/loop-child.h"
#include "stream/stream.h"

/* The program is asked to end so long after a reset; and after an end in good
 * order, which may have left the program with work. */
#define PEER_PROGRAM_RESET (5 * CLOCK_SECOND)
#define PEER_PROGRAM_CLOSED (60 * CLOCK_SECOND)

struct peer_program_opts {
	char *const *argv;
	bool takes_pipes; /* not the connection itself */
	bool crlf;        /* its LF is given as CRLF; with pipes only */
};

struct peer_program {
	struct pollable pollable;
	struct loop_child child;
	const struct loop *loop;
	const char *name;
	pid_t pid;             /* also when it has ended */
	struct stream *socket; /* that the program has itself; or NULL */
	int64_t peer_ended_at; /* 0: it has not */
	int64_t end_at;        /* the program, because the peer is gone */
	int64_t kill_at;       /* the same if it does not end */
	bool is_peer_gone;     /* that was acted on */
	bool is_stopped;       /* by genet: how it ends is no failure */
	short events;          /* that the socket is watched for; 0: none */
	void (*ended)(void *context);
	void *context;
};

/* What the program is told of the peer, by its environment. */
struct program_peer {
	struct stream *socket;
	int number;                           /* from 1 on */
	const struct address *local, *remote; /* NULL: those of the socket */
};

/*
 * Starts the program for the connection of the peer. Returns NULL with err
 * filled as child_run_program() does. *near is the stream of its pipes, which
 * is the caller's; or NULL: then the program has the socket itself, so that
 * nothing stands between, and so has program->socket. Ended, or stopped, and
 * out of the loop, it is freed with peer_program_free().
 */
struct peer_program *peer_program_start(const struct peer_program_opts *opts,
    const struct program_peer *peer, struct loop *loop, struct stream **near,
    struct error *err);

/* Ends the program if it is still there, by the deadline if it was asked to
 * end before. Leaves the socket alone. Accepts NULL. */
void peer_program_free(struct peer_program *p, int64_t deadline);

/* A session has found that the peer is gone. */
void peer_program_peer_gone(struct peer_program *p, bool was_reset);

/* It has CHILD_GRACE_US to end; how it does is no failure then. */
void peer_program_stop(struct peer_program *p);

/* Once it has ended: whether the peer has to be left in order, because neither
 * it has ended nor a process that the program has left behind goes on. */
bool peer_program_leaves_peer(const struct peer_program *p);

#endif
