/* SPDX-License-Identifier: MIT */
/* Words that netcat-openbsd has for ports and for the type of service. */
#ifndef ARGS_NC_WORDS_H
#define ARGS_NC_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "args/config-nc.h"
#include "args/proxy-url.h"
#include "base/error.h"

/* Ports in the order in which to ask them; a port may occur twice. Begin with
 * all zeros. */
struct nc_ports {
	uint16_t *items;
	size_t count;
};

/* Refuses a local port above 65535, which the system would take modulo 65536.
 * Returns 0, or -1 as below. */
int nc_port_check(const char *word, struct error *err);

/* Adds the ports of an operand: a number, the name of a service of the protocol
 * ("tcp", "udp"), or a range of numbers, which ascends whichever end is written
 * first. Returns 0, or -1 with FAULT_USAGE in the words of nc. */
int nc_ports_add(struct nc_ports *ports, const char *word, const char *protocol,
    struct error *err);

/* Puts them into a random order. */
void nc_ports_shuffle(struct nc_ports *ports);
void nc_ports_free(struct nc_ports *ports);

/* The proxy of -x: "HOST", "HOST:PORT", "[V6]" or "[V6]:PORT". */
struct nc_proxy {
	enum proxy_scheme scheme; /* that of -X */
	char *host;               /* allocated */
	const char *port;         /* as given, or the default of the scheme */
};

/* Refuses brackets that are not right. Returns 0, or -1 with FAULT_USAGE in the
 * words of nc. */
int nc_proxy_check(const char *word, struct error *err);

/* The values of -x and -X have been checked. */
struct nc_proxy nc_proxy_read(const struct config_nc *nc);

/* A name such as "lowdelay", "ef" or "af11", or a number up to 255, decimal or
 * hexadecimal. Returns 0, or -1 with FAULT_USAGE in the words of nc. */
int nc_tos(const char *word, long *out, struct error *err);

#endif
