/* SPDX-License-Identifier: MIT */
/* What the limits have in common. */
#ifndef BENCH_LIMITS_LIMITS_H
#define BENCH_LIMITS_LIMITS_H

#include <stdbool.h>

struct limits_end {
	bool is_unix, must_listen;
	const char *place; /* a port of 127.0.0.1, or a path */
};

/* Connects, or listens and accepts one connection. */
int limits_open(const struct limits_end *end);

/* If FD is a pipe, makes it as large as the system allows; whether it is. */
bool limits_widen(int fd);

#endif
