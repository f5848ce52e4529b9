/* SPDX-License-Identifier: MIT */
/* Many connections to one port of 127.0.0.1, as crowd.c and crowd-hold.c make
 * them. */
#ifndef BENCH_LOAD_CROWD_H
#define BENCH_LOAD_CROWD_H

#include <stdbool.h>
#include <stddef.h>

enum { RECORD = 100 };

/* fd is -1 where there is none. */
struct visitor {
	int fd;
	unsigned id;
	bool is_connected;
	size_t got;
	char answer[RECORD];
};

struct crowd {
	long port;
	int epoll;
	unsigned next_id;
};

/* Begins a connection and watches it until it is there. Its source is one of
 * 199 addresses, so that ports do not run out. false: it failed at once. */
bool crowd_dial(struct crowd *c, struct visitor *v);

/* Whether the connection that epoll has told of is a success. */
bool crowd_is_connected(const struct visitor *v);

/* Sends the record of the visitor; false: it was not taken at once. */
bool crowd_send(const struct visitor *v);

/* "R", the number of the visitor by eight digits, dots and a line feed. */
void crowd_record(char record[RECORD], unsigned id);

void crowd_hang_up(struct visitor *v);

/* Opens COUNT connections and holds them all; see crowd.c. */
int crowd_hold(struct crowd *c, long count, double seconds);

#endif
