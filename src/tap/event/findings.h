/* SPDX-License-Identifier: MIT */
/* What the commands that report find. */
#ifndef TAP_EVENT_FINDINGS_H
#define TAP_EVENT_FINDINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/socket/address.h"
#include "tap/event/pinged.h"

struct tap_resolved {
	const struct address_list *addresses;
	int64_t took_us;
	const char *name, *canonical; /* or NULL */
};

/* Of an address that is waited for. */
struct tap_probe {
	const char *target; /* as its user wrote it */
	const char *what;   /* its state, in words */
	bool is_settled;    /* that is the state waited for */
	int64_t took_us;    /* since the beginning */
};

/* One of the addresses of a name, in the order of trying. */
struct tap_address {
	unsigned number; /* from 1 on */
	const struct address *remote;
	bool was_tried;
	const struct error *cause; /* why that failed; or NULL */
	int64_t took_us;
};

struct tap_port {
	const struct address *host;
	unsigned number;
	const char *state;   /* a word */
	const char *service; /* by services(5); or NULL */
};

/* How many ports of an address are in which state. */
struct tap_scanned {
	const struct address *host;
	const char *text; /* the same in words */
	uint64_t open, closed, silent, unreachable, unknown;
	int64_t took_us;
};

/* What was seen of a part of the way to an address. */
struct tap_examined {
	const char *step, *mark, *text;
	int64_t took_us; /* below 0: not measured */
};

/* Why an address does not answer, or that it answers. Several causes are
 * alternatives, unless they are asides. */
struct tap_concluded {
	bool answers;
	const char *cause, *text;
	const char *advice; /* or NULL */
	bool is_aside;      /* nothing fails for this cause */
};

#endif
