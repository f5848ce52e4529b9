/* SPDX-License-Identifier: MIT */
/* The faults that a run makes on purpose: --fault, --faults, --control. */
#ifndef WORK_FAULTS_FAULTS_H
#define WORK_FAULTS_FAULTS_H

#include "work/faults/fault-control.h"
#include "work/faults/fault-orders.h"
#include "work/faults/fault-timeline.h"
#include "work/run.h"

/* Begin with all zeros; stays where it is. */
struct faults {
	bool are_wanted; /* an option asks for faults */
	struct fault_orders orders;
	struct fault_timeline timeline;
	struct fault_control control;
};

/* Reads what the command line says, and binds the socket for orders. carrier is
 * what the conversations carry. Returns 0, or -1 with err filled;
 * faults_close() follows in any case. */
int faults_open(struct faults *f, const struct run *run,
    enum impair_carrier carrier, struct error *err);

/* For the rules of sessions: the faults, or NULL if there are never any. */
struct impair_set *faults_set(struct faults *f);

/* Makes faults come and go while that server runs. */
void faults_start(struct faults *f, struct server *server, struct loop *loop);

/* To be called when the server has ended. */
void faults_stop(struct faults *f);
void faults_close(struct faults *f);

#endif
