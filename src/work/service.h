/* SPDX-License-Identifier: MIT */
/* A server in its loop, and what each run of one has: clients that are
 * admitted, the announcement, the program of --during, time to finish after a
 * signal. */
#ifndef WORK_SERVICE_H
#define WORK_SERVICE_H

#include "net/bind/listener.h"
#include "relay/pool.h"
#include "relay/server.h"
#include "work/confine.h"
#include "work/far/admission.h"
#include "work/near/companion.h"
#include "work/run.h"

/* Stays where it is. */
struct service {
	const struct run *run;
	const struct config *cfg;  /* of the run */
	struct listener *listener; /* NULL: what is served is dialled */
	struct loop loop;
	struct pool pool;
	struct admission admission;
	struct server *server; /* NULL: not started yet */
	struct companion companion;
	struct confine_opts confined; /* the rest of the run */
	/* What clients have to finish: after the program of --during; and after
	 * a signal, if that is wanted. */
	int64_t drain_us;
	bool outlives_signal;
};

/* The listener stays the caller's. */
struct service service_make(const struct run *run, struct listener *l);

/* Loads what the admission of clients needs. Returns 0, or -1 with err filled;
 * service_close() follows in any case. */
int service_open(struct service *s, struct error *err);

/* Starts a server for the clients of the listener, or of server_take(). Returns
 * 0 if clients can be served, or -1 with err filled. */
int service_start(
    struct service *s, const struct server_opts *opts, struct error *err);

/* Says that the listener is ready, and starts the program of --during. Returns
 * 0, or -1 with err filled. */
int service_announce(struct service *s, struct error *err);

/* To be called when the server has ended. */
void service_has_ended(struct service *s);

/* Runs the loop to its end. After a signal, clients have drain_us to finish;
 * then genet dies of the signal. Returns 0, or -1 with err filled. */
int service_run(struct service *s, struct error *err);

/* The result of the server and of the program. incomplete: as of
 * server_result(). Returns 0, or -1 with err filled. */
int service_result(struct service *s, uint64_t incomplete, struct error *err);

/* Ends all that goes on. */
void service_close(struct service *s);

#endif
