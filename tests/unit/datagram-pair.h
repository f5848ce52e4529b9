/* SPDX-License-Identifier: MIT */
/* A stream of datagrams, and the socket that it talks to. */
#ifndef UNIT_DATAGRAM_PAIR_H
#define UNIT_DATAGRAM_PAIR_H

#include <netinet/in.h>

#include "stream/datagram.h"

struct pair {
	int peer;
	struct stream *stream;
};

/* A socket on a free port of that address. */
int open_bound(in_addr_t address);

/* Connects a socket to where another one is bound. */
void aim(int fd, int target);

/* Both are connected to each other, on 127.0.0.1. */
struct pair open_pair(void);
void close_pair(struct pair *p);

void say(int fd, const char *text);

/* What a read of the stream gives. */
void hears(struct stream *s, const char *text, const char *what);
void hears_nothing(struct stream *s, const char *what);

#endif
