/* SPDX-License-Identifier: MIT */
/* What the programs of the benchmark have in common. They share no code with
 * genet. An error ends the program with status 1 and says what failed. */
#ifndef BENCH_LOAD_HARNESS_H
#define BENCH_LOAD_HARNESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

/* Seconds of the monotonic clock, which the rig reads, too. */
double seconds_now(void);

/* Prints WHAT and errno, and exits. */
void fail(const char *what) __attribute__((noreturn));

/* Returns RESULT; fails if it is negative. */
long checked(long result, const char *what);

/* Prints TEXT, how the program is used, and exits. */
void usage(const char *text) __attribute__((noreturn));

/* A number of the command line; fails if TEXT is something else. */
long number(const char *text);
double fraction(const char *text);

/* Memory of SIZE bytes that is there already; fails if there is none. */
void *memory(size_t size);

struct sockaddr_in loopback(long port);

/* A TCP listener on 127.0.0.1. FLAGS are those of socket(2). */
int tcp_listener(long port, int flags);

/* A TCP connection to 127.0.0.1, with TCP_NODELAY. */
int tcp_connection(long port);

/* A UDP socket, bound to or connected with a port of 127.0.0.1; its buffer
 * for receiving is as large as the kernel allows, up to BUFFER. */
int udp_bound(long port, int buffer);
int udp_connected(long port);

void option_on(int fd, int level, int name);

void write_all(int fd, const void *bytes, size_t len);

/* As many descriptors as the hard limit allows. */
void raise_descriptors(void);

#endif
