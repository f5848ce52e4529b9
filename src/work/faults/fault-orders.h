/* SPDX-License-Identifier: MIT */
/* Carries out orders about the faults of a run. */
#ifndef WORK_FAULTS_FAULT_ORDERS_H
#define WORK_FAULTS_FAULT_ORDERS_H

#include <stdbool.h>

#include "args/fault-order.h"
#include "base/bytes.h"
#include "relay/impair/impair-set.h"

struct tap;

struct fault_orders {
	struct impair_set set;
	enum impair_carrier carrier; /* what the conversations carry */
	bool knows_seed;             /* people do */
	struct tap *tap;
	/* Resets all connections. Returns how many. */
	size_t (*reset_all)(void *context);
	void *context;
};

/* Adds a fault; name NULL: it is called by its number. Takes over what the
 * impairment owns, also if it fails. Returns 0, or -1 with FAULT_USAGE. */
int fault_orders_add(struct fault_orders *f, const char *name,
    const char *words, struct impairment *what, struct error *err);

/* Carries out an order, and adds what there is to say. The order stays the
 * caller's, but for what is taken over. Returns 0, or -1 with FAULT_USAGE. */
int fault_orders_do(struct fault_orders *f, struct fault_order *order,
    struct bytes *answer, struct error *err);

#endif
