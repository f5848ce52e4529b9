/* SPDX-License-Identifier: MIT */
/* What connect and listen share: one conversation between our standard
 * streams, or what stands in for them, and a peer. */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "cli/config.h"
#include "net/retry.h"
#include "relay/goal.h"
#include "stream/stdio.h"

struct session {
	const struct config *cfg;
	struct tap *tap;
	struct stdio_opts local;
	bool is_listener;
	int64_t deadline; /* of --timeout; CLOCK_NEVER: none */
};

/* Checks that the options agree, starts the clock of --timeout and opens the
 * files, without harm to an existing output yet. Returns 0, or -1 with err
 * filled and nothing open. */
int session_open(struct session *s, const struct config *cfg, bool is_listener,
    struct tap *tap, struct error *err);

/* Closes what session_open() opened; for the case that no peer was found. */
void session_cancel(struct session *s);

/* How often to try to reach the peer, as the command line says it. */
struct retry_opts session_retry(const struct session *s);

/* What the command line wants to be received; freed with goal_free(). */
struct goal session_goal(const struct config *cfg);

/* Lives through the conversation. Takes the stream over, and the files. peer
 * is for messages: "connection to PEER reset".
 * Returns 0, or -1 with err filled. */
int session_run(struct session *s, struct stream *remote, const char *peer,
    struct error *err);

/* The same with another local end than ours, which it takes over, too. */
int session_run_between(const struct session *s, struct stream *local,
    struct stream *remote, const char *peer, struct error *err);

#endif
