/* SPDX-License-Identifier: MIT */
/* Opening a connection, in steps: rounds of tries with pauses between them. A
 * kind, such as tcp-dial.h, says what a round does; some are over others:
 * layered-dial.h, proxied-dial.h, first-dial.h. */
#ifndef NET_DIAL_DIAL_H
#define NET_DIAL_DIAL_H

#include "net/dial/connection.h"
#include "net/dial/retry.h"
#include "sys/waiting.h"

/* DIAL_FAILED is what error_set() and its like return. */
enum dial_state { DIAL_FAILED = -1, DIAL_GOES_ON, DIAL_CONNECTED };

/* The first member of the struct of a kind. */
struct dial {
	const struct dial_ops *ops;
	struct dial *inner; /* the dial below; owned, or NULL */
	char *name;         /* of the peer, allocated */
	struct retry retry;
	int64_t next_round; /* when that begins; 0: at once */
	bool is_in_round, is_given_up;
	int64_t started, deadline;    /* of the outermost round */
	struct error cause;           /* why the last round failed */
	struct connection connection; /* what it found; not open before */
};

struct dial_ops {
	/* Begins a round; or NULL. Returns 0, or -1 with d->cause. */
	int (*begin)(struct dial *d);
	/* Adds what is waited for. Returns when to be served at the latest. In
	 * a round of inner, its operation is called instead. */
	int64_t (*prepare)(struct dial *d, struct waiting *w);

	/* Does what can be done now; first right after begin. Fills
	 * d->connection or d->cause. */
	enum dial_state (*service)(struct dial *d, const struct waiting *w);

	/* Ends a round in any state; that of inner has ended before. */
	void (*end)(struct dial *d);
	/* For people: what a round does, "looking up the name"; NULL: describe
	 * says that, "address 192.0.2.1:80"; the same. */
	const char *doing;
	void (*describe)(const struct dial *d, char *buf, size_t size);
	/* Frees what the struct of the kind owns; or NULL. */
	void (*release)(struct dial *d);
};

/* Makes the first member of a kind, which then owns the name. */
struct dial dial_make(
    const struct dial_ops *ops, char *name, const struct retry_opts *retry);

/* For a kind with an inner dial: serves inner, begins its round before that,
 * and ends the round when inner has connected or failed. Takes over the
 * connection or the cause of inner. */
enum dial_state dial_serve_inner(struct dial *d, const struct waiting *w);

/* Adds what is waited for. Returns when to be served at the latest. */
int64_t dial_prepare(struct dial *d, struct waiting *w);

/* Does what can be done now. May close what was waited for. Fills err if it
 * has failed. */
enum dial_state dial_service(
    struct dial *d, const struct waiting *w, struct error *err);

/* For people: "connecting to example.test:80: try 1, looking up the name". */
void dial_describe(const struct dial *d, char *buf, size_t size);

/* Ends and frees the dial, in any state. Returns 0 with the connection, which
 * the caller owns; or -1 if there is none, with the times of the last round. */
int dial_end(struct dial *d, struct connection *out);

/* Before dial_end(): a peer that may have a connection already is reset. */
void dial_give_up(struct dial *d);

/* Runs a dial from beginning to end. Returns as dial_end(), with err filled if
 * there is no connection. */
int dial_run(struct dial *d, struct connection *out, struct error *err);

#endif
