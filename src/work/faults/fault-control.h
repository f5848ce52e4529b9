/* SPDX-License-Identifier: MIT */
/* A Unix socket whose clients give orders about faults. */
#ifndef WORK_FAULTS_FAULT_CONTROL_H
#define WORK_FAULTS_FAULT_CONTROL_H

#include "relay/pool.h"
#include "relay/server.h"
#include "work/faults/fault-orders.h"

struct fault_control {
	struct fault_orders *orders;
	struct listener *listener; /* NULL: none */
	struct server *server;     /* NULL: it does not run */
	struct pool pool;
};

/* Binds the socket, with the rights 0600. word: PATH or
 * @NAME, with or without "unix:". Returns 0, or -1 with err filled. */
int fault_control_open(struct fault_control *c, const char *word,
    struct fault_orders *orders, struct error *err);

/* Serves clients until fault_control_close(). */
void fault_control_start(struct fault_control *c, struct loop *loop);
void fault_control_stop(struct fault_control *c);
void fault_control_close(struct fault_control *c);

#endif
