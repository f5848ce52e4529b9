/* SPDX-License-Identifier: MIT */
/* The ends of conversations on this host, as the command line says: the
 * standard streams or files alone, a share of them, a file, an echo. */
#ifndef WORK_NEAR_NEAR_H
#define WORK_NEAR_NEAR_H

#include "relay/mixer.h"
#include "relay/server.h"
#include "work/near/local.h"
#include "work/run.h"

struct near {
	const struct config *cfg;
	struct tap *tap;
	struct stdio_opts local_opts;
	struct stream *local;  /* NULL: it was given to a session */
	struct bytes greeting; /* the text of --data */
	struct mixer mixer;
	bool is_shared; /* by the mixer; otherwise one session owns the local
	                   stream */
	bool input_is_terminal;
	bool is_emptied; /* the file of --output */
};

/* How many conversations there are to be; 0: any number. */
uint64_t near_count(const struct config *cfg);

/* Whether the clients of a listener share the end, or one client has more than
 * a stream. */
bool near_is_shared(const struct config *cfg);

/* Whether standard input may be read. */
bool near_reads_stdin(const struct config *cfg);

/* Checks the names of files for clients. Returns 0, or -1 with FAULT_USAGE. */
int near_check(
    const struct config *cfg, const struct address *bound, struct error *err);

/* Opens what the command line names, for the clients of a listener or for one
 * dialled conversation. Returns 0, or -1 with err filled; near_close() follows
 * in any case. */
int near_open(
    struct near *n, const struct run *run, bool is_listener, struct error *err);

/* Adds the mixer to the loop if it is needed. */
void near_join(struct near *n, struct loop *loop);

/* Makes the end of one conversation. Returns 0, or -1 with err filled. */
int near_make(struct near *n, const struct arrival *a, struct session_end *end,
    struct error *err);

/* To be called when all conversations are over. */
void near_close(struct near *n);

#endif
