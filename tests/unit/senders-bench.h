/* SPDX-License-Identifier: MIT */
/* Senders of datagrams to a listener, and what has become of them. */
#ifndef UNIT_SENDERS_BENCH_H
#define UNIT_SENDERS_BENCH_H

#include <netinet/in.h>

#include "net/bind/listener.h"
#include "net/bind/senders.h"
#include "sys/waiting.h"
#include "tap/tap.h"

#define SENDERS_MOST 400

struct senders_bench {
	struct tap tap; /* counts warnings */
	int warnings;
	struct listener *listener;
	struct senders *senders;
	struct waiting waiting;
	struct stream *streams[SENDERS_MOST]; /* in the order of arrival */
	struct address from[SENDERS_MOST];
	int begun, replaced, changed, woken;
	bool refuses; /* new senders */
};

/* Begins with a free port of that host, or an abstract Unix socket, and so many
 * streams at most. */
void senders_bench_begin(
    struct senders_bench *b, const char *host, size_t most);
void senders_bench_begin_unix(
    struct senders_bench *b, const char *name, size_t most);

/* Closes all streams. */
void senders_bench_end(struct senders_bench *b);

/* Waits as the loop does, for a second at most, and receives once. */
void senders_bench_turn(struct senders_bench *b);

/* A socket that sends to the listener, at that address of IPv4. */
int senders_bench_peer(const struct senders_bench *b, in_addr_t to);

/* The peer says the text, and then comes a turn. */
void senders_bench_says(struct senders_bench *b, int fd, const char *text);

/* What a read of the stream of that number gives. */
ssize_t senders_bench_read(struct senders_bench *b, int i, char bytes[100]);
void senders_bench_hears(struct senders_bench *b, int i, const char *text);
void senders_bench_hears_nothing(struct senders_bench *b, int i);
void senders_bench_hears_end(struct senders_bench *b, int i);

/* The stream says the text, which comes to the peer. */
void senders_bench_answers(
    struct senders_bench *b, int i, const char *text, int peer);

#endif
