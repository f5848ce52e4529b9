/* SPDX-License-Identifier: MIT */
/* A question to a server, and the answer that shows it is at work. */
#ifndef PROBE_EXCHANGE_H
#define PROBE_EXCHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/error.h"
#include "sys/waiting.h"
#include "tap/tap.h"

struct exchange_opts {
	const char *send; /* NULL: nothing */
	size_t send_len;
	const char *expect; /* somewhere in what comes; NULL: nothing */
	size_t expect_len;
	struct tap *tap;
};

struct exchange {
	const struct exchange_opts *opts;
	int fd; /* stays the caller's */
	size_t sent, slot;
	struct bytes received;
	uint64_t received_bytes;
};

enum exchange_state {
	EXCHANGE_GOES_ON,
	EXCHANGE_DONE,   /* sent, and answered as expected */
	EXCHANGE_FAILED, /* with err filled */
};

/* Begins it on a connected socket that does not block. The first service
 * comes before the first wait. Freed with exchange_free(). */
struct exchange exchange_begin(const struct exchange_opts *opts, int fd);
void exchange_prepare(struct exchange *e, struct waiting *w);
enum exchange_state exchange_service(struct exchange *e, struct error *err);

/* Says, of one that has no more time, what has come so far. Returns -1. */
int exchange_give_up(const struct exchange *e, struct error *err);
void exchange_free(struct exchange *e);

#endif
