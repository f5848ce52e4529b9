/* SPDX-License-Identifier: MIT */
/*
 * Opening a connection, in steps: rounds of tries with pauses between them.
 * What a round does is the matter of the kind: tcp-dial.h, udp-dial.h,
 * unix-dial.h, and layered-dial.h for handshakes on top of one of these.
 */
#ifndef NET_DIAL_DIAL_H
#define NET_DIAL_DIAL_H

#include "net/dial/connection.h"
#include "net/dial/retry.h"
#include "sys/waiting.h"

enum dial_state { DIAL_GOES_ON, DIAL_CONNECTED, DIAL_FAILED };

/* The first member of the struct of a kind. */
struct dial {
	const struct dial_ops *ops;
	char *name; /* of the peer, allocated */
	struct retry retry;
	int64_t next_round; /* when that begins; 0: at once */
	bool is_in_round;
	int64_t started, deadline;    /* of the round */
	struct error cause;           /* why the last round failed */
	struct connection connection; /* what it found; fd is -1 before */
};

struct dial_ops {
	/* Begins a round, until d->deadline. Returns 0, or -1 with d->cause;
	 * or NULL. */
	int (*begin)(struct dial *d);

	/* Adds what is waited for. Returns when to be served at the latest. */
	int64_t (*prepare)(struct dial *d, struct waiting *w);

	/* Does what can be done now; first right after begin. Fills
	 * d->connection or d->cause. */
	enum dial_state (*service)(struct dial *d, const struct waiting *w);

	/* Ends a round that was begun, in whatever state. */
	void (*end)(struct dial *d);

	/* How far the round is, for people: "address 192.0.2.1:80". */
	void (*describe)(const struct dial *d, char *buf, size_t size);

	/* Frees what is the kind's own, or NULL. */
	void (*release)(struct dial *d);
};

/* Makes the part of a kind that all have; the name is its own from then on. */
struct dial dial_make(
    const struct dial_ops *ops, char *name, const struct retry_opts *retry);

/* For a kind that dials by another dial, within its own round: does what inner
 * can do now, whose round it begins. Fills d->connection or d->cause as inner
 * has. A round of inner that fails or goes on is the kind's to end. */
enum dial_state dial_serve_inner(
    struct dial *d, struct dial *inner, const struct waiting *w);

/* Ends the round that there is, if there is one. */
void dial_end_round(struct dial *d);

/* Adds what is waited for. Returns when to be served at the latest; the first
 * time at once. */
int64_t dial_prepare(struct dial *d, struct waiting *w);

/* Does what can be done now. May close what was waited for. Fills err if it
 * has failed. */
enum dial_state dial_service(
    struct dial *d, const struct waiting *w, struct error *err);

/* For people: "connecting to example.test:80: try 1, looking up the name". */
void dial_describe(const struct dial *d, char *buf, size_t size);

/* Ends it, in whatever state, and frees it. Returns 0 with the connection,
 * whose socket is the caller's; or -1 if there is none. */
int dial_end(struct dial *d, struct connection *out);

/* All of that, without a loop. Returns as dial_end() does, with err filled if
 * there is no connection. */
int dial_run(struct dial *d, struct connection *out, struct error *err);

#endif
