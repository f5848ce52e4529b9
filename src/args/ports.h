/* SPDX-License-Identifier: MIT */
/* Lists of ports: "22,80,8000-9000,http". */
#ifndef ARGS_PORTS_H
#define ARGS_PORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* A set of ports. Begin with all zeros. */
struct ports {
	bool has[65536];
	size_t count;
};

/* Adds the ports of a list. Names are services of the protocol ("tcp"); NULL:
 * names are refused. Returns 0, or -1 with FAULT_USAGE. */
int ports_parse(struct ports *ports, const char *list, const char *protocol,
    struct error *err);

#endif
